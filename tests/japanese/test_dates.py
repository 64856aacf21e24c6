"""Dates as publishers write them."""

import contextlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.dates import UnreadableDate, find_dates, fiscal_year, parse_as_of, parse_date

_READ = {
    43461: date(2018, 12, 27),
    43462.75: date(2018, 12, 28),
    "44578": date(2022, 1, 17),
    30000: date(1982, 2, 18),
    datetime(2021, 7, 27, 9, 30): date(2021, 7, 27),
    date(2021, 7, 27): date(2021, 7, 27),
    "2021-07-27": date(2021, 7, 27),
    "2021-07-27T00:00:00+09:00": date(2021, 7, 27),
    "2021/7/27": date(2021, 7, 27),
    "令和元年９月６日": date(2019, 9, 6),
    "平成31年4月1日": date(2019, 4, 1),
    "令和7年8月1日": date(2025, 8, 1),
    "令和８年７月２８日（火）": date(2026, 7, 28),
    " 令和 2年\n12月18日 ": date(2020, 12, 18),
    "2026年7月28日": date(2026, 7, 28),
    "H30.8.10": date(2018, 8, 10),
    "R7.1.15": date(2025, 1, 15),
    "H29.9. 9": date(2017, 9, 9),
    "Ｒ6.5．21": date(2024, 5, 21),
    "R.5.9.14": date(2023, 9, 14),
    "㋿3年2月1日": date(2021, 2, 1),
    "昭和64年1月7日": date(1989, 1, 7),
}


@pytest.mark.parametrize(("written", "day"), _READ.items())
def test_reads(written: object, day: date) -> None:
    assert parse_date(written) == day


def test_a_form_printed_before_the_change_of_era_still_says_its_day() -> None:
    assert parse_date("平成31年5月7日") == parse_date("令和元年5月7日") == date(2019, 5, 7)
    assert parse_date("令和元年1月4日") == date(2019, 1, 4)


@pytest.mark.parametrize(
    "written",
    [
        "令和0年1月1日",
        "平成32年1月1日",
        "平成40年4月1日",
        "昭和65年1月1日",
        "R5.2.30",
        "令和5年13月1日",
        "R5.5送検",
        "令和5年5月",
        "2021-7-27に変更",
        "12345",
        "別紙のとおり",
        "",
        29_999,
        60_001,
        float("nan"),
        True,
        None,
        b"2021-07-27",
    ],
)
def test_refuses(written: object) -> None:
    with pytest.raises(UnreadableDate):
        parse_date(written)


def test_an_error_does_not_repeat_the_words_of_the_cell() -> None:
    with pytest.raises(UnreadableDate) as error:
        parse_date("甲野太郎 令和5年13月1日")
    assert "甲野" not in str(error.value)
    assert "13月" in str(error.value)


_ERAS = {"平成": (1989, 31), "令和": (2019, 99), "H": (1989, 31), "R": (2019, 99)}
_WIDE = str.maketrans("0123456789.HR", "０１２３４５６７８９．ＨＲ")


@given(st.dates(date(1990, 1, 1), date(2064, 4, 8)), st.booleans())
def test_every_way_of_writing_a_day_says_that_day(day: date, wide: bool) -> None:
    written = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month:02}/{day.day:02}",
    ]
    for era, (first, last) in _ERAS.items():
        year = day.year - first + 1
        if 1 <= year <= last:
            form = "{}{}.{}.{}" if era.isascii() else "{}{}年{}月{}日"
            written += [form.format(era, year, day.month, day.day)]
            written += [form.format(era, "元", day.month, day.day)] if year == 1 else []
    for text in written:
        assert parse_date(text.translate(_WIDE) if wide else text) == day
    assert parse_date((day - date(1899, 12, 30)).days) == day


@given(st.text())
def test_any_text_is_a_day_or_an_unreadable_date(text: str) -> None:
    with contextlib.suppress(UnreadableDate):
        assert isinstance(parse_date(text), date)
    assert all(text[found.start : found.end] == found.text for found in find_dates(text))


def test_finds_the_dates_of_a_text_where_they_stand() -> None:
    text = "R6.5.21送検\nＲ6.9.9有罪確定 R5.2.30"
    assert [(found.day, found.text) for found in find_dates(text)] == [
        (date(2024, 5, 21), "R6.5.21"),
        (date(2024, 9, 9), "Ｒ6.9.9"),
    ]
    assert find_dates("認1711001206 第16条") == []


def test_reads_the_stamp_and_no_other_date() -> None:
    assert parse_as_of("更新：令和8年7月1日（令和８年７月２７日現在）") == date(2026, 7, 27)
    assert parse_as_of("2026年7月28日 現在") == date(2026, 7, 28)
    assert parse_as_of("令和8年7月27日掲載") is None


@pytest.mark.parametrize(
    ("label", "year"),
    [
        ("平成30年度(Excel : 17KB)", 2018),
        ("平成31年度（Excel：20KB）", 2019),
        ("令和元年度", 2019),
        ("令和６年度(Excel : 13KB)", 2024),
        ("2025年度分", 2025),
        ("平成31年度（令和元年度）", 2019),
    ],
)
def test_reads_the_fiscal_year_of_a_label(label: str, year: int) -> None:
    assert fiscal_year(label) == year


@pytest.mark.parametrize("label", ["年度", "平成40年度", "令和2年3月", "令和元年度～令和3年度"])
def test_refuses_a_label_without_one_fiscal_year(label: str) -> None:
    with pytest.raises(UnreadableDate):
        fiscal_year(label)
