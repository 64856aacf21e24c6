"""Draws a PDF in the form of the labour-law cases (公表事案): ruled tables, one bureau after another."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLE = "労働基準関係法令違反に係る公表事案"
HEADERS = ("企業・事業場名称", "所在地", "公表日", "違反法条", "事案概要", "その他参考事項")
WIDTHS = (130, 90, 70, 150, 220, 100)  # points; the columns of the page, left to right
FONT, SIZE, LEADING, PADDING = "HeiseiMin-W3", 9, 11, 4
LEFT, TOP = 40, 555


@dataclass(frozen=True)
class Page:
    """One page: its cases and, above them, the merged row of title and bureau (empty where it is missing)."""

    rows: Sequence[Sequence[str]]
    head: str = ""
    with_headers: bool = True
    title_row: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole file: the lines of the cover (none where the edition has no cover) and the pages of cases."""

    pages: Sequence[Page]
    cover: Sequence[str] = field(default_factory=tuple)


def make_labour_pdf(paper: Paper, title: str = TITLE) -> bytes:
    """The bytes of the file; the same paper always gives the same bytes."""
    canvas, buffer = _open_canvas(title)
    if paper.cover:
        _draw_lines(canvas, paper.cover, 16, 24)
        canvas.showPage()
    for page in paper.pages:
        _draw_page(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_text_pdf(lines: Sequence[str], title: str) -> bytes:
    """A one-page PDF of plain lines, such as the circular that lies beside the list of cases."""
    canvas, buffer = _open_canvas(title)
    _draw_lines(canvas, lines, 11, 18)
    canvas.save()
    return buffer.getvalue()


def _open_canvas(title: str) -> tuple[Canvas, io.BytesIO]:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=landscape(A4), invariant=1, pageCompression=0)
    canvas.setTitle(title)
    return canvas, buffer


def _draw_lines(canvas: Canvas, lines: Sequence[str], size: int, leading: int) -> None:
    canvas.setFont(FONT, size)
    for step, line in enumerate(lines):
        canvas.drawString(80, TOP - 60 - step * leading, line)


def _draw_page(canvas: Canvas, page: Page) -> None:
    canvas.setFont(FONT, SIZE)
    y = float(TOP)
    for head in (page.title_row, page.head):
        if head:
            y = _draw_row(canvas, y, [head], (sum(WIDTHS),))
    if page.with_headers:
        y = _draw_row(canvas, y, HEADERS, WIDTHS)
    for row in page.rows:
        y = _draw_row(canvas, y, row, WIDTHS)


def _draw_row(canvas: Canvas, top: float, cells: Sequence[str], widths: Sequence[float]) -> float:
    """Draw one ruled row below `top` and return its lower edge; text stands in the middle of its height."""
    wrapped = [_wrap(cell, width - 2 * PADDING) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped) * LEADING + 2 * PADDING
    x = float(LEFT)
    for lines, width in zip(wrapped, widths, strict=True):
        canvas.rect(x, top - height, width, height)
        first = top - (height - len(lines) * LEADING) / 2 - SIZE
        for step, line in enumerate(lines):
            canvas.drawString(x + PADDING, first - step * LEADING, line)
        x += width
    return top - height


def _wrap(text: str, width: float) -> list[str]:
    """Lines no wider than `width` points, broken between any two characters as the publisher does."""
    lines = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for character in part:
            advance = SIZE if unicodedata.east_asian_width(character) in "WFA" else SIZE / 2
            if used + advance > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + character, used + advance
        lines.append(line)
    return lines
