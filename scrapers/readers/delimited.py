"""A CSV or TSV file as the same plain data as a workbook, read in the child process."""

import csv
import io
from operator import itemgetter
from typing import Any

from scrapers.readers.child import UnreadableFile

MOST_CELLS = 5_000_000
# The order matters: cp932 accepts almost anything, UTF-8 almost nothing but itself.
_MARKED = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_UNMARKED = ("utf-8", "cp932")


def read_delimited(body: bytes) -> dict[str, Any]:
    """The file as a workbook of one sheet (see `read_workbook`); every cell is text; raises UnreadableFile.

    UTF-8, UTF-16 with a mark, or cp932; comma or tab. `merges` is None: the format has none, so a record
    that goes on over several rows can only show it by blanks.
    """
    text = _decode(body)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_choose_delimiter(text), strict=True)
    cells: list[tuple[int, int, str, str]] = []
    try:
        for number, row in enumerate(rows, start=1):
            cells += ((number, column, "text", value) for column, value in enumerate(row, start=1) if value)
            if len(cells) > MOST_CELLS:
                raise UnreadableFile(f"the file has more than {MOST_CELLS:,} cells")
    except csv.Error as error:
        raise UnreadableFile(f"row {rows.line_num} of the file is not well-formed CSV") from error
    return {"sheets": [{
        "title": "",
        "state": "visible",
        "rows": cells[-1][0] if cells else 0,
        "columns": max(map(itemgetter(1), cells), default=0),
        "cells": cells,
        "merges": None,
        "hidden_rows": [],
    }]}


def _decode(body: bytes) -> str:
    marked = tuple(encoding for mark, encoding in _MARKED.items() if body.startswith(mark))
    for encoding in marked or _UNMARKED:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("the text is neither UTF-8 nor cp932 (Shift_JIS)")


def _choose_delimiter(text: str) -> str:
    first_line = text.partition("\n")[0]
    return "\t" if first_line.count("\t") > first_line.count(",") else ","
