"""What became of a labour-law case: the entries of その他参考事項, each with date, kind and text."""

import re
from dataclasses import dataclass
from datetime import date

from db.vocabulary import OutcomeKind
from japanese.dates import UnreadableDate, find_dates, parse_date
from japanese.text import squeeze


@dataclass(frozen=True, slots=True)
class Outcome:
    """One entry: `on` is None where no readable date stands before it; `reason` is that of a 不起訴."""

    on: date | None
    kind: OutcomeKind
    text: str
    reason: str | None = None


# A person not prosecuted or found innocent must not be read as guilty by who stops at the first line.
_FIRST = frozenset({OutcomeKind.NOT_PROSECUTED, OutcomeKind.ACQUITTED})

_MARKS: dict[OutcomeKind, str] = {
    OutcomeKind.NOT_PROSECUTED: r"不起訴(?:処分)?(?:[（(][^（）()]*[）)]?)?",
    OutcomeKind.ACQUITTED: r"無罪(?:判決)?(?:が?確定)?",
    OutcomeKind.CONVICTED: r"有罪(?:判決)?が?確定",
    OutcomeKind.REFERRED_TO_PROSECUTORS: r"(?:書類)?(?:送検|送致)",
    OutcomeKind.GUIDANCE_BY_BUREAU_DIRECTOR: r"(?:[一-龠]{2,3}労働)?局長(?:が|から|より|による|の)?指導",
    # Neither a conviction nor anything else we name: it is told in its own words.
    OutcomeKind.OTHER: r"起訴|有罪判決|略式命令|罰金",
}
_MARK = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _MARKS.items()))
_REASON = re.compile(r"不起訴(?:処分)?[（(]([^（）()]+)")
_SERIAL = re.compile(r"\d{5}(?!\d)")
# Where an entry begins even if its date is misspelt: `R71.8送検`.
_DATE_START = re.compile(r"(?:(?<![A-Za-zＡ-Ｚａ-ｚ])[MTSHRＭＴＳＨＲ][.．]?|平成|令和)(?=[\d元])")


def read_outcomes(text: str) -> list[Outcome]:
    """The outcomes in one cell, not prosecuted and acquitted first, else as printed."""
    line = squeeze(text)
    cuts = sorted({0, *_find_starts(line)})
    pieces = [line[start:end] for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True)]
    outcomes = [_read_piece(piece) for piece in pieces if piece]
    return sorted(outcomes, key=lambda outcome: outcome.kind not in _FIRST)


def _find_starts(line: str) -> list[int]:
    """Where entries begin: at each date, and at each further mark that has no date of its own."""
    dates = {found.start for found in find_dates(line)}
    dates |= {match.start() for match in _DATE_START.finditer(line)}
    marks = {match.start() for match in _MARK.finditer(line)}
    starts = []
    marked_since_date = False
    for at in sorted(dates | marks):
        if at in dates or marked_since_date:
            starts.append(at)
        marked_since_date = at in marks
    return starts


def _read_piece(piece: str) -> Outcome:
    mark = _MARK.search(piece)
    kind = OutcomeKind(mark.lastgroup) if mark and mark.lastgroup else OutcomeKind.OTHER
    reason = _REASON.search(piece)
    return Outcome(_read_day(piece), kind, piece, reason[1] if reason else None)


def _read_day(piece: str) -> date | None:
    """The day an entry begins with, written out or, where the sheet lost its format, as a serial."""
    dates = find_dates(piece)
    if dates and dates[0].start == 0:
        return dates[0].day
    serial = _SERIAL.match(piece)
    try:
        return parse_date(serial[0]) if serial else None
    except UnreadableDate:
        return None
