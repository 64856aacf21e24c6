"""The list of permits in each format and under each heading: the same rows, or a refusal that says where."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.readers.child import UnreadableFile
from scrapers.registries.formats import read_sheets
from scrapers.registries.headings import PERMIT_COLUMNS, PERMIT_HEADINGS
from scrapers.registries.keys import find_twins, write_permit_key
from scrapers.registries.permits import read_permits
from scrapers.registries.rows import RegisterPage, RegisterRow
from scrapers.tables import LayoutChanged
from tests.scrapers.register_files import HEADINGS, Register, make_row

ROWS = (
    make_row("架空ものがたり協同組合"),
    make_row("架空海洋漁業協同組合(事業休止中)", first_permitted_on="平成30年11月9日", expires_on="2026-11-08"),
    make_row("協同組合見本ブリッジ", postal_code="", countries="フィリピン", occupations="7-13,7-14,7-21", care="○"),
    make_row(
        "想像ビルド事業協同組合",
        address="大阪府堺市堺区見本町２丁１番 見本第二ビルディング1203号室",
        countries="インドネシア、スリランカ、フィリピン、ベトナム",
        occupations=",".join(f"3-{number}" for number in range(1, 22)),
    ),
)
REGISTER = Register(ROWS)
FORMATS: Mapping[str, Callable[[Register], bytes]] = {
    "workbook": Register.workbook,
    "csv": Register.delimited,
    "csv in cp932": lambda register: register.delimited("cp932"),
    "pdf": Register.pdf,
    "pdf over several pages": lambda register: register.pdf(rows_per_page=2),
}


def read(body: bytes, page_as_of: date | None = None) -> RegisterPage:
    return read_permits(read_sheets(body), page_as_of)


def flatten(row: RegisterRow) -> dict[str, str]:
    """A row's words without line breaks, which only a narrow column puts there."""
    return {name: str(value).replace("\n", "") for name, value in row.values.items()}


@pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_gives_the_same_rows(write: Callable[[Register], bytes]) -> None:
    page = read(write(REGISTER))
    assert page.warnings == ()
    assert [flatten(row) for row in page.rows] == [
        {name: str(value) for name, value in row.items() if value != ""} for row in ROWS
    ]
    assert {row.locator["as_of"] for row in page.rows} == {"2026-07-27"}


def test_row_is_found_again_at_its_place() -> None:
    assert read(REGISTER.workbook()).rows[1].locator["cells"]["name"] == "A6"
    assert read(REGISTER.delimited()).rows[1].locator["rows"] == "5"
    places = [(row.locator["page"], row.locator["row"]) for row in read(REGISTER.pdf(rows_per_page=2)).rows]
    assert places == [(1, 2), (1, 3), (2, 2), (2, 3)]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_columns_are_told_by_any_of_their_headings_in_any_order(data: st.DataObject) -> None:
    names = data.draw(st.permutations(list(HEADINGS)))
    headings = {name: data.draw(st.sampled_from(PERMIT_HEADINGS[name])) for name in names}
    page = read(REGISTER.dressed(headings).delimited())
    assert [flatten(row) for row in page.rows] == [flatten(row) for row in read(REGISTER.delimited()).rows]


def test_no_heading_stands_for_two_columns() -> None:
    wordings = [wording for known in PERMIT_HEADINGS.values() for wording in known]
    assert len(wordings) == len(set(wordings))


def test_numbers_are_read_where_there_are_columns_for_them() -> None:
    headings = {"number": "許可番号", **HEADINGS, "corporate_number": "法人番号", "class": "許可区分", "serial": "№"}
    row = make_row(number="許1808000001", corporate_number="7000000000010", serial=1) | {"class": "一般監理事業"}
    found = read(Register([row]).dressed(headings).workbook()).rows[0]
    assert found.text("number") == "許1808000001"
    assert found.text("corporate_number") == "7000000000010"


@pytest.mark.parametrize("gone", PERMIT_COLUMNS)
def test_column_that_is_gone_stops_the_list(gone: str) -> None:
    headings = {name: words for name, words in HEADINGS.items() if name != gone}
    with pytest.raises(LayoutChanged, match="missing"):
        read(REGISTER.dressed(headings).delimited())


