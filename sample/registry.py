"""The registry of supervising organizations (監理団体一覧): workbooks first, CSV at other paths later.

The publisher's real headers are not known for certain; both snapshots use plausible ones that differ.
"""

import csv
import datetime
import io
from collections.abc import Sequence

from sample.facts import Row, excel_serial, facts_at, write_era
from sample.spreadsheet import Sheet, write_workbook

CLASSES = {"general": "一般監理事業", "specific": "特定監理事業"}
AS_OF = {"1": "令和8年3月30日現在", "2": "令和8年9月28日現在"}
PATHS = {
    "1": {"general": "upload/docs/260330-1.xlsx", "specific": "upload/docs/260330-2.xlsx"},
    "2": {
        "general": "supervisor/data/2026/ippan_kanri.csv",
        "specific": "supervisor/data/2026/tokutei_kanri.csv",
    },
}
WORKBOOK_HEADERS = (
    "監理団体名",
    "郵便番号",
    "所在地",
    "電話番号",
    "許可年月日",
    "許可の有効期限",
    "受入れ国",
    "取扱職種",
    "介護職種",
)
CSV_HEADERS = (
    "法人名",
    "〒",
    "住所",
    "連絡先(電話)",
    "許可年月日",
    "許可有効期限",
    "受入国",
    "取扱職種コード",
    "介護対応",
)
FIELDS = (
    "name",
    "postal_code",
    "address",
    "phone",
    "permitted_on",
    "valid_until",
    "countries",
    "occupations",
    "care",
)
ENCODINGS = {"general": "utf-8-sig", "specific": "cp932"}


def registry_files(snapshot: str) -> dict[str, bytes]:
    """The files of one snapshot by their path on the host."""
    rows = facts_at("registry", snapshot)
    write = {"1": _write_workbook, "2": _write_csv}[snapshot]
    return {
        PATHS[snapshot][permit_class]: write(
            permit_class, [row for row in rows if row["class"] == permit_class]
        )
        for permit_class in CLASSES
    }


def _write_workbook(permit_class: str, rows: Sequence[Row]) -> bytes:
    sheet = Sheet(CLASSES[permit_class])
    sheet.put(1, 1, f"監理団体一覧({CLASSES[permit_class]})")
    sheet.put(2, 1, AS_OF["1"])
    for column, header in enumerate(WORKBOOK_HEADERS, 1):
        sheet.put(4, column, header)
    for at, row in enumerate(rows, 5):
        for column, name in enumerate(FIELDS, 1):
            sheet.put(at, column, *_workbook_value(name, row[name]))
    return write_workbook([sheet], "架空の見本 (fictional sample)")


def _workbook_value(field: str, value: str) -> tuple[str | int, str]:
    if field == "valid_until":
        return excel_serial(datetime.date.fromisoformat(value)), "iso_date"
    if field == "permitted_on":
        return write_era(datetime.date.fromisoformat(value)), "general"
    return value, "text" if field == "phone" else "general"


def _write_csv(permit_class: str, rows: Sequence[Row]) -> bytes:
    """Comma-separated, CRLF; one list with two lines before its header, the other without."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if permit_class == "general":
        writer.writerows([[f"監理団体一覧（{CLASSES[permit_class]}）"], [AS_OF["2"]]])
    writer.writerow(CSV_HEADERS)
    for row in rows:
        permitted = write_era(datetime.date.fromisoformat(row["permitted_on"]))
        writer.writerow([permitted if name == "permitted_on" else row[name] for name in FIELDS])
    return text.getvalue().encode(ENCODINGS[permit_class])
