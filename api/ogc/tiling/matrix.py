"""The tile matrix set WebMercatorQuad: the squares into which the web's maps are cut."""

import math
from typing import Any

from api.problems import Problem

NAME = "WebMercatorQuad"
URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{NAME}"
CRS = "http://www.opengis.net/def/crs/EPSG/0/3857"
DEEPEST = 16
"""The last zoom: a point is never finer than a building, and closer views enlarge its tiles."""

_EDGE = math.pi * 6_378_137.0
_PIXELS = 256
_PIXEL_METRES = 0.000_28  # the standard's pixel


def read_tile(matrix: str, row: str, column: str) -> tuple[int, int, int]:
    """The zoom, row and column of a tile's address; a Problem where the set has no such tile."""
    numbers = [int(text) for text in (matrix, row, column) if text.isascii() and text.isdecimal() and len(text) <= 6]
    if len(numbers) != 3:
        raise Problem("not-found", "A tile is named by three whole numbers: zoom, row and column.")
    zoom, across = numbers[0], numbers[1:]
    if zoom > DEEPEST or max(across) >= 2**zoom:
        raise Problem("not-found", f"{NAME} is served from zoom 0 to {DEEPEST}, with 2^zoom rows and columns.")
    return zoom, numbers[1], numbers[2]


def describe_set() -> dict[str, Any]:
    """The definition of the set (OGC 17-083r4)."""
    return {
        "id": NAME,
        "title": "Google Maps Compatible for the World",
        "uri": URI,
        "crs": CRS,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_describe_matrix(zoom) for zoom in range(DEEPEST + 1)],
    }


def _describe_matrix(zoom: int) -> dict[str, Any]:
    cell = 2 * _EDGE / _PIXELS / 2**zoom
    return {
        "id": str(zoom),
        "scaleDenominator": cell / _PIXEL_METRES,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-_EDGE, _EDGE],
        "tileWidth": _PIXELS,
        "tileHeight": _PIXELS,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }


def list_limits() -> list[dict[str, Any]]:
    """Which tiles there are at each zoom: all of them."""
    return [
        {"tileMatrix": str(zoom), "minTileRow": 0, "maxTileRow": 2**zoom - 1, "minTileCol": 0, "maxTileCol": 2**zoom - 1}
        for zoom in range(DEEPEST + 1)
    ]
