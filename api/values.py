"""Readers of single values: each takes the text of a parameter and gives the value, or raises BadValue."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from api.parameters import BadValue, Contradiction
from db.vocabulary import COUNTRIES, PREFECTURES
from japanese.text import fold_width, match_key, squeeze

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,20})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
# Behind the point as many digits as any float is written with where it has no exponent.
_DECIMAL = re.compile(r"[+-]?(\d{1,17}(\.\d{0,21})?|\.\d{1,21})([eE][+-]?\d{1,3})?", re.ASCII)
LONGEST_SEARCH = 100
MOST_VALUES = 50
"""How many values a list of values may have."""

_CONTROL = r"\u0000-\u001f\u007f-\u009f\ufffe\uffff"
# Spaces, middle dots, joiners and selectors: match_key drops them, and nothing would be left to search for.
_UNSEEN = (
    r" .\u00a0\u00ad\u00b7\u0387\u1680\u180b-\u180d\u2000-\u200f\u2022\u2024-\u2029\u202f\u205f\u2060\u2219\u22c5\u25cf"
    r"\u3000\u30fb\ufe00-\ufe0f\ufe19\ufe30\ufe52\ufeff\uff0e\uff65"
)
SEARCH_SHAPE = f"^[^{_CONTROL}]*[^{_CONTROL}{_UNSEEN}][^{_CONTROL}]*$"
"""What `read_search` takes, as a pattern: no control character, and something to search for."""

_CONTROL_IN_LINES = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff"
LINES_SHAPE = rf"^[^{_CONTROL_IN_LINES}]*[^{_CONTROL_IN_LINES}\s][^{_CONTROL_IN_LINES}]*$"
"""Text of one or several lines, as a pattern: no other control character, and something that is not blank."""
LINE_SHAPE = f"^[^{_CONTROL}]*$"
"""Text of one line, as a pattern; it may be empty."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees, WGS 84; `west` > `east` where it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees, WGS 84."""

    longitude: float
    latitude: float


def list_schema(items: Mapping[str, Any], most: int = MOST_VALUES) -> dict[str, Any]:
    """The schema of a list of values that `several` reads."""
    return {"type": "array", "items": dict(items), "minItems": 1, "maxItems": most}


def degrees_schema(*bounds: tuple[str, int]) -> dict[str, Any]:
    """The schema of a list of degrees, each with its name and its bound on both sides."""
    numbers = [{"type": "number", "title": name, "minimum": -bound, "maximum": bound} for name, bound in bounds]
    size = {"minItems": len(numbers), "maxItems": len(numbers)}
    return {"type": "array", "prefixItems": numbers, "items": {"type": "number"}, **size}


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """A reader of one word of a closed list."""
    known = tuple(words)

    def read(text: str) -> str:
        if text not in known:
            raise BadValue("must be one of " + ", ".join(known))
        return text

    return read


def several(read: Callable[[str], T], most: int = MOST_VALUES) -> Callable[[str], tuple[T, ...]]:
    """A reader of values separated by commas, each once, in a settled order."""

    def read_all(text: str) -> tuple[T, ...]:
        parts = text.split(",")
        if len(parts) > most:
            raise BadValue(f"may name {most} values")
        if any(part.strip() == "" for part in parts):
            raise BadValue("has an empty entry between its commas")
        return tuple(sorted({read(part.strip()) for part in parts}, key=str))

    return read_all


def read_day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadValue("must be a day as YYYY-MM-DD")


def read_moment(text: str) -> datetime:
    """A moment as RFC 3339 writes it, or a day, which stands for its first moment in UTC."""
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    raise BadValue("must be a moment such as 2026-04-01T00:00:00Z, or a day as YYYY-MM-DD")


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,18}", text, re.ASCII) or not lowest <= int(text) <= highest:
            raise BadValue(f"must be a whole number from {lowest} to {highest}")
        return int(text)

    return read


def decimal_number(lowest: float, highest: float) -> Callable[[str], float]:
    """A reader of decimal numbers within bounds."""

    def read(text: str) -> float:
        number = _read_decimal(text)
        if number is None or not lowest <= number <= highest:
            raise BadValue(f"must be a number from {lowest:g} to {highest:g}")
        return number

    return read


def read_truth(text: str) -> bool:
    """true or false."""
    words = {"true": True, "false": False}
    if text not in words:
        raise BadValue("must be true or false")
    return words[text]


