"""Shapes in filters: checked point by point, so that the database is only ever asked what it can answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from api.ogc.crs import CRS84, Crs
from api.parameters import BadValue
from api.values import Box
from db.statements import POINT, Condition

_FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "s_intersects": ("ST_Intersects", "ST_Intersects"),
    "s_disjoint": ("ST_Disjoint", "ST_Disjoint"),
    "s_within": ("ST_Within", "ST_Contains"),
    "s_contains": ("ST_Contains", "ST_Within"),
    "s_equals": ("ST_Equals", "ST_Equals"),
    "s_touches": ("ST_Touches", "ST_Touches"),
    "s_crosses": ("ST_Crosses", "ST_Crosses"),
    "s_overlaps": ("ST_Overlaps", "ST_Overlaps"),
}
"""By CQL2's name: the function of the database, and the one that asks the same with its sides exchanged."""

_APART = "s_disjoint"
_MOST_POINTS = 1_000
_MOST_SHAPES = 8
_PLACE: Any = {"property": "geometry"}


def write_spatial(name: str, arguments: Sequence[Any], crs: Crs, nth: int, of_points: bool) -> Condition:
    """The condition that compares the place of a feature with a shape in `crs`; BadValue where it cannot be.

    Where features are points (`of_points`), their index finds the candidates by the shape's box.
    """
    if name not in _FUNCTIONS:
        raise BadValue("has an operator or a function that is not known here")
    if nth > _MOST_SHAPES:
        raise BadValue(f"may have {_MOST_SHAPES} shapes")
    if len(arguments) != 2 or _PLACE not in arguments:
        raise BadValue("may compare the property geometry with a shape, and nothing else in space")
    turned = arguments[0] != _PLACE
    shape = _Reader(crs).read(arguments[0 if turned else 1])
    function = _FUNCTIONS[name][1 if turned else 0]
    bound = f"ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON({{}}), {crs.compared_in}))"
    in_degrees = crs.compared_in == 4326
    place = "v.geometry" if in_degrees else f"ST_Transform(v.geometry, {crs.compared_in})"
    compared = f"{function}({place}, {bound})"
    if name == _APART or not of_points:
        return Condition(compared, (shape,))
    box = f"box({bound})" if in_degrees else f"box(ST_Transform(ST_Envelope({bound}), 4326))"
    return Condition(f"({POINT} <@ {box} AND {compared})", (shape, shape))


class _Reader:
    """Reads one shape as GeoJSON text in the system in which it is compared."""

    def __init__(self, crs: Crs) -> None:
        self._crs = crs
        self._points = 0

    def read(self, node: Any) -> str:
        """The shape of a node of the filter."""
        if isinstance(node, dict) and isinstance(node.get("bbox"), list):
            return self._write("MultiPolygon", self._read_box(node["bbox"]))
        read = _SHAPES.get(str(node.get("type"))) if isinstance(node, dict) else None
        if read is None:
            raise BadValue("needs a point, a line, a polygon, several of them, or a box")
        return self._write(node["type"], read(self, node.get("coordinates")))

    def _write(self, kind: str, coordinates: Any) -> str:
        return orjson.dumps({"type": kind, "coordinates": coordinates}).decode()

    def _read_box(self, numbers: list[Any]) -> Any:
        if len(numbers) not in (4, 6):
            raise BadValue("has a box without four numbers")
        half = len(numbers) // 2
        for at in (0, half):
            self.point(numbers[at : at + 2])
        box = self._crs.read_box(numbers)
        return [[_ring(span, self._crs)] for span in split_box(box)]

    def point(self, node: Any) -> list[float]:
        """One position."""
        self._points += 1
        if self._points > _MOST_POINTS:
            raise BadValue(f"has a shape of more than {_MOST_POINTS:,} points")
        numbers = node[:2] if isinstance(node, list) and len(node) in (2, 3) else []
        if len(numbers) != 2 or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
            raise BadValue("has a position without two numbers")
        longitude, latitude = self._crs.read(*numbers)
        return list(self._crs.settle(*numbers)) if self._crs.metric else [longitude, latitude]

    def line(self, node: Any) -> list[Any]:
        """Two positions or more."""
        return _some(node, self.point, 2)

    def ring(self, node: Any) -> list[Any]:
        """Four positions or more, of which the last is the first."""
        found = _some(node, self.point, 4)
        if found[0] != found[-1]:
            raise BadValue("has a polygon that is not closed")
        return found

    def polygon(self, node: Any) -> list[Any]:
        """A ring and its holes."""
        return _some(node, self.ring, 1)


def _some(node: Any, read: Callable[[Any], Any], least: int) -> list[Any]:
    if not isinstance(node, list) or len(node) < least:
        raise BadValue("has a shape with too few positions")
    return [read(one) for one in node]


_SHAPES: Mapping[str, Callable[[_Reader, Any], Any]] = {
    "Point": _Reader.point,
    "LineString": _Reader.line,
    "Polygon": _Reader.polygon,
    "MultiPoint": lambda reader, node: _some(node, reader.point, 1),
    "MultiLineString": lambda reader, node: _some(node, reader.line, 1),
    "MultiPolygon": lambda reader, node: _some(node, reader.polygon, 1),
}


def split_box(box: Box) -> list[Box]:
    """The boxes that do not cross the antimeridian and together are this one."""
    if box.west <= box.east:
        return [box]
    return [Box(box.west, box.south, 180.0, box.north), Box(-180.0, box.south, box.east, box.north)]


def _ring(box: Box, crs: Crs) -> list[list[float]]:
    corners = [(box.west, box.south), (box.east, box.south), (box.east, box.north), (box.west, box.north), (box.west, box.south)]
    system = crs if crs.metric else CRS84
    return [system.write(longitude, min(max(latitude, -89.9), 89.9)) for longitude, latitude in corners]
