"""Headings and records found in fictional sheets: exact where the layout holds, refused where it does not."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from scrapers.tables import LayoutChanged, find_table, list_banner, list_unread_sheets, read_blocks
from tests.scrapers.books import (
    FILLED,
    HEADINGS,
    IMPLEMENTER_HEADINGS,
    PARTIES,
    Book,
    Party,
    build_book,
    write_party,
)
from tests.scrapers.tables import assert_exact, find, load, read


def test_records_and_their_places() -> None:
    table = read(build_book())
    assert_exact(table, PARTIES)
    assert [record.locator for record in table.records][:2] == [
        {"sheet": "実習実施者", "rows": "2-4", "cells": {
            "organization": "A2", "representative": "B2", "address": "C2", "reason": "E2", "issued_on": "F2",
            "plan_numbers": "D2:D4"}},
        {"sheet": "実習実施者", "rows": "5", "cells": {
            "organization": "A5", "representative": "B5", "address": "C5", "reason": "E5", "issued_on": "F5",
            "plan_numbers": "D5"}},
    ]
    assert [entry.address for entry in table.records[2].many["plan_numbers"]] == ["D6", "D7"]
    assert table.ignored == ()


word = st.text("架空想像県市\n　﨑\uf9dcＡ1-", min_size=1, max_size=8).filter(str.strip)
party = st.builds(
    Party, name=word, representative=word, address=word, reason=word,
    numbers=st.lists(st.integers(10**9, 10**10 - 1).map("認{}".format), max_size=5),
    issued_on=st.one_of(st.integers(40_000, 60_000), word),
    rows=st.integers(0, 6), blank_rows_after=st.integers(0, 3),
)


@settings(max_examples=60, deadline=None)
@given(parties=st.lists(party, min_size=1, max_size=6), strays=st.sets(st.integers(40, 400), max_size=3))
def test_any_layout_of_blocks_reads_back_exactly(parties: list[Party], strays: set[int]) -> None:
    book = build_book(parties)
    bottom = book.tops[-1] + parties[-1].height
    for offset in strays:
        book.sheet.cell(bottom + offset, 11, "認9999999999")
    table = read(book)
    assert_exact(table, parties)
    assert len(table.ignored) == len(strays)


def test_headings_are_found_below_a_banner_in_any_spelling() -> None:
    book = Book()
    spellings = {1: "実習実施者\n名", 2: "代表者名 ", 3: "所　在　地", 6: "措置\n年月日\n"}
    for column, heading in enumerate(IMPLEMENTER_HEADINGS, start=1):
        book.sheet.cell(8, column, spellings.get(column, heading))
    book.sheet["A1"] = "取消し一覧"
    book.sheet["F2"] = "令和８年４月１日現在"
    write_party(book.sheet, 9, PARTIES[0])
    grid = load(book)
    sheet, header = find(grid)
    assert (header.top, header.bottom) == (8, 8)
    assert [cell.text for cell in list_banner(sheet, header)] == ["取消し一覧", "令和８年４月１日現在"]
    assert_exact(read(book), PARTIES[:1])


GROUPED = {
    "number": ["登録番号"],
    "name": ["名称"],
    "office": ["支援事務所 名称"],
    "office_address": ["支援事務所 所在地"],
}


def test_a_group_of_headings_lends_its_words_to_its_members() -> None:
    book = Book()
    sheet = book.sheet
    sheet["A3"], sheet["B3"], sheet["C3"] = "登録番号", "名称", "支援事務所"
    sheet["C4"], sheet["D4"] = "名称", "所在地"
    for area in ("A3:A4", "B3:B4", "C3:D3"):
        sheet.merge_cells(area)
    for column, value in enumerate(["99登-000001", "架空支援協会", "本部", "架空市"], start=1):
        sheet.cell(5, column, value)
    found, header = find_table(load(book), GROUPED, list(GROUPED))
    assert {name: column.letter for name, column in header.columns.items()} == {
        "number": "A", "name": "B", "office": "C", "office_address": "D"}
    record, = read_blocks(found, header, "number").records
    assert record.text("office_address") == "架空市"


def rename(sheet: Worksheet) -> None:
    sheet["B1"] = "責任者"


def remove(sheet: Worksheet) -> None:
    sheet["F1"] = None


def double(sheet: Worksheet) -> None:
    sheet["G1"] = "所在地"


def add(sheet: Worksheet) -> None:
    sheet["G1"], sheet["G2"] = "備考", "あり"


def unhead(sheet: Worksheet) -> None:
    sheet["C1"] = None


def clear(sheet: Worksheet) -> None:
    sheet.delete_rows(1, sheet.max_row)


def behead(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.value = None


CHANGED_LAYOUTS: list[tuple[Callable[[Worksheet], None], list[str]]] = [
    (rename, ["sheet 1, row 1: the column 「代表者名」 (representative) is missing",
              "sheet 1, B1: unknown heading of 3 characters"]),
    (remove, ["sheet 1, row 1: the column 「措置年月日」 (issued_on) is missing"]),
    (double, ["sheet 1: the column address stands there more than once, at C1, G1"]),
    (add, ["sheet 1, G1: unknown heading of 2 characters"]),
    (unhead, ["sheet 1, row 1: the column 「所在地」 (address) is missing",
              "sheet 1, C1: values without a heading"]),
    (clear, ["sheet 1 is empty"]),
    (behead, ["sheet 1: no row among the first 30 holds the headings"]),
]


@pytest.mark.parametrize(("damage", "problems"), CHANGED_LAYOUTS)
def test_a_changed_layout_is_refused(damage: Callable[[Worksheet], None], problems: list[str]) -> None:
    book = build_book()
    damage(book.sheet)
    with pytest.raises(LayoutChanged) as caught:
        find(load(book))
    assert caught.value.problems == problems


def test_an_optional_column_may_be_absent() -> None:
    book = build_book([Party(), Party(name="株式会社架空製作所")])
    book.sheet.delete_cols(4)
    sheet, header = find(load(book), required=[name for name in HEADINGS if name != "plan_numbers"])
    table = read_blocks(sheet, header, "organization", many=["plan_numbers"], filled=FILLED)
    assert (len(table.records), table.problems) == (2, ())
    assert table.records[0].many == {}


def test_headings_without_records_are_a_problem() -> None:
    table = read(build_book([]))
    assert [str(problem) for problem in table.problems] == [
        "sheet 「実習実施者」, A2: no record under the headings"]


def test_the_visible_sheet_with_the_headings_is_the_table() -> None:
    book = build_book()
    other = book.workbook.create_sheet("注意", index=0)
    other["A1"] = "この表について"
    assert find(load(book))[0].number == 2
    copy = book.workbook.copy_worksheet(book.workbook["実習実施者"])
    with pytest.raises(LayoutChanged, match="several sheets hold the table: sheet 2, sheet 3"):
        find(load(book))
    copy.sheet_state = "hidden"
    grid = load(book)
    assert find(grid)[0].number == 2
    assert list_unread_sheets(grid, {2}) == [1, 3]


def test_sheets_without_a_cell_are_named() -> None:
    with pytest.raises(LayoutChanged, match="sheet 1 is empty"):
        find(load(Book()))
