"""The rows of the recorded disposition workbooks, read plainly, for tests of what is done with a row."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import openpyxl

from tests.shared import shared_path

_PROVISIONS = {"930005832": "37-1", "930005831": "36-1", "930004391": "15-1"}
_FISCAL_YEARS = ("001391104", "001391106", "001391107", "001391108", "001391109")


class RecordedParty(NamedTuple):
    """One party of a workbook: names of people among it, so that a failing test must not print it."""

    workbook: str
    provision: str
    name: str
    representative: str
    reason: str
    issued: object

    def __repr__(self) -> str:
        return f"<a party of {self.workbook}>"


@cache
def read_recorded_parties() -> tuple[RecordedParty, ...]:
    """The 516 parties of the workbooks recorded in April 2026; the test is skipped where they are absent."""
    folder = shared_path("sources", "2026-04", "www.moj.go.jp", "isa", "content")
    return tuple(
        party
        for stem in (*_FISCAL_YEARS, *_PROVISIONS)
        for party in _read_workbook(
            stem, openpyxl.load_workbook(folder / f"{stem}.xlsx").worksheets[0].values
        )
    )


def _read_workbook(stem: str, rows: Iterator[tuple[object, ...]]) -> Iterator[RecordedParty]:
    header: list[str] = []
    for row in rows:
        if not header:
            header = [str(cell) for cell in row] if row[0] is not None and "名" in str(row[0]) else []
        elif row[0] is not None:
            reason, issued = (
                next(cell for cell, title in zip(row, header, strict=True) if word in title)
                for word in ("理由", "年月日")
            )
            provision = _PROVISIONS.get(stem, "16-1")
            yield RecordedParty(stem, provision, str(row[0]), str(row[1]), str(reason), issued)
