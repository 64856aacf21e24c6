"""The outlines of municipalities: public, replaced as a whole, with the credit that their terms ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, text

from db.copying import driver_cursor
from db.models import municipality_area, reference
from db.references import note_reference
from db.store import lock_writers

REFERENCE = "mlit_boundaries"
"""The name of the outlines among the reference data."""

_CREATE = """
CREATE TEMP TABLE arriving_area (file int, code text, name text, prefecture text, geometry text) ON COMMIT DROP
"""
# A municipality of many islands may come as many features; of files that overlap, the first one counts.
# A ring that is only a line leaves nothing, and then the municipality has no outline.
_INSERT = """
INSERT INTO published.municipality_area (code, name, prefecture, geom)
SELECT code, name, prefecture, geom FROM (
  SELECT code, min(name) AS name, min(prefecture) AS prefecture, ST_Multi(ST_CollectionExtract(ST_UnaryUnion(ST_Collect(
    ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(geometry), 4326)))), 3)) AS geom
  FROM arriving_area a
  WHERE file = (SELECT min(file) FROM arriving_area b WHERE b.code = a.code)
  GROUP BY code
) AS joined WHERE NOT ST_IsEmpty(geom)
"""


class FewerAreas(ValueError):
    """The files hold less than half of what is there: more likely they are not whole than that Japan is."""


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """What a load did: how many municipalities have outlines now, of which version, and whether it is new."""

    areas: int
    version: str
    changed: bool


def load_areas(
    engine: Engine, card: Mapping[str, Any], rows: Iterable[tuple[int, str, str, str, str]], *, replace_fuller: bool
) -> AreaLoad:
    """Replace the outlines by `rows` (file, code, name, prefecture, GeoJSON) in one transaction.

    `card` is what /v1/sources tells of them, with their `version`. The same version again is left as it is, and `rows`
    are not asked for; it is only noted that it is fresh. Raises FewerAreas unless `replace_fuller`.
    """
    version = str(card["version"])
    with engine.begin() as connection:
        lock_writers(connection)
        before = count_areas(connection)
        changed = _read_version(connection) != version
        if changed:
            _replace(connection, rows)
        now = count_areas(connection)
        if now * 2 < before and not replace_fuller:
            raise FewerAreas(f"the files hold {now} municipalities, there are {before}: these stay")
        note_reference(connection, REFERENCE, card, {"records": now})
        return AreaLoad(now, version, changed)


def count_areas(connection: Connection) -> int:
    """How many municipalities have outlines."""
    return connection.scalar(select(func.count()).select_from(municipality_area)) or 0


def _read_version(connection: Connection) -> str | None:
    found = connection.scalar(select(reference.c.status["version"].astext).where(reference.c.name == REFERENCE))
    return None if found is None else str(found)


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
