"""ISA's workbooks of dispositions: their headings, their parties, and what tells one party's row from another's. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from db.vocabulary import Grade
from japanese.text import squeeze
from scrapers.cleaning import read_day
from scrapers.items import Party
from scrapers.parties import grade_party
from scrapers.readers.child import read_in_child
from scrapers.tables import (
    LayoutChanged,
    Problem,
    Record,
    collect_referenced,
    find_table,
    list_unread_sheets,
    load_grid,
    read_blocks,
)

_HEADINGS = {
    "organization": ("監理団体名", "実習実施者名", "監理団体の名称", "実習実施者の名称"),
    "representatives": ("代表者名", "代表者氏名", "代表者の氏名"),
    "address": ("所在地", "住所"),
    "numbers": (
        "取り消した監理団体の許可番号",
        "許可番号",
        "改善命令を行った技能実習計画の認定番号",
        "取り消した技能実習計画の認定番号",
        "認定番号",
    ),
    "reason": ("処分理由", "措置理由"),
    "issued_on": ("処分年月日", "措置年月日"),
}
_REQUIRED = ("organization", "representatives", "address", "reason", "issued_on")


@dataclass(frozen=True, slots=True)
class BookReading:
    """The parties of one workbook, and what was left aside in it."""

    parties: list[Record]
    warnings: list[str]


def read_book(body: bytes, *, numbered: bool) -> BookReading:
    """The parties of one workbook, each with its numbers, wherever they stand.

    `numbered`: the column of numbers must be there. Raises UnreadableFile or LayoutChanged.
    """
    grid = load_grid(read_in_child("workbook", body))
    sheet, header = find_table(grid, _HEADINGS, (*_REQUIRED, *(("numbers",) if numbered else ())))
    many = ("numbers",) if "numbers" in header.columns else ()
    table = read_blocks(sheet, header, "organization", many=many, filled=_REQUIRED)
    records = [collect_referenced(grid, record, "numbers", record.text("organization")) for record in table.records]
    problems = [*table.problems, *(found for found in records if isinstance(found, Problem))]
    if problems:
        raise LayoutChanged([str(problem) for problem in problems])
    parties = [record for record in records if isinstance(record, Record)]
    read = {sheet.number, *(each.sheet for party in parties for each in party.references.values())}
    unread = [f"sheet {number} was not read" for number in list_unread_sheets(grid, read)]
    aside = [f"{left.sheet}!{left.cell}: {left.reason}" for left in table.ignored]
    holes = list(_list_holes(table.records)) if numbered else []
    return BookReading(parties, [*aside, *unread, *holes])


def _list_holes(records: Iterable[Record]) -> Iterator[str]:
    """Blocks with rows that bear no number: never seen until 2026, so a publisher's slip or a torn file.

    A permit's one number stands over as many rows as its text takes.
    """
    for record in records:
        found, rows = len(record.many.get("numbers", ())), record.bottom - record.top + 1
        if found != 1 and found < rows:
            yield f"{record.sheet}!{record.top}-{record.bottom}: {found} numbers on {rows} rows"


def write_key(verbatim: dict[str, Any], party: Party, numbers: list[str]) -> tuple[str, ...]:
    """Provision, day and name; for a natural person the first number instead of the name, if there is one.

    The day is read before it becomes part of the key, because the publisher has re-saved the same day as
    serial, date and text; white space in names has changed likewise.
    """
    day = read_day(verbatim, "issued_on")
    if grade_party(party.name, party.representatives) is Grade.LEGAL_PERSON:
        return verbatim["provision"], day, squeeze(party.name)
    return verbatim["provision"], day, squeeze(numbers[0]) if numbers else "natural person"
