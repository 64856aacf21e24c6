"""What is read once for an edition, because to read it anew for each answer would cost more than the answer."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from api.database import Database, Row
from api.editions import Edition
from db.area_totals import Area
from db.statements import Statement

_MOST_EDITIONS = 4
"""The one that is public, those that are still paged through, and one or two that are asked for by day."""

_T = TypeVar("_T")

GramTotals = dict[tuple[str, str], int]
"""By kind of record and gram: in how many records it is."""


class _Select(Protocol):
    def __call__(self, *, edition: int) -> Statement: ...


class Kept(Generic[_T]):
    """What `gather` makes of a statement's rows, for the editions asked for last; whoever asks meanwhile waits for it."""

    def __init__(self, select: _Select, gather: Callable[[Sequence[Row]], _T]) -> None:
        self._select, self._gather = select, gather
        self._reading = asyncio.Lock()
        self._kept: OrderedDict[tuple[int, int], _T] = OrderedDict()

    async def read(self, database: Database, edition: Edition) -> _T:
        """What was kept of this edition, or is read now."""
        key = edition.number, edition.stamp
        if key not in self._kept:
            async with self._reading:
                if key not in self._kept:
                    self._kept[key] = self._gather(await database.fetch(self._select(edition=edition.number)))
        self._kept.move_to_end(key)
        found = self._kept[key]
        if len(self._kept) > _MOST_EDITIONS:
            self._kept.popitem(last=False)
        return found


def gather_areas(rows: Sequence[Row]) -> tuple[Area, ...]:
    """The areas that have any record."""
    return tuple(Area(**row) for row in rows)


def gather_totals(rows: Sequence[Row]) -> GramTotals:
    """The totals of what is frequent."""
    return {(row["kind"], row["gram"]): row["count"] for row in rows}