def test_unknown_and_doubled_columns_stop_the_list() -> None:
    with pytest.raises(LayoutChanged, match="unknown heading"):
        read(REGISTER.dressed({**HEADINGS, "postal_code": "おすすめ度"}).delimited())
    with pytest.raises(LayoutChanged, match="more than once"):
        read(REGISTER.dressed({**HEADINGS, "postal_code": "住所"}).delimited())


def test_row_without_a_day_names_its_place() -> None:
    rows = [*ROWS[:3], make_row("想像ビルド事業協同組合", expires_on="")]
    with pytest.raises(LayoutChanged, match=r"F8.*expires_on"):
        read(Register(rows).workbook())
    with pytest.raises(LayoutChanged, match=r"page 2 row 3.*expires_on"):
        read(Register(rows).pdf(rows_per_page=2))


def test_list_without_rows_is_no_list() -> None:
    with pytest.raises(LayoutChanged, match="no record under the headings"):
        read(Register([]).workbook())


def test_row_outside_the_rules_of_a_pdf_is_not_lost_in_silence() -> None:
    with pytest.raises(LayoutChanged, match=r"page 1: .* look like rows"):
        read(REGISTER.pdf(unruled=3))


def test_anything_but_a_table_is_refused_by_what_it_is() -> None:
    with pytest.raises(UnreadableFile, match="received an HTML page"):
        read("<!DOCTYPE html><html><body>ただいまメンテナンス中です</body></html>".encode())
    with pytest.raises(UnreadableFile, match="received an empty file"):
        read(b"")
    with pytest.raises(UnreadableFile, match="cut short"):
        read(REGISTER.pdf()[:-2000])
    with pytest.raises(LayoutChanged, match="holds the headings"):
        read("ログインしてください\n".encode())


def test_day_is_the_file_s_own_and_else_the_page_s() -> None:
    bare = replace(REGISTER, banner=())
    assert read(bare.delimited(), date(2026, 9, 28)).rows[0].locator["as_of"] == "2026-09-28"
    page = read(REGISTER.delimited(), date(2026, 9, 28))
    assert page.rows[0].locator["as_of"] == "2026-07-27"
    assert page.warnings == ("the file is as of 2026-07-27, the page beside it as of 2026-09-28",)
    assert "as of when" in read(bare.delimited()).warnings[0]


def test_title_and_headings_repeated_on_a_page_are_no_rows() -> None:
    for body in (REGISTER.pdf(rows_per_page=1), REGISTER.pdf(rows_per_page=1, boxed=True)):
        page = read(body)
        assert [row.locator["page"] for row in page.rows] == [1, 2, 3, 4]
        assert page.warnings == ()


def key(twins: frozenset[tuple[str, ...]] = frozenset(), **cells: object) -> tuple[str, ...]:
    return write_permit_key(RegisterRow(make_row(**cells), {}), twins)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"address": "香川県丸亀市想像町1"},
        {"expires_on": "令和19年9月5日"},
        {"name": "架空協同組合(事業休止中)"},
        {"first_permitted_on": 43714},
        {"number": "許1808000001"},
    ],
)
def test_key_outlives_what_happens_to_a_permit(change: dict[str, object]) -> None:
    assert key(**change) == key()


def test_key_tells_another_name_and_another_permit_apart() -> None:
    assert len({key(), key(name="想像協同組合"), key(first_permitted_on="令和2年9月6日")}) == 3


def test_namesakes_of_one_day_are_told_apart_by_place_and_one_row_in_both_lists_is_not() -> None:
    here, there = make_row(), make_row(address="香川県丸亀市想像町1")
    rows = [RegisterRow(values, {}) for values in (here, there, here)]  # type: ignore[arg-type]
    twins = find_twins(rows)
    assert len({write_permit_key(row, twins) for row in rows}) == 2
    assert find_twins([rows[0], rows[2]]) == frozenset()
