"""The gazetteer in use: municipalities in memory, a municipality's towns read when first needed."""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Self

from japanese.addresses.names import MunicipalityNames
from japanese.addresses.place import Point
from japanese.addresses.prefectures import PREFECTURE_NAMES
from japanese.addresses.towns import Town, Towns

# The layout of the file that this reader understands; the loader writes it beside the data.
LAYOUT = "1"
# Towns kept in memory at once, about 400 bytes each; the whole country has about 280,000.
_CACHED_TOWNS = 320_000


class GazetteerError(Exception):
    """The file is not a gazetteer that this version can read; `kanri gazetteer load` makes a new one."""


class Municipality(NamedTuple):
    """A municipality or ward (市区町村), with its representative point and, if gone, since when."""

    code: str
    prefecture_code: str
    county: str
    city: str
    ward: str
    kana: str
    romaji: str
    point: Point | None
    effective_on: str | None
    abolished_on: str | None

    @property
    def name(self) -> str:
        """The name as publishers print it: 西多摩郡瑞穂町, 札幌市中央区."""
        return self.county + self.city + self.ward


class Source(NamedTuple):
    """A file the gazetteer was made from, with what its licence asks to be shown."""

    name: str
    publisher: str
    licence: str
    attribution: str
    url: str
    dated: str | None
    sha256: str


class Gazetteer:
    """Prefectures, municipalities and towns with their points. Safe to share between threads."""

    def __init__(
        self,
        municipalities: Iterable[Municipality] = (),
        prefecture_points: Mapping[str, Point] | None = None,
        connection: sqlite3.Connection | None = None,
        cached_towns: int = _CACHED_TOWNS,
    ) -> None:
        self.municipalities = tuple(municipalities)
        self.by_code = {found.code: found for found in self.municipalities if found.abolished_on is None}
        self.names = MunicipalityNames(self.municipalities)
        self.metadata: dict[str, str] = {}
        self.sources: tuple[Source, ...] = ()
        self._prefecture_points = dict(prefecture_points or {})
        self._connection = connection
        self._lock = threading.Lock()
        self._towns: OrderedDict[str, Towns] = OrderedDict()
        self._cached = 0
        self._room = cached_towns

    @classmethod
    def prefectures_only(cls, points: Mapping[str, Point] | None = None) -> Self:
        """A gazetteer without municipalities: finds prefectures only; `points` by JIS code, if known."""
        return cls(prefecture_points=points)

    @classmethod
    def open(cls, path: Path, cached_towns: int = _CACHED_TOWNS) -> Self:
        """The gazetteer of a file, with room in memory for so many towns; GazetteerError if it is none."""
        try:
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            metadata = dict(connection.execute("SELECT key, value FROM metadata"))
        except sqlite3.Error as error:
            raise GazetteerError(f"{path} is not a gazetteer: {error}") from error
        if metadata.get("layout") != LAYOUT:
            connection.close()
            raise GazetteerError(f"{path} has layout {metadata.get('layout')}, this version reads {LAYOUT}")
        points = _read_prefecture_points(connection)
        gazetteer = cls(_read_municipalities(connection), points, connection, cached_towns)
        gazetteer.metadata = metadata
        gazetteer.sources = tuple(
            Source(*row)
            for row in connection.execute(
                "SELECT name, publisher, licence, attribution, url, dated, sha256 FROM source ORDER BY name"
            )
        )
        return gazetteer

    @property
    def edition(self) -> str | None:
        """The content's own name: the same towns and points have the same edition. None without a file."""
        return self.metadata.get("edition")

    def close(self) -> None:
        """Give the file back; the municipalities stay usable."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def prefecture_point(self, code: str) -> Point | None:
        """Representative point of a prefecture (JIS X 0401), None where it is not known."""
        return self._prefecture_points.get(code)

    def municipality_point(self, code: str) -> Point | None:
        """Representative point of a municipality (JIS X 0402), None where it is not known."""
        found = self.by_code.get(code)
        return None if found is None else found.point

    def municipality_name(self, code: str) -> str | None:
        """Name of a municipality as publishers print it, None for an unknown code."""
        found = self.by_code.get(code)
        return None if found is None else found.name

    def wards_of(self, city: Municipality) -> list[Municipality]:
        """The wards of a designated city (empty for any other municipality)."""
        if city.ward:
            return []
        return self.names.wards(city.prefecture_code, city.city)

    def municipalities_in(self, prefecture_code: str) -> list[Municipality]:
        """Today's municipalities and wards of a prefecture."""
        return [found for found in self.by_code.values() if found.prefecture_code == prefecture_code]

    def towns_of(self, code: str) -> Towns:
        """The towns of a municipality, read once and kept while there is room."""
        with self._lock:
            towns = self._towns.get(code)
            if towns is not None:
                self._towns.move_to_end(code)
                return towns
            towns = self._read_towns(code)
            self._towns[code] = towns
            self._cached += len(towns)
            while self._cached > self._room and len(self._towns) > 1:
                self._cached -= len(self._towns.popitem(last=False)[1])
            return towns

    def load_all_towns(self) -> int:
        """Read the towns of every municipality now, so that no address waits for them; their number."""
        return sum(len(self.towns_of(code)) for code in self.by_code)

    def _read_towns(self, code: str) -> Towns:
        if self._connection is None:
            return Towns(())
        rows = self._connection.execute(
            "SELECT town, koaza, lon, lat FROM town WHERE municipality = ? ORDER BY seq", (code,)
        )
        return Towns(Town(*row) for row in rows)


def _read_point(lon: float | None, lat: float | None) -> Point | None:
    return None if lon is None or lat is None else (lon, lat)


def _read_municipalities(connection: sqlite3.Connection) -> list[Municipality]:
    rows = connection.execute(
        "SELECT code, prefecture, county, city, ward, kana, romaji, lon, lat, effective_on, abolished_on"
        " FROM municipality ORDER BY code, abolished_on"
    )
    return [
        Municipality(code, prefecture, county, city, ward, kana, romaji, _read_point(lon, lat), since, until)
        for code, prefecture, county, city, ward, kana, romaji, lon, lat, since, until in rows
    ]


def _read_prefecture_points(connection: sqlite3.Connection) -> dict[str, Point]:
    rows = connection.execute(
        "SELECT code, lon, lat FROM prefecture WHERE lon IS NOT NULL AND lat IS NOT NULL"
    )
    return {code: (lon, lat) for code, lon, lat in rows if code in PREFECTURE_NAMES}
