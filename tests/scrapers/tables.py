"""Reading a fictional book the way a spider reads a publisher's."""

from collections.abc import Sequence

from scrapers.readers.workbook import read_workbook
from scrapers.tables import Grid, Header, Sheet, Table, find_table, load_grid, read_blocks
from tests.scrapers.books import FILLED, HEADINGS, REQUIRED, Book, Party


def load(book: Book) -> Grid:
    """The book's grid, read in this process."""
    return load_grid(read_workbook(book.save()))


def find(grid: Grid, required: Sequence[str] = REQUIRED) -> tuple[Sheet, Header]:
    """The table's sheet and header."""
    return find_table(grid, HEADINGS, required)


def read(book: Book) -> Table:
    """The table's records, with every column but the numbers' demanded."""
    return read_blocks(*find(load(book)), "organization", many=["plan_numbers"], filled=FILLED)


def assert_exact(table: Table, parties: Sequence[Party]) -> None:
    """Every value of every party came back, and nothing else."""
    assert not table.problems
    assert [record.text("organization") for record in table.records] == [party.name for party in parties]
    for record, party in zip(table.records, parties, strict=True):
        assert [entry.text for entry in record.many["plan_numbers"]] == list(party.numbers)
        assert record.value("issued_on") == party.issued_on
        values = [record.text(name) for name in ("representative", "address", "reason")]
        assert values == [party.representative, party.address, party.reason]
