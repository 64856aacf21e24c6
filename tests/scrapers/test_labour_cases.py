"""The list of labour-law cases, from a PDF's bytes to cases: fictional editions, then the recorded ones."""

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from sample.facts import read_facts
from scrapers.labour_cases import (
    BUREAUS,
    Edition,
    NoSingleLink,
    NotThisDocument,
    OutcomeKind,
    choose_labour_pdf,
    number_keys,
    read_edition,
)
from scrapers.readers import read_in_child
from scrapers.readers.pdf import read_pdf
from tests.sample_reading import DATES, site
from tests.scrapers.labour_pdf import LABELS, TITLE, Layout, Row, make_labour_pdf
from tests.shared import shared_path

PUBLISHED = date(2025, 3, 31)
PERIOD = (date(2024, 3, 1), date(2025, 2, 28))
HOKKAIDO, AOMORI, OSAKA = "北海道労働局", "青森労働局", "大阪労働局"


def make_row(
    name: str = "（株）架空製作", address: str = "北海道架空市", day: str = "R6.5.21", **cells: str
) -> Row:
    """One fictional case."""
    return (
        name,
        address,
        day,
        cells.get("law", "労働安全衛生法第20条\n労働安全衛生規則第101条"),
        cells.get("summary", "機械に覆いを設けることなく、労働者に清掃の作業を行わせたもの"),
        cells.get("other", f"{day}送検"),
    )


def read_rows(rows: dict[str, list[Row]], cover: bool = True, **layout: Any) -> Edition:
    """The edition that a fictional PDF of these rows is read as."""
    return read_body(make_labour_pdf(rows, PUBLISHED, PERIOD, cover, Layout(**layout)))


def read_body(body: bytes) -> Edition:
    return read_edition(read_pdf(body)["pages"])


def describe(edition: Edition) -> list[tuple[str | None, str]]:
    return [(row.bureau, row.name) for row in edition.rows]


def test_reads_cover_and_cases() -> None:
    edition = read_rows({HOKKAIDO: [make_row()], OSAKA: [make_row("架空組合", "大阪府架空市", "R6.6.3")]})
    assert (edition.title, edition.published_on) == (TITLE, PUBLISHED)
    assert (edition.period_from, edition.period_to) == PERIOD
    assert (edition.problems, edition.warnings, edition.ignored) == ([], [], [])
    first, second = edition.rows
    assert (first.bureau, first.name, first.address) == (HOKKAIDO, "（株）架空製作", "北海道架空市")
    assert first.announced_on == date(2024, 5, 21)
    assert first.laws == ["労働安全衛生法第20条", "労働安全衛生規則第101条"]
    assert first.summary == "機械に覆いを設けることなく、労働者に清掃の作業を行わせたもの"
    assert "\n" in first.verbatim["summary"]
    assert [outcome.kind for outcome in first.outcomes] == [OutcomeKind.REFERRED_TO_PROSECUTORS]
    assert (first.locator, second.locator) == ({"page": 2, "row": 1}, {"page": 3, "row": 1})


@pytest.mark.parametrize("heading", ["merged", "above", "cut"])
@pytest.mark.parametrize("repeat", [True, False])
def test_carries_the_bureau_across_pages(heading: str, repeat: bool) -> None:
    rows = {
        HOKKAIDO: [make_row(f"（株）架空{number}") for number in range(5)],
        AOMORI: [make_row("（有）架空六", "青森県架空市")],
    }
    edition = read_rows(rows, heading=heading, repeat_heading=repeat, rows_per_page=2, updated_on=PERIOD[1])
    assert [bureau for bureau, _ in describe(edition)] == [HOKKAIDO] * 5 + [AOMORI]
    assert edition.updated_on == {HOKKAIDO: PERIOD[1], AOMORI: PERIOD[1]}
    assert [row.locator for row in edition.rows[:3]] == [
        {"page": 2, "row": 1}, {"page": 2, "row": 2}, {"page": 3, "row": 1},
    ]  # fmt: skip
    assert edition.problems == []


