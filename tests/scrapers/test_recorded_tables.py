"""The publishers' recorded workbooks come out to the last record and number; only counts are compared."""

from collections.abc import Sequence
from functools import cache

import pytest

from scrapers.readers import read_in_child
from scrapers.tables import Table, find_table, list_banner, list_unread_sheets, load_grid, read_blocks
from tests.shared import shared_path

ISA = {
    "organization": ["監理団体名", "実習実施者名"],
    "representative": ["代表者名"],
    "address": ["所在地"],
    "numbers": [
        "取り消した監理団体の許可番号",
        "取り消した技能実習計画の認定番号",
        "改善命令を行った技能実習計画の認定番号",
    ],
    "reason": ["処分理由", "措置理由"],
    "issued_on": ["処分年月日", "措置年月日"],
}
FILLED = [name for name in ISA if name != "numbers"]
COUNTS = {
    "930005832": (63, 63), "930005831": (39, 0), "930004391": (15, 1), "001391104": (8, 151),
    "001391106": (23, 244), "001391107": (77, 1001), "001391108": (177, 2080), "001391109": (114, 1723),
}
REGISTRY = {
    "name": ["監理団体名"], "postal_code": ["郵便番号"], "address": ["所在地"], "telephone": ["電話番号"],
    "permitted_on": ["許可年月日"], "valid_until": ["許可の有効期限"], "countries": ["受入れ国"],
    "occupations": ["取扱職種"], "care": ["介護職種"],
}


@cache
def read_isa(number: str) -> Table:
    path = shared_path("sources", "2026-04", "www.moj.go.jp", "isa", "content", f"{number}.xlsx")
    grid = load_grid(read_in_child("workbook", path.read_bytes()))
    sheet, header = find_table(grid, ISA, FILLED)
    assert list_unread_sheets(grid, {sheet.number}) == []
    return read_blocks(sheet, header, "organization", many=["numbers"], filled=FILLED)


@pytest.mark.parametrize("number", COUNTS)
def test_every_party_and_number_of_a_recorded_workbook(number: str) -> None:
    table = read_isa(number)
    entries = [entry.text for record in table.records for entry in record.many.get("numbers", ())]
    assert (len(table.records), len(entries)) == COUNTS[number]
    assert (len(table.problems), len(table.ignored), len(table.hidden)) == (0, 0, 0)
    assert len(set(entries)) == len(entries)
    assert all(text.lstrip("変")[0] in "認許" and len(text.lstrip("変")) == 11 for text in entries)


def test_all_recorded_plan_numbers_differ() -> None:
    years = [read_isa(number) for number in COUNTS if number.startswith("0013911")]
    records = [record for table in years for record in table.records]
    entries = [entry.text for record in records for entry in record.many["numbers"]]
    assert (len(entries), len(set(entries))) == (5199, 5199)


@pytest.mark.parametrize(("number", "rows"), [(1, 4), (2, 5)])
def test_the_recorded_registry_rows(number: int, rows: int) -> None:
    path = shared_path("sources", "2026-07", "www.otit.go.jp", "upload", "docs", f"260727-{number}.xlsx")
    grid = load_grid(read_in_child("workbook", path.read_bytes()))
    sheet, header = find_table(grid, REGISTRY, ["name", "address"])
    filled: Sequence[str] = ["name", "address", "telephone", "permitted_on", "valid_until", "countries"]
    table = read_blocks(sheet, header, "name", filled=filled)
    assert (len(table.records), len(table.problems), len(table.ignored)) == (rows, 0, 0)
    assert [cell.text for cell in list_banner(sheet, header)][-1] == "令和8年7月27日現在"
