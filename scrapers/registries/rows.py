"""A row of a register, verbatim, with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapers.tables.grid import Value


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One organization of a register: the cells that hold a value by column name, as the file types them.

    `locator` is the place in the file with the day of the list (`as_of`, ISO 8601 or None). `offices` are the
    rows of a register that lists several for one organization.
    """

    values: Mapping[str, Value]
    locator: Mapping[str, Any]
    offices: tuple[Mapping[str, Value], ...] = ()

    def text(self, name: str) -> str:
        """A column's value as text; empty where the cell is blank or the column does not exist."""
        value = self.values.get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What one file of a register holds; `warnings` name what is odd in it, and quote no name."""

    rows: tuple[RegisterRow, ...]
    warnings: tuple[str, ...] = field(default=())
