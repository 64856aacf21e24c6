"""Reads the bundled sample without any code of the crawler, to compare with."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import openpyxl
import pdfplumber
from openpyxl.worksheet.worksheet import Worksheet

from sample.facts import HERE

DATES = ("2026-04-01", "2026-10-01")


def site(date: str, *parts: str) -> Path:
    return HERE.joinpath("sites", date, *parts)


def isa_workbooks(date: str) -> dict[str, openpyxl.Workbook]:
    page = site(date, "www.moj.go.jp/isa/applications/titp/nyuukokukanri07_00138.html").read_text(
        encoding="utf-8"
    )
    links = re.findall(r'<a href="/(isa/content/\d+\.xlsx)">([^(]+)\(', page)
    return {label: openpyxl.load_workbook(site(date, "www.moj.go.jp", path)) for path, label in links}


def parties(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(min_row=2, max_col=6, values_only=True) if row[0] is not None]


def labour_tables(date: str) -> Iterator[list[str | None]]:
    page = site(date, "www.mhlw.go.jp/kinkyu/151106.html").read_text(encoding="utf-8")
    path = re.search(r'href="/(content/\d+\.pdf)">労働基準関係法令違反', page)
    assert path is not None
    with pdfplumber.open(site(date, "www.mhlw.go.jp", path[1])) as pdf:
        for page_of_table in pdf.pages:
            yield from chain.from_iterable(page_of_table.extract_tables())


def labour_rows(date: str) -> list[list[str | None]]:
    return [row for row in labour_tables(date) if row[1] is not None and row[1] != "所在地"]