@pytest.mark.parametrize(("bureau", "shown"), [("鹿児島労働局", 4), ("和歌山労働局", 3), ("京都労働局", 2)])
def test_completes_a_bureau_cut_short(bureau: str, shown: int) -> None:
    edition = read_rows({bureau[:shown]: [make_row()]})
    assert [row.bureau for row in edition.rows] == [bureau]


@pytest.mark.parametrize("heading", ["福", "架空労働局"])
def test_never_guesses_a_bureau(heading: str) -> None:
    edition = read_rows({HOKKAIDO: [make_row()], heading + " 最終更": [make_row("（株）架空二")]})
    assert describe(edition)[1] == (None, "（株）架空二")
    assert len(edition.problems) == 2


def test_notices_a_page_that_cannot_belong_to_the_bureau_before() -> None:
    rows = [make_row(), make_row(address="大阪府架空市")]
    edition = read_rows({HOKKAIDO: rows}, repeat_heading=False, rows_per_page=1)
    assert [problem.partition(":")[0] for problem in edition.problems] == ["page 3"]


def test_reads_an_edition_without_cover() -> None:
    edition = read_rows({HOKKAIDO: [make_row()]}, cover=False)
    assert (edition.published_on, edition.period_from, len(edition.rows)) == (None, None, 1)
    assert edition.problems == []
    assert len(edition.warnings) == 1


def test_reads_the_last_column_without_label() -> None:
    edition = read_rows({HOKKAIDO: [make_row()]}, last_label="")
    assert edition.rows[0].outcomes[0].text == "R6.5.21送検"
    assert (edition.problems, edition.warnings) == ([], [])


@pytest.mark.parametrize("column", range(6))
@pytest.mark.parametrize("at", [0, 1, 2])
def test_restores_a_cell_with_a_missing_rule(column: int, at: int) -> None:
    rows = [make_row(f"（株）架空{number}", day=f"R6.5.{number + 1}") for number in range(3)]
    whole = read_rows({HOKKAIDO: rows})
    edition = read_rows({HOKKAIDO: rows}, open_cells=frozenset({(HOKKAIDO, at, column)}))
    assert edition.rows == whole.rows


def test_keeps_equal_rows_and_a_row_without_date() -> None:
    undated = make_row(day="", other="R6.6.3送検")
    rows = [make_row(), make_row(), undated, undated]
    edition = read_rows({HOKKAIDO: rows}, rows_per_page=3)
    assert [row.announced_on for row in edition.rows] == [date(2024, 5, 21)] * 2 + [None] * 2
    assert len(set(number_keys(edition.rows))) == 4
    assert len(edition.warnings) == 2


def test_joins_a_row_split_by_a_page_break() -> None:
    head, rest = "機械に覆いを設けることなく", "、労働者に清掃の作業を行わせたもの"
    rows = [make_row(summary=head), ("", "", "", "", rest, ""), make_row("（有）架空二")]
    edition = read_rows({HOKKAIDO: rows}, rows_per_page=1)
    assert [row.name for row in edition.rows] == ["（株）架空製作", "（有）架空二"]
    assert edition.rows[0].summary == head + rest


def test_joins_a_row_split_above_its_name() -> None:
    head, rest = "機械に覆いを設けることなく", "、労働者に清掃の作業を行わせたもの"
    rows = [make_row("（有）架空一"), ("", "", "", "", head, ""), make_row(summary=rest)]
    edition = read_rows({HOKKAIDO: rows}, rows_per_page=2)
    assert [row.name for row in edition.rows] == ["（有）架空一", "（株）架空製作"]
    assert edition.rows[1].summary == head + rest
    assert edition.rows[1].locator == {"page": 2, "row": 2}


def test_joins_no_row_across_bureaus() -> None:
    edition = read_rows({HOKKAIDO: [make_row()], AOMORI: [("", "", "", "", "続き", "")]})
    assert len(edition.rows) == 2


def test_tells_a_bureau_without_a_case() -> None:
    edition = read_rows({HOKKAIDO: [], AOMORI: [make_row()]})
    assert describe(edition) == [(AOMORI, "（株）架空製作")]
    assert list(edition.updated_on) == [HOKKAIDO, AOMORI]


