"""The parameter datetime: a moment or an interval, of which the calendar days count."""

from dataclasses import dataclass
from datetime import date

from api.parameters import BadValue
from api.values import read_day, read_moment

_OPEN = ("", "..")
_DAY_LENGTH = len("2025-01-01")


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included; None where an end is open."""

    first: date | None
    last: date | None
    wording: str

    def __str__(self) -> str:
        return self.wording


def read_times(text: str) -> Days:
    """A day, a moment, or an interval of two of them. A day is taken as it is written: legal dates have no hour."""
    ends = text.split("/")
    if len(ends) > 2 or (len(ends) == 1 and text in _OPEN):
        raise BadValue("must be a day, a moment, or two of them with a slash between, such as 2025-01-01/..")
    first, last = (None if end in _OPEN else read_written_day(end) for end in (ends[0], ends[-1]))
    if first is not None and last is not None and first > last:
        raise BadValue("must not end before it begins")
    return Days(first, last, text)


def read_written_day(text: str) -> date:
    """The day of a day or a moment as it is written. GDAL leaves the T of a moment behind a day."""
    text = text.removesuffix("T")
    if len(text) > _DAY_LENGTH:
        read_moment(text)
    return read_day(text[:_DAY_LENGTH])
