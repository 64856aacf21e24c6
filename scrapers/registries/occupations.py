"""The occupation codes (取扱職種コード) in a cell: group and occupation, `7-21`."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from japanese.text import fold_dashes, fold_width, squeeze
from scrapers.registries.lists import split_cell
from scrapers.registries.rows import RegisterRow
from scrapers.tables.grid import Value

# Group, occupation, and in some lists the work within it.
_CODE = re.compile(r"\d{1,2}-\d{1,3}(?:-\d{1,2})?")
_FIRST_CENTURY = 2000


def read_occupations(value: Value | None) -> list[str]:
    """The codes in a cell, in its order.

    A token that is no code (a lone `7`, which is what a cut-off line leaves of `7-21`) stays verbatim: it is
    what the publisher prints, and `list_doubtful_occupations` reports it.
    """
    if value is None:
        return []
    if isinstance(value, date):
        return [_undo_date(value)]
    return list(_split_codes(str(value)))


@lru_cache(maxsize=8192)  # lists say the same codes again and again
def _split_codes(text: str) -> tuple[str, ...]:
    return tuple(split_cell(fold_dashes(fold_width(text))))


def list_doubtful_occupations(rows: Iterable[RegisterRow]) -> list[str]:
    """A sentence for each token that is no code, and one for codes that a spreadsheet took for days."""
    values = [row.values.get("occupations") for row in rows]
    tokens = Counter(
        token for value in values for token in read_occupations(value) if not _CODE.fullmatch(squeeze(token))
    )
    days = sum(isinstance(value, date) for value in values)
    told = [f"「{token}」 is no occupation code, in {count} rows: kept as printed" for token, count in tokens.items()]
    return told + ([f"{days} occupation codes were stored as days and read back"] if days else [])


def _undo_date(day: date) -> str:
    """What was typed before a spreadsheet made a day of it: 3-4 became 4 March of its year, 7-32 July 1932."""
    if day.year < _FIRST_CENTURY and day.day == 1:
        return f"{day.month}-{day.year % 100}"
    return f"{day.month}-{day.day}"
