"""Fictional workbooks in the publishers' layouts, and single changes to their bytes."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

IMPLEMENTER_HEADINGS = (
    "実習実施者名", "代表者名", "所在地", "取り消した技能実習計画の認定番号", "措置理由", "措置年月日",
)
HEADINGS: Mapping[str, Sequence[str]] = {
    "organization": ("実習実施者名", "監理団体名"),
    "representative": ("代表者名",),
    "address": ("所在地",),
    "plan_numbers": ("取り消した技能実習計画の認定番号",),
    "reason": ("措置理由", "処分理由"),
    "issued_on": ("措置年月日", "処分年月日"),
}
REQUIRED = tuple(HEADINGS)
FILLED = ("organization", "representative", "address", "reason", "issued_on")
NUMBER_COLUMN = 4


@dataclass(frozen=True)
class Party:
    """A fictional party of a revocation workbook; `rows` is how many rows its block covers."""

    name: str = "架空水産株式会社"
    representative: str = "架空　太郎"
    address: str = "架空県架空市本町１－２"
    numbers: Sequence[str] = ("認1701000001",)
    reason: str = "第16条第1項第1号"
    issued_on: str | int = "令和元年９月６日"
    rows: int = 0
    blank_rows_after: int = 0

    @property
    def height(self) -> int:
        return max(1, self.rows, len(self.numbers))

    @property
    def single_values(self) -> Mapping[int, str | int]:
        return {1: self.name, 2: self.representative, 3: self.address, 5: self.reason, 6: self.issued_on}


PARTIES = (
    Party(numbers=("認1701000001", "認1701000002", "変認1701000003")),
    Party(name="株式会社架空製作所", representative="架空　花子", numbers=("認1804000009",), issued_on=43461),
    Party(name="有限会社想像縫製", representative="想像　次郎", numbers=("認1909000004", "認1909000005")),
)


@dataclass
class Book:
    """A workbook under construction, with the first row of each party's block."""

    workbook: Workbook = field(default_factory=Workbook)
    tops: list[int] = field(default_factory=list)

    @property
    def sheet(self) -> Worksheet:
        return self.workbook.worksheets[0]

    def save(self) -> bytes:
        body = io.BytesIO()
        self.workbook.save(body)
        return body.getvalue()


def build_book(parties: Sequence[Party] = PARTIES, headings: Sequence[str] = IMPLEMENTER_HEADINGS) -> Book:
    """A revocation workbook: the block of each party merged downwards except for the column of numbers."""
    book = Book()
    book.sheet.title = "実習実施者"
    book.sheet.append(list(headings))
    row = 2
    for party in parties:
        book.tops.append(row)
        write_party(book.sheet, row, party)
        row += party.height + party.blank_rows_after
    return book


def write_party(sheet: Worksheet, top: int, party: Party) -> None:
    """Write one block at the row `top`."""
    for offset, number in enumerate(party.numbers):
        sheet.cell(top + offset, NUMBER_COLUMN, number)
    for column, value in party.single_values.items():
        sheet.cell(top, column, value)
        if party.height > 1:
            sheet.merge_cells(None, top, column, top + party.height - 1, column)


def share_string(body: bytes, item: bytes, prolog: bytes = b"") -> bytes:
    """The workbook with cell A2 taken from a table of shared strings, as Excel writes it, of one `item`."""
    manifest, sheet, strings = "[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
    override = f'<Override PartName="/{strings}" ContentType="{SHARED_STRINGS}"/></Types>'.encode()
    shared = edit_part(body, manifest, lambda xml: xml.replace(b"</Types>", override))
    shared = edit_part(shared, sheet, lambda xml: re.sub(
        rb'<c r="A2".*?</c>', b'<c r="A2" t="s"><v>0</v></c>', xml, count=1))
    edited = io.BytesIO(shared)
    with zipfile.ZipFile(edited, "a") as archive:
        archive.writestr(strings, prolog + f'<sst xmlns="{SHEET_MAIN_NS}">'.encode() + item + b"</sst>")
    return edited.getvalue()


def edit_part(body: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its archive rewritten."""
    edited = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, edit(content) if entry.filename == part else content)
    return edited.getvalue()
