"""The child's side: GeoJSON of the land ministry, plain or in a zip, feature by feature. Memory does not grow.

Yields `[code, name, prefecture, geometry]`, geometry as GeoJSON text, or `[null, null, null, null]` for a feature
that has no code (land that belongs to no municipality yet) or no outline (an island lost when it was simplified).
"""

import math
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import IO, Any

import ijson
import orjson

from db.vocabulary import PREFECTURES
from scrapers.boundaries.files import is_outline
from scrapers.readers.child import MEBIBYTE, UnreadableFile

_CODES = {names[0]: code for code, names in PREFECTURES.items()}
_LARGEST_MEMBER = 2048 * MEBIBYTE
# What deflate makes of digits and commas is seldom below a tenth; a bomb comes near 1:1032.
_MOST_RATIO = 100
_LONGEST_NAME = 50
# Of the parts of a name, what is no part of it: branch offices of a prefecture.
_OFFICES = ("支庁", "振興局", "総合振興局")
# Japan from Yonaguni to Minamitorishima and from Okinotorishima to Etorofu.
_WEST, _SOUTH, _EAST, _NORTH = 122.0, 20.0, 155.0, 46.0
_DEPTHS = {"Polygon": 1, "MultiPolygon": 2}

Row = list[str | None]


def read_features(file: IO[bytes]) -> Iterator[Row]:
    """The rows of an open, seekable file."""
    start = file.read(4)
    file.seek(0)
    if start != b"PK\x03\x04":
        yield from _read_geojson(file)
        return
    try:
        with zipfile.ZipFile(file) as archive, archive.open(_choose_member(archive)) as member:
            yield from _read_geojson(member)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableFile("the file is a damaged or half-downloaded zip archive") from error


def _choose_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [one for one in archive.infolist() if is_outline(PurePosixPath(one.filename).name)]
    if len(members) != 1:
        raise UnreadableFile(f"the zip archive holds {len(members)} GeoJSON files of municipalities instead of one")
    size, packed = members[0].file_size, members[0].compress_size
    if size > min(_LARGEST_MEMBER, max(packed, 1) * _MOST_RATIO):
        raise UnreadableFile(f"a zip bomb? The entry unpacks from {packed:,} to {size:,} bytes")
    return members[0]


def _read_geojson(file: IO[bytes]) -> Iterator[Row]:
    try:
        for number, feature in enumerate(ijson.items(file, "features.item", use_float=True), 1):
            yield _read_feature(feature, number)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFile("the file is not whole JSON") from error


def _read_feature(feature: Any, number: int) -> Row:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or "N03_001" not in properties or "N03_007" not in properties:
        raise UnreadableFile(f"feature {number} has no N03_001 and N03_007: it is not of the N03 files")
    code, geometry = properties["N03_007"], feature.get("geometry")
    if not code or geometry is None:
        return [None, None, None, None]
    prefecture = _CODES.get(properties["N03_001"]) if isinstance(properties["N03_001"], str) else None
    if not isinstance(code, str) or len(code) != 5 or not (code.isascii() and code.isdigit()):
        raise UnreadableFile(f"feature {number}: its code is not five digits")
    if prefecture != code[:2]:
        raise UnreadableFile(f"feature {number}: its code is not one of its prefecture")
    return [code, _join_name(properties, number), prefecture, _write_geometry(geometry, number)]


def _join_name(properties: Mapping[str, Any], number: int) -> str:
    parts = [properties.get(name) or "" for name in ("N03_003", "N03_004", "N03_005")]
    if not all(isinstance(part, str) for part in parts):
        raise UnreadableFile(f"feature {number}: its name is not text")
    name = "".join(part.strip() for part in parts if not part.endswith(_OFFICES))
    if not 0 < len(name) <= _LONGEST_NAME:
        raise UnreadableFile(f"feature {number}: its name has {len(name)} characters")
    return name


def _write_geometry(geometry: Any, number: int) -> str:
    depth = _DEPTHS.get(str(geometry.get("type"))) if isinstance(geometry, dict) else None
    if depth is None:
        raise UnreadableFile(f"feature {number}: its outline is neither Polygon nor MultiPolygon")
    rings = [geometry.get("coordinates")]
    for _ in range(depth):
        rings = [ring for rings_of_one in rings for ring in _as_list(rings_of_one, number)]
    for ring in rings:
        _check_ring(_as_list(ring, number), number)
    return orjson.dumps({"type": geometry["type"], "coordinates": geometry["coordinates"]}).decode()


def _as_list(value: Any, number: int) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise UnreadableFile(f"feature {number}: its outline is not made of rings")
    return value


def _check_ring(ring: list[Any], number: int) -> None:
    if len(ring) < 4 or ring[0] != ring[-1] or not all(map(_is_point, ring)):
        raise UnreadableFile(f"feature {number}: its outline is not a closed ring of points in Japan")


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != 2:
        return False
    lon, lat = point
    if not isinstance(lon, float | int) or not isinstance(lat, float | int) or math.isnan(lon + lat):
        return False
    return _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH
