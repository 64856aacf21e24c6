"""Coordinate reference systems: how each writes a place, and reading places back from it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.parameters import BadValue
from api.values import Box

_RADIUS = 6_378_137.0
_EDGE = math.pi * _RADIUS
_TOP = 4 * _EDGE  # a hundred metres from the pole, which itself is infinitely far
_NORTHERNMOST = 90.0
_DIGITS = 3  # millimetres
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Crs:
    """A system by its URI. `swapped` where latitude comes first; `metric` where it is the map's plane in metres."""

    uri: str
    srid: int
    swapped: bool = False
    metric: bool = False

    @property
    def compared_in(self) -> int:
        """In which system of the database shapes are compared: straight lines differ between degrees and metres."""
        return self.srid if self.metric else 4326

    def write(self, longitude: float, latitude: float) -> list[float]:
        """A place in WGS 84 as this system writes it. JGD2011 is taken for WGS 84: they differ by centimetres."""
        if self.metric:
            north = _RADIUS * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
            return [round(_RADIUS * math.radians(longitude), _DIGITS), round(north, _DIGITS)]
        return [latitude, longitude] if self.swapped else [longitude, latitude]

    def write_shape(self, shape: dict[str, Any] | None) -> dict[str, Any] | None:
        """A GeoJSON geometry in WGS 84 as this system writes it."""
        if shape is None or (not self.swapped and not self.metric):
            return shape
        return {"type": shape["type"], "coordinates": self._write_all(shape["coordinates"])}

    def _write_all(self, coordinates: Sequence[Any]) -> list[Any]:
        if isinstance(coordinates[0], int | float):
            return self.write(coordinates[0], coordinates[1])
        return [self._write_all(one) for one in coordinates]

    def read(self, first: float, second: float) -> tuple[float, float]:
        """The longitude and latitude of a place as this system writes it; BadValue where it is on no map."""
        x, y = self.settle(first, second)
        if self.metric:
            return math.degrees(x / _RADIUS), math.degrees(2 * math.atan(math.exp(y / _RADIUS)) - math.pi / 2)
        if not (abs(x) <= 180 + _SLACK and abs(y) <= _NORTHERNMOST + _SLACK):
            raise BadValue("lies outside of ±180 and ±90 degrees; mind the order of the axes")
        return _limit(x, 180.0), _limit(y, _NORTHERNMOST)

    def settle(self, first: float, second: float) -> tuple[float, float]:
        """The two numbers of a place with east before north; metres are drawn onto the map, which has an edge."""
        x, y = (second, first) if self.swapped else (first, second)
        if not (math.isfinite(x) and math.isfinite(y)):
            raise BadValue("lies outside of its coordinate reference system")
        return (_limit(x, _EDGE), _limit(y, _TOP)) if self.metric else (x, y)

    def read_box(self, numbers: Sequence[float]) -> Box:
        """The box of four numbers in this system, or of six whose heights do not matter."""
        half = len(numbers) // 2
        west, south = self.read(numbers[0], numbers[1])
        east, north = self.read(numbers[half], numbers[half + 1])
        if south > north:
            raise BadValue("must name its lower corner first")
        return Box(west, south, east, north)


def _limit(value: float, most: float) -> float:
    return max(-most, min(most, value))


_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"

CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326)

SYSTEMS: Mapping[str, Crs] = {
    one.uri: one
    for one in (
        CRS84,
        Crs(f"{_EPSG}4326", 4326, swapped=True),
        Crs(f"{_EPSG}3857", 3857, metric=True),
        Crs(f"{_EPSG}6668", 6668, swapped=True),
    )
}
"""By URI."""


def read_crs(text: str) -> Crs:
    """A system by its URI."""
    found = SYSTEMS.get(text)
    if found is None:
        raise BadValue("must be one of " + ", ".join(SYSTEMS))
    return found
