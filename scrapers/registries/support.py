"""The register of support organizations (登録支援機関登録簿), from a read workbook to rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from japanese.numbers import UnreadableNumber, parse_support_registration
from scrapers.registries.formats import Sheets
from scrapers.registries.headings import (
    OFFICE_COLUMNS,
    OFFICE_MARK,
    OFFICE_NAMES,
    SUPPORT_COLUMNS,
    SUPPORT_HEADINGS,
)
from scrapers.registries.permits import read_banner_day
from scrapers.registries.rows import RegisterPage, RegisterRow
from scrapers.tables import Cell, Grid, Header, LayoutChanged, Sheet, find_table, fold
from scrapers.tables.header import SEARCHED_ROWS

_FILLED = ("number", "registered_on", "name", "address")
_NOTE = re.compile(r"\s*(?:[※＊*]|[（(]?注)")
_TWICE = frozenset(map(fold, ("〒", "郵便番号", "所在地", "住所", "電話番号", "電話", "連絡先")))
_MOST_PROBLEMS = 20

Cells = Mapping[str, Cell]


@dataclass(slots=True)
class _Draft:
    """An organization while its rows are gathered: its first row's cells, and the cells of every row."""

    top: int
    bottom: int
    cells: Cells
    offices: list[Cells] = field(default_factory=list)


def read_register(sheets: Sheets, page_as_of: date | None) -> RegisterPage:
    """The organizations of the Japanese register, each with the rows of its offices; raises LayoutChanged."""
    sheet, header = find_table(_mark_office_headings(sheets.grid), SUPPORT_HEADINGS, SUPPORT_COLUMNS)
    problems: list[str] = []
    drafts = list(_gather_drafts(sheet, header, problems))
    for draft in drafts:
        missing = [name for name in _FILLED if name not in draft.cells]
        problems += [f"sheet 「{sheet.title}」, row {draft.top}: {name} is empty" for name in missing]
    if not drafts:
        problems.append(f"{sheet.label}: no registration under the headings")
    if problems:
        raise LayoutChanged(problems[:_MOST_PROBLEMS])
    day = read_banner_day(sheet, header) or page_as_of
    return RegisterPage(tuple(_make_row(sheet, draft, day) for draft in drafts))


def _gather_drafts(sheet: Sheet, header: Header, problems: list[str]) -> Iterator[_Draft]:
    """The rows under the headings: a number begins an organization, a row without one goes on with its offices."""
    columns = {column.number: name for name, column in header.columns.items()}
    draft: _Draft | None = None
    for row, cells in sheet.rows.items():
        found = {columns[column]: cell for column, cell in cells.items() if column in columns}
        if row <= header.bottom or not found or _is_furniture(header, found):
            continue
        if "number" in found:
            if draft is not None:
                yield draft
            draft = _Draft(row, row, found, [found])
        elif draft is not None and row == draft.bottom + 1 and found.keys() <= OFFICE_COLUMNS | {"serial"}:
            draft.bottom = row
            draft.offices.append(found)
        else:
            problems.append(f"sheet 「{sheet.title}」, row {row}: values without a registration number")
    if draft is not None:
        yield draft


def _is_furniture(header: Header, found: Cells) -> bool:
    """A note, or the headings printed once more."""
    texts = [cell.text for cell in found.values()]
    if len(found) == 1 and _NOTE.match(texts[0]):
        return True
    return any(name in header.columns and fold(found[name].text) in _wordings(name) for name in found)


def _wordings(name: str) -> set[str]:
    return {fold(wording) for wording in SUPPORT_HEADINGS[name]} if name == "number" else set()


def _make_row(sheet: Sheet, draft: _Draft, as_of: date | None) -> RegisterRow:
    rows = str(draft.top) if draft.top == draft.bottom else f"{draft.top}-{draft.bottom}"
    locator: dict[str, Any] = {
        "sheet": sheet.title,
        "rows": rows,
        "cells": {name: cell.address for name, cell in draft.cells.items()},
        "as_of": None if as_of is None else as_of.isoformat(),
    }
    offices = tuple(
        {name: cell.value for name, cell in cells.items() if name in OFFICE_COLUMNS} for cells in draft.offices
    )
    return RegisterRow({name: cell.value for name, cell in draft.cells.items()}, locator, offices)


def _mark_office_headings(grid: Grid) -> Grid:
    """The grid with every heading to the right of an office's name marked as the office's where it stands twice."""
    return Grid(tuple(_mark_sheet(sheet) for sheet in grid.sheets))


def _mark_sheet(sheet: Sheet) -> Sheet:
    names = {fold(name) for name in OFFICE_NAMES}
    heads = [cell for row, cells in sheet.rows.items() if row <= SEARCHED_ROWS for cell in cells.values()]
    office = next((cell for cell in heads if fold(cell.text) in names), None)
    if office is None:
        return sheet
    marked = {
        cell.column: cell._replace(value=OFFICE_MARK + cell.text)
        for cell in heads
        if cell.row == office.row and cell.column > office.column and fold(cell.text) in _TWICE
    }
    return replace(sheet, rows={**sheet.rows, office.row: {**sheet.rows[office.row], **marked}})


_EN_NAME = re.compile(r"\bname\b|氏名|名称", re.IGNORECASE)
_EN_OTHERS = re.compile(r"represent|office|support|代表|事務所", re.IGNORECASE)


def read_english_names(sheets: Sheets) -> dict[str, str]:
    """English name by registration number from the English register, of whose layout only these two are asked.

    The number's column is told by its cells, the name's by its heading. Raises LayoutChanged.
    """
    for sheet in sheets.grid.sheets:
        numbered = {cell.row: cell for cell in sheet.cells if _read_number(cell) is not None}
        column = _find_name_column(sheet, numbered)
        if column is not None:
            cells = ((cell, sheet.cell_at(row, column)) for row, cell in numbered.items())
            return {str(_read_number(cell)): name.text for cell, name in cells if name is not None}
    raise LayoutChanged(["no sheet holds registration numbers beside names"])


def _find_name_column(sheet: Sheet, numbered: Mapping[int, Cell]) -> int | None:
    if not numbered:
        return None
    first = min(numbered)
    heads = [cell for cell in sheet.cells if cell.row < first and cell.column > numbered[first].column]
    fitting = [
        cell.column for cell in heads if _EN_NAME.search(fold_spaces(cell.text)) and not _EN_OTHERS.search(cell.text)
    ]
    return min(fitting, default=None)


def fold_spaces(text: str) -> str:
    """A heading in one line."""
    return " ".join(text.split())


def _read_number(cell: Cell) -> str | None:
    try:
        return parse_support_registration(cell.text) if cell.kind == "text" else None
    except UnreadableNumber:
        return None
