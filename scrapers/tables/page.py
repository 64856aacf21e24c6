"""The tables of an HTML page as the same grid that a workbook gives: one sheet for each table."""

import re
from typing import Any

from lxml import etree, html

from scrapers.tables.grid import Area

_SOURCE_BREAK = re.compile(r"[^\S\n]*\n\s*")
_SPANS = 1000
"""A cell that claims to span more is not believed."""


def read_page(body: bytes) -> dict[str, Any]:
    """Every table of a page, in the form that `load_grid` takes; titled by its caption, or by its place on the page."""
    # Imported only where a page is read: whoever reads a cell of a table would wait for all of Scrapy.
    from scrapy.http import HtmlResponse

    text = HtmlResponse("https://page.invalid/", body=body).text
    if not text.strip():
        return {"sheets": []}
    root = html.document_fromstring(text)
    return {"sheets": [_read_table(table, number) for number, table in enumerate(root.iter("table"), start=1)]}


def _read_table(table: etree._Element, number: int) -> dict[str, Any]:
    cells: list[list[Any]] = []
    merges: list[str] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_list_rows(table), start=1):
        column = 1
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            area = Area(row, column, row + _read_span(cell, "rowspan") - 1, column + _read_span(cell, "colspan") - 1)
            taken.update((r, c) for r in range(row, area.bottom + 1) for c in range(column, area.right + 1))
            if (area.bottom, area.right) != (row, column):
                merges.append(area.address)
            cells.append([row, column, "text", _read_text(cell)])
    caption = table.find("caption")
    title = f"table {number}" if caption is None else _read_text(caption)
    return {"title": title, "state": "visible", "cells": cells, "merges": merges, "hidden_rows": []}


def _list_rows(table: etree._Element) -> list[etree._Element]:
    """The table's own rows: those of a table inside one of its cells belong to that one."""
    rows: list[etree._Element] = []
    for part in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        rows += [part] if part.tag == "tr" else part.iterchildren("tr")
    return rows


def _read_span(cell: etree._Element, name: str) -> int:
    span = (cell.get(name) or "").strip()
    return min(int(span), _SPANS) if span.isascii() and span.isdecimal() and int(span) > 0 else 1


def _read_text(cell: etree._Element) -> str:
    """The cell's words: `<br>` is a line break, as in a workbook's cell; breaks of the source text are none."""
    parts = [_flatten(cell.text)]
    for element in cell.iterdescendants():
        own = "\n" if element.tag == "br" else _flatten(element.text) if isinstance(element.tag, str) else ""
        parts += [own, _flatten(element.tail)]
    return "".join(parts).strip()


def _flatten(text: str | None) -> str:
    return _SOURCE_BREAK.sub("", text or "")
