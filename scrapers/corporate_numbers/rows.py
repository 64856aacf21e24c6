"""From the lines of a table of corporate numbers to rows for COPY; a bad row is named and left out.

Five million rows pass here, so a batch is judged column by column; only a batch with a fault is read row by row.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import add, itemgetter, lt

from db.corporations.chunks import Chunk
from db.corporations.keys import corporation_keys
from scrapers.corporate_numbers.text import UnreadableFile

# The publisher's columns in order; its files have no header.
COLUMNS = (
    "sequenceNumber", "corporateNumber", "process", "correct", "updateDate", "changeDate", "name", "nameImageId",
    "kind", "prefectureName", "cityName", "streetNumber", "addressImageId", "prefectureCode", "cityCode",
    "postCode", "addressOutside", "addressOutsideImageId", "closeDate", "closeCause",
    "successorCorporateNumber", "changeCause", "assignmentDate", "latest", "enName", "enPrefectureName",
    "enCityName", "enAddressOutside", "furigana", "hihyoji",
)  # fmt: skip
# 01 new, 11 name, 12 and 13 address, 21 closed, 22 revived, 71 absorbed, 72 absorption void, 81 name void, 99 deleted
_PROCESSES = frozenset(("01", "11", "12", "13", "21", "22", "71", "72", "81", "99"))
_FLAGS = frozenset(("0", "1"))
_DATES = ("updateDate", "changeDate", "assignmentDate", "closeDate")
# What COPY would read as its own signs. The register writes full-width signs only, so these are never words.
_UNSAFE = {ord("\t"): " ", ord("\r"): " ", ord("\n"): " ", 0: "", ord("\\"): "＼"}
_CHUNK = 50_000

# Four digits of a number -> their part of the sum that its first digit proves (see compute_check_digit).
_PARTS = {
    f"{four:04}": sum(int(digit) * weight for digit, weight in zip(f"{four:04}", (2, 1, 2, 1), strict=True))
    for four in range(10_000)
}
_CHECK_DIGITS = [str(9 - total % 9) for total in range(3 * max(_PARTS.values()) + 1)]


@dataclass(slots=True)
class Table:
    """One table as it is read: good and bad rows so far, and where the first bad ones are."""

    name: str
    rows: int = 0
    bad: int = 0
    bad_rows: list[tuple[str, int, str]] = field(default_factory=list)

    def refuse(self, line: int, reason: str) -> None:
        """Count a bad row; the first hundred are kept with table, line and reason."""
        self.bad += 1
        if len(self.bad_rows) < 100:
            self.bad_rows.append((self.name, line, reason))


def read_chunks(table: Table, batches: Iterator[list[str]]) -> Iterator[Chunk]:
    """The rows of a table in COPY's text form, some 50,000 at a time; memory does not grow with the file.

    Raises UnreadableFile for a table without a single good row.
    """
    reader, start = None, 1
    chunk = _Gathered()
    for batch in batches:
        rows = _split_rows(batch)
        reader = reader or _Reader(rows[0] if "corporateNumber" in rows[0] else COLUMNS)
        columns = reader.read(table, rows, start)
        start += len(batch)
        if columns is not None:
            yield from chunk.add(columns)
    if table.rows == 0:
        raise UnreadableFile(f"{table.name} holds no row of the register ({table.bad} bad rows)")
    yield from chunk.take()


def is_corporate_number(text: str) -> bool:
    """What `parse_corporate_number` accepts of plain digits."""
    return are_corporate_numbers([text])


def are_corporate_numbers(texts: Sequence[str]) -> bool:
    """Whether all are, fast enough for five million."""
    parts, digits, first = _PARTS, _CHECK_DIGITS, itemgetter(0)
    try:
        return [digits[parts[text[1:5]] + parts[text[5:9]] + parts[text[9:]]] for text in texts] == [*map(first, texts)]
    except (KeyError, IndexError):
        return False


def _split_rows(batch: Sequence[str]) -> list[list[str]]:
    """One row for each line, since no field of the publisher's holds a line break; an open quote spoils one line."""
    try:
        rows = list(csv.reader(batch, strict=True))
    except csv.Error:
        rows = []
    rows = rows if len(rows) == len(batch) else [_split_row(line) for line in batch]
    text = "".join(batch)
    if any(sign in text for sign in "\\\t\0") or text.count("\r") not in (0, len(batch)):
        return [[cell.translate(_UNSAFE) for cell in row] for row in rows]
    return rows


def _split_row(line: str) -> list[str]:
    try:
        return next(csv.reader((line,), strict=True), [])
    except csv.Error:
        return ["an open quote"]


