"""The register of support organizations (登録支援機関登録簿) in its Japanese and its English workbook."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sample.facts import Row, excel_serial, facts_at
from sample.spreadsheet import Sheet, write_workbook

IDS = {"1": {"ja": "999460874", "en": "999440543"}, "2": {"ja": "999481234", "en": "999481235"}}
AS_OF = {
    "1": {"ja": "2026年3月31日 現在", "en": "As of March 31, 2026"},
    "2": {"ja": "2026年9月30日 現在", "en": "As of September 30, 2026"},
}
CIRCLED = "①②③④⑤"
SUPPORT = {
    "ja": {"all": "1号特定技能外国人支援計画の全部の実施", "part": "1号特定技能外国人支援計画の一部の実施"},
    "en": {
        "all": "Implementation of all of the support plan",
        "part": "Implementation of part of the support plan",
    },
}


@dataclass(frozen=True)
class Layout:
    """How one language's workbook is set out: the lines above the table, then its two header rows."""

    sheet: str
    banner: tuple[str, ...]
    headers: tuple[str, ...]
    offices_header: str
    header_row: int
    suffix: str


LAYOUTS = {
    "ja": Layout(
        "登録支援機関登録簿",
        ("登録支援機関登録簿", "{as_of}"),
        (
            "登録番号",
            "登録年月日",
            "氏名又は名称",
            "郵便番号",
            "所在地",
            "電話番号",
            "代表者の氏名",
            "支援事務所名",
            "〒",
            "支援事務所の所在地",
            "支援業務の内容",
            "支援業務の開始予定年月日",
            "対応可能言語",
            "備考",
        ),
        "支援業務を行う事務所",
        4,
        "",
    ),
    "en": Layout(
        "List",
        (
            "Registry of Registered Support Organizations",
            "{as_of}",
            "This list is provided for reference.",
            "Names are as reported by each organization.",
            "Please contact the office for details.",
            "",
        ),
        (
            "Registration number",
            "Date of registration",
            "Name",
            "Postal code",
            "Address",
            "Telephone",
            "Representative",
            "Name of support office",
            "Postal code of office",
            "Address of office",
            "Support",
            "Scheduled start date",
            "Languages",
            "Remarks",
        ),
        "Offices",
        7,
        "_en",
    ),
}


def support_workbooks(snapshot: str) -> dict[str, bytes]:
    """The two workbooks of one snapshot by their path on the host."""
    rows = facts_at("support_organizations", snapshot)
    return {
        f"isa/content/{content_id}.xlsx": _write_register(language, rows, AS_OF[snapshot][language])
        for language, content_id in IDS[snapshot].items()
    }


def _write_register(language: str, rows: Sequence[Row], as_of: str) -> bytes:
    layout = LAYOUTS[language]
    sheet = Sheet(layout.sheet)
    _put_head(sheet, layout, as_of)
    at = layout.header_row + 2
    for row in rows:
        at += _put_organization(sheet, at, row, language)
    return write_workbook([sheet], "架空の見本 (fictional sample)")


def _put_head(sheet: Sheet, layout: Layout, as_of: str) -> None:
    for at, line in enumerate(layout.banner, 1):
        sheet.put(at, 1, line.format(as_of=as_of))
    sheet.merge(1, 1, 1, len(layout.headers))
    top = layout.header_row
    for column, header in enumerate(layout.headers, 1):
        of_office = column in (8, 9, 10)
        sheet.put(top + of_office, column, header)
        if not of_office:
            sheet.merge(top, column, top + 1, column)
    sheet.put(top, 8, layout.offices_header)
    sheet.merge(top, 8, top, 10)


def _put_organization(sheet: Sheet, at: int, row: Row, language: str) -> int:
    """Write one organization and its further offices below it; tells how many rows it takes."""
    suffix = LAYOUTS[language].suffix
    registered, starts = (
        excel_serial(datetime.date.fromisoformat(row[key])) for key in ("registered_on", "starts_on")
    )
    phone: str | int = int(row["phone"]) if row["phone_form"] == "number" else row["phone"]
    values: dict[int, str | int] = {
        1: row["number"],
        3: row["name" + suffix],
        4: row["postal_code"],
        5: row["address" + suffix],
        6: phone,
        7: row["representative" + suffix],
        11: SUPPORT[language][row["support"]],
        13: row["languages" + suffix],
        14: row["remarks" + suffix],
    }
    for column, value in values.items():
        sheet.put(at, column, value)
    sheet.put(at, 2, registered, "japanese_serial")
    sheet.put(at, 12, starts, "japanese_serial")
    offices = [office.split("|") for office in row["offices" + suffix].split(";")]
    for step, office in enumerate(offices):
        mark = CIRCLED[step] if len(offices) > 1 else ""
        for column, value in enumerate([mark + office[0], *office[1:]], 8):
            sheet.put(at + step, column, value)
    return len(offices)
