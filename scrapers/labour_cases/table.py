"""From the tables of the PDF's pages to one list of rows, each under its bureau; nothing is cleaned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from japanese.text import fold_width, squeeze
from scrapers.labour_cases.bureaus import Heading, read_heading

Page = dict[str, Any]

COLUMNS = ("name", "address", "announced_on", "law", "summary", "other")
# The sixth label is missing on some pages of 2017 and 2018.
_LABELS = ("企業・事業場名称", "所在地", "公表日", "違反法条", "事案概要", "その他参考事項")
_FEWEST_LABELS = 4
# Words that could belong to a case: a date, an outcome or a law.
_CASE_LIKE = re.compile(r"[HRＨＲ][.．]?\d+[.．]\d|送検|送致|法第|規則第")
_BUREAU_LIKE = re.compile("労働局|最終更")


@dataclass(slots=True)
class RawRow:
    """One case as printed: the verbatim text of its six columns, and where it stands.

    `row` counts the cases of the page from 1, headings left out, as a reader of the page would count them.
    """

    bureau: str | None
    page: int
    row: int
    cells: dict[str, str]
    first_on_page: bool = False
    last_on_page: bool = False

    def is_blank(self, *columns: str) -> bool:
        """Whether none of the named columns holds a character."""
        return not any(squeeze(self.cells[column]) for column in columns)


@dataclass(slots=True)
class Reading:
    """What has been read of the document so far; its remarks name places, never what stands there."""

    rows: list[RawRow] = field(default_factory=list)
    updated_on: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    bureau: str | None = None
    columns: list[str | None] = field(default_factory=list)
    headers: int = 0
    pages_without_heading: set[int] = field(default_factory=set)


def collect_rows(pages: list[Page]) -> Reading:
    """Every case row of the document, in order, rows split by a page break made whole."""
    reading = Reading(columns=list(COLUMNS))
    for page in pages:
        _collect_page(reading, page)
    _join_split_rows(reading)
    return reading


def _collect_page(reading: Reading, page: Page) -> None:
    number, loose = page["number"], list(page["loose"])
    if _is_cover(page):
        return
    before = len(reading.rows)
    reading.pages_without_heading.add(number)
    for table in page["tables"]:
        above = _take_words(loose, lambda word, top=table[0]["top"]: word["bottom"] <= top + 1)
        _take_lines(reading, above, number)
        for row in table:
            _collect_row(reading, row, loose, number)
    _report_loose(reading, loose, page)
    found = reading.rows[before:]
    for count, row in enumerate(found, start=1):
        row.row = count
    if found:
        found[0].first_on_page = found[-1].last_on_page = True
    elif page["tables"]:
        reading.warnings.append(f"page {number}: a table without a case")


def _is_cover(page: Page) -> bool:
    """The first page has no cases, or is the first of the list itself: one edition came without a cover."""
    rows = [row for table in page["tables"] for row in table]
    return page["number"] == 1 and not any(_read_header(row["cells"]) for row in rows)


def _collect_row(reading: Reading, row: dict[str, Any], loose: list[dict[str, Any]], number: int) -> None:
    cells: list[str | None] = row["cells"]
    filled = [cell for cell in cells if cell is not None and squeeze(cell)]
    if not filled:
        reading.ignored.append(f"page {number}: an empty row")
    elif (columns := _read_header(cells)) is not None:
        _enter_header(reading, columns, cells, number)
    elif len(filled) <= 2 and (heading := _read_heading_row(row, filled, loose)) is not None:
        _enter_heading(reading, heading, number)
    elif len(cells) != len(reading.columns):
        told = f"a row of {len(cells)} cells under {len(reading.columns)} columns"
        reading.problems.append(f"page {number}: {told}")
    elif sum(cell is not None for cell in cells) == 1:
        _pass_over(reading, filled[0], number)
    else:
        reading.rows.append(RawRow(reading.bureau, number, 0, _assign_columns(cells, reading.columns)))


def _read_header(cells: list[str | None]) -> list[str | None] | None:
    """The column that each cell of a header row begins; None where the row is no header."""
    names = dict(zip(_LABELS, COLUMNS, strict=True))
    columns = [None if cell is None else names.get(squeeze(fold_width(cell))) for cell in cells]
    found = [column for column in columns if column is not None]
    if len(found) < _FEWEST_LABELS or len(set(found)) != len(found):
        return None
    if "other" not in found and columns[-1] is None:
        columns[-1] = "other"
    return columns


def _enter_header(reading: Reading, columns: list[str | None], cells: list[str | None], number: int) -> None:
    reading.headers += 1
    reading.columns = columns
    missing = set(COLUMNS) - set(columns)
    unlabelled = [cell for column, cell in zip(columns, cells, strict=True) if column is None]
    unknown = [cell for cell in unlabelled if cell and squeeze(cell)]
    in_place = all(column in (None, place) for column, place in zip(columns, COLUMNS, strict=False))
    if in_place and len(cells) == len(COLUMNS):
        reading.columns = list(COLUMNS)  # A label was reworded or left out, but no column moved.
    if missing or unknown:
        told = f"page {number}: {len(missing)} column labels missing, {len(unknown)} unknown"
        (reading.warnings if reading.columns == list(COLUMNS) else reading.problems).append(told)


def _assign_columns(cells: list[str | None], columns: list[str | None]) -> dict[str, str]:
    """The row's text by column; a cell under no label (a stray rule) belongs to the label on its left."""
    parts: dict[str, list[str]] = {column: [] for column in COLUMNS}
    current = COLUMNS[0]
    for cell, column in zip(cells, columns, strict=True):
        current = column or current
        if cell:
            parts[current].append(cell)
    return {column: "".join(texts) for column, texts in parts.items()}


