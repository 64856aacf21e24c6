"""Fictional registers in every format and dress: one list of rows, written as a publisher might."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl import Workbook
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HEADINGS: Mapping[str, str] = {
    "name": "監理団体名",
    "postal_code": "郵便番号",
    "address": "所在地",
    "telephone": "電話番号",
    "first_permitted_on": "許可年月日",
    "expires_on": "許可の有効期限",
    "countries": "受入れ国",
    "occupations": "取扱職種",
    "care": "介護職種",
}
TITLE = "監理団体一覧(一般監理事業)"
AS_OF = "令和8年7月27日現在"

Row = Mapping[str, object]


def make_row(name: str = "架空協同組合", **cells: object) -> dict[str, object]:
    """A permit's cells; anything may be said otherwise."""
    return {
        "name": name,
        "postal_code": "000-0001",
        "address": "愛媛県今治市架空町1番2号",
        "telephone": "0999000001",
        "first_permitted_on": "令和元年9月6日",
        "expires_on": "令和13年9月5日",
        "countries": "インドネシア、ベトナム",
        "occupations": "3-4,7-21",
        "care": "",
        **cells,
    }


@dataclass(frozen=True)
class Register:
    """A list of permits and how it is dressed: its headings in order, and the lines above them."""

    rows: Sequence[Row]
    headings: Mapping[str, str] = field(default_factory=lambda: HEADINGS)
    banner: Sequence[str] = (TITLE, AS_OF)

    def dressed(self, headings: Mapping[str, str]) -> "Register":
        """The same list under other headings, in their order."""
        return replace(self, headings=headings)

    @property
    def table(self) -> list[list[object]]:
        """Headings and rows."""
        return [[*self.headings.values()], *([row.get(name, "") for name in self.headings] for row in self.rows)]

    def workbook(self) -> bytes:
        """As xlsx, with an empty row under the banner."""
        book = Workbook()
        sheet = book.worksheets[0]
        for line in self.banner:
            sheet.append([line])
        sheet.append([])
        for row in self.table:
            sheet.append([None if value == "" else value for value in row])
        body = io.BytesIO()
        book.save(body)
        return body.getvalue()

    def delimited(self, encoding: str = "utf-8-sig") -> bytes:
        """As CSV."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerows([[line] for line in self.banner])
        writer.writerows(self.table)
        return text.getvalue().encode(encoding)

    def pdf(self, rows_per_page: int = 12, unruled: int | None = None, boxed: bool = False) -> bytes:
        """As a ruled PDF whose headings stand on every page; the row `unruled` (from 0) has no rules.

        `boxed`: every page has the first heading under a title of its own, within the rules.
        """
        banner = Banner(self.banner, [TITLE, *[""] * (len(self.headings) - 1)] if boxed else None)
        return draw_pdf(banner, self.table[0], self.table[1:], rows_per_page, unruled)


@dataclass(frozen=True)
class Banner:
    """The lines above the first page's table, and a row above the headings of every page."""

    lines: Sequence[str]
    boxed: Sequence[str] | None


_FONT = "HeiseiKakuGo-W5"
_WIDTH, _LEADING, _SIZE = 88.0, 9.5, 7.0


def draw_pdf(
    banner: Banner, head: Sequence[object], rows: Sequence[Sequence[object]], per_page: int, unruled: int | None
) -> bytes:
    """A PDF with a narrow column for each heading: long cells are wrapped within words, as publishers' are."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    canvas = Canvas(out, pagesize=(900, 1200), invariant=True)
    pages = [rows[start : start + per_page] for start in range(0, len(rows), per_page)]
    for number, page in enumerate(pages, start=1):
        canvas.setFont(_FONT, _SIZE)
        y = 1150.0
        for line in banner.lines if number == 1 else ():
            canvas.drawString(40, y, line)
            y -= 14
        if banner.boxed is not None:
            y = _draw_row(canvas, y, banner.boxed, True)
        y = _draw_row(canvas, y, head, True)
        for offset, row in enumerate(page):
            y = _draw_row(canvas, y, row, (number - 1) * per_page + offset != unruled)
        canvas.drawString(440, 20, f"{number}/{len(pages)}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_row(canvas: Canvas, y: float, row: Sequence[object], ruled: bool) -> float:
    cells = [_wrap(str(value)) for value in row]
    height = max(map(len, cells)) * _LEADING + 6
    for column, lines in enumerate(cells):
        left = 40 + column * _WIDTH
        if ruled:
            canvas.rect(left, y - height, _WIDTH, height)
        for number, line in enumerate(lines, start=1):
            canvas.drawString(left + 3, y - number * _LEADING, line)
    return y - height


def _wrap(text: str) -> list[str]:
    """Lines of eleven wide characters, cut wherever they end."""
    lines, line, used = [], "", 0.0
    for char in text:
        wide = 1.0 if ord(char) > 0xFF else 0.55
        if used + wide > 11.5:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + wide
    return [*lines, line]
