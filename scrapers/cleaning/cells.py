"""Single cells that several kinds of statement share."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from japanese.dates import UnreadableDate, parse_date
from japanese.numbers import UnreadableNumber, parse_act_number
from scrapers.items import Rejected

_LINE_BREAKS = re.compile(r"[\r\n]+")


def read_day(cells: Mapping[str, Any], field: str) -> str:
    """The ISO date of a cell; one that a narrow column has wrapped is read through its line breaks."""
    value = cells[field]
    try:
        return _read_text(value) if isinstance(value, str) else parse_date(value).isoformat()
    except UnreadableDate as unreadable:
        raise Rejected(field, str(unreadable), str(value)) from None


@lru_cache(maxsize=4096)  # permits are given on the same few days
def _read_text(text: str) -> str:
    return parse_date(_LINE_BREAKS.sub("", text)).isoformat()


def read_number(field: str, value: Any, expected: Any) -> str:
    """A permit or plan number in its canonical form."""
    try:
        return str(parse_act_number(value, expected))
    except UnreadableNumber as unreadable:
        raise Rejected(field, str(unreadable), str(value)) from None
