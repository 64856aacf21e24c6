"""Reads for maps: records as features, and the municipalities with their totals."""

from collections.abc import Mapping, Sequence

from db.queries import (
    STANDS,
    Condition,
    Order,
    Position,
    Statement,
    StatementWriter,
    split_after,
    table_of,
)

EXACT_PRECISIONS = ("building", "block", "town")
"""Precisions whose point may be shown as one; a coarser place is told by the code of its area."""

AREA_OF = f"""CASE WHEN v.geometry IS NULL OR v.precision NOT IN ({", ".join(f"'{one}'" for one in EXACT_PRECISIONS)})
THEN coalesce(v.municipality, v.prefecture) END"""
"""The code of the area of a record whose point may not be shown."""

MUNICIPALITY = "municipality"
"""Beside the kinds of record: the municipalities in which there are any, as features of their own."""

_RECORD = (
    "v.id, v.summary, v.precision, v.prefecture, v.municipality,"
    " ST_X(v.geometry) AS longitude, ST_Y(v.geometry) AS latitude"
)
_AREA = "v.id, ST_AsGeoJSON(v.geometry, 6) AS shape"

# A record known to the municipality and no finer has the gazetteer's point of it.
_COUNTED = f"""
SELECT v.municipality AS id, min(v.prefecture) AS prefecture,
  count(*) FILTER (WHERE v.kind = 'organization') AS organizations,
  count(*) FILTER (WHERE v.kind = 'disposition') AS dispositions,
  count(*) FILTER (WHERE v.kind = 'permit') AS permits,
  count(*) FILTER (WHERE v.kind = 'labour_case') AS labour_cases,
  (array_agg(v.geometry ORDER BY v.id) FILTER (WHERE v.precision = 'municipality'))[1] AS told,
  ST_Centroid(ST_Collect(v.geometry)) AS middle
FROM published.version v WHERE {STANDS} AND v.municipality IS NOT NULL GROUP BY v.municipality
"""
_NAMED = f"""
(SELECT v.summary::json -> 'place' ->> 'municipality' FROM published.version v
 WHERE v.prefecture = m.prefecture AND v.municipality = m.id AND {STANDS} ORDER BY v.id LIMIT 1)
"""
_DRAWN = """
coalesce(m.told, m.middle) AS geometry,
CASE WHEN m.told IS NOT NULL THEN 'gazetteer' WHEN m.middle IS NOT NULL THEN 'records' END AS drawn_from
FROM counted m
"""
_OUTLINED = """
coalesce(a.geom, m.told, m.middle) AS geometry,
CASE WHEN a.geom IS NOT NULL THEN 'outline' WHEN m.told IS NOT NULL THEN 'gazetteer'
  WHEN m.middle IS NOT NULL THEN 'records' END AS drawn_from
FROM counted m LEFT JOIN published.municipality_area a ON a.code = m.id
"""


def write_municipalities(outlined: bool) -> str:
    """A subquery: every municipality with its totals in edition $1; its geometry is its outline where there is one.

    Else the gazetteer's point, else the middle of the records there; `drawn_from` says which.
    (id, prefecture, name, organizations, dispositions, permits, labour_cases, geometry, drawn_from)
    """
    columns = "m.id, m.prefecture, m.organizations, m.dispositions, m.permits, m.labour_cases"
    drawn = _OUTLINED if outlined else _DRAWN
    return f"(WITH counted AS ({_COUNTED}) SELECT {columns}, {_NAMED} AS name, {drawn})"


def has_outlines() -> Statement:
    """Whether this schema has a table for the outlines of municipalities: (known)."""
    return Statement("SELECT to_regclass('published.municipality_area') IS NOT NULL AS known", ())


def select_features(
    *,
    kind: str,
    edition: int,
    outlined: bool,
    conditions: Sequence[Condition],
    order: Order,
    columns: Mapping[str, str],
    after: Position | None = None,
    limit: int,
    offset: int = 0,
    count: bool = False,
) -> Statement:
    """Features from `after` on, without the first `offset`: the record's summary and place, or the area's shape.

    `columns` are further expressions on `v` by name, which come back under it; besides: id, sort_value, total.
    """
    writer = StatementWriter(edition)
    where = " AND ".join([_standing(kind), *(writer.add(condition) for condition in conditions)])
    source = f"FROM {_source(kind, outlined)} v WHERE {where}"
    told = "".join(f', {sql} AS "{column_of(name)}"' for name, sql in columns.items())
    chosen = f"{_AREA if kind == MUNICIPALITY else _RECORD}{told}, v.{order.column} AS sort_value"
    total = f", (SELECT count(*) {source}) AS total" if count else ""
    pieces = [""] if after is None else [f" AND {piece}" for piece in split_after(order, after, writer)]
    most = f"LIMIT {limit + offset:d}"
    parts = [f"(SELECT {chosen}{total} {source}{piece} ORDER BY {order.write()} {most})" for piece in pieces]
    outer = Order("id" if order.by_id else "sort_value", order.descending).write("page")
    union = " UNION ALL ".join(parts)
    return Statement(f"SELECT * FROM ({union}) AS page ORDER BY {outer} LIMIT {limit:d} OFFSET {offset:d}", writer.values)


def count_features(*, kind: str, edition: int, outlined: bool, conditions: Sequence[Condition]) -> Statement:
    """How many features meet the conditions: (total)."""
    writer = StatementWriter(edition)
    where = " AND ".join([_standing(kind), *(writer.add(condition) for condition in conditions)])
    return Statement(f"SELECT count(*) AS total FROM {_source(kind, outlined)} v WHERE {where}", writer.values)


def column_of(name: str) -> str:
    """Under which name a further column comes back."""
    return f"p_{name}"


def _standing(kind: str) -> str:
    return "TRUE" if kind == MUNICIPALITY else STANDS


def _source(kind: str, outlined: bool) -> str:
    return write_municipalities(outlined) if kind == MUNICIPALITY else table_of(kind)
