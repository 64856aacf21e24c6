"""Fictional registers of support organizations in Japanese and English, in the layouts that have been described."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HOST = "www.moj.go.jp"
PAGE = "isa/applications/ssw/nyuukokukanri07_00205.html"

FLAT = (
    "登録番号", "登録年月日", "氏名又は名称", "郵便番号", "所在地", "電話番号", "代表者の氏名", "支援事務所名", "〒", "所在地",
    "支援内容", "開始予定日", "対応言語", "備考",
)  # fmt: skip
"""One header row, with 所在地 twice: the second is the office's."""

GROUP = "支援業務を行う事務所"
GROUPED = (*FLAT[:7], "名称", "〒", "所在地", *FLAT[10:])
"""Two header rows, with the office's columns under one heading."""

ENGLISH = (
    "Registration number", "Date of registration", "Name", "Postal code", "Address", "Telephone", "Representative",
    "Name of support office", "Postal code of office", "Address of office", "Support", "Scheduled start date",
    "Languages", "Remarks",
)  # fmt: skip

Office = tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """One organization; every office is a row."""

    number: str = "19登-000001"
    name: str = "株式会社架空サポート"
    name_en: str = "Kakuu Support Co., Ltd."
    representative: str = "架空　支助"
    address: str = "愛媛県今治市架空町1番2号"
    telephone: object = 999000001
    offices: Sequence[Office] = (("架空サポート本店", "000-0001", "愛媛県今治市架空町1番2号"),)
    languages: Sequence[str] = ("ベトナム語、英語",)
    remarks: str = ""

    def rows(self, english: bool = False) -> list[list[object]]:
        """Its rows: the first with everything, the others with an office and what is said of it."""
        mark = "①②③④⑤" if len(self.offices) > 1 else " "
        rows: list[list[object]] = []
        for at, (name, postal_code, address) in enumerate(self.offices):
            office = [f"{mark[at]}{name}".strip(), postal_code, address]
            said = self.languages[at] if at < len(self.languages) else None
            first = [
                self.number, 43581, self.name_en if english else self.name, "000-0001", self.address, self.telephone,
                self.representative,
            ]  # fmt: skip
            behind = ["支援計画の全部の実施", 43592, said, self.remarks or None]
            rows.append([*first, *office, *behind] if at == 0 else [*[None] * 7, *office, None, None, said, None])
        return rows


ENTRIES = (
    Entry(),
    Entry(
        "20登-000002", "協同組合見本", "Mihon Cooperative", "見本　一", telephone="03-0000-0001\n080-0000-0042",
        offices=(
            ("見本東京支店", "000-0002", "東京都千代田区架空町2"),
            ("見本大阪支店", "000-0003", "大阪府堺市堺区見本町3"),
            ("見本福岡支店", "000-0004", "福岡県福岡市博多区架空町4"),
        ),
        languages=("ベトナム語", "ベトナム語、中国語（北京語、広東語）"),
    ),
    Entry("21登-000003", "仮名　四郎", "KANA Shiro", "仮名　四郎", offices=(("仮名四郎行政書士事務所", "000-0005", "岐阜県岐阜市架空町5"),)),
    Entry("22登-000004", "一般社団法人夢想支援機構", "Muso Support Organization", "夢想　叶", remarks="休止中"),
)  # fmt: skip


@dataclass(frozen=True)
class Books:
    """The two workbooks and the page that leads to them."""

    entries: Sequence[Entry] = ENTRIES
    grouped: bool = False
    merged: bool = False
    headings: Sequence[str] = ()
    labels: tuple[str, str] = ("登録支援機関登録簿(Excel : 1.2MB)", "Registry of Registered Support Organizations(Excel : 1MB)")
    others: Mapping[str, str] | None = None
    stray: int = 0
    """So many rows below the last, an office stands alone."""

    def japanese(self) -> bytes:
        """The Japanese workbook."""
        book, sheet = _begin("登録支援機関登録簿", "2026年3月31日 現在")
        sheet.append(self.headings or (GROUPED if self.grouped else FLAT))
        if self.grouped:
            _raise_headings(sheet)
        for entry in self.entries:
            _write_entry(sheet, entry.rows(), self.merged)
        if self.stray:
            sheet.cell(sheet.max_row + self.stray, 8, "架空支店")
        return _save(book)

    def english(self) -> bytes:
        """The English workbook, whose rows begin further down."""
        book, sheet = _begin("Registry of Registered Support Organizations", "As of March 31, 2026")
        for line in ("For reference only.", "Names are as reported.", "", ""):
            sheet.append([line])
        sheet.append(ENGLISH)
        for entry in self.entries:
            _write_entry(sheet, entry.rows(english=True), self.merged)
        return _save(book)

    def write(self, folder: Path) -> Path:
        """The site."""
        host = folder / HOST
        (host / PAGE).parent.mkdir(parents=True)
        (host / "isa/content").mkdir()
        (host / "isa/content/1.xlsx").write_bytes(self.japanese())
        (host / "isa/content/2.xlsx").write_bytes(self.english())
        labels = {"/isa/content/1.xlsx": self.labels[0], "/isa/content/2.xlsx": self.labels[1], **(self.others or {})}
        links = "".join(f'<li><a href="{path}">{label}</a></li>' for path, label in labels.items())
        page = f"<html><body><h1>登録支援機関登録簿</h1><p>2026年4月1日 現在</p><ul>{links}</ul></body></html>"
        (host / PAGE).write_text(page, encoding="utf-8")
        (folder / "SAMPLE.txt").touch()
        return folder


def change_entry(entry: Entry, **told: object) -> Entry:
    """The entry with something said otherwise."""
    return replace(entry, **told)  # type: ignore[arg-type]


def _begin(title: str, day: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (title, day, ""):
        sheet.append([line])
    return book, sheet


def _raise_headings(sheet: Worksheet) -> None:
    """Move the office's headings a row down, under their group; the others are merged over both rows."""
    top = sheet.max_row
    for column in range(1, len(FLAT) + 1):
        if column in (8, 9, 10):
            sheet.cell(top + 1, column, sheet.cell(top, column).value)
            sheet.cell(top, column).value = GROUP if column == 8 else None
        else:
            sheet.merge_cells(None, top, column, top + 1, column)
    sheet.merge_cells(None, top, 8, top, 10)


def _write_entry(sheet: Worksheet, rows: Sequence[Sequence[object]], merged: bool) -> None:
    top = sheet.max_row + 1
    for at, row in enumerate(rows):
        for column, value in enumerate(row, start=1):
            sheet.cell(top + at, column, value)
    if merged and len(rows) > 1:
        for column in (1, 2, 3, 4, 5, 6, 7):
            sheet.merge_cells(None, top, column, top + len(rows) - 1, column)


def _save(book: Workbook) -> bytes:
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()
