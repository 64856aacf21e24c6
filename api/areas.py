"""The counts of areas that tiles tell, counted once for an edition: to count them reads every record."""

import asyncio

from api.database import Database
from api.editions import Edition
from db.area_totals import Area, select_areas


class KeptAreas:
    """The areas of the edition that was asked for last; whoever asks meanwhile waits for the one count."""

    def __init__(self) -> None:
        self._counting = asyncio.Lock()
        self._key: tuple[int, int] | None = None
        self._areas: tuple[Area, ...] = ()

    async def read(self, database: Database, edition: Edition) -> tuple[Area, ...]:
        """Every area that has a record in this edition."""
        key = edition.number, edition.stamp
        async with self._counting:
            if self._key != key:
                rows = await database.fetch(select_areas(edition=edition.number))
                self._areas = tuple(Area(**row) for row in rows)
                self._key = key
            return self._areas
