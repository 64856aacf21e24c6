"""Dates as Japanese publishers write them: eras, Excel serials, dotted forms, widths, `…現在` stamps."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

# Full-width ASCII and the ideographic space, one character for one, so that offsets stay true.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Excel counts days from here; 1900-03-01 and later are right (it believes in a 29 February 1900).
_SERIAL_EPOCH = date(1899, 12, 30)
# 1982 to 2064: a number outside is a plan number's tail, a year or a slip, never a date of this programme.
_SERIALS = range(30_000, 60_001)
_WRITTEN_SERIAL = re.compile(r"[0-9]{5}(?:\.0*)?")

# Era name and initial -> (Gregorian year of its first year, its last year or None while it lasts).
_ERAS: dict[str, tuple[int, int | None]] = {
    "明治": (1868, 45),
    "大正": (1912, 15),
    "昭和": (1926, 64),
    "平成": (1989, 31),
    "令和": (2019, None),
}
_INITIALS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_LIGATURES = str.maketrans({"㍾": "M", "㍽": "T", "㍼": "S", "㍻": "H", "㋿": "R"})
_LATEST_YEAR = 2100

_ERA_YEAR = r"(?:(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHRmtshr]\s*\.?)\s*)(?P<year>元|[0-9]{1,2})"
_MONTH_DAY = (
    r"\s*(?:年\s*(?P<m1>[0-9]{1,2})\s*月\s*(?P<d1>[0-9]{1,2})\s*日|"
    r"(?P<sep>[./-])\s*(?P<m2>[0-9]{1,2})\s*(?P=sep)\s*(?P<d2>[0-9]{1,2})(?![0-9]))"
)
_DATE = re.compile(rf"(?:{_ERA_YEAR}|(?<![0-9])(?P<western>[0-9]{{4}})){_MONTH_DAY}")
_WEEKDAY = r"\s*(?:\([月火水木金土日]\))?\s*"
_CLOCK = r"(?:T?\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_AFTER_DATE = re.compile(_WEEKDAY + _CLOCK)
_AS_OF = re.compile(_WEEKDAY + "(?:現在|時点)")
_FISCAL_YEAR = re.compile(rf"(?:{_ERA_YEAR}|(?<![0-9])(?P<western>[0-9]{{4}}))\s*年度")


class UnreadableDate(ValueError):
    """A value that is no date this module can stand for; the message shows its shape, never its words."""


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date inside a text: the day, the words that said it, and their offsets in that text."""

    day: date
    text: str
    start: int
    end: int


def parse_date(value: object) -> date:
    """The day that a cell says: an Excel serial (30000-60000), a date, or ISO, western or era text.

    A year is read through its whole calendar year at both ends of an era, because publishers use forms
    printed before the change and count the new era back: `平成31年5月1日` and `令和元年1月1日` are days of
    2019. A year after the last (`平成32年`) or before the first (`令和0年`) raises UnreadableDate.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_serial(value)
    if isinstance(value, str):
        return _read_text(value)
    raise UnreadableDate(f"not a date: {type(value).__name__}")


def find_dates(text: str) -> list[DateFound]:
    """Every written date inside a text, in order; impossible days (`R5.2.30`) are left out."""
    found = []
    for match in _DATE.finditer(_narrow(text)):
        day = _day_of(match)
        if day is not None:
            found.append(DateFound(day, text[match.start() : match.end()], match.start(), match.end()))
    return found


def parse_as_of(text: str) -> date | None:
    """The day of the first stamp like `令和8年7月27日現在` or `2026年7月28日 現在`; None without one."""
    narrow = _narrow(text)
    for found in find_dates(text):
        if _AS_OF.match(narrow, found.end):
            return found.day
    return None


def fiscal_year(label: str) -> int:
    """The western fiscal year (年度, April to March) that a label names: `平成30年度(Excel : 17KB)` is 2018.

    Raises UnreadableDate where the label names none, or two different ones.
    """
    labels = _FISCAL_YEAR.finditer(_narrow(label))
    years = {year for match in labels if (year := _western_year(match)) is not None}
    if len(years) != 1:
        raise UnreadableDate(f"no single fiscal year: {_shape(label)}")
    return years.pop()


def _read_serial(value: int | float) -> date:
    if value != value or int(value) not in _SERIALS:  # NaN differs from itself
        raise UnreadableDate("a number outside the Excel serials 30000-60000")
    return _SERIAL_EPOCH + timedelta(days=int(value))


@lru_cache(maxsize=8192)  # lists say the same days again and again
def _read_text(text: str) -> date:
    narrow = _narrow(text).strip()
    if _WRITTEN_SERIAL.fullmatch(narrow):
        return _read_serial(float(narrow))
    match = _DATE.match(narrow)
    day = None if match is None else _day_of(match)
    if match is None or day is None or not _AFTER_DATE.fullmatch(narrow, match.end()):
        raise UnreadableDate(f"not a date: {_shape(text)}")
    return day


def _day_of(match: re.Match[str]) -> date | None:
    year = _western_year(match)
    month, day = int(match["m1"] or match["m2"]), int(match["d1"] or match["d2"])
    try:
        return None if year is None else date(year, month, day)
    except ValueError:
        return None


def _western_year(match: re.Match[str]) -> int | None:
    if match["western"] is not None:
        year = int(match["western"])
        return year if _ERAS["明治"][0] <= year <= _LATEST_YEAR else None
    era = match["era"].strip().rstrip(". ").upper()
    first, last = _ERAS[_INITIALS.get(era, era)]
    number = 1 if match["year"] == "元" else int(match["year"])
    return first + number - 1 if 1 <= number <= (last if last is not None else _LATEST_YEAR - first) else None


def _narrow(text: str) -> str:
    return text.translate(_LIGATURES).translate(_NARROW)


def _shape(text: str) -> str:
    """What an error may show of a cell: digits and the words of dates; the rest could be a person's name."""
    masked = re.sub(r"[^0-9年月日元年度明治大正昭和平成令和MTSHR./ -]", "?", _narrow(text)[:24])
    return f"{masked!r}, {len(text)} characters"
