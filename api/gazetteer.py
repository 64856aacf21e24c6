"""The gazetteer of the data folder, opened when it is first asked and again when a newer one has taken its place."""

from pathlib import Path

from api.problems import Problem
from api.workers import work
from db.gazetteer import gazetteer_path
from japanese.addresses import Gazetteer, GazetteerError, Place, geocode

_TOWNS_KEPT = 20_000
"""Towns in memory at once, about 400 bytes each: those of the municipalities asked for last."""


class SharedGazetteer:
    """One gazetteer for all requests. It is used by the worker alone, so that no request waits at the event loop."""

    def __init__(self, home: Path) -> None:
        self._path = gazetteer_path(home)
        self._stamp: tuple[int, int] | None = None
        self._open: Gazetteer | None = None

    async def geocode(self, address: str) -> tuple[Place, Gazetteer]:
        """The place of an address, and the gazetteer that knows it; a Problem where none was loaded."""
        return await work(lambda: self._geocode(address))

    async def suggest(self, text: str) -> list[str]:
        """Places that a text may mean to name, none where no gazetteer was loaded: suggestions and no more."""
        return await work(lambda: self._suggest(text))

    def _geocode(self, address: str) -> tuple[Place, Gazetteer]:
        gazetteer = self._refresh()
        if gazetteer is None:
            raise Problem("gazetteer-missing")
        return geocode(address, gazetteer), gazetteer

    def _suggest(self, text: str) -> list[str]:
        gazetteer = self._refresh()
        return [] if gazetteer is None else list_suggestions(geocode(text, gazetteer))

    def _refresh(self) -> Gazetteer | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        if self._stamp != (found.st_ino, found.st_mtime_ns):
            if self._open is not None:
                self._open.close()
            try:
                self._open = Gazetteer.open(self._path, _TOWNS_KEPT)
            except GazetteerError:
                self._open = None
            self._stamp = (found.st_ino, found.st_mtime_ns)
        return self._open


def list_suggestions(place: Place) -> list[str]:
    """What may have been meant, where something else was written."""
    return [] if place.suggestion is None else place.suggestion.split(" / ")
