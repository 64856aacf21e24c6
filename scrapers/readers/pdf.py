"""A PDF with ruled tables, as plain data; runs in the child process that bounds it (see `child.py`)."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text, extract_words

from scrapers.readers.child import UnreadableFile

# The longest official document read so far has 77 pages.
MAX_PAGES = 400
# The document's title stands on its cover; every further page is read as tables and loose words.
PAGES_WITH_TEXT = 1
# A PDF ends with this mark; pdfminer silently repairs a file without it and loses the pages after the cut.
_END_MARK = b"%%EOF"
# Rules of one column differ by fractions of a point from row to row.
_SLACK = 1.0

Box = tuple[float, float, float, float]
Character = dict[str, Any]


def read_pdf(body: bytes) -> dict[str, Any]:
    """All ruled tables of a PDF, cell by cell, and every word outside of them; raises UnreadableFile.

    `{"pages": [{"number", "text", "tables": [[row, …]], "loose": [word, …]}]}`. A row is `{"top", "bottom",
    "cells": [text | null]}`, null where a neighbouring cell covers the column. A word is `{"text", "x0",
    "top", "bottom"}`. Positions are points from the page's top left. `text` is null after the first page.
    """
    if _END_MARK not in body[-4096:]:
        raise UnreadableFile("the PDF is cut short: its end mark is missing")
    try:
        with pdfplumber.open(BytesIO(body), raise_unicode_errors=False) as document:
            pages = document.pages
            _check_page_count(document.doc.catalog, len(pages))
            return {"pages": [_read_page(page) for page in pages]}
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, MemoryError):
            raise cause from error  # The worker names the limit.
        raise UnreadableFile(_describe_failure(cause)) from error


def _check_page_count(catalog: dict[str, Any], found: int) -> None:
    """A damaged file shows fewer pages than it declares: a shorter list would look like withdrawals."""
    if found == 0:
        raise UnreadableFile("the PDF holds no page")
    if found > MAX_PAGES:
        raise UnreadableFile(f"the PDF has {found:,} pages, over the limit of {MAX_PAGES}")
    tree = resolve1(catalog.get("Pages"))
    declared = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    if declared != found:
        raise UnreadableFile(f"the PDF is damaged: it has {found} pages and declares {declared}")


def _describe_failure(cause: Exception) -> str:
    if isinstance(cause, PDFPasswordIncorrect):
        return "the PDF is locked by a password"
    return f"the PDF is damaged ({type(cause).__name__})"


def _read_page(page: Page) -> dict[str, Any]:
    text = page.extract_text() if page.page_number <= PAGES_WITH_TEXT else None
    characters = page.chars
    # Held characters are noted row by row: asking every cell of the page for each takes longer than all else.
    held: set[int] = set()
    tables = [[_read_row(row, characters, held) for row in _find_boxes(table)] for table in page.find_tables()]
    free = [each for each in characters if id(each) not in held and not each["text"].isspace()]
    number = page.page_number
    page.close()  # Layout objects of one page take megabytes.
    return {"number": number, "text": text, "tables": tables, "loose": _read_loose_words(free)}


def _find_boxes(table: Table) -> list[list[Box | None]]:
    """The table's cells, row by row, with those restored of which a rule was not drawn to the end.

    A row of one cell (a heading across the table) stays one cell. Elsewhere a cell that reaches into the next
    row is cut at its own row's end, and a column that no cell covers gets the cell that its row leaves open.
    """
    lefts = sorted({cell[0] for cell in table.cells})
    return [_complete_row(row.cells, lefts, table.bbox[2]) for row in table.rows]


def _complete_row(cells: list[Box | None], lefts: list[float], right: float) -> list[Box | None]:
    found = [cell for cell in cells if cell is not None]
    if len(found) == 1:
        return cells
    top, bottom = found[0][1], min(cell[3] for cell in found)
    edges = [*lefts[1:], right]
    row: list[Box | None] = []
    covered_to = lefts[0]
    for cell, left, next_left in zip(cells, lefts, edges, strict=True):
        if cell is not None:
            row.append((cell[0], top, cell[2], bottom))
            covered_to = cell[2]
        elif covered_to > left + _SLACK:
            row.append(None)
        else:
            row.append((left, top, next_left, bottom))
            covered_to = next_left
    return row


def _read_row(boxes: list[Box | None], characters: list[Character], held: set[int]) -> dict[str, Any]:
    found = [box for box in boxes if box is not None]
    top, bottom = found[0][1], found[0][3]
    band = [each for each in characters if top <= _middle(each, "top", "bottom") < bottom]
    cells = [_read_cell(box, band, held) for box in boxes]
    return {"top": round(top, 1), "bottom": round(bottom, 1), "cells": cells}


def _read_cell(box: Box | None, characters: Iterable[Character], held: set[int]) -> str | None:
    if box is None:
        return None
    inside = [each for each in characters if _holds(box, each)]
    held.update(map(id, inside))
    return str(extract_text(inside))


def _holds(box: Box, character: Character) -> bool:
    """Whether the middle of a character lies in the box; half open, so that no character lies in two."""
    x0, top, x1, bottom = box
    return x0 <= _middle(character, "x0", "x1") < x1 and top <= _middle(character, "top", "bottom") < bottom


def _middle(character: Character, low: str, high: str) -> float:
    return float(character[low] + character[high]) / 2


def _read_loose_words(characters: list[Character]) -> list[dict[str, Any]]:
    return [
        {"text": word["text"], "x0": round(word["x0"], 1), "top": round(word["top"], 1),
         "bottom": round(word["bottom"], 1)}
        for word in extract_words(characters)
    ]
