"""Vector tiles, made in the database: records where they may be drawn, and counts by area for all others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.area_totals import MEMBERS, PREFECTURE_POINTS, TOTALS, Area, list_values, write_areas
from db.features import MUNICIPALITY
from db.statements import POINT, STANDS, Statement, table_of
from db.vocabulary import EXACT_PRECISIONS

EXTENT = 4096
BUFFER = 64
"""A tile also holds what lies this far beyond its edges, so that no symbol is cut off there."""

COUNTED_UP_TO = 8
"""Up to this zoom every record is told as a part of its area's count; beyond it, those known to the town are drawn."""

NAMED_FROM = 12
"""From this zoom on features bear names: before it they are too many."""

_MARGIN = BUFFER / EXTENT
_OUTLINE_STEPS = 1024  # an outline is as fine as this part of a tile
_WORLD = 40_075_016.68

_DRAWN = tuple(name for name in MEMBERS if name not in ("prefecture", "drawn_from"))
"""What a tile tells of an area: it is passed to the database for every tile."""

_EXACT = ", ".join(f"'{word}'" for word in EXACT_PRECISIONS)
# The edition is named here because a tile of counts alone asks nothing else of it.
_NEAR = """
near AS (SELECT ST_TileEnvelope($2, $3, $4) AS box, ST_MakeEnvelope($5, $6, $7, $8, 4326) AS degrees, $1::integer AS edition)
"""
_GEOMETRY = f"ST_AsMVTGeom({{geometry}}, near.box, {EXTENT}, {BUFFER}, true) AS geometry"


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a tile: the features of one kind."""

    name: str
    kind: str


_OWN: Mapping[str, str] = {
    "organization": "v.category AS legal_form, v.has_dispositions",
    "disposition": "v.category AS kind, v.issued_on::text AS issued_on",
    "permit": "v.category AS permit_status, v.issued_on::text AS first_permitted_on",
}
_NAMES: Mapping[str, str] = {
    "organization": "v.summary::json ->> 'name'",
    "disposition": "v.summary::json -> 'organization' ->> 'name'",
    "permit": "v.summary::json -> 'organization' ->> 'name'",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "organization": {"legal_form": "String", "has_dispositions": "Boolean"},
    "disposition": {"kind": "String", "issued_on": "String"},
    "permit": {"permit_status": "String", "first_permitted_on": "String"},
}
"""What features have beside SHARED_FIELDS, by kind, as TileJSON tells types."""

SHARED_FIELDS: Mapping[str, str] = {
    "count": "Number", "precision": "String", "area_code": "String", "name": "String", "id": "String", "status": "String",
}  # fmt: skip
TOTAL_FIELDS: Mapping[str, str] = {
    "code": "String", "name": "String", **dict.fromkeys(TOTALS.values(), "Number"),
}  # fmt: skip


def counts_areas(layers: Sequence[Layer], zoom: int) -> bool:
    """Whether a tile of these layers tells of whole areas."""
    return zoom <= COUNTED_UP_TO or any(layer.kind == MUNICIPALITY for layer in layers)


def select_tile(
    *, layers: Sequence[Layer], edition: int, zoom: int, column: int, row: int, areas: Sequence[Area] = ()
) -> Statement:
    """One tile of these layers as a Mapbox vector tile: (tile). `areas` are those of the edition, where it counts any."""
    edges = _find_edges(zoom, column, row)
    values: tuple[object, ...] = (edition, zoom, column, row, *edges)
    parts = [PREFECTURE_POINTS, _NEAR]
    if counts_areas(layers, zoom):
        # An outline may reach where its point does not.
        near = areas if any(layer.kind == MUNICIPALITY for layer in layers) else _choose_near(areas, edges)
        parts.append(write_areas(len(values) + 1, _DRAWN))
        values += tuple(list_values(near, _DRAWN))
    written = " || ".join(_write_layer(layer, zoom) for layer in layers)
    return Statement(f"WITH {', '.join(parts)} SELECT {written} AS tile", values)


def _choose_near(areas: Sequence[Area], edges: tuple[float, float, float, float]) -> list[Area]:
    west, south, east, north = edges
    return [area for area in areas if west <= area.longitude <= east and south <= area.latitude <= north]


def _find_edges(zoom: int, column: int, row: int) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile with its buffer, in degrees.

    Not asked of the database: a box that reaches over the antimeridian comes out of a transformation inside out.
    """
    most = 2.0**zoom

    def longitude(at: float) -> float:
        return max(-180.0, min(180.0, at / most * 360 - 180))

    def latitude(at: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * at / most))))

    return longitude(column - _MARGIN), latitude(row + 1 + _MARGIN), longitude(column + 1 + _MARGIN), latitude(row - _MARGIN)


