"""Blocks of rows: every damage is refused at its cell, the other records stay, and strays are told."""

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from scrapers.readers.delimited import read_delimited
from scrapers.readers.workbook import read_workbook
from scrapers.tables import find_table, load_grid, read_blocks
from tests.scrapers.books import FILLED, IMPLEMENTER_HEADINGS, PARTIES, Party, build_book
from tests.scrapers.tables import assert_exact, find, read

# The blocks of PARTIES: rows 2-4, row 5, rows 6-7.
Damage = Callable[[Worksheet], None]


def set_cell(address: str, value: str | None) -> Damage:
    def damage(sheet: Worksheet) -> None:
        sheet[address] = value
    return damage


def split(area: str) -> Damage:
    return lambda sheet: sheet.unmerge_cells(area)


def remerge(old: str, new: str) -> Damage:
    def damage(sheet: Worksheet) -> None:
        sheet.unmerge_cells(old)
        sheet.merge_cells(new)
    return damage


def merge(area: str) -> Damage:
    return lambda sheet: sheet.merge_cells(area)


def unmerge_and_write(area: str, address: str, value: str) -> Damage:
    def damage(sheet: Worksheet) -> None:
        sheet.unmerge_cells(area)
        sheet[address] = value
    return damage


DAMAGES: dict[str, tuple[Damage, list[tuple[str, str]]]] = {
    "date cut": (set_cell("F5", None), [("F5", "「措置年月日」 (issued_on) is empty")]),
    "date of a block cut": (set_cell("F2", None), [("F2", "「措置年月日」 (issued_on) is empty")]),
    "name cut": (set_cell("A5", None), [
        ("A5", "「実習実施者名」 (organization) is empty, although B5:F5 holds values")]),
    "name of a block cut": (set_cell("A2", None), [
        ("A2", "「実習実施者名」 (organization) is empty, although B2:D4 holds values")]),
    "name of the last block cut": (set_cell("A6", None), [
        ("A6", "「実習実施者名」 (organization) is empty, although B6:D7 holds values")]),
    "name alone": (set_cell("A8", "株式会社空想"), [
        ("B8", "「代表者名」 (representative) is empty"), ("C8", "「所在地」 (address) is empty"),
        ("E8", "「措置理由」 (reason) is empty"), ("F8", "「措置年月日」 (issued_on) is empty")]),
    "number alone": (set_cell("D9", "認1701000009"), [
        ("A9", "「実習実施者名」 (organization) is empty, although D9 holds values")]),
    "address not merged": (split("C2:C4"), [("C2:C2", "「所在地」 (address) is not merged as rows 2-4 are")]),
    "name not merged": (split("A6:A7"), [
        ("A7", "「実習実施者名」 (organization) is empty, although D7 holds values"),
        ("B6:B7", "「代表者名」 (representative) is not merged as rows 6-6 are"),
        ("C6:C7", "「所在地」 (address) is not merged as rows 6-6 are"),
        ("E6:E7", "「措置理由」 (reason) is not merged as rows 6-6 are"),
        ("F6:F7", "「措置年月日」 (issued_on) is not merged as rows 6-6 are")]),
    "date merged too far": (remerge("F2:F4", "F2:F5"), [
        ("F2:F5", "「措置年月日」 (issued_on) is not merged as rows 2-4 are"),
        ("F2:F5", "「措置年月日」 (issued_on) is not merged as rows 5-5 are"),
        ("F5", "「措置年月日」 (issued_on) is empty")]),
    "merged across": (merge("B5:C5"), [
        ("B5:C5", "「代表者名」 (representative) is not merged as rows 5-5 are"),
        ("B5:C5", "「所在地」 (address) is not merged as rows 5-5 are"),
        ("C5", "「所在地」 (address) is empty")]),
    "second value": (unmerge_and_write("C2:C4", "C3", "別の県"), [
        ("C2:C2", "「所在地」 (address) is not merged as rows 2-4 are"),
        ("C3", "「所在地」 (address) holds a second value in one record")]),
    "numbers merged over two records": (merge("D4:D5"), [
        ("D4:D5", f"「{IMPLEMENTER_HEADINGS[3]}」 (plan_numbers) is merged beyond rows 2-4")]),
    "numbers merged across": (merge("D5:E5"), [
        ("D5:E5", f"「{IMPLEMENTER_HEADINGS[3]}」 (plan_numbers) is merged beyond rows 5-5"),
        ("D5:E5", "「措置理由」 (reason) is not merged as rows 5-5 are"),
        ("E5", "「措置理由」 (reason) is empty")]),
    "spreadsheet error": (set_cell("F5", "#REF!"), [
        ("F5", "「措置年月日」 (issued_on) holds a spreadsheet error")]),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_refused_at_its_cell(name: str) -> None:
    damage, expected = DAMAGES[name]
    book = build_book()
    assert_exact(read(book), PARTIES)
    damage(book.sheet)
    table = read(book)
    assert sorted((problem.cell, problem.reason) for problem in table.problems) == sorted(expected)
    damaged = {int("".join(filter(str.isdigit, cell.partition(":")[0]))) for cell, _ in expected}
    assert not any(record.top <= row <= record.bottom for record in table.records for row in damaged)


SECOND = ("A3", "「実習実施者名」 (organization) holds a second value in one record")


@pytest.mark.parametrize(("covered", "problems"), [("架空水産株式会社", []), ("株式会社空想", [SECOND])])
def test_a_covered_value_must_be_the_visible_one(covered: str, problems: list[tuple[str, str]]) -> None:
    # Excel keeps no value under a merge, but other programs do.
    data = read_workbook(build_book().save())
    data["sheets"][0]["cells"].append([3, 1, "text", covered])
    sheet, header = find(load_grid(data))
    table = read_blocks(sheet, header, "organization", many=["plan_numbers"], filled=FILLED)
    assert [(problem.cell, problem.reason) for problem in table.problems] == problems
    assert len(table.records) == 3 - len(problems)


def test_a_value_below_the_first_row_of_its_record_is_refused() -> None:
    data = read_workbook(build_book().save())
    cells = data["sheets"][0]["cells"]
    moved = [[4, 6, *cell[2:]] if cell[:2] == [2, 6] else cell for cell in cells]
    sheet, header = find(load_grid({"sheets": [{**data["sheets"][0], "cells": moved}]}))
    table = read_blocks(sheet, header, "organization", many=["plan_numbers"], filled=FILLED)
    assert [(problem.cell, problem.reason) for problem in table.problems] == [
        ("F4", "「措置年月日」 (issued_on) holds its value below the first row")]


def test_a_row_deleted_under_its_merges_is_refused() -> None:
    book = build_book()
    book.sheet.delete_rows(3)
    assert read(book).problems


def test_a_column_of_values_without_a_heading_is_refused() -> None:
    book = build_book([Party(name=f"架空{number}組合") for number in range(5)])
    for row in (2, 3, 6):
        book.sheet.cell(row, 7, "あり")
    table = read(book)
    assert [(problem.cell, problem.reason) for problem in table.problems] == [
        ("G2", "a column of values without a heading")]


STRAYS = {
    "beside, far below": ("K5584", "認1701000009", "beside the table"),
    "beside a record": ("H2", "認1701000009", "beside the table"),
    "below the numbers": ("D5584", "認1701000009", "far below the table"),
    "below the names": ("A900", "株式会社空想", "far below the table"),
    "a note": ("A9", "※ 取消しは順次追加する。", "a note"),
    "a numbered note": ("A8", "（注１）所在地は処分時のもの。", "a note"),
}


@pytest.mark.parametrize("name", STRAYS)
def test_a_stray_cell_is_left_aside_and_told(name: str) -> None:
    address, value, reason = STRAYS[name]
    book = build_book()
    book.sheet[address] = value
    table = read(book)
    assert_exact(table, PARTIES)
    assert [(each.cell, each.reason) for each in table.ignored] == [(address, reason)]


def test_strays_in_a_row_are_all_strays() -> None:
    book = build_book()
    for row in range(5584, 5600):
        book.sheet.cell(row, 4, f"認17010{row:05}")
    table = read(book)
    assert_exact(table, PARTIES)
    assert len(table.ignored) == 16


def test_a_record_far_below_is_still_a_record() -> None:
    parties = [*PARTIES[:2], Party(name="株式会社空想", representative="空想　三郎")]
    book = build_book([parties[0], Party(**{**vars(parties[1]), "blank_rows_after": 40}), parties[2]])
    assert_exact(read(book), parties)


def test_repeated_headings_are_left_aside() -> None:
    book = build_book([Party(), Party(name="株式会社空想")])
    book.sheet.insert_rows(3)
    for column in range(1, 7):
        book.sheet.cell(3, column, book.sheet.cell(1, column).value)
    table = read(book)
    assert [record.top for record in table.records] == [2, 4]
    assert {each.reason for each in table.ignored} == {"a repeated heading"}


def test_hidden_rows_are_read_and_told() -> None:
    book = build_book()
    book.sheet.row_dimensions[5].hidden = True
    table = read(book)
    assert_exact(table, PARTIES)
    assert [place["rows"] for place in table.hidden] == ["5"]


def test_one_cell_may_hold_many_numbers() -> None:
    text = "認1701000001\n認1701000002、変認1701000003　認1701000004 ,認 1701000005"
    book = build_book([Party(numbers=[text], rows=3)])
    book.sheet.merge_cells("D2:D4")
    record, = read(book).records
    assert [entry.text for entry in record.many["plan_numbers"]] == [
        "認1701000001", "認1701000002", "変認1701000003", "認1701000004", "認 1701000005"]
    assert {entry.address for entry in record.many["plan_numbers"]} == {"D2"}


def test_a_blank_number_is_no_number() -> None:
    book = build_book([Party(numbers=[]), Party(name="株式会社空想", numbers=["　"])])
    table = read(book)
    assert [record.many["plan_numbers"] for record in table.records] == [(), ()]
    assert "plan_numbers" not in table.records[0].locator["cells"]


def test_a_name_of_mere_blanks_begins_no_record() -> None:
    book = build_book()
    book.sheet["A8"] = " \u3000\n"
    assert_exact(read(book), PARTIES)


def test_dates_come_as_dates() -> None:
    book = build_book([Party()])
    book.sheet["F2"] = date(2018, 12, 27)
    assert read(book).records[0].value("issued_on") == date(2018, 12, 27)


COLUMNS = {"name": ["監理団体名"], "numbers": ["番号"], "address": ["所在地"]}


def test_csv_has_no_merges_and_a_record_goes_on_until_the_next() -> None:
    text = "監理団体名,番号,所在地\n架空組合,1,架空市\n,2,\n,3,\n\n想像組合,4,想像市\n"
    sheet, header = find_table(load_grid(read_delimited(text.encode())), COLUMNS, list(COLUMNS))
    table = read_blocks(sheet, header, "name", many=["numbers"], filled=["address"])
    numbers = [[entry.text for entry in record.many["numbers"]] for record in table.records]
    assert numbers == [["1", "2", "3"], ["4"]]
    assert [record.locator["rows"] for record in table.records] == ["2-4", "6"]


def test_a_csv_row_that_lost_its_name_is_refused() -> None:
    text = "監理団体名,番号,所在地\n架空組合,1,架空市\n,2,想像市\n"
    sheet, header = find_table(load_grid(read_delimited(text.encode())), COLUMNS, list(COLUMNS))
    table = read_blocks(sheet, header, "name", many=["numbers"], filled=["address"])
    assert [(problem.cell, problem.reason) for problem in table.problems] == [
        ("C3", "「所在地」 (address) holds a second value in one record")]
