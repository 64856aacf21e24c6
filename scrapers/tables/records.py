"""What reading a table yields: records with their places, what was wrong, and what was left aside."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapers.tables.grid import Cell, Value

# Several numbers in one cell are parted by line breaks or commas, or by the blanks before the next number.
_SEPARATOR = re.compile(r"[\r\n、，,;；]+|(?<=\d)[ \t\u3000]+(?=\D)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a column that has many per record, and its cell; `text` lacks only its outer blanks."""

    text: str
    sheet: int
    address: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Where on another sheet the values of a column stand; the sheet by number, its title names the party."""

    sheet: int
    cells: str

    @property
    def locator(self) -> dict[str, Any]:
        """The place as `{"sheet_number": 2, "cells": "A2:H268"}`."""
        return {"sheet_number": self.sheet, "cells": self.cells}


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table: its rows, `cells` by column name (blank ones absent), `many` by column name."""

    sheet: str
    top: int
    bottom: int
    cells: Mapping[str, Cell]
    many: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    many_cells: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    hidden: bool = False

    def value(self, name: str) -> Value | None:
        """A column's value as the file types it; None where the cell is blank."""
        cell = self.cells.get(name)
        return None if cell is None else cell.value

    def text(self, name: str) -> str:
        """A column's value as text, verbatim; empty where the cell is blank."""
        cell = self.cells.get(name)
        return "" if cell is None else cell.text

    @property
    def locator(self) -> dict[str, Any]:
        """The record's place: `{"sheet", "rows": "14-26", "cells": {name: "A14", many: "D14:D26"}}`.

        Where values stand on another sheet, `references` has `{name: {"sheet_number", "cells"}}` as well.
        """
        rows = str(self.top) if self.top == self.bottom else f"{self.top}-{self.bottom}"
        cells = {name: cell.address for name, cell in self.cells.items()} | dict(self.many_cells)
        place: dict[str, Any] = {"sheet": self.sheet, "rows": rows, "cells": cells}
        if self.references:
            place["references"] = {name: each.locator for name, each in self.references.items()}
        return place


@dataclass(frozen=True, slots=True)
class Problem:
    """A place where a table cannot be read without guessing; `reason` quotes nothing but our own words."""

    sheet: str
    cell: str
    reason: str

    def __str__(self) -> str:
        where = f"sheet 「{self.sheet}」, {self.cell}" if self.sheet else self.cell
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A cell that belongs to no record and was left aside, and why."""

    sheet: str
    cell: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """All that was read below a header; a record with a problem is among the problems only."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...]

    @property
    def hidden(self) -> tuple[dict[str, Any], ...]:
        """The places of records that stand in hidden rows; they count like the others."""
        return tuple(record.locator for record in self.records if record.hidden)


def list_entries(sheet: int, cells: Sequence[Cell]) -> tuple[Entry, ...]:
    """Every single value in the cells of a many-valued column."""
    return tuple(
        Entry(part.strip(), sheet, cell.address)
        for cell in cells
        for part in _SEPARATOR.split(cell.text)
        if part.strip()
    )


def write_cells(cells: Sequence[Cell]) -> str:
    """The addresses of cells of one column in short: `D14:D26` or `D14,D16:D18`."""
    runs: list[list[Cell]] = []
    for cell in cells:
        if runs and cell.row == runs[-1][-1].row + 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return ",".join(":".join(dict.fromkeys((run[0].address, run[-1].address))) for run in runs)
