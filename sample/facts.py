"""Reads the tables of invented facts in `facts/`: one CSV each, one row a row of the published file.

A cell may hold `\\n` for a line break and `\\u{fa11}` for a character that editors fold or do not show.
The column `snapshots` says in which of the two dated snapshots (1, 2) a row stands.
"""

import csv
import datetime
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
SNAPSHOTS = {"1": "2026-04-01", "2": "2026-10-01"}
EPOCH = datetime.date(1899, 12, 30)
ERAS = (("令和", datetime.date(2019, 5, 1), 2018), ("平成", datetime.date(1989, 1, 8), 1988))
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
NOTICE_JA = "これは動作確認のための架空の見本です。実在の団体、人物、処分とは関係ありません。"
NOTICE_EN = "A fictional sample for trying the software. No organization, person or disposition here is real."

Row = dict[str, str]


def unescape(cell: str) -> str:
    """The text a cell of a facts table stands for."""
    decoded = re.sub(r"\\u\{([0-9a-f]+)\}", lambda hit: chr(int(hit[1], 16)), cell)
    return decoded.replace("\\n", "\n")


def read_facts(table: str) -> list[Row]:
    """All rows of `facts/TABLE.csv`, in their order."""
    with (HERE / "facts" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{name: unescape(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def facts_at(table: str, snapshot: str) -> list[Row]:
    """The rows of a table that stand in one snapshot ("1" or "2")."""
    return [row for row in read_facts(table) if snapshot in row["snapshots"].split()]


def squeeze(text: str) -> str:
    """The text without any white space, as it is compared, never shown."""
    return "".join(text.split())


def expand_numbers(cell: str) -> list[str]:
    """The plan or permit numbers a cell stands for: `認1711990201+4` is that one and three more."""
    numbers = []
    for word in cell.removeprefix("別シート:").split():
        prefix, digits, count = re.fullmatch(r"(\D+)(\d{10})(?:\+(\d+))?", word).groups()  # type: ignore[union-attr]
        numbers += [f"{prefix}{int(digits) + step}" for step in range(int(count or 1))]
    return numbers


def excel_serial(date: datetime.date) -> int:
    """The day number that Excel stores for a date."""
    return (date - EPOCH).days


def write_era(date: datetime.date) -> str:
    """The date as officials write it, `令和元年9月6日`."""
    era, _, before = next(entry for entry in ERAS if date >= entry[1])
    year = date.year - before
    return f"{era}{'元' if year == 1 else year}年{date.month}月{date.day}日"
