"""The outlines of municipalities: public, replaced as a whole, with the credit that their terms ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, func, insert, select, text

from db.models import material, municipality_area
from db.staging import driver_cursor
from db.store import lock_writers

MATERIAL = "boundaries"
"""The row of `published.material` that credits the outlines."""

_CREATE = """
CREATE TEMP TABLE arriving_area (file int, code text, name text, prefecture text, geometry text) ON COMMIT DROP
"""
# A municipality of many islands may come as many features; of files that overlap, the first one counts.
_INSERT = """
INSERT INTO published.municipality_area (code, name, prefecture, geom)
SELECT code, min(name), min(prefecture), ST_Multi(ST_CollectionExtract(ST_UnaryUnion(ST_Collect(
  ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(geometry), 4326)))), 3))
FROM arriving_area a
WHERE file = (SELECT min(file) FROM arriving_area b WHERE b.code = a.code)
GROUP BY code
"""


class Credited(Protocol):
    """What is said of a version of the outlines, as `scrapers.boundaries` reads it from the files."""

    @property
    def name(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def attribution(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def dated(self) -> date | None: ...
    @property
    def version(self) -> str: ...


class FewerAreas(ValueError):
    """The files hold less than half of what is there: more likely they are not whole than that Japan is."""


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """What a load did: how many municipalities have outlines now, of which version, and whether it is new."""

    areas: int
    version: str
    changed: bool


def load_areas(
    engine: Engine, credit: Credited, rows: Iterable[tuple[int, str, str, str, str]], *, replace_fuller: bool
) -> AreaLoad:
    """Replace the outlines by `rows` (file, code, name, prefecture, GeoJSON) in one transaction.

    The same version again is left as it is, and `rows` are not asked for. Raises FewerAreas unless `replace_fuller`.
    """
    with engine.begin() as connection:
        lock_writers(connection)
        before = count_areas(connection)
        known = connection.scalar(select(material.c.version).where(material.c.key == MATERIAL))
        if known == credit.version:
            return AreaLoad(before, credit.version, False)
        _replace(connection, rows)
        now = count_areas(connection)
        if now * 2 < before and not replace_fuller:
            raise FewerAreas(f"the files hold {now} municipalities, there are {before}: these stay")
        _note(connection, credit)
        connection.execute(text("NOTIFY kanri_published"))
        return AreaLoad(now, credit.version, True)


def count_areas(connection: Connection) -> int:
    """How many municipalities have outlines."""
    return connection.scalar(select(func.count()).select_from(municipality_area)) or 0


def _replace(connection: Connection, rows: Iterable[tuple[int, str, str, str, str]]) -> None:
    connection.execute(text(_CREATE))
    with driver_cursor(connection) as cursor, cursor.copy("COPY arriving_area FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute(text("CREATE INDEX ON arriving_area (code)"))
    connection.execute(text("ANALYZE arriving_area"))
    connection.execute(delete(municipality_area))
    connection.execute(text(_INSERT))
    connection.execute(text("ANALYZE published.municipality_area"))


def _note(connection: Connection, credit: Credited) -> None:
    connection.execute(delete(material).where(material.c.key == MATERIAL))
    told = {name: getattr(credit, name) for name in ("name", "publisher", "licence", "attribution", "url", "dated", "version")}
    connection.execute(insert(material).values(key=MATERIAL, loaded_at=func.now(), **told))
