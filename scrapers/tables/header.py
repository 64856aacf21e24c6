"""Finding a table's headings by their wording, wherever they stand; a changed layout is refused."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrapers.tables.grid import Cell, Grid, LayoutChanged, Sheet, fold, write_address, write_letters

SEARCHED_ROWS = 30
# A heading may stand in up to three rows: a group over its members.
DEEPEST = 3
# One matching cell can be chance; two side by side are a header.
FEWEST_MATCHES = 2
_MOST_QUOTED = 40

Headings = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was recognised: our `name` for it, its number, letters and the publisher's `heading`."""

    name: str
    number: int
    letter: str
    heading: str

    @property
    def label(self) -> str:
        """How messages call the column."""
        return f"「{fold(self.heading)[:_MOST_QUOTED]}」 ({self.name})"


@dataclass(frozen=True, slots=True)
class Header:
    """The rows `top` to `bottom` that hold the headings, and the recognised columns by our name."""

    top: int
    bottom: int
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class _Window:
    """Some adjacent rows seen as a header: the heading of each column, and our names where known."""

    top: int
    depth: int
    headings: Mapping[int, str]
    names: Mapping[int, str]

    @property
    def score(self) -> int:
        return len(set(self.names.values()))


def find_table(grid: Grid, headings: Headings, required: Collection[str]) -> tuple[Sheet, Header]:
    """The one sheet whose headings fit best, and its header; raises LayoutChanged (see `find_header`)."""
    sheets = [sheet for sheet in grid.sheets if sheet.rows]
    # A hidden sheet is read only where no visible one holds anything: it is often last year's copy.
    sheets = [sheet for sheet in sheets if sheet.state == "visible"] or sheets
    if not sheets:
        raise LayoutChanged([f"{sheet.label} is empty" for sheet in grid.sheets])
    scores = [_find_window(sheet, headings).score for sheet in sheets]
    best = [sheet for sheet, score in zip(sheets, scores, strict=True) if score == max(scores)]
    if len(best) > 1 and max(scores) >= FEWEST_MATCHES:
        raise LayoutChanged([f"several sheets hold the table: {', '.join(each.label for each in best)}"])
    return best[0], find_header(best[0], headings, required)


def find_header(sheet: Sheet, headings: Headings, required: Collection[str]) -> Header:
    """The header of the sheet's table, within its first 30 rows; raises LayoutChanged.

    `headings` maps our name of a column to the wordings it may have; those of a header of several rows are
    the group's and the member's words joined. A required column that is missing, a column that stands there
    twice, and an unknown heading (or none) over values are problems.
    """
    if not sheet.rows:
        raise LayoutChanged([f"{sheet.label} is empty"])
    window = _find_window(sheet, headings)
    if window.score < min(FEWEST_MATCHES, len(headings)):
        raise LayoutChanged([f"{sheet.label}: no row among the first {SEARCHED_ROWS} holds the headings"])
    header = _build_header(sheet, window)
    problems = [
        *_list_missing(sheet, window, headings, required),
        *_list_doubled(sheet, window),
        *_list_unknown(sheet, window, header),
    ]
    if problems:
        raise LayoutChanged(problems)
    return header


def list_banner(sheet: Sheet, header: Header) -> list[Cell]:
    """The cells above the header, where titles and the date of the list (`…現在`) stand."""
    return [cell for row, cells in sheet.rows.items() if row < header.top for cell in cells.values()]


def _find_window(sheet: Sheet, headings: Headings) -> _Window:
    """The rows with the most known headings; of equals the fewest rows, and of those the first."""
    known = {fold(wording): name for name, wordings in headings.items() for wording in wordings}
    rows = [row for row in sheet.rows if row <= SEARCHED_ROWS]
    windows = (_see_window(sheet, top, depth, known) for depth in range(1, DEEPEST + 1) for top in rows)
    empty = _Window(top=1, depth=1, headings={}, names={})
    return max(windows, key=lambda window: window.score, default=empty)


def _see_window(sheet: Sheet, top: int, depth: int, known: Mapping[str, str]) -> _Window:
    """What each column would be called if `depth` rows from `top` were the header."""
    columns = sorted({column for row in range(top, top + depth) for column in sheet.rows.get(row, ())})
    headings = {column: "".join(_iterate_heading(sheet, top, depth, column)) for column in columns}
    names = {column: known[fold(text)] for column, text in headings.items() if fold(text) in known}
    return _Window(top, depth, headings, names)


def _iterate_heading(sheet: Sheet, top: int, depth: int, column: int) -> Iterator[str]:
    """The words over a column from top to bottom; a group's words, merged across, belong to each member."""
    seen = None
    for row in range(top, top + depth):
        area = sheet.area_at(row, column)
        cell = sheet.cell_at(area.top, area.left)
        if cell is not None and area != seen:
            yield cell.text
        seen = area


def _build_header(sheet: Sheet, window: _Window) -> Header:
    last = window.top + window.depth - 1
    # A heading merged downwards takes the rows that it covers with it.
    bottom = max(sheet.area_at(last, column).bottom for column in window.names)
    columns = {
        name: Column(name, column, write_letters(column), window.headings[column])
        for column, name in window.names.items()
    }
    return Header(window.top, bottom, columns)


def _list_missing(
    sheet: Sheet, window: _Window, headings: Headings, required: Collection[str]
) -> Iterator[str]:
    found = set(window.names.values())
    for name in headings:
        if name in required and name not in found:
            yield f"{sheet.label}, row {window.top}: the column 「{headings[name][0]}」 ({name}) is missing"


def _list_doubled(sheet: Sheet, window: _Window) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for column, name in window.names.items():
        places.setdefault(name, []).append(write_address(window.top, column))
    for name, addresses in places.items():
        if len(addresses) > 1:
            yield f"{sheet.label}: the column {name} stands there more than once, at {', '.join(addresses)}"


def _list_unknown(sheet: Sheet, window: _Window, header: Header) -> Iterator[str]:
    """Columns with values under an unknown heading, or between known columns under none."""
    used = set[int]().union(*(cells for row, cells in sheet.rows.items() if row > header.bottom))
    first, last = min(window.names), max(window.names)
    for column in sorted(used - window.names.keys()):
        place = f"{sheet.label}, {write_address(window.top, column)}"
        if column in window.headings:
            # Not quoted: where a column has slipped, a person's name stands where its heading was.
            yield f"{place}: unknown heading of {len(fold(window.headings[column]))} characters"
        elif first < column < last:
            yield f"{place}: values without a heading"
