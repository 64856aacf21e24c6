"""Numbers that stand on another sheet (`別シート参照`): found by the party's name, or refused."""

import pytest

from scrapers.tables import Problem, Record, collect_referenced, list_unread_sheets, read_blocks
from tests.scrapers.books import FILLED, Book, Party, build_book
from tests.scrapers.tables import find, load

NAME = "架空造船株式会社"
REFERRING = Party(name=NAME, numbers=["別シート参照"])
LONG_NAME = "架空造船想像海運株式会社東京湾岸第二工場附属技能研修所支店"
TITLE = "{}に係る取り消した技能実習計画の認定番号"
COLUMNS, ROWS = 8, 267


def add_sheet(book: Book, title: str, name: str = "別シート", first_row: int = 2, count: int = 2134) -> None:
    """A sheet of numbers, 8 to a row, under a title that is merged over them."""
    sheet = book.workbook.create_sheet(name)
    sheet["A1"] = title
    sheet.merge_cells("A1:H1")
    for place in range(count):
        sheet.cell(first_row + place // COLUMNS, 1 + place % COLUMNS, f"認20010{place:05}")


def resolve(book: Book, name: str = NAME) -> Record | Problem:
    grid = load(book)
    table = read_blocks(*find(grid), "organization", many=["plan_numbers"], filled=FILLED)
    record = next(each for each in table.records if each.text("organization") == name)
    return collect_referenced(grid, record, "plan_numbers", name)


@pytest.mark.parametrize("first_row", [2, 3, 4])
def test_all_numbers_of_the_other_sheet_are_taken(first_row: int) -> None:
    book = build_book([Party(), REFERRING])
    add_sheet(book, TITLE.format(NAME), first_row=first_row)
    record = resolve(book)
    assert isinstance(record, Record)
    entries = record.many["plan_numbers"]
    assert [entry.text for entry in entries] == [f"認20010{place:05}" for place in range(2134)]
    assert (entries[0].sheet, entries[0].address) == (2, f"A{first_row}")
    assert record.locator == {
        "sheet": "実習実施者", "rows": "3",
        "cells": {"organization": "A3", "representative": "B3", "address": "C3", "plan_numbers": "D3",
                  "reason": "E3", "issued_on": "F3"},
        "references": {"plan_numbers": {"sheet_number": 2, "cells": f"A{first_row}:H{first_row + ROWS - 1}"}},
    }


def test_headings_above_the_numbers_are_not_numbers() -> None:
    book = build_book([REFERRING])
    add_sheet(book, TITLE.format(NAME), first_row=4, count=3)
    book.workbook["別シート"]["A3"] = "認定番号"
    record = resolve(book)
    assert isinstance(record, Record) and len(record.many["plan_numbers"]) == 3


@pytest.mark.parametrize(("name", "sheet"), [
    (NAME, NAME),
    (NAME, TITLE.format(NAME)[:31]),
    (LONG_NAME, TITLE.format(LONG_NAME)[:31]),
    (LONG_NAME + "支所分室", f"{LONG_NAME}支所分室"[:31]),
])
def test_the_name_of_the_sheet_may_name_the_party(name: str, sheet: str) -> None:
    book = build_book([Party(name=name, numbers=["別シート参照"])])
    add_sheet(book, "認定番号", name=sheet, count=9)
    record = resolve(book, name)
    assert isinstance(record, Record) and len(record.many["plan_numbers"]) == 9


@pytest.mark.parametrize("spelling", ["架空造船\n株式会社", "架空造船 株式会社\n", "架空造船株式会社"])
@pytest.mark.parametrize("title", [TITLE, "別紙１　{}に係る認定番号", "（{}）"])
def test_names_are_compared_without_blanks_and_titles_without_ornaments(spelling: str, title: str) -> None:
    book = build_book([Party(name=spelling, numbers=["別紙参照"])])
    add_sheet(book, title.format(NAME), count=2)
    record = resolve(book, spelling)
    assert isinstance(record, Record) and len(record.many["plan_numbers"]) == 2


@pytest.mark.parametrize("titles", [
    [],
    ["認定番号"],
    ["東京架空造船株式会社に係る認定番号"],
    ["架空造船株式会社想像工場に係る認定番号"],
    [TITLE.format(NAME), TITLE.format(NAME)],
])
def test_a_reference_that_fits_no_sheet_or_several_is_refused(titles: list[str]) -> None:
    book = build_book([Party(), REFERRING])
    for number, title in enumerate(titles):
        add_sheet(book, title, name=f"別シート{number}", count=4)
    problem = resolve(book)
    assert isinstance(problem, Problem)
    fitting = sum(title == TITLE.format(NAME) for title in titles)
    assert str(problem) == (
        f"sheet 「実習実施者」, D3: refers to another sheet, and {fitting} sheets bear the party's name")


def test_a_sheet_without_numbers_is_refused() -> None:
    book = build_book([REFERRING])
    add_sheet(book, TITLE.format(NAME), count=0)
    problem = resolve(book)
    assert isinstance(problem, Problem) and problem.reason == "refers to sheet 2, which holds no number"


def test_two_parties_take_each_their_own_sheet() -> None:
    other = "想像造船株式会社"
    book = build_book([REFERRING, Party(name=other, numbers=["認1701000001", "別シート参照"])])
    add_sheet(book, TITLE.format(other), name="2", count=5)
    add_sheet(book, TITLE.format(NAME), name="1", count=7)
    first, second = resolve(book), resolve(book, other)
    assert isinstance(first, Record) and len(first.many["plan_numbers"]) == 7
    assert isinstance(second, Record) and len(second.many["plan_numbers"]) == 6
    assert second.many["plan_numbers"][0].sheet == 1


def test_a_record_without_a_reference_stays_as_it_is() -> None:
    book = build_book([Party()])
    add_sheet(book, TITLE.format(Party().name), count=5)
    record = resolve(book, Party().name)
    assert isinstance(record, Record) and len(record.many["plan_numbers"]) == 1
    assert list_unread_sheets(load(book), {1}) == [2]
