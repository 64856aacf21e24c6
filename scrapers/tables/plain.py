"""A plain table: headings over columns, one record a row (or a merged block of rows), nothing special."""

from collections.abc import Collection
from dataclasses import dataclass

from scrapers.tables.blocks import read_blocks
from scrapers.tables.grid import Grid, LayoutChanged, list_unread_sheets
from scrapers.tables.header import Headings, find_table
from scrapers.tables.records import Record


@dataclass(frozen=True, slots=True)
class PlainTable:
    """All records of a table, and what was left aside as sentences."""

    records: tuple[Record, ...]
    warnings: tuple[str, ...]


def read_plain_table(grid: Grid, headings: Headings, required: Collection[str]) -> PlainTable:
    """The records of the file's one table; raises LayoutChanged where any row cannot be read without guessing.

    `headings` maps our name of a column to the wordings that it may have; a record begins where the first of
    them holds a value. The columns `required` must be there, and filled in every record.
    """
    sheet, header = find_table(grid, headings, required)
    table = read_blocks(sheet, header, next(iter(headings)), filled=required)
    if table.problems:
        raise LayoutChanged([str(problem) for problem in table.problems])
    aside = [f"{left.sheet}!{left.cell}: {left.reason}" for left in table.ignored]
    unread = [f"sheet {number} was not read" for number in list_unread_sheets(grid, {sheet.number})]
    return PlainTable(table.records, (*aside, *unread))
