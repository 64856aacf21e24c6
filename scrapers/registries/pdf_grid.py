"""A PDF's ruled tables as one sheet: the tables of all pages under each other, told once each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from japanese.text import fold_width, squeeze
from scrapers.tables import LayoutChanged

Page = Mapping[str, Any]
Texts = list[str | None]

# So many of a page's first rows may be a title and headings that the next pages print again.
_REPEATED_ROWS = 6
_PAGE_NUMBER = re.compile(r"[-‐–—ー]*\(?(?:p\.?|page)?\d{1,4}(?:(?:/|of|頁中)\d{1,4})?(?:頁|ページ)?\)?[-‐–—ー]*", re.IGNORECASE)
# A date, a telephone or a postal code beside the rules may be a row whose rule was not drawn.
_ROW_LIKE = re.compile(r"\d{4}[-/.年]\d|[年月]\d{1,2}[月日]|0\d{9}|0\d{1,4}-\d{1,4}-\d{4}|\d{3}-\d{4}")
# Fonts give radicals in the place of the characters that look alike: ⽊ (U+2F4A) for 木.
_RADICALS = {code: fold_width(chr(code)) for code in range(0x2F00, 0x2FD6)}


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a row stands as a reader of the document counts: page, and row among the page's table rows."""

    page: int
    row: int


@dataclass(slots=True)
class PagedGrid:
    """The sheet in the shape that `load_grid` takes, the place of each of its rows, and what was left aside."""

    data: dict[str, Any]
    places: dict[int, PagePlace] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def grid_pages(pages: Sequence[Page]) -> PagedGrid:
    """One sheet of all pages (as `read_pdf` answers them); raises LayoutChanged where words would be lost."""
    banner = _list_banner(pages[0]) if pages else []
    rows = [*_iterate_rows(pages)]
    problems = [problem for page in pages if (problem := _find_lost_words(page, banner)) is not None]
    if problems:
        raise LayoutChanged(problems)
    cells = [[number, 1, "text", line] for number, line in enumerate(banner, start=1)]
    places: dict[int, PagePlace] = {}
    for number, (place, texts) in enumerate(rows, start=len(banner) + 1):
        places[number] = place
        cells += ([number, column, "text", text.translate(_RADICALS)] for column, text in enumerate(texts, 1) if text)
    return PagedGrid(_write_sheet(cells), places)


def _write_sheet(cells: list[list[Any]]) -> dict[str, Any]:
    return {
        "sheets": [
            {
                "title": "",
                "state": "visible",
                "rows": max((cell[0] for cell in cells), default=0),
                "columns": max((cell[1] for cell in cells), default=0),
                "cells": cells,
                "merges": None,
                "hidden_rows": [],
            }
        ]
    }


def _iterate_rows(pages: Sequence[Page]) -> Iterator[tuple[PagePlace, Texts]]:
    first = _list_texts(pages[0])[:_REPEATED_ROWS] if pages else []
    for page in pages:
        texts = _list_texts(page)
        repeated = 0
        while page is not pages[0] and repeated < len(texts) and _same_row(texts[repeated], first, repeated):
            repeated += 1
        for row, line in enumerate(texts[repeated:], start=repeated + 1):
            yield PagePlace(page["number"], row), line


def _list_texts(page: Page) -> list[Texts]:
    return [row["cells"] for table in page["tables"] for row in table]


def _same_row(texts: Texts, first: Sequence[Texts], index: int) -> bool:
    return index < len(first) and _fold_row(texts) == _fold_row(first[index])


def _fold_row(texts: Texts) -> list[str]:
    return [_fold(text or "") for text in texts]


def _fold(text: str) -> str:
    return squeeze(fold_width(text))


def _list_banner(page: Page) -> list[str]:
    """The lines above the first page's table: its title and day."""
    top = min((row["top"] for table in page["tables"] for row in table), default=float("inf"))
    return ["".join(words) for words in _group_lines([word for word in page["loose"] if word["bottom"] <= top + 1])]


def _group_lines(words: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    lines: list[list[str]] = []
    last = float("-inf")
    for word in sorted(words, key=lambda word: (round(word["top"]), word["x0"])):
        if word["top"] > last + 3:
            lines.append([])
        lines[-1].append(word["text"])
        last = word["top"]
    return lines


def _find_lost_words(page: Page, banner: Sequence[str]) -> str | None:
    """Words outside every table that could be a row's; titles, page numbers and notes are not."""
    known = {_fold(line) for line in banner}
    lines = [_fold("".join(words)) for words in _group_lines(page["loose"])]
    lost = [line for line in lines if line not in known and not _PAGE_NUMBER.fullmatch(line) and _ROW_LIKE.search(line)]
    return f"page {page['number']}: {len(lost)} lines that look like rows stand outside the table" if lost else None
