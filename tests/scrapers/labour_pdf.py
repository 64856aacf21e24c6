"""A maker of fictional labour-law case lists in the ministry's layout, for tests and for the sample site.

Every name, place and case that goes in is the caller's; nothing here comes from a real edition.
"""

import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import pairwise

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLE = "労働基準関係法令違反に係る公表事案"
LABELS = ("企業・事業場名称", "所在地", "公表日", "違反法条", "事案概要", "その他参考事項")

Row = Sequence[str]

_FONT = "HeiseiKakuGo-W5"  # one of the fonts every PDF reader brings; nothing is embedded
_PAGE = (841.89, 595.28)
_EDGES = (38.0, 179.0, 265.0, 324.0, 493.0, 690.0, 804.0)
_TOP, _BOTTOM = 540.0, 50.0
_SIZE, _LEADING = 9.5, 11.5
_ERAS = (("令和", date(2019, 5, 1)), ("平成", date(1989, 1, 8)))


@dataclass(frozen=True, slots=True)
class Layout:
    """How an edition differs from the plain one: each option is a trap that a real edition has set."""

    updated_on: date | None = None  # 最終更新日 beside the bureau, as until 2022
    heading: str = "merged"  # or "above": outside the table; or "cut": its cell ends within the line
    cut_at: int = 9  # characters of a cut heading that its cell holds
    last_label: str = LABELS[-1]  # empty on some pages of 2017 and 2018
    rows_per_page: int = 10
    repeat_heading: bool = True
    # (bureau, row from 0, column from 0): cells of which the lower rule is missing
    open_cells: frozenset[tuple[str, int, int]] = field(default_factory=frozenset)
    footnote: str = ""  # a line under every table


def make_labour_pdf(
    rows_by_bureau: Mapping[str, Sequence[Row]],
    published_on: date,
    period: tuple[date, date],
    cover: bool = True,
    layout: Layout | None = None,
) -> bytes:
    """A PDF of the cases, six texts each, under their labour bureaus; the same bytes for the same input."""
    layout = layout or Layout()
    out = BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    canvas = Canvas(out, pagesize=_PAGE, invariant=True, pageCompression=True)
    if cover:
        _draw_cover(canvas, published_on, period)
    for bureau, rows in rows_by_bureau.items():
        for number, chunk in _split_pages(rows, layout.rows_per_page):
            _draw_page(canvas, bureau, number, chunk, layout)
    canvas.save()
    return out.getvalue()


def write_era_date(day: date) -> str:
    """A date in the full era notation: 令和元年8月30日."""
    for era, first in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError(f"no era for {day}")


def wrap(text: str, width: float) -> list[str]:
    """Lines of at most `width` points, broken between any two characters as a spreadsheet does."""
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for character in paragraph:
            wide = _SIZE * (1 if unicodedata.east_asian_width(character) in "FWA" else 0.6)
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + character, used + wide
        lines.append(line)
    return lines


def _split_pages(rows: Sequence[Row], size: int) -> Iterator[tuple[int, Sequence[Row]]]:
    """Chunks of rows with the number of their first row; a bureau without a row still has its page."""
    for start in range(0, max(len(rows), 1), size):
        yield start, rows[start : start + size]


def _draw_cover(canvas: Canvas, published_on: date, period: tuple[date, date]) -> None:
    first, last = map(write_era_date, period)
    canvas.setFont(_FONT, 14)
    lines = (
        "厚生労働省労働基準局監督課",
        f"掲載日：{write_era_date(published_on)}",
        TITLE,
        f"（{first}～{last}公表分）",
        "（※）各都道府県労働局が公表した際の内容を集約したもの",
    )
    for number, line in enumerate(lines):
        canvas.drawString(200, 400 - 30 * number, line)
    canvas.showPage()


def _draw_page(canvas: Canvas, bureau: str, start: int, rows: Sequence[Row], layout: Layout) -> None:
    canvas.setFont(_FONT, _SIZE)
    canvas.setLineWidth(0.5)
    y = _TOP
    if start == 0 or layout.repeat_heading:
        y = _draw_heading(canvas, y, bureau, start == 0, layout)
    y = _draw_row(canvas, y, (*LABELS[:-1], layout.last_label))
    open_above: set[int] = set()
    for number, row in enumerate(rows, start=start):
        open_below = {column for name, at, column in layout.open_cells if (name, at) == (bureau, number)}
        y = _draw_row(canvas, y, row, open_above, open_below)
        open_above = open_below
    if y < _BOTTOM:
        raise ValueError("the rows do not fit on the page: lower rows_per_page")
    if layout.footnote:
        canvas.drawString(_EDGES[0], y - 20, layout.footnote)
    canvas.showPage()


def _draw_heading(canvas: Canvas, y: float, bureau: str, first: bool, layout: Layout) -> float:
    updated = f"　最終更新日：{write_era_date(layout.updated_on)}" if layout.updated_on else ""
    lines = [TITLE] if first else []
    text = bureau + updated
    if layout.heading == "above":
        for line in (*lines, text):
            canvas.drawString(_EDGES[0] + 2, y, line)
            y -= 14
        return y + 8
    if layout.heading == "cut":
        return _draw_cut_heading(canvas, y, lines, text, layout.cut_at)
    return _draw_box(canvas, y, _EDGES[0], _EDGES[-1], [*lines, text])


def _draw_cut_heading(canvas: Canvas, y: float, lines: list[str], text: str, at: int) -> float:
    """The heading's cell ends before the last column, and what does not fit stands beyond it."""
    for line in lines:
        y = _draw_box(canvas, y, _EDGES[0], _EDGES[-1], [line])
    canvas.drawString(_EDGES[-2] + 2, y - 10, text[at:])
    return _draw_box(canvas, y, _EDGES[0], _EDGES[-2], [text[:at]])


def _draw_row(
    canvas: Canvas, y: float, texts: Row, open_above: Container[int] = (), open_below: Container[int] = (),
) -> float:  # fmt: skip
    sides = list(pairwise(_EDGES))
    cells = [wrap(text, right - left - 4) for text, (left, right) in zip(texts, sides, strict=True)]
    height = _measure(max(cells, key=len))
    for column, (lines, (left, right)) in enumerate(zip(cells, sides, strict=True)):
        _draw_box(canvas, y, left, right, lines, height, column not in open_above, column not in open_below)
    return y - height


def _measure(lines: Sequence[str]) -> float:
    return len(lines) * _LEADING + 4


def _draw_box(
    canvas: Canvas, y: float, left: float, right: float, lines: Sequence[str],
    height: float | None = None, upper: bool = True, lower: bool = True,
) -> float:  # fmt: skip
    """A ruled cell with its lines centred from top to bottom; returns where the next row begins."""
    height = _measure(lines) if height is None else height
    if upper:
        canvas.line(left, y, right, y)
    canvas.line(left, y, left, y - height)
    canvas.line(right, y, right, y - height)
    if lower:
        canvas.line(left, y - height, right, y - height)
    baseline = y - (height - len(lines) * _LEADING) / 2 - _SIZE
    for number, line in enumerate(lines):
        canvas.drawString(left + 2, baseline - number * _LEADING, line)
    return y - height
