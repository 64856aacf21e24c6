"""The workbooks of dispositions in the form of the Immigration Services Agency, with their traps."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sample.facts import (
    WIDE_DIGITS,
    Row,
    excel_serial,
    expand_numbers,
    facts_at,
    read_facts,
    squeeze,
    write_era,
)
from sample.spreadsheet import Sheet, write_workbook

OTHER_SHEET = "別シート参照"
ANNEX_COLUMNS = 8
PARTY = ("実習実施者名", "代表者名", "所在地")
SUPERVISOR = ("監理団体名", "代表者名", "所在地")
PLAN_HEADERS = (*PARTY, "取り消した技能実習計画の認定番号", "措置理由", "措置年月日")


@dataclass(frozen=True)
class Workbook:
    """One published workbook: where it lies, how the page names it, what its sheet looks like."""

    content_id: str
    label: str
    sheet: str
    headers: tuple[str, ...]


WORKBOOKS = {
    "permit_revocation": Workbook(
        "999005832",
        "監理団体に対する許可の取消し",
        "監理団体",
        (*SUPERVISOR, "取り消した監理団体の許可番号", "処分理由", "処分年月日"),
    ),
    "improvement_supervising": Workbook(
        "999005831", "監理団体に対する改善命令", "監理団体", (*SUPERVISOR, "処分理由", "処分年月日")
    ),
    "improvement_implementer": Workbook(
        "999004391",
        "実習実施者に対する改善命令",
        "実習実施者",
        (*PARTY, "改善命令を行った技能実習計画の認定番号", "処分理由", "処分年月日"),
    ),
    "fy2018": Workbook("999391104", "平成30年度", "sheet", PLAN_HEADERS),
    "fy2019": Workbook("999391106", "令和元年度", "実習実施者", PLAN_HEADERS),
    "fy2021": Workbook("999391108", "令和3年度", "実習実施者", PLAN_HEADERS),
    "fy2024": Workbook("999417745", "令和6年度", "実習実施者", PLAN_HEADERS),
    "fy2025": Workbook("999439965", "令和7年度", "実習実施者", PLAN_HEADERS),
    "fy2026": Workbook("999470026", "令和8年度", "実習実施者", PLAN_HEADERS),
}
WIDTHS = (26, 18, 52, 18.125, 47.75, 18)
BLOCK_HEIGHTS = {
    "permit_revocation": (4, 4, 4)
}  # its oldest entries are merged over rows that hold nothing else
WITHOUT_PROPERTIES = {"fy2021"}
READINGS = {
    "実習実施者名": "ジッシュウジッシシャメイ",
    "監理団体名": "カンリダンタイメイ",
    "代表者名": "ダイヒョウシャメイ",
    "所在地": "ショザイチ",
    "措置理由": "ソチリユウ",
    "処分理由": "ショブンリユウ",
    "措置年月日": "ソチネンガッピ",
    "架空みらい協同組合": "カクウミライキョウドウクミアイ",
    "空想玩具株式会社": "クウソウガングカブシキガイシャ",
    "想像テクノ株式会社": "ソウゾウテクノカブシキガイシャ",
}


def disposition_workbooks(snapshot: str) -> dict[str, bytes]:
    """The workbooks of one snapshot by their path on the host."""
    rows = facts_at("dispositions", snapshot)
    kept = {key: [row for row in rows if row["workbook"] == key] for key in WORKBOOKS}
    return {
        f"isa/content/{WORKBOOKS[key].content_id}.xlsx": _workbook_bytes(key, of_key)
        for key, of_key in kept.items()
        if of_key
    }


def reason_text(row: Row) -> str:
    """The reason as printed for this party; a reason may name the organization or its representative."""
    reasons = {reason["key"]: reason["text"] for reason in read_facts("reasons")}
    first = row["representative"].split("\n")[0]
    return reasons[row["reason"]].format(
        name=squeeze(row["name"]), representative=first, representative_plain=squeeze(first)
    )


def _workbook_bytes(key: str, rows: Sequence[Row]) -> bytes:
    sheets = [_party_sheet(key, rows), *(_annex_sheet(row) for row in rows if _has_annex(row))]
    title = None if key in WITHOUT_PROPERTIES else "架空の見本 (fictional sample)"
    return write_workbook(sheets, title)


def _has_annex(row: Row) -> bool:
    return row["numbers"].startswith("別シート:")


def _party_sheet(key: str, rows: Sequence[Row]) -> Sheet:
    book = WORKBOOKS[key]
    sheet = Sheet(book.sheet, widths=WIDTHS[: len(book.headers)])
    for column, header in enumerate(book.headers, 1):
        sheet.put(1, column, header, reading=READINGS.get(header, ""))
    top = 2
    for index, row in enumerate(rows):
        top += _put_party(sheet, top, row, len(book.headers) == 6, _block_height(key, index))
    if key.startswith("fy"):
        sheet.filter_range = f"A1:F{top - 1}"
    if key in LEFTOVERS:
        LEFTOVERS[key](sheet, top)
    return sheet


def _block_height(key: str, index: int) -> int:
    heights = BLOCK_HEIGHTS.get(key, ())
    return heights[index] if index < len(heights) else 1


def _put_party(sheet: Sheet, top: int, row: Row, numbered: bool, least: int) -> int:
    """Write one party's block and tell how many rows it takes."""
    numbers = [OTHER_SHEET] if _has_annex(row) else expand_numbers(row["numbers"])
    height = max(len(numbers), least, 1)
    values = [row["name"], row["representative"], row["address"], reason_text(row)]
    columns = (1, 2, 3, 5 if numbered else 4)
    for column, value in zip(columns, values, strict=True):
        sheet.put(top, column, value, reading=READINGS.get(value, ""))
    _put_date(sheet, top, columns[-1] + 1, row)
    for step, number in enumerate(numbers):
        sheet.put(top + step, 4, number, reading="ニン" if number.startswith("認") else "")
    merged = [*columns, columns[-1] + 1] + ([4] if len(numbers) == 1 and numbered else [])
    for column in merged:
        sheet.merge(top, column, top + height - 1, column)
    return height


def _put_date(sheet: Sheet, row: int, column: int, fact: Row) -> None:
    date = datetime.date.fromisoformat(fact["date"])
    written: dict[str, tuple[str | int, str]] = {
        "serial": (excel_serial(date), "japanese_serial"),
        "date": (excel_serial(date), "era_date"),
        "era": (write_era(date), "general"),
        "era_wide": (write_era(date).translate(WIDE_DIGITS), "general"),
    }
    sheet.put(row, column, *written[fact["date_form"]])


def _annex_sheet(row: Row) -> Sheet:
    sheet = Sheet("認定番号", widths=(14,) * ANNEX_COLUMNS)
    sheet.put(1, 1, f"{squeeze(row['name'])}に係る取り消した技能実習計画の認定番号")
    sheet.merge(1, 1, 1, ANNEX_COLUMNS)
    for place, number in enumerate(expand_numbers(row["numbers"])):
        sheet.put(2 + place // ANNEX_COLUMNS, 1 + place % ANNEX_COLUMNS, number)
    return sheet


def _leave_numbers_beside(sheet: Sheet, end: int) -> None:
    """Leftovers of an earlier edit, in column K below the table."""
    for step in range(4):
        sheet.put(end + 40 + step, 11, f"認22049909{step:02d}")


def _leave_hidden_rows(sheet: Sheet, end: int) -> None:
    sheet.hidden_rows = range(end, end + 6)


LEFTOVERS = {"fy2024": _leave_numbers_beside, "fy2025": _leave_hidden_rows}