def test_notices_two_cases_read_as_one() -> None:
    days = ("R6.5.21", "R6.6.3")
    other = "送検\n".join(days) + "送検"
    both = make_row("（株）架空一\n（株）架空二", day="\n".join(days), other=other)
    assert len(read_rows({HOKKAIDO: [both]}).problems) == 1


def test_notices_a_case_outside_the_table_but_not_a_footnote() -> None:
    assert read_rows({HOKKAIDO: [make_row()]}, footnote="（※）架空の注").problems == []
    assert len(read_rows({HOKKAIDO: [make_row()]}, footnote="架空 R6.5.21送検").problems) == 1


def test_warns_of_a_case_outside_the_period() -> None:
    edition = read_rows({HOKKAIDO: [make_row(day="R1.5.21")]})
    assert [warning.partition(":")[0] for warning in edition.warnings] == ["page 2, row 1"]


def test_cases_keep_their_keys_from_edition_to_edition() -> None:
    """The bundled sample has two editions; one case of both gained an outcome in between."""
    keys = []
    for snapshot in DATES:
        html = site(snapshot, "www.mhlw.go.jp/kinkyu/151106.html").read_text(encoding="utf-8")
        path = site(snapshot, "www.mhlw.go.jp" + choose_labour_pdf(html))
        keys.append(set(number_keys(read_body(path.read_bytes()).rows)))
    facts = list(read_facts("labour_cases"))
    seen = [{row["case"] for row in facts if number in row["snapshots"].split()} for number in "12"]
    assert [len(each) for each in keys] == [len(each) for each in seen]
    assert len(keys[0] & keys[1]) == len(seen[0] & seen[1]) > 0


def make_page(*rows: tuple[str | None, ...], number: int = 2) -> dict[str, Any]:
    """A page as the PDF reader gives it, one table, rows of 20 points."""
    table = [{"top": 20 * at, "bottom": 20 * at + 20, "cells": list(row)} for at, row in enumerate(rows)]
    return {"number": number, "text": None, "tables": [table], "loose": []}


def test_reads_a_table_with_a_stray_rule() -> None:
    heading = (f"{TITLE}\n{HOKKAIDO}", *[None] * 6)
    labels = (*LABELS[:4], LABELS[4], None, LABELS[5])
    case = (*make_row()[:4], "機械に", "覆いを設けなかったもの", "R6.5.21送検")
    edition = read_edition([make_page(heading, labels, case)])
    assert (edition.rows[0].summary, edition.problems) == ("機械に覆いを設けなかったもの", [])


def test_follows_columns_that_moved() -> None:
    labels, case = list(LABELS), list(make_row())
    for texts in (labels, case):
        texts[1], texts[2] = texts[2], texts[1]
    edition = read_edition([make_page((f"{TITLE}\n{HOKKAIDO}", *[None] * 5), tuple(labels), tuple(case))])
    assert edition.rows[0].verbatim["address"] == "北海道架空市"


def test_reads_two_tables_on_one_page() -> None:
    page = make_page((f"{TITLE}\n{HOKKAIDO}", *[None] * 5), LABELS, make_row())
    page["tables"] += make_page(make_row("（株）架空二"), number=2)["tables"]
    page["tables"] += make_page((AOMORI, *[None] * 5), LABELS, make_row("（株）架空三"))["tables"]
    assert describe(read_edition([page])) == [
        (HOKKAIDO, "（株）架空製作"), (HOKKAIDO, "（株）架空二"), (AOMORI, "（株）架空三"),
    ]  # fmt: skip


def test_refuses_a_row_of_another_width() -> None:
    edition = read_edition([make_page((f"{TITLE}\n{HOKKAIDO}", *[None] * 5), LABELS, make_row()[:5])])
    assert (edition.rows, len(edition.problems)) == ([], 1)


def test_refuses_another_document() -> None:
    body = make_labour_pdf({}, PUBLISHED, PERIOD)
    with pytest.raises(NotThisDocument):
        read_body(body)
    with pytest.raises(NotThisDocument):
        read_edition([make_page(LABELS, make_row())])


PAGE = '<li><a href="/content/000643767.pdf">平成29年架空の通達[PDF形式：742KB]</a></li>{}'
LINK = '<li><a href="/content/001.pdf">{}</a></li>'


