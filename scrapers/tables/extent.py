"""Where a table's records begin and end, and what stands around them."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrapers.tables.grid import Cell, Sheet, fold, write_address
from scrapers.tables.header import Column, Header
from scrapers.tables.records import Ignored, Problem

# Leftovers have been seen thousands of rows under a table; nearer than this, a value outside every record is
# taken for a record that has lost its beginning.
FAR_ROWS = 10
_FEWEST_UNHEADED = 3
_NOTE = re.compile(r"\s*(?:[※＊*]|[（(]注|注[）)\s0-9０-９:：])")

Rows = Mapping[int, Mapping[int, Cell]]
Block = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows of a table by row and column number, the first and last row of each record, and the rest."""

    rows: Rows
    blocks: Sequence[Block]
    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...]


def measure_extent(sheet: Sheet, header: Header, start: Column) -> Extent:
    """How far the table reaches; values outside its records are problems, values away from it are ignored."""
    rows, furniture = _split_furniture(sheet, header)
    edge = _find_edge(sheet, header, start, rows)
    far = [cell for row in rows if row > edge for cell in rows[row].values()]
    rows = {row: cells for row, cells in rows.items() if row <= edge}
    blocks = _measure_blocks(sheet, start, rows)
    unheaded, beside = _split_beside(sheet, header, {top for top, _ in blocks})
    problems = [*_list_orphans(sheet, start, rows, blocks), *unheaded]
    if not blocks:
        place = write_address(header.bottom + 1, start.number)
        problems.append(Problem(sheet.title, place, "no record under the headings"))
    ignored = [*furniture, *_leave(sheet, far, "far below the table"), *beside]
    return Extent(rows, blocks, tuple(problems), tuple(ignored))


def _leave(sheet: Sheet, cells: Iterable[Cell], reason: str) -> Iterator[Ignored]:
    return (Ignored(sheet.title, cell.address, reason) for cell in cells)


def _split_furniture(sheet: Sheet, header: Header) -> tuple[Rows, list[Ignored]]:
    """The rows under the header, without notes and the headings that are repeated on every printed page."""
    headings = {column.number: fold(column.heading) for column in header.columns.values()}
    rows: dict[int, Mapping[int, Cell]] = {}
    ignored: list[Ignored] = []
    for row, cells in sheet.rows.items():
        beside = cells.keys() - headings.keys()
        taken = {column: cell for column, cell in cells.items() if column not in beside} if beside else cells
        if row <= header.bottom or not taken:
            continue
        reason = _name_furniture(taken, headings)
        if reason is None:
            rows[row] = taken
        else:
            ignored += _leave(sheet, taken.values(), reason)
    return rows, ignored


def _name_furniture(cells: Mapping[int, Cell], headings: Mapping[int, str]) -> str | None:
    leftmost = cells.get(min(headings)) if len(cells) == 1 else None
    if leftmost is not None and _NOTE.match(leftmost.text):
        return "a note"
    repeated = all(fold(cell.text) == headings[number] for number, cell in cells.items())
    return "a repeated heading" if repeated and len(cells) > 1 else None


def _is_start(sheet: Sheet, start: Column, rows: Rows, row: int) -> bool:
    """Whether a record begins in the row; a cell covered by a merge from above begins nothing."""
    return start.number in rows[row] and (not sheet.merges or sheet.area_at(row, start.number).top == row)


def _find_edge(sheet: Sheet, header: Header, start: Column, rows: Rows) -> int:
    """The last row of the table; values further down, below a wide gap, do not belong to it."""
    # A name alone under a gap is a leftover; a row with more than its name is a record wherever it stands.
    fewest = min(2, len(header.columns))
    whole = [row for row in rows if _is_start(sheet, start, rows, row) and len(rows[row]) >= fewest]
    last = whole[-1] if whole else header.bottom
    edge = sheet.area_at(last, start.number).bottom if whole else last
    for row in rows:
        if last < row <= edge + FAR_ROWS:
            edge = max(edge, row)
    return edge


def _measure_blocks(sheet: Sheet, start: Column, rows: Rows) -> list[Block]:
    """The first and last row of each record: as merged, or up to the next where nothing can be merged."""
    tops = [row for row in rows if _is_start(sheet, start, rows, row)]
    if sheet.merges is not None:
        return [(top, sheet.area_at(top, start.number).bottom) for top in tops]
    ordered = list(rows)
    ends = [ordered[bisect_left(ordered, top) - 1] for top in tops[1:]] + ordered[-1:]
    return list(zip(tops, ends, strict=True)) if tops else []


def _list_orphans(sheet: Sheet, start: Column, rows: Rows, blocks: Sequence[Block]) -> Iterator[Problem]:
    """Each run of rows that hold values and belong to no record: their record has lost its beginning."""
    tops = [top for top, _ in blocks]
    orphans = []
    for row in rows:
        index = bisect_right(tops, row) - 1
        if index < 0 or row > blocks[index][1]:
            orphans.append(row)
    for run in _group_runs(orphans):
        ends = write_address(run[0], min(rows[run[0]])), write_address(run[-1], max(rows[run[-1]]))
        reason = f"{start.label} is empty, although {':'.join(dict.fromkeys(ends))} holds values"
        yield Problem(sheet.title, write_address(run[0], start.number), reason)


def _group_runs(rows: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _split_beside(
    sheet: Sheet, header: Header, tops: Collection[int]
) -> tuple[list[Problem], list[Ignored]]:
    """Cells beside the table: strays are left aside, but a whole column without a heading is a problem."""
    columns = {column.number for column in header.columns.values()}
    below = (cells for row, cells in sheet.rows.items() if row > header.bottom and not cells.keys() <= columns)
    beside = [cell for cells in below for cell in cells.values() if cell.column not in columns]
    fewest = max(_FEWEST_UNHEADED, len(tops) // 2 + 1)
    counts = Counter(cell.column for cell in beside if cell.row in tops)
    unheaded = {column for column, count in counts.items() if count >= fewest}
    firsts = {cell.column: cell.address for cell in reversed(beside) if cell.column in unheaded}
    reason = "a column of values without a heading"
    problems = [Problem(sheet.title, place, reason) for place in firsts.values()]
    strays = (cell for cell in beside if cell.column not in unheaded)
    return problems, list(_leave(sheet, strays, "beside the table"))
