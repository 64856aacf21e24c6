"""The bundled sample is what its facts say, and its expectation agrees with an independent reading."""

import csv
import datetime
import io
import json
import re
import unicodedata
import zipfile
from itertools import chain
from pathlib import Path

import openpyxl
import pytest

from sample.build import build_all, write_all
from sample.facts import HERE, NOTICE_JA, read_facts, squeeze
from sample.releases import grounds
from tests.sample_reading import DATES, isa_workbooks, labour_rows, parties, site

EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


def content_of(path: str, body: bytes) -> object:
    """What a file says: archives by their parts, since compressors differ, all else by its bytes."""
    if not path.endswith(".xlsx"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_rebuilding_gives_the_committed_files() -> None:
    built = build_all()
    committed = {str(path.relative_to(HERE)): path for path in HERE.glob("sites/**/*") if path.is_file()}
    committed["expected.json"] = HERE / "expected.json"
    assert built.keys() == committed.keys()
    changed = [
        path
        for path, file in committed.items()
        if content_of(path, built[path]) != content_of(path, file.read_bytes())
    ]
    assert changed == [], "run `python -m sample.build` and look at what changed"


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    write_all(tmp_path)
    stale = tmp_path / "sites" / "left-over.html"
    stale.write_text("an earlier build")
    write_all(tmp_path)
    assert not stale.exists()
    assert {path: (tmp_path / path).read_bytes() for path in build_all()} == build_all()


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file()) < 1_000_000


