"""A record whose many values stand on another sheet of the workbook (`別シート参照`)."""

import re
from dataclasses import replace
from itertools import dropwhile

from scrapers.tables.grid import Area, Cell, Grid, Sheet, fold
from scrapers.tables.records import Entry, Problem, Record, Reference, list_entries

TITLE_ROWS = 5
# Excel cuts the name of a sheet here.
LONGEST_SHEET_NAME = 31
_REFERENCE = re.compile(r"別(?:シート|紙|添|表|葉)")
# What may stand before the party's name in a title; anything else there makes it another party's name.
_PREFIX = re.compile(r"[\W\d_]*(?:(?:別紙|別添|別表|参考|シート)[\W\d_]*)?")
_SUFFIX = re.compile(r"に係る|に関する|[\W_]|$")
_NUMBER = re.compile(r"\d{6}")


def is_reference(entry: Entry) -> bool:
    """Whether a value only says that the values are on another sheet."""
    return _REFERENCE.match(fold(entry.text)) is not None


def collect_referenced(grid: Grid, record: Record, column: str, party: str) -> Record | Problem:
    """The record, with the values of `column` from the sheet that its cell refers to if it refers to one.

    Exactly one other sheet must be titled with the name of the party (`<party>に係る取り消した…認定番号`), in
    its first rows or in its name; otherwise the Problem at the referring cell is returned.
    """
    entries = record.many.get(column, ())
    referring = [entry for entry in entries if is_reference(entry)]
    if not referring:
        return record
    here = referring[0].sheet
    fitting = [sheet for sheet in grid.sheets if sheet.number != here and _is_titled(sheet, party)]
    if len(fitting) != 1:
        reason = f"refers to another sheet, and {len(fitting)} sheets bear the party's name"
        return Problem(record.sheet, referring[0].address, reason)
    cells = _take_numbers(fitting[0])
    if not cells:
        reason = f"refers to {fitting[0].label}, which holds no number"
        return Problem(record.sheet, referring[0].address, reason)
    own = tuple(entry for entry in entries if not is_reference(entry))
    found = list_entries(fitting[0].number, cells)
    return replace(
        record,
        many={**record.many, column: own + found},
        references={**record.references, column: Reference(fitting[0].number, _measure(cells).address)},
    )


def _is_titled(sheet: Sheet, party: str) -> bool:
    name = fold(party)
    titles = [cell.text for row, cells in sheet.rows.items() if row <= TITLE_ROWS for cell in cells.values()]
    named = any(_names_party(fold(title), name) for title in [*titles, sheet.title])
    return named or _is_cut_name(sheet.title, name)


def _names_party(title: str, name: str) -> bool:
    """Whether the title begins with the party's name, and goes on as a title does, not as a longer name."""
    before, found, after = title.partition(name)
    return bool(found) and _PREFIX.fullmatch(before) is not None and _SUFFIX.match(after) is not None


def _is_cut_name(title: str, name: str) -> bool:
    """Whether a sheet's name is so long a party's name that Excel cut it within or just after."""
    cut = len(title.encode("utf-16-le")) // 2 >= LONGEST_SHEET_NAME
    return cut and f"{name}に係る".startswith(fold(title))


def _take_numbers(sheet: Sheet) -> list[Cell]:
    """All values from the first row that holds a number onwards; titles and headings stand above it."""
    rows = dropwhile(lambda cells: not any(map(_holds_number, cells.values())), sheet.rows.values())
    return [cell for cells in rows for cell in cells.values()]


def _holds_number(cell: Cell) -> bool:
    return _NUMBER.search(fold(cell.text)) is not None


def _measure(cells: list[Cell]) -> Area:
    rows, columns = [cell.row for cell in cells], [cell.column for cell in cells]
    return Area(min(rows), min(columns), max(rows), max(columns))