@pytest.mark.parametrize(
    "label",
    [
        TITLE,
        f"{TITLE}[PDF形式]",
        f"「{TITLE}」［ＰＤＦ形式：1,234ＫＢ］",
        "\n  <span>労働基準関係法令違反に</span>係る公表事案<br>（PDF:634KB） ",
        f"{TITLE}（令和７年５月30日掲載）[634KB]",
    ],
)
def test_finds_the_pdf_by_its_label(label: str) -> None:
    html = PAGE.format(LINK.format(label))
    assert choose_labour_pdf(html, "https://www.mhlw.go.jp/kinkyu/x.html") == "https://www.mhlw.go.jp/content/001.pdf"


def test_prefers_the_exact_label() -> None:
    notice = f'<li><a href="/notice.pdf">{TITLE}の取扱いについて</a></li>'
    assert choose_labour_pdf(notice + LINK.format(TITLE)) == "/content/001.pdf"


def test_reads_the_text_around_a_bare_link() -> None:
    assert choose_labour_pdf(f'<p>{TITLE}<a href="/a.pdf">［PDF形式：634KB］</a></p>') == "/a.pdf"


ANOTHER = f'<a href="/other.pdf">{TITLE}</a>'
ANCHOR = f'<a href="#a">{TITLE}</a>'


@pytest.mark.parametrize("links", ["", LINK.format(TITLE) + ANOTHER, ANCHOR])
def test_refuses_none_or_several_links(links: str) -> None:
    with pytest.raises(NoSingleLink):
        choose_labour_pdf(PAGE.format(links))


def test_takes_the_same_link_twice_as_one() -> None:
    assert choose_labour_pdf(LINK.format(TITLE) * 2) == "/content/001.pdf"


RECORDED = {
    "2018-06": ("kinkyu/dl/170510-01.pdf", date(2018, 5, 31), 458),
    "2019-08": ("content/000534084.pdf", date(2019, 8, 30), 414),
    "2021-06": ("content/000776466.pdf", date(2021, 5, 31), 419),
    "2023-11": ("content/001150620.pdf", date(2023, 10, 31), 406),
    "2025-03": ("content/001150620.pdf", date(2025, 3, 31), 467),
}


@cache
def read_recorded(snapshot: str) -> Edition:
    body = shared_path("sources", snapshot, "www.mhlw.go.jp", RECORDED[snapshot][0]).read_bytes()
    return read_edition(read_in_child("pdf", body)["pages"])


@pytest.mark.parametrize("snapshot", RECORDED)
def test_reads_every_recorded_case(snapshot: str) -> None:
    edition = read_recorded(snapshot)
    assert (edition.published_on, len(edition.rows)) == RECORDED[snapshot][1:]
    assert edition.problems == []


@pytest.mark.parametrize("snapshot", RECORDED)
def test_understands_every_recorded_case(snapshot: str) -> None:
    """Bureaus come in the order of the prefectures, and most addresses lie in the bureau's own."""
    edition = read_recorded(snapshot)
    codes = [BUREAUS[row.bureau or ""] for row in edition.rows]
    assert codes == sorted(codes)
    assert all(row.announced_on is not None and row.name and row.address and row.laws for row in edition.rows)
    assert Counter(row.outcomes[-1].kind for row in edition.rows)[OutcomeKind.OTHER] <= 1
    homes = [row.address.startswith((row.bureau or "")[:-3]) for row in edition.rows]
    assert sum(homes) > 0.8 * len(homes)
    assert len(set(number_keys(edition.rows))) == len(edition.rows)


@pytest.mark.parametrize("snapshot", RECORDED)
def test_finds_the_recorded_link(snapshot: str) -> None:
    page = shared_path("sources", snapshot, "www.mhlw.go.jp", "kinkyu", "151106.html").read_text()
    assert choose_labour_pdf(page) == "/" + RECORDED[snapshot][0]


def test_refuses_the_recorded_decoy() -> None:
    body = shared_path("sources", "2021-06", "www.mhlw.go.jp", "content", "000643767.pdf").read_bytes()
    with pytest.raises(NotThisDocument):
        read_body(body)
