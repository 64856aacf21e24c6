"""Reads for maps: places as features, municipalities with their totals."""

from collections.abc import Sequence

from db.area_totals import TOTALS, Area, list_values, write_areas
from db.statements import Condition, Order, Position, Statement, StatementWriter, split_after
from db.vocabulary import EXACT_PRECISIONS

AREA_OF = f"""CASE WHEN v.geometry IS NULL OR v.precision NOT IN ({", ".join(f"'{one}'" for one in EXACT_PRECISIONS)})
THEN coalesce(v.municipality, v.prefecture) END"""
"""The code of the area of a record whose point may not be shown."""

MUNICIPALITY = "municipality"
"""Beside the kinds of record: the municipalities in which there are any, as features of their own."""

# What matches is few, and is worked out once: to count it, and to find the page.
_MATCHED = """
WITH {areas},
drawn AS (
  SELECT area.area_code AS id, area.prefecture, area.name, {totals}, $1::integer AS edition,
    coalesce(a.geom, CASE WHEN area.drawn_from IS NOT NULL THEN area.point END) AS geometry,
    CASE WHEN a.geom IS NULL THEN area.drawn_from ELSE 'boundary' END AS drawn_from
  FROM area LEFT JOIN published.municipality_area a ON a.code = area.area_code WHERE area.precision = 'municipality'),
matched AS MATERIALIZED (SELECT v.* FROM drawn v WHERE {where})
"""


def select_municipalities(
    *,
    edition: int,
    areas: Sequence[Area],
    conditions: Sequence[Condition],
    order: Order,
    after: Position | None = None,
    limit: int,
    offset: int = 0,
) -> Statement:
    """Municipalities from `after` on, without the first `offset`, of the areas that have any record in that edition.

    (id, prefecture, name, organizations, dispositions, permits, labour_cases, drawn_from, shape, sort_value, total).
    The shape is the outline where there is one, else the gazetteer's point, else the middle of the records there.
    """
    matched, writer = _match_municipalities(edition, areas, conditions)
    beyond = "TRUE" if after is None else " OR ".join(f"({piece})" for piece in split_after(order, after, writer))
    columns = f"v.id, v.prefecture, v.name, {_list_totals('v')}, v.drawn_from, ST_AsGeoJSON(v.geometry, 6) AS shape"
    page = (
        f"SELECT {columns}, v.{order.column} AS sort_value, (SELECT count(*) FROM matched) AS total"
        f" FROM matched v WHERE {beyond} ORDER BY {order.write()} LIMIT {limit:d} OFFSET {offset:d}"
    )
    return Statement(matched + page, writer.values)


def count_municipalities(*, edition: int, areas: Sequence[Area], conditions: Sequence[Condition]) -> Statement:
    """How many of these municipalities meet the conditions: (total)."""
    matched, writer = _match_municipalities(edition, areas, conditions)
    return Statement(f"{matched}SELECT count(*) AS total FROM matched", writer.values)


def _match_municipalities(
    edition: int, areas: Sequence[Area], conditions: Sequence[Condition]
) -> tuple[str, StatementWriter]:
    writer = StatementWriter(edition)
    given = write_areas(len(writer.values) + 1)
    for values in list_values(areas):
        writer.bind(values)
    where = " AND ".join(["TRUE", *(writer.add(condition) for condition in conditions)])
    return _MATCHED.format(areas=given, totals=_list_totals("area"), where=where), writer


def _list_totals(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in TOTALS.values())
