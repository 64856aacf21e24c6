"""The list of supervising organizations (監理団体一覧) of one class, from a read file to rows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from japanese.dates import parse_as_of
from scrapers.registries.corporate_numbers import list_false_corporate_numbers
from scrapers.registries.countries import list_unknown_countries
from scrapers.registries.formats import Sheets
from scrapers.registries.headings import PERMIT_COLUMNS, PERMIT_HEADINGS
from scrapers.registries.occupations import list_doubtful_occupations
from scrapers.registries.pdf_grid import PagePlace
from scrapers.registries.rows import RegisterPage, RegisterRow
from scrapers.registries.telephones import list_unread_telephones
from scrapers.tables import (
    Header,
    LayoutChanged,
    Problem,
    Record,
    Sheet,
    find_table,
    list_banner,
    read_blocks,
)

_FILLED = ("name", "address", "first_permitted_on", "expires_on")
_ROW_NUMBER = re.compile(r"[A-Z]+(\d+)")


def read_permits(sheets: Sheets, page_as_of: date | None) -> RegisterPage:
    """The permits of one list; raises LayoutChanged. `page_as_of` is the day that the page beside the link tells.

    The day of the file itself (`…現在` above the table) goes before the page's.
    """
    sheet, header = find_table(sheets.grid, PERMIT_HEADINGS, PERMIT_COLUMNS)
    table = read_blocks(sheet, header, "name", filled=_FILLED)
    if table.problems:
        raise LayoutChanged([_describe_problem(problem, sheets.places) for problem in table.problems])
    own = read_banner_day(sheet, header)
    day = own or page_as_of
    rows = tuple(_make_row(record, sheets.places, day) for record in table.records)
    odd = [
        f"{_find_place(ignored.cell, sheets.places)}: {ignored.reason}"
        for ignored in table.ignored
        if ignored.reason != "a repeated heading"
    ]
    doubts = [
        *list_unknown_countries(rows),
        *list_doubtful_occupations(rows),
        *list_false_corporate_numbers(rows),
        *list_unread_telephones(rows),
    ]
    return RegisterPage(rows, (*sheets.warnings, *_compare_days(own, page_as_of), *odd, *doubts))


def read_banner_day(sheet: Sheet, header: Header) -> date | None:
    """The day of the first `…現在` above the headings."""
    days = (parse_as_of(cell.text) for cell in list_banner(sheet, header))
    return next((day for day in days if day is not None), None)


def _make_row(record: Record, places: Mapping[int, PagePlace], as_of: date | None) -> RegisterRow:
    values = {name: cell.value for name, cell in record.cells.items()}
    place = places.get(record.top)
    locator: dict[str, Any] = record.locator if place is None else {"page": place.page, "row": place.row}
    return RegisterRow(values, {**locator, "as_of": None if as_of is None else as_of.isoformat()})


def _describe_problem(problem: Problem, places: Mapping[int, PagePlace]) -> str:
    return str(replace(problem, cell=_find_place(problem.cell, places)))


def _find_place(cell: str, places: Mapping[int, PagePlace]) -> str:
    """The place where a reader of the file finds a cell: in a PDF that is a page and its row."""
    found = _ROW_NUMBER.match(cell)
    place = places.get(int(found[1])) if found else None
    return cell if place is None else f"page {place.page} row {place.row}"


def _compare_days(own: date | None, page: date | None) -> list[str]:
    if own is None and page is None:
        return ["neither the file nor the page says as of when it is"]
    if own is not None and page is not None and own != page:
        return [f"the file is as of {own}, the page beside it as of {page}"]
    return []