class _Reader:
    """Reads rows of one layout; remembers the dates and places that it has checked, since they repeat."""

    def __init__(self, layout: Sequence[str]) -> None:
        missing = [name for name in COLUMNS if name not in layout]
        if missing:
            raise UnreadableFile(f"the header has no column {missing[0]}")
        self.layout = list(layout)
        self.pick = itemgetter(*(self.layout.index(name) for name in COLUMNS))
        self.known: set[str] = set()

    def read(self, table: Table, rows: Sequence[list[str]], start: int) -> "_Columns | None":
        """The good rows as columns, None for none; `table` counts good and bad. `start` is the first row's line."""
        columns = self._judge(rows)
        if columns is None:
            columns = self._judge([row for line, row in enumerate(rows, start) if self._is_good(table, line, row)])
        if columns is not None:
            table.rows += len(columns["name"])
        return columns

    def _is_good(self, table: Table, line: int, row: list[str]) -> bool:
        if row == self.layout or not row:  # a header, an empty line
            return False
        reason = (
            f"{len(row)} columns instead of {len(self.layout)}"
            if len(row) != len(self.layout)
            else next(self._find_faults(self._turn([row])), None)
        )
        if reason is not None:
            table.refuse(line, reason)
        return reason is None

    def _judge(self, rows: Sequence[list[str]]) -> "_Columns | None":
        if not rows or {len(row) for row in rows} != {len(self.layout)}:
            return None
        columns = self._turn(rows)
        return None if any(self._find_faults(columns)) else columns

    def _turn(self, rows: Sequence[list[str]]) -> "_Columns":
        columns = dict(zip(COLUMNS, self.pick(list(zip(*rows, strict=True))), strict=True))
        columns["municipality"] = tuple(map(add, columns["prefectureCode"], columns["cityCode"]))
        return columns

    def _find_faults(self, columns: "_Columns") -> Iterator[str]:
        """What is wrong in these rows, by column and never with its content."""
        if not are_corporate_numbers(columns["corporateNumber"]):
            yield "corporateNumber: not thirteen digits whose first proves the others"
        if not are_corporate_numbers([number for number in columns["successorCorporateNumber"] if number]):
            yield "successorCorporateNumber: not thirteen digits whose first proves the others"
        if not _PROCESSES.issuperset(columns["process"]):
            yield "process: an unknown code"
        if not _FLAGS.issuperset(columns["latest"]) or not _FLAGS.issuperset(columns["hihyoji"]):
            yield "latest or hihyoji: neither 0 nor 1"
        if not all(columns["name"]) or not all(columns["updateDate"]) or not all(columns["changeDate"]):
            yield "name, updateDate or changeDate: empty"
        if not all(columns["sequenceNumber"]) or not _is_number("".join(columns["sequenceNumber"])):
            yield "sequenceNumber: not a number"
        yield from self._find_unknown(columns)

    def _find_unknown(self, columns: "_Columns") -> Iterator[str]:
        for name, is_right in (*((name, _is_day) for name in _DATES), ("municipality", _is_code)):
            news = set(columns[name]) - self.known - {""}
            if all(map(is_right, news)):
                self.known |= news
            else:
                yield f"{name}: not readable"


_Columns = dict[str, tuple[str, ...]]


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii()


def _is_code(text: str) -> bool:
    return len(text) == 5 and _is_number(text)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# In the order of `db.corporations.chunks.COLUMNS`.
_STORED = (
    "corporateNumber", "process", "updateDate", "changeDate", "assignmentDate", "name", "furigana", "enName",
    "kind", "municipality", "cityName", "streetNumber", "closeDate", "closeCause", "successorCorporateNumber",
    "hihyoji", "key",
)  # fmt: skip
_WITH_PAST = (*_STORED, "latest", "sequenceNumber")


class _Gathered:
    """Rows written for COPY until a chunk is full, or until the care that they need changes."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.rows, self.plain, self.last = 0, True, ""

    def add(self, columns: _Columns) -> Iterator[Chunk]:
        """Add rows; gives a chunk when one is done."""
        numbers = columns["corporateNumber"]
        # Full files are sorted by number and tell no past; what breaks that is merged with more care.
        plain = "0" not in columns["latest"] and all(map(lt, numbers, numbers[1:]))
        follows = numbers[0] > self.last
        if self.rows >= _CHUNK or plain != self.plain or (plain and not follows):
            yield from self.take()
        columns["key"] = corporation_keys(columns["name"])
        names = _STORED if plain else _WITH_PAST
        self.written += map("\t".join, zip(*(columns[name] for name in names), strict=True))
        self.rows, self.plain, self.last = self.rows + len(numbers), plain, numbers[-1]

    def take(self) -> Iterator[Chunk]:
        """The chunk gathered so far, if there is any."""
        if self.written:
            yield Chunk(("\n".join(self.written) + "\n").encode(), self.rows, self.plain)
        self.written, self.rows, self.last = [], 0, ""
