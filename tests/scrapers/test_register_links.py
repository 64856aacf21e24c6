"""Which links of the registry's page are the lists, whatever dress labels and formats wear."""

import pytest
from scrapy.http import HtmlResponse

from db.vocabulary import PermitClass
from scrapers.pages import list_blocks
from scrapers.registries.links import Choice, choose_permit_lists, list_anchors
from scrapers.tables import LayoutChanged

HOST = "https://www.otit.example"


def choose(body: str) -> Choice:
    page = HtmlResponse(f"{HOST}/list/", body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")
    return choose_permit_lists(list_anchors(list_blocks(page), page.urljoin))


def paths(choice: Choice) -> tuple[str, str]:
    return tuple(choice.lists[name].url.removeprefix(f"{HOST}/") for name in PermitClass)  # type: ignore[return-value]


DRESSES = {
    "label and format in one": (
        '<ul><li><a href="/g.xlsx">一般監理事業(Excel)</a></li><li><a href="/s.xlsx">特定監理事業(Excel)</a></li></ul>',
        ("g.xlsx", "s.xlsx"),
    ),
    "wide brackets and a size": (
        '<p><a href="/g.csv">一般監理事業（CSV：5KB）</a><br><a href="/s.csv">特定監理事業（CSV：3KB）</a></p>',
        ("g.csv", "s.csv"),
    ),
    "three formats each, a workbook first of all": (
        '<ul><li>一般監理事業（<a href="/g.pdf">PDF</a>・<a href="/g.csv">CSV</a>・<a href="/g.xlsx">Excel</a>）</li>'
        '<li>特定監理事業（<a href="/s.pdf">PDF</a>・<a href="/s.csv">CSV</a>・<a href="/s.xlsx">Excel</a>）</li></ul>',
        ("g.xlsx", "s.xlsx"),
    ),
    "a CSV before a PDF": (
        '<p>一般監理事業 <a href="/g.pdf">[PDF形式]</a> <a href="/g.csv">[CSV形式]</a></p>'
        '<p>特定監理事業 <a href="/s.csv">[CSV形式]</a> <a href="/s.pdf">[PDF形式]</a></p>',
        ("g.csv", "s.csv"),
    ),
    "nothing but PDF": (
        '<p><a href="/g.pdf">監理団体一覧（一般監理事業）【PDF：1.2MB】</a></p><p><a href="/s.pdf">監理団体一覧（特定監理事業）【PDF】</a></p>',
        ("g.pdf", "s.pdf"),
    ),
    "classes as headings": (
        '<h3>一般監理事業</h3><p><a href="/g.xlsx">監理団体一覧（Excel形式：350KB）</a></p>'
        '<h3>特定監理事業</h3><p><a href="/s.xlsx">監理団体一覧（Excel形式：200KB）</a></p>',
        ("g.xlsx", "s.xlsx"),
    ),
    "classes as headings, a day between": (
        '<h3>一般監理事業</h3><p>令和8年9月28日現在</p><p><a href="/g.xlsx">Excel</a></p>'
        '<h3>特定監理事業</h3><p>令和8年9月28日現在</p><p><a href="/s.xlsx">Excel</a></p>',
        ("g.xlsx", "s.xlsx"),
    ),
    "a table": (
        '<table><tr><th>一般監理事業</th><td><a href="/g.xlsx">Excel</a></td><td><a href="/g.pdf">PDF</a></td></tr>'
        '<tr><th>特定監理事業</th><td><a href="/s.xlsx">Excel</a></td><td><a href="/s.pdf">PDF</a></td></tr></table>',
        ("g.xlsx", "s.xlsx"),
    ),
    "both in one line": (
        '<p>一般監理事業（<a href="/g.xlsx">Excel</a>）　特定監理事業（<a href="/s.xlsx">Excel</a>）</p>',
        ("g.xlsx", "s.xlsx"),
    ),
    "a day in the label, the format behind it": (
        '<p><a href="/dl?id=1">一般監理事業（令和8年9月28日現在）</a>［エクセル］</p>'
        '<p><a href="/dl?id=2">特定監理事業（令和8年9月28日現在）</a>［エクセル］</p>',
        ("dl?id=1", "dl?id=2"),
    ),
    "addresses that look like pages": (
        '<p><a href="/dl.php?id=1">一般監理事業(Excel)</a></p><p><a href="/list/2/">特定監理事業(Excel)</a></p>',
        ("dl.php?id=1", "list/2/"),
    ),
    "one class in another format": (
        '<p><a href="/g.xlsx">一般監理事業(Excel)</a></p><p><a href="/s.pdf">特定監理事業(PDF)</a></p>',
        ("g.xlsx", "s.pdf"),
    ),
    "the same file linked twice": (
        '<p><a href="/g.xlsx">一般監理事業(Excel)</a> <a href="/g.xlsx">一般監理事業</a></p><p><a href="/s.xlsx">特定監理事業</a></p>',
        ("g.xlsx", "s.xlsx"),
    ),
    "a label of more words than are known, where no plainer one is": (
        '<p><a href="/g.xlsx">一般監理事業のとてもくわしい表(Excel)</a></p><p><a href="/s.xlsx">特定監理事業(Excel)</a></p>',
        ("g.xlsx", "s.xlsx"),
    ),
}


@pytest.mark.parametrize(("body", "expected"), DRESSES.values(), ids=DRESSES.keys())
def test_lists_are_found_in_any_dress(body: str, expected: tuple[str, str]) -> None:
    choice = choose(body)
    assert paths(choice) == expected
    assert choice.unknown == []


LISTS = '<p><a href="/g.xlsx">一般監理事業(Excel)</a></p><p><a href="/s.xlsx">特定監理事業(Excel)</a></p>'


@pytest.mark.parametrize(
    ("label", "reported"),
    [
        ("移行対象職種・作業コード一覧(PDF)", False),
        ("一般監理事業 過去の一覧(Excel)", True),
        ("一般監理事業の許可申請様式(Excel)", False),
        ("特定監理事業 事業廃止団体(Excel)", True),
        ("一般監理事業と特定監理事業のちがい(PDF)", True),
        ("監理支援機関一覧(Excel)", True),
        ("外国政府認定送出機関一覧(PDF)", True),
    ],
)
def test_paper_beside_the_lists_is_not_taken_for_one(label: str, reported: bool) -> None:
    choice = choose(f'{LISTS}<p><a href="/other.xlsx">{label}</a></p>')
    assert paths(choice) == ("g.xlsx", "s.xlsx")
    assert len(choice.unknown) == reported


def test_mere_pages_are_not_lists() -> None:
    choice = choose(f'<a href="/a/">一般監理事業とは</a><a href="#top">特定監理事業</a>{LISTS}')
    assert paths(choice) == ("g.xlsx", "s.xlsx")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<p><a href="/g.xlsx">一般監理事業(Excel)</a></p>', "no list of 特定監理事業"),
        ("<p>メンテナンス中です</p>", "no list of 一般監理事業"),
        (LISTS + '<p><a href="/g2.xlsx">一般監理事業(Excel)</a></p>', "2 lists of 一般監理事業"),
    ],
)
def test_page_without_exactly_one_list_of_each_class_is_refused(body: str, problem: str) -> None:
    with pytest.raises(LayoutChanged) as refusal:
        choose(body)
    assert problem in str(refusal.value)


def test_day_of_the_list_is_the_one_beside_it_or_the_page_s() -> None:
    body = (
        "<h1>監理団体の検索</h1><p>令和8年7月27日現在</p>"
        '<p>一般監理事業（<a href="/g.xlsx">Excel</a>）令和8年7月20日現在</p><p><a href="/s.xlsx">特定監理事業</a></p>'
    )
    days = {name: str(anchor.as_of) for name, anchor in choose(body).lists.items()}
    assert days == {PermitClass.GENERAL: "2026-07-20", PermitClass.SPECIFIC: "2026-07-27"}
