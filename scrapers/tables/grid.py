"""A workbook that was read, as typed data: sheets, cells and merged ranges; pure."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from sys import intern
from typing import Any, NamedTuple

Value = str | int | float | bool | date

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MOST_QUOTED = 40
# Variation selectors choose a glyph; the same word may be typed with and without.
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class LayoutChanged(Exception):
    """A sheet that no longer looks as agreed; `problems` are sentences that name the sheet and the cell."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Cell(NamedTuple):
    """One non-empty cell: `row` and `column` count from 1, `kind` is text, number, date, boolean or error."""

    row: int
    column: int
    kind: str
    value: Value

    @property
    def address(self) -> str:
        """The cell's address as Excel shows it, `D14`."""
        return write_address(self.row, self.column)

    @property
    def text(self) -> str:
        """The value as text, verbatim where it is text; a date as ISO 8601."""
        value = self.value
        if isinstance(value, str):
            return value
        return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four bounds included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """The area's address, `A2:A5`."""
        return f"{write_address(self.top, self.left)}:{write_address(self.bottom, self.right)}"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its non-empty cells by row and column, in reading order; a row without any is absent.

    `merges` is None where the format knows no merged cells.
    """

    number: int
    title: str
    state: str
    rows: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Area, ...] | None = None
    hidden_rows: frozenset[int] = frozenset()
    _areas: dict[int, list[Area]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def label(self) -> str:
        """How messages call the sheet: by its number, since a title may name a person."""
        return f"sheet {self.number}"

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells in reading order."""
        return (cell for cells in self.rows.values() for cell in cells.values())

    def cell_at(self, row: int, column: int) -> Cell | None:
        """A cell; None for a blank one."""
        return self.rows.get(row, {}).get(column)

    def area_at(self, row: int, column: int) -> Area:
        """The merged area that covers a cell, or the area of that cell alone."""
        areas = self._list_areas(column)
        index = bisect_right(areas, row, key=lambda area: area.top) - 1
        if index >= 0 and areas[index].bottom >= row:
            return areas[index]
        return Area(row, column, row, column)

    def _list_areas(self, column: int) -> list[Area]:
        """The merged areas that touch a column, from top to bottom; listed when first asked for."""
        if column not in self._areas:
            touching = (area for area in self.merges or () if area.left <= column <= area.right)
            self._areas[column] = sorted(touching, key=lambda area: area.top)
        return self._areas[column]


@dataclass(frozen=True, slots=True)
class Grid:
    """All sheets of one file, in the publisher's order."""

    sheets: tuple[Sheet, ...]


def load_grid(data: Mapping[str, Any]) -> Grid:
    """The typed grid of what the reader of a workbook or CSV answered; cells of mere blanks are dropped."""
    return Grid(tuple(_load_sheet(number, sheet) for number, sheet in enumerate(data["sheets"], start=1)))


def _load_sheet(number: int, data: Mapping[str, Any]) -> Sheet:
    merges = data["merges"]
    return Sheet(
        number=number,
        title=data["title"],
        state=data["state"],
        rows=_load_rows(data["cells"]),
        merges=None if merges is None else tuple(read_area(each) for each in merges),
        hidden_rows=frozenset(data["hidden_rows"]),
    )


def _load_rows(cells: Iterable[tuple[int, int, str, Any]]) -> Mapping[int, Mapping[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    ordered, last = True, (0, 0)
    for row, column, kind, value in cells:
        if kind == "date":
            value = _load_date(value)
        elif isinstance(value, str) and not value.strip():
            continue
        if row not in rows:
            rows[row] = {}
        rows[row][column] = Cell(row, column, intern(kind), value)
        ordered, last = ordered and last < (row, column), (row, column)
    return rows if ordered else {row: dict(sorted(rows[row].items())) for row in sorted(rows)}


def _load_date(value: str) -> date:
    moment = datetime.fromisoformat(value)
    return moment if "T" in value else moment.date()


def read_area(address: str) -> Area:
    """The area that `A2:A5` or `A2` names; raises LayoutChanged for anything else."""
    corners = [_ADDRESS.fullmatch(corner) for corner in address.split(":")]
    first, last = corners[0], corners[-1]
    if first is None or last is None or len(corners) > 2:
        raise LayoutChanged([f"the merged range {address[:_MOST_QUOTED]!r} is not an address"])
    return Area(int(first[2]), _read_letters(first[1]), int(last[2]), _read_letters(last[1]))


@cache
def write_letters(column: int) -> str:
    """A column's letters, 1 -> `A`, 28 -> `AB`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def write_address(row: int, column: int) -> str:
    """A cell's address, (14, 4) -> `D14`."""
    return f"{write_letters(column)}{row}"


def _read_letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def fold(text: str) -> str:
    """Text for comparing headings and titles: widths and case folded, blanks and selectors removed."""
    return _SELECTOR.sub("", "".join(unicodedata.normalize("NFKC", text).split()).casefold())


def list_unread_sheets(grid: Grid, read: Collection[int]) -> list[int]:
    """The numbers of the sheets that hold a value and are not among those `read`; a run reports them."""
    return [sheet.number for sheet in grid.sheets if sheet.rows and sheet.number not in read]