def _read_heading_row(row: dict[str, Any], filled: list[str], loose: list[dict[str, Any]]) -> Heading | None:
    """A heading that its cell cuts short (群馬労働局 最終更) goes on in loose words of the same line."""
    inside = [word for word in loose if row["top"] <= (word["top"] + word["bottom"]) / 2 < row["bottom"]]
    rest = "".join(word["text"] for word in sorted(inside, key=lambda word: word["x0"]))
    whole = read_heading("".join(filled) + rest)
    heading = whole or read_heading("".join(filled))
    if whole is not None:
        _take_words(loose, lambda word: word in inside)
    return heading


def _take_lines(reading: Reading, words: list[dict[str, Any]], number: int) -> None:
    """Lines above a table are one heading: a bureau's date stands beside, above or under its name."""
    bureau, updated_on = None, None
    for line in _group_lines(words):
        heading = read_heading("".join(word["text"] for word in line))
        if heading is None:
            _report_words(reading, line, number)
        else:
            bureau, updated_on = bureau or heading.bureau, updated_on or heading.updated_on
    _enter_heading(reading, Heading(bureau, updated_on), number)


def _enter_heading(reading: Reading, heading: Heading, number: int) -> None:
    """Later rows belong to this bureau; a line that only repeats the title changes nothing."""
    if heading.bureau is None:
        return
    reading.bureau = heading.bureau
    reading.pages_without_heading.discard(number)
    reading.updated_on[heading.bureau] = heading.updated_on or reading.updated_on.get(heading.bureau)


def _take_words(words: list[dict[str, Any]], wanted: Any) -> list[dict[str, Any]]:
    """Move the wanted words out of `words`."""
    taken = [word for word in words if wanted(word)]
    words[:] = [word for word in words if not wanted(word)]
    return taken


def _group_lines(words: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    line: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if line and word["top"] > line[-1]["top"] + 3:
            yield sorted(line, key=lambda word: word["x0"])
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda word: word["x0"])


def _report_loose(reading: Reading, loose: list[dict[str, Any]], page: Page) -> None:
    if not page["tables"]:
        (reading.problems if loose else reading.warnings).append(f"page {page['number']}: no table")
    _report_words(reading, loose, page["number"])


def _report_words(reading: Reading, words: list[dict[str, Any]], number: int) -> None:
    if not words:
        return
    told = f"page {number}: {len(words)} words outside the table"
    case_like = _CASE_LIKE.search(squeeze("".join(word["text"] for word in words)))
    (reading.problems if case_like else reading.ignored).append(told)


def _pass_over(reading: Reading, text: str, number: int) -> None:
    """A note across the table (該当事案なし) is no case; a bureau that cannot be told ends the last one."""
    line = squeeze(text)
    if _BUREAU_LIKE.search(line):
        reading.bureau = None
        reading.problems.append(f"page {number}: a heading names no labour bureau that is known")
    elif _CASE_LIKE.search(line):
        reading.problems.append(f"page {number}: a case that is not parted into columns")
    else:
        reading.warnings.append(f"page {number}: a line across the table that names no labour bureau")


def _join_split_rows(reading: Reading) -> None:
    """Give a row without name, place and date to the case it continues across a page break.

    The rest of a row stands first on the next page; where the break fell above the name, its beginning stands
    last on the page before. Only a page break splits a row: elsewhere such a row stays, and is a problem.
    """
    whole: list[RawRow] = []
    pending: RawRow | None = None
    for row in reading.rows:
        fragment = row.is_blank("name", "address", "announced_on")
        follows = bool(whole) and row.first_on_page and _continues(whole[-1], row)
        if pending is None and follows and (fragment or row.is_blank("announced_on", "other")):
            _append_cells(whole[-1], row)
            reading.warnings.append(f"page {row.page}: a row continued from page {whole[-1].page} was joined")
            continue
        if fragment and row.last_on_page and pending is None:
            pending = row
            continue
        if pending is not None:
            row = _settle_pending(reading, whole, pending, row)
            pending = None
        whole.append(row)
    if pending is not None:
        whole.append(pending)
    reading.rows = whole


def _settle_pending(reading: Reading, whole: list[RawRow], pending: RawRow, row: RawRow) -> RawRow:
    if not (row.first_on_page and _continues(pending, row)):
        whole.append(pending)
        return row
    _append_cells(pending, row)
    reading.warnings.append(f"page {row.page}: a row begun on page {pending.page} was joined")
    return pending


def _continues(earlier: RawRow, later: RawRow) -> bool:
    return later.page == earlier.page + 1 and later.bureau == earlier.bureau


def _append_cells(row: RawRow, rest: RawRow) -> None:
    for column, text in rest.cells.items():
        row.cells[column] = "\n".join(part for part in (row.cells[column], text) if part)
