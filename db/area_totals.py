"""The areas that have any record, with their totals: what maps tell of where no point may be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from db.statements import STANDS, Statement
from db.vocabulary import PREFECTURES

TOTALS = {"organization": "organizations", "disposition": "dispositions", "permit": "permits", "labour_case": "labour_cases"}
"""By kind of record: the member that counts it."""

PREFECTURE_POINTS = "prefecture (code, name, point) AS (VALUES " + ", ".join(
    f"('{code}', '{name}', ST_SetSRID(ST_MakePoint({longitude}, {latitude}), 4326))"
    for code, (name, _, longitude, latitude) in PREFECTURES.items()
) + ")"  # fmt: skip
"""A common table expression: (code, name, point) of every prefecture."""

# An area's point is the gazetteer's, which records have that are known to the area and no finer, else the middle of
# its records, else the prefecture's.
_AREAS = f"""
WITH {PREFECTURE_POINTS},
counted AS (
  SELECT coalesce(v.municipality, v.prefecture) AS area_code, min(v.prefecture) AS prefecture,
    {", ".join(f"count(*) FILTER (WHERE v.kind = '{kind}') AS {name}" for kind, name in TOTALS.items())},
    min(v.id) AS first_id,
    ST_SetSRID(ST_MakePoint(min(ST_X(v.geometry)) FILTER (WHERE v.precision = 'municipality'),
      min(ST_Y(v.geometry)) FILTER (WHERE v.precision = 'municipality')), 4326) AS told,
    ST_SetSRID(ST_MakePoint(avg(ST_X(v.geometry)), avg(ST_Y(v.geometry))), 4326) AS middle
  FROM published.version v WHERE {STANDS} AND v.prefecture IS NOT NULL GROUP BY 1),
placed AS (
  SELECT c.*, CASE WHEN c.area_code = c.prefecture THEN 'prefecture' ELSE 'municipality' END AS precision,
    CASE WHEN c.area_code = c.prefecture THEN p.point ELSE coalesce(c.told, c.middle, p.point) END AS point,
    CASE WHEN c.told IS NOT NULL THEN 'gazetteer' WHEN c.middle IS NOT NULL THEN 'records' END AS drawn_from,
    p.name AS prefecture_name
  FROM counted c JOIN prefecture p ON p.code = c.prefecture)
SELECT area_code, prefecture, precision,
  CASE WHEN precision = 'prefecture' THEN prefecture_name ELSE (SELECT v.summary::json #>> '{{place,municipality}}'
    FROM published.version v WHERE v.id = placed.first_id AND {STANDS}) END AS name,
  {", ".join(TOTALS.values())}, drawn_from, ST_X(point) AS longitude, ST_Y(point) AS latitude
FROM placed ORDER BY area_code
"""


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality, or what is known to a prefecture alone, with how many records of each kind it has.

    `drawn_from` says whether its point is the gazetteer's or the middle of the records; None where it is neither.
    """

    area_code: str
    prefecture: str
    precision: str
    name: str | None
    organizations: int
    dispositions: int
    permits: int
    labour_cases: int
    drawn_from: str | None
    longitude: float
    latitude: float


_COLUMNS = {
    "area_code": "text", "prefecture": "text", "precision": "text", "name": "text",
    **dict.fromkeys(TOTALS.values(), "bigint"), "drawn_from": "text", "longitude": "float8", "latitude": "float8",
}  # fmt: skip


def select_areas(*, edition: int) -> Statement:
    """Every area that has a record in that edition: (the fields of Area). It reads every record: keep what it answers."""
    return Statement(_AREAS, (edition,))


MEMBERS = tuple(_COLUMNS)
"""Every field of Area."""


def list_values(areas: Sequence[Area], members: Sequence[str] = MEMBERS) -> list[object]:
    """The values that `write_areas` takes, in order."""
    return [list(map(attrgetter(name), areas)) for name in members]


def write_areas(first: int, members: Sequence[str] = MEMBERS) -> str:
    """A common table expression `area` of areas that are given from $`first` on: (these fields of Area, point)."""
    arrays = ", ".join(f"${at}::{_COLUMNS[name]}[]" for at, name in enumerate(members, first))
    return (
        "area AS (SELECT told.*, ST_SetSRID(ST_MakePoint(told.longitude, told.latitude), 4326) AS point"
        f" FROM unnest({arrays}) AS told ({', '.join(members)}))"
    )