def read_box(text: str) -> Box:
    """west,south,east,north in degrees (RFC 7946); west > east crosses the antimeridian."""
    numbers = [_read_decimal(part) for part in text.split(",")]
    if len(numbers) != 4 or None in numbers:
        raise BadValue("must be four numbers: west,south,east,north in degrees")
    west, south, east, north = (number for number in numbers if number is not None)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
        raise BadValue("must lie within ±180 and ±90 degrees")
    if south > north:
        raise Contradiction("has its south north of its north")
    return Box(west, south, east, north)


def read_point(text: str) -> Point:
    """longitude,latitude in degrees."""
    numbers = [_read_decimal(part) for part in text.split(",")]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        raise BadValue("must be two numbers: longitude,latitude in degrees")
    if not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
        raise BadValue("must be longitude,latitude, within ±180 and ±90 degrees")
    return Point(numbers[0], numbers[1])


def read_search(text: str) -> str:
    """What is searched for, in one width and with single spaces; how it is compared is its reader's business."""
    if len(text) > LONGEST_SEARCH:
        raise BadValue(f"may be {LONGEST_SEARCH} characters long")
    if match_key(text) == "":
        raise BadValue("has no letter, digit or other character to search for")
    return " ".join(fold_width(text).split())


_COUNTRY_NAMES = {
    match_key(name): code for code, names in COUNTRIES.items() for name in (code, *names)
}


def read_country(text: str) -> str:
    """The ISO 3166-1 code of a country that sends people, given by code or by name, Japanese or English."""
    code = _COUNTRY_NAMES.get(match_key(text))
    if code is None:
        raise BadValue("must be a country: an ISO code such as VN, or a name such as ベトナム or Viet Nam")
    return code


def _name_prefectures() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for code, (japanese, english, *_) in PREFECTURES.items():
        bare = japanese if code == "01" else japanese[:-1]
        for name in (code, str(int(code)), japanese, bare, english.casefold()):
            names[match_key(name)] = code
    return names


_PREFECTURE_NAMES = _name_prefectures()


def read_prefecture(text: str) -> str:
    """The JIS X 0401 code of a prefecture given by code or by name, Japanese or English."""
    code = _PREFECTURE_NAMES.get(match_key(text))
    if code is None:
        raise BadValue("must be a prefecture: a JIS code such as 38, or a name such as 愛媛県 or Ehime")
    return code


def read_municipality(text: str) -> str:
    """The five-digit JIS X 0402 code of a municipality; a sixth digit is its check digit."""
    digits = fold_width(text)
    if not re.fullmatch(r"\d{5,6}", digits, re.ASCII) or digits[:2] not in PREFECTURES:
        raise BadValue("must be a municipality's code of five digits (38202) or six (382027)")
    if len(digits) == 6 and digits[5] != _check_digit(digits[:5]):
        raise BadValue("has a wrong check digit")
    return digits[:5]


def _check_digit(code: str) -> str:
    # 全国地方公共団体コード: weights 6 to 2, modulo 11, last digit.
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def read_number(text: str) -> str:
    """A permit, plan or registration number as published, in any width."""
    number = squeeze(fold_width(text))
    if not re.fullmatch(r"[0-9A-Za-z一-龠-]{1,20}", number):
        raise BadValue("must be a permit, plan or registration number such as 許1708000404")
    return number


def read_corporate_number(text: str) -> str:
    """A corporate number (法人番号) of thirteen digits."""
    number = fold_width(text)
    if not re.fullmatch(r"\d{13}", number, re.ASCII):
        raise BadValue("must be thirteen digits")
    return number


def matching(pattern: str, expected: str) -> Callable[[str], str]:
    """A reader of texts of one shape."""
    shape = re.compile(pattern, re.ASCII)

    def read(text: str) -> str:
        if not shape.fullmatch(text):
            raise BadValue(expected)
        return text

    return read


def _read_decimal(text: str) -> float | None:
    text = text.strip()
    if not _DECIMAL.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def describe(value: Any) -> str:
    """A value as a query writes it, the same for the same meaning: for links and cursors."""
    if isinstance(value, tuple):
        return ",".join(map(describe, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Box):
        return ",".join(map(describe, (value.west, value.south, value.east, value.north)))
    if isinstance(value, Point):
        return f"{describe(value.longitude)},{describe(value.latitude)}"
    return repr(value) if isinstance(value, float) else str(value)
