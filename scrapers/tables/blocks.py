"""From the rows under a header to records: a record is a row, or a block of rows merged into one."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrapers.tables.extent import Block, measure_extent
from scrapers.tables.grid import Area, Cell, Sheet, write_address
from scrapers.tables.header import Column, Header
from scrapers.tables.records import Problem, Record, Table, list_entries, write_cells


def read_blocks(
    sheet: Sheet,
    header: Header,
    start: str,
    many: Collection[str] = (),
    filled: Collection[str] = (),
) -> Table:
    """The records under the header, what could not be read without guessing, and what was left aside.

    A record begins where the column `start` holds a value and covers the rows over which that cell is
    merged; every other column is merged over the same rows, except the columns `many`, which may hold a
    value in each. Where the format has no merged cells, a record goes on until the next begins. The columns
    `filled` must hold a value in every record; a record with any problem is left out of the records.
    """
    extent = measure_extent(sheet, header, header.columns[start])
    ordered = list(extent.rows)
    numbers = {name: column.number for name, column in header.columns.items()}
    problems = list(extent.problems)
    records = []
    for top, bottom in extent.blocks:
        held = ordered[bisect_left(ordered, top) : bisect_right(ordered, bottom)]
        lines = [extent.rows[row] for row in held]
        values = {name: [line[number] for line in lines if number in line] for name, number in numbers.items()}
        block = _BlockReader(sheet, header, (top, bottom), held, values)
        found = list(block.list_problems(many, filled))
        problems += found
        if not found:
            records.append(block.build_record(many))
    return Table(tuple(records), tuple(problems), extent.ignored)


@dataclass(slots=True)
class _BlockReader:
    """One block of rows; `held` are those of its rows that hold a value, `values` each column's cells."""

    sheet: Sheet
    header: Header
    block: Block
    held: Sequence[int]
    values: Mapping[str, list[Cell]]

    def list_problems(self, many: Collection[str], filled: Collection[str]) -> Iterator[Problem]:
        """Why the block cannot be read without guessing; nothing if it can."""
        # A plain row is what nearly all blocks are: one value a column, and nothing merged.
        plain = self.block[0] == self.block[1] and not self.sheet.merges
        for name, column in self.header.columns.items():
            values = self.values[name]
            if name in many:
                yield from self._check_many(column, values)
            elif not plain:
                yield from self._check_single(column, values)
            if name in filled and not values:
                yield self._problem(write_address(self.block[0], column.number), f"{column.label} is empty")
            for cell in values:
                if cell.kind == "error":
                    yield self._problem(cell.address, f"{column.label} holds a spreadsheet error")

    def build_record(self, many: Collection[str]) -> Record:
        """The record that the block holds."""
        values, several = self.values, [name for name in self.values if name in many]
        return Record(
            self.sheet.title, *self.block,
            cells={name: cells[0] for name, cells in values.items() if cells and name not in many},
            many={name: list_entries(self.sheet.number, values[name]) for name in several},
            many_cells={name: write_cells(values[name]) for name in several if values[name]},
            hidden=not self.sheet.hidden_rows.isdisjoint(self.held),
        )

    def _problem(self, place: str, reason: str) -> Problem:
        return Problem(self.sheet.title, place, reason)

    def _check_single(self, column: Column, values: Sequence[Cell]) -> Iterator[Problem]:
        """A column with one value per record: merged as the record is, and one value."""
        top, bottom = self.block
        area = self.sheet.area_at(top, column.number)
        merged = area == Area(top, column.number, bottom, column.number)
        blank = not values and area == Area(top, column.number, top, column.number)
        if self.sheet.merges is not None and not merged and not blank:
            yield self._problem(area.address, f"{column.label} is not merged as rows {top}-{bottom} are")
        for cell in values:
            if cell.value != values[0].value:
                yield self._problem(cell.address, f"{column.label} holds a second value in one record")
        if values and values[0].row != top:
            yield self._problem(values[0].address, f"{column.label} holds its value below the first row")

    def _check_many(self, column: Column, values: Sequence[Cell]) -> Iterator[Problem]:
        """A column with many values per record: no cell of it reaches beyond the record."""
        top, bottom = self.block
        for cell in values:
            area = self.sheet.area_at(cell.row, column.number)
            if not (top <= area.top and area.bottom <= bottom and area.left == area.right):
                yield self._problem(area.address, f"{column.label} is merged beyond rows {top}-{bottom}")
