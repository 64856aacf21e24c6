"""Who is named in workbooks, for tests that search for these names where none may be. Nothing here prints one."""

import io
import re
from collections.abc import Iterable
from pathlib import Path

from openpyxl import load_workbook

from scrapers.parties import list_representatives


def list_persons(books: Iterable[Path]) -> frozenset[str]:
    """Every person of the 代表者名 columns, without white space; a natural person's own name is among them."""
    return frozenset(person for book in books for person in _list_persons(book.read_bytes()))


def _list_persons(body: bytes) -> Iterable[str]:
    for sheet in load_workbook(io.BytesIO(body)).worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        for column, heading in enumerate(rows[0] if rows else ()):
            if str(heading).startswith("代表者"):
                yield from (
                    re.sub(r"\s", "", person) for row in rows[1:] for person in list_representatives(row[column])  # type: ignore[arg-type]
                )
