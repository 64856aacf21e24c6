"""Which files hold outlines, from which day, and whom they credit."""

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


class Credit(NamedTuple):
    """What the terms of a publisher's files ask to be said."""

    name: str
    publisher: str
    licence: str
    attribution: str
    url: str


_TERMS = "free use with credit (国土数値情報ダウンロードサービスコンテンツ利用規約)"
MINISTRY = Credit(
    "国土数値情報 行政区域データ (N03)",
    "国土交通省 (Ministry of Land, Infrastructure, Transport and Tourism)",
    _TERMS,
    "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成",
    "https://nlftp.mlit.go.jp/ksj/gml/datalist/KsjTmplt-N03-v3_1.html",
)
SIMPLIFIED = MINISTRY._replace(
    publisher=f"{MINISTRY.publisher}; simplified by スマートニュース メディア研究所",
    attribution="「国土数値情報（行政区域データ）」（国土交通省）をスマートニュース メディア研究所が加工したものをもとに作成",
    url="https://github.com/smartnews-smri/japan-topography",
)


class BoundaryFile(NamedTuple):
    """One file of outlines; `dated` is the day for which its outlines stand, where its name tells."""

    path: Path
    dated: date | None

    @property
    def credit(self) -> Credit:
        """Whom it credits: the ministry gives .geojson in a .zip, the simplified copies are named .json."""
        return SIMPLIFIED if self.path.suffix == ".json" else MINISTRY


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
