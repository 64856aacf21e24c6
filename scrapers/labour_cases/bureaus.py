"""The 47 prefectural labour bureaus (都道府県労働局), and the line that names one above its cases."""

import re
from dataclasses import dataclass
from datetime import date

from db.vocabulary import PREFECTURES
from japanese.dates import find_dates
from japanese.text import fold_width, squeeze

TITLE = "労働基準関係法令違反に係る公表事案"

_SUFFIX = "労働局"
# 北海道労働局, but 東京労働局, 京都労働局, 愛媛労働局: the bureau's name drops 都, 府 and 県.
BUREAUS: dict[str, str] = {
    (name if name == "北海道" else name[:-1]) + _SUFFIX: code for code, (name, *_) in PREFECTURES.items()
}
_UPDATED = "最終更新日"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Heading:
    """A line across the table: the bureau it names and its date of last update (最終更新日), each if any."""

    bureau: str | None
    updated_on: date | None


def read_heading(text: str) -> Heading | None:
    """What a line across the table announces: a bureau, the title, both, or a date; None for other text.

    The publisher's sheet cuts the line where a cell ends (`群馬労働局 最終更`), perhaps within the bureau.
    """
    line = squeeze(fold_width(text))
    dates = find_dates(line)
    rest = line if not dates else line[: dates[0].start] + line[dates[-1].end :]
    rest = rest.replace(TITLE, "").rstrip(":")
    rest = re.sub(f"{_suffixless(_UPDATED)}$", "", rest)
    updated_on = dates[0].day if dates else None
    if not rest:
        return Heading(None, updated_on) if line else None
    bureau = match_bureau(rest) or _find_bureau(line)
    return None if bureau is None else Heading(bureau, updated_on)


def match_bureau(text: str) -> str | None:
    """The bureau that a text names in full or, cut short, can only mean; None for none or for two."""
    if text in BUREAUS:
        return text
    if len(text) < 2:
        return None
    candidates = [bureau for bureau in BUREAUS if bureau.startswith(text)]
    return candidates[0] if len(candidates) == 1 else None


def _find_bureau(line: str) -> str | None:
    """The one bureau named in full within a line of heading length."""
    found = [bureau for bureau in BUREAUS if bureau in line]
    return found[0] if len(found) == 1 and len(line) <= _LONGEST else None


def _suffixless(word: str) -> str:
    """A pattern for a word of which the end may be missing: 最, 最終, …, 最終更新日."""
    pattern = ""
    for character in reversed(word):
        pattern = f"(?:{character}{pattern})?"
    return pattern