@pytest.mark.parametrize("date", DATES)
def test_every_page_says_that_it_is_a_sample(date: str) -> None:
    pages = list(site(date).rglob("*.html"))
    assert len(pages) >= 8
    assert all(NOTICE_JA in page.read_text(encoding="utf-8") for page in pages)
    assert NOTICE_JA in site(date, "SAMPLE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("date", DATES)
def test_every_linked_file_of_a_source_is_there_and_no_other(date: str) -> None:
    for host in ("www.moj.go.jp", "www.mhlw.go.jp", "www.otit.go.jp"):
        pages = site(date, host).rglob("*.html")
        linked = set(
            chain.from_iterable(re.findall(r'href="/([^"]+)"', page.read_text("utf-8")) for page in pages)
        )
        there = {
            str(path.relative_to(site(date, host))) for path in site(date, host).rglob("*") if path.is_file()
        }
        indexes = {path for path in there if path.endswith(".html") and "newpage" not in path}
        assert there - indexes <= linked
        missing = linked - there
        assert all(path.endswith(".pdf") for path in missing), (
            "only papers that no source reads may be missing"
        )


@pytest.mark.parametrize("date", DATES)
def test_expected_parties_and_plan_numbers_are_in_the_workbooks(date: str) -> None:
    expected = EXPECTED["snapshots"][date]["isa_dispositions"]
    books = isa_workbooks(date)
    assert len(books) == expected["documents"]
    rows = [row for book in books.values() for row in parties(book.worksheets[0])]
    assert len(rows) == expected["parties"]
    plans = [book for label, book in books.items() if label.endswith("年度")]
    numbers = [
        value
        for book in plans
        for sheet in book.worksheets
        for line in sheet.iter_rows(max_col=8, values_only=True)
        for value in line
        if isinstance(value, str) and re.fullmatch(r"変?認\d{10}", value)
    ]
    assert len(numbers) == len(set(numbers)) == sum(expected["plan_numbers_by_workbook"].values())
    persons = [row for row in rows if squeeze(str(row[0])) == squeeze(str(row[1]))]
    assert len(persons) == expected["sole_proprietors"]


@pytest.mark.parametrize("date", DATES)
def test_expected_labour_cases_are_in_the_file(date: str) -> None:
    expected = EXPECTED["snapshots"][date]["labour_cases"]
    rows = labour_rows(date)
    assert len(rows) == expected["cases"]
    assert all(len(row) == 6 for row in rows)
    assert sum(row[2] == "" for row in rows) == expected["without_date"] == 1
    assert sum("不起訴" in str(row[5]) for row in rows) == expected["not_prosecuted"]
    facts = [
        row for row in read_facts("labour_cases") if str(DATES.index(date) + 1) in row["snapshots"].split()
    ]
    assert [squeeze(str(row[0])) for row in rows] == [squeeze(row["name"]) for row in facts]


def test_expected_permits_are_in_the_workbooks_and_then_in_the_csv_files() -> None:
    before, after = (EXPECTED["snapshots"][date]["otit_registry"]["permits_by_class"] for date in DATES)
    for number, permit_class in ((1, "general"), (2, "specific")):
        sheet = openpyxl.load_workbook(
            site(DATES[0], f"www.otit.go.jp/upload/docs/260330-{number}.xlsx")
        ).worksheets[0]
        assert sheet.max_row - 4 == before[permit_class]
    folder = site(DATES[1], "www.otit.go.jp/supervisor/data/2026")
    for name, encoding, above, permit_class in (
        ("ippan_kanri.csv", "utf-8-sig", 3, "general"),
        ("tokutei_kanri.csv", "cp932", 1, "specific"),
    ):
        rows = list(csv.reader(io.StringIO((folder / name).read_bytes().decode(encoding))))
        assert len(rows) - above == after[permit_class]
        assert {len(row) for row in rows[above:]} == {9}


@pytest.mark.parametrize("date", DATES)
def test_expected_support_organizations_are_in_both_languages(date: str) -> None:
    expected = EXPECTED["snapshots"][date]["support_organizations"]
    page = site(date, "www.moj.go.jp/isa/applications/ssw/nyuukokukanri07_00205.html").read_text(
        encoding="utf-8"
    )
    sheets = {
        label: openpyxl.load_workbook(site(date, "www.moj.go.jp", path)).worksheets[0]
        for path, label in re.findall(r'href="/(isa/content/\d+\.xlsx)">([^(]+)', page)
    }
    assert next(iter(sheets)).isascii() == (date == DATES[1]), "the order of the two links changes"
    for label, sheet in sheets.items():
        first = 9 if label.isascii() else 6
        rows = list(sheet.iter_rows(min_row=first, values_only=True))
        numbered = [row for row in rows if row[0] is not None]
        assert all(re.fullmatch(r"\d{2}登-\d{6}", str(row[0])) for row in numbered)
        assert (len(numbered), len(rows)) == (expected["organizations"], expected["offices"])


def test_what_changes_between_the_snapshots_is_in_the_expectation() -> None:
    names = [
        {
            (label, *map(str, row))
            for label, book in isa_workbooks(date).items()
            for row in parties(book.worksheets[0])
        }
        for date in DATES
    ]
    between = EXPECTED["between"]["dispositions"]
    assert len(names[1] - names[0]) == between["new"] + between["changed"] == 9
    assert len(names[0] - names[1]) == between["withdrawn"] + between["changed"] == 2


def test_the_release_runs_ahead_of_the_workbook_by_a_day() -> None:
    text = site(DATES[0], "www.mhlw.go.jp/stf/newpage_99071200.html").read_text(encoding="utf-8")
    assert "令和8年3月30日" in text and "令和8年3月31日" not in text
    before, after = (
        {row[0]: row[5] for row in parties(isa_workbooks(date)["監理団体に対する許可の取消し"].worksheets[0])}
        for date in DATES
    )
    name = next(name for name in after if name is not None and str(name) in text)
    assert name not in before
    assert after[name] == (datetime.date(2026, 3, 31) - datetime.date(1899, 12, 30)).days


def test_grounds_of_the_facts_are_in_the_text_of_their_reasons() -> None:
    for reason in read_facts("reasons"):
        text = unicodedata.normalize("NFKC", reason["text"])
        for code in reason["grounds"].split():
            article, paragraph, *item = code.removeprefix("titp:").split("-")
            assert f"第{article}条第{paragraph}項" in text, reason["key"]
            assert all(f"第{number}号" in text for number in item), reason["key"]
    assert all(grounds(row) for row in read_facts("dispositions"))
