"""Which files hold outlines, and from which day."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

# N03-21_210101.json, N03-21_13_210101.geojson, N03-20240101.geojson, N03-20240101_GML.zip, …_designated_city.json;
# the same folders hold prefectures.json and N03-20240101_prefecture.geojson, whose areas are no municipalities.
_NAME = re.compile(
    r"N03-(?:\d{2}_(?:\d{2}_)?(?P<short>\d{6})|(?P<long>\d{8})(?:_\d{2})?)(?:_designated_city)?(?:_GML)?"
    r"\.(?:geojson|json|zip)",
    re.ASCII,
)


class BoundariesError(Exception):
    """A file of outlines is not what it should be; the message names the file."""


class BoundaryFile(NamedTuple):
    """One file of outlines; `dated` is the day for which its outlines stand, where its name tells."""

    path: Path
    dated: date | None


def find_files(place: Path) -> list[BoundaryFile]:
    """The file itself, or those in a folder that are named as the publisher names them.

    In the order in which they count: files of whole municipalities before those that only join designated cities.
    """
    if place.is_file():
        return [BoundaryFile(place, read_day(place.name))]
    found = [path for path in place.rglob("N03-*") if path.is_file() and _NAME.fullmatch(path.name)]
    if not found:
        raise BoundariesError(f"{place} has no file named like N03-21_210101.json or N03-20240101.geojson")
    found.sort(key=lambda path: ("designated_city" in path.name, path.name))
    return [BoundaryFile(path, read_day(path.name)) for path in found]


def read_day(name: str) -> date | None:
    """The day in a publisher's file name; None where there is none."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    digits = match["long"] or f"20{match['short']}"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def is_outline(name: str) -> bool:
    """Whether a file in a publisher's zip holds municipalities."""
    return _NAME.fullmatch(name) is not None and not name.endswith(".zip")