def _write_layer(layer: Layer, zoom: int) -> str:
    if layer.kind == MUNICIPALITY:
        rows = _select_totals(zoom)
    elif zoom <= COUNTED_UP_TO:
        rows = _select_counts(layer.kind)
    else:
        rows = _select_records(layer.kind, zoom)
    return f"(SELECT coalesce(ST_AsMVT(rows, '{layer.name}', {EXTENT}, 'geometry'), '') FROM ({rows}) rows)"


def _select_counts(kind: str) -> str:
    count = TOTALS[kind]
    return f"""
SELECT area.{count} AS count, area.precision, area.area_code, area.name,
  {_GEOMETRY.format(geometry="ST_Transform(area.point, 3857)")}
FROM area, near WHERE area.{count} > 0 AND area.point && near.degrees ORDER BY area.area_code
"""


def _select_records(kind: str, zoom: int) -> str:
    name = _NAMES[kind] if zoom >= NAMED_FROM else "NULL::text"
    unset = ", ".join(f"NULL::{'boolean' if told == 'Boolean' else 'text'}" for told in FIELDS[kind].values())
    coarse = f"{STANDS} AND v.precision NOT IN ({_EXACT})"
    return f"""
SELECT 1::bigint AS count, v.precision, NULL::text AS area_code, {name} AS name, v.id, v.status, {_OWN[kind]},
  {_GEOMETRY.format(geometry="ST_Transform(v.geometry, 3857)")}
FROM {table_of(kind)} v, near
WHERE {STANDS} AND v.precision IN ({_EXACT}) AND {POINT} <@ box(point($5, $6), point($7, $8))
UNION ALL
SELECT c.count, c.precision, c.area_code, NULL, NULL, NULL, {unset},
  {_GEOMETRY.format(geometry="ST_Transform(c.point, 3857)")}
FROM (
  SELECT count(*) AS count, v.precision, coalesce(v.municipality, v.prefecture) AS area_code, v.geometry AS point
  FROM {table_of(kind)} v, near WHERE {coarse} AND {POINT} <@ box(point($5, $6), point($7, $8)) GROUP BY 2, 3, 4
  UNION ALL
  SELECT count(*), 'prefecture', p.code, p.point
  FROM {table_of(kind)} v JOIN prefecture p ON p.code = v.prefecture, near
  WHERE {coarse} AND v.geometry IS NULL AND p.point && near.degrees GROUP BY 3, 4
) c, near
"""


def _select_totals(zoom: int) -> str:
    totals = ", ".join(f"area.{name}" for name in TOTALS.values())
    step = _WORLD / 2**zoom / _OUTLINE_STEPS
    outline = f"ST_SimplifyPreserveTopology(ST_Transform(a.geom, 3857), {step})"
    shape = f"CASE WHEN a.geom IS NULL THEN ST_Transform(area.point, 3857) ELSE {outline} END"
    return f"""
SELECT area.area_code AS code, area.name, {totals}, {_GEOMETRY.format(geometry=shape)}
FROM area LEFT JOIN published.municipality_area a ON a.code = area.area_code CROSS JOIN near
WHERE area.precision = 'municipality' AND coalesce(a.geom, area.point) && near.degrees ORDER BY area.area_code
"""
