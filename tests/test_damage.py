"""Damage drill: a publisher's files and pages go wrong, one way at a time, through the whole of `kanri crawl`."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from scrapers.raw_store import RawStore
from tests import damages as d
from tests.cli import SAMPLES, Answer, open_engine
from tests.damages import Damage
from tests.persons import list_persons
from tests.postgis import lend_database
from tests.warm import WarmKanri, keep_warm

SITE = SAMPLES / "2026-10-01"
DAY = "2026-10-01"
SOURCE = "isa_dispositions"
INDEX = "www.moj.go.jp/isa/applications/titp/nyuukokukanri07_00138.html"
CONTENT = "www.moj.go.jp/isa/content"
BOOK = f"{CONTENT}/999391108.xlsx"
KEPT = ("999004391.xlsx", "999391108.xlsx", "999005831.xlsx", "999005832.xlsx")
RELEASES = "www.mhlw.go.jp/stf"

BOOKS = {
    "a column renamed": Damage(d.put("C1", "責任者"), ("sheet 1", "C1", "(address) is missing")),
    "a column removed": Damage(d.drop_column(3), ("sheet 1", "(address) is missing")),
    "a column doubled": Damage(d.double_column("F", "G"), ("issued_on stands there more than once, at F1, G1",)),
    "the headings gone": Damage(d.blank_row(1), ("sheet 1", "no row among the first 30 holds the headings")),
    "a date unreadable": Damage(d.put("F5", "近日中"), ("実習実施者!F5", "issued_on: not a date")),
    "a name where the date was": Damage(d.put("F5", "例示　糸吉"), ("実習実施者!F5", "issued_on: not a date")),
    "a date that never was": Damage(d.put("F5", "令和３年２月３０日"), ("実習実施者!F5", "issued_on: not a date")),
    "a column moved up into its heading": Damage(d.lift_column("B"), ("B1: unknown heading", "(representatives)")),
    "a party without its date": Damage(d.put("F5", None), ("F5", "(issued_on) is empty")),
    "a party without its name": Damage(d.put("A5", None), ("5",)),
    "a party without its address": Damage(d.put("C5", None), ("C5", "(address) is empty")),
    "half of a party's block missing": Damage(d.tear_rows(7, 2), ("A7", "(organization) holds a second value in one record")),
    "a number that is none": Damage(d.put("D6", "認19119904"), ("D5:D8", "plan_numbers: no 認 number")),
    "a reason that cites nothing": Damage(d.put("E5", "調査中"), ("E5", "reason: no citation of 16-1")),
    "a spreadsheet error": Damage(d.put("F5", "#REF!"), ("F5", "holds a spreadsheet error")),
    "a formula without its result": Damage(d.put("F5", "=TODAY()"), ("F5", "holds a spreadsheet error")),
    "a table that halved": Damage(d.drop_rows(9, 23), ("known records are gone",)),
    "an empty sheet": Damage(d.empty_sheet, ("sheet 1 is empty",)),
    "a table without a row": Damage(d.drop_rows(2, 23), ("A2", "no record under the headings")),
    "a zip bomb": Damage(d.bomb, ("a zip bomb?", "quarantined")),
    "a zip bomb that lies": Damage(d.lying_bomb, ("damaged or half-downloaded zip", "quarantined")),
    "random bytes": Damage(d.random_bytes, ("bytes of an unknown kind", "quarantined")),
    "an old workbook": Damage(d.become(d.OLD_WORKBOOK), ("an old-format workbook (xls)", "quarantined")),
    "a PDF": Damage(d.become(d.PDF), ("received a PDF", "quarantined")),
    "an HTML error page with status 200": Damage(d.become(d.HTML_ERROR), ("received an HTML page", "quarantined")),
    "an empty file": Damage(d.become(b""), ("an empty file", "quarantined")),
    "a half download": Damage(d.halve, ("half-downloaded zip archive", "quarantined")),
}

PAGES = {
    "a soft 404": Damage(
        d.become("<html><body><h1>お探しのページは見つかりませんでした</h1></body></html>".encode()),
        ("no workbook is linked under art. 16(1)",),
    ),
    "a login page": Damage(
        d.become(b'<html><body><form action="/login"><input type="password" name="p"></form></body></html>'),
        ("no workbook is linked under art. 37(1)",),
    ),
    "a maintenance page": Damage(d.become(d.HTML_ERROR), ("no workbook is linked under art. 36(1)",)),
    "an empty page": Damage(d.become(b""), ("no workbook is linked under art. 15(1)",)),
    "a page of no text": Damage(d.random_bytes, ("no workbook is linked under art. 15(1)",)),
    "a section gone": Damage(
        lambda page: page.replace("第36条第1項".encode(), "規定".encode()), ("no workbook is linked under art. 36(1)",)
    ),
}


@dataclass(frozen=True, slots=True)
class Yesterday:
    """A register that holds a good crawl of the small site, and what was public then."""

    kanri: WarmKanri
    site: Path
    hash: str
    persons: frozenset[str] = field(repr=False)

    def crawl(self, site: Path, *sources: str) -> Answer:
        """Replay a site on the day of the drill."""
        return self.kanri.crawl(site, *(sources or (SOURCE,)), observed_on=DAY)

    def ask(self, statement: str) -> list[Any]:
        """Rows of the database."""
        with open_engine(self.kanri.database_url) as engine, engine.connect() as connection:
            return list(connection.execute(text(statement)))


def build_small_site(folder: Path) -> Path:
    """Four of the sample's workbooks, one for each provision, and the press releases."""
    site = folder / "site"
    for name in (INDEX, *(f"{CONTENT}/{name}" for name in KEPT), "SAMPLE.txt"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SITE / name, site / name)
    shutil.copytree(SITE / RELEASES, site / RELEASES)
    page = (site / INDEX).read_text()
    lines = [line for line in page.splitlines() if ".xlsx" not in line or any(name in line for name in KEPT)]
    (site / INDEX).write_text("\n".join(lines))
    return site


@pytest.fixture(scope="module")
def yesterday(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yesterday]:
    """One register for the whole drill: every damaged crawl must leave it as it was."""
    folder = tmp_path_factory.mktemp("drill")
    site = build_small_site(folder)
    with keep_warm() as warm, lend_database(postgis) as database:
        kanri = WarmKanri(folder / "home", database.owner, warm)
        answer = kanri.crawl(site, SOURCE, "mhlw_releases", observed_on=DAY)
        assert answer.code == 0, answer.err
        books = [site / CONTENT / name for name in KEPT]
        yield Yesterday(kanri, site, kanri.hash(), list_persons(books))


def damage_site(yesterday: Yesterday, folder: Path, name: str, damage: Damage) -> tuple[Path, bytes]:
    """A copy of the site with one file damaged, and the damaged bytes."""
    site = folder / "damaged"
    shutil.copytree(yesterday.site, site, copy_function=lambda a, b: Path(b).hardlink_to(a))
    body = damage.change((site / name).read_bytes())
    (site / name).unlink()
    (site / name).write_bytes(body)
    return site, body


def check_drill(yesterday: Yesterday, answer: Answer, words: tuple[str, ...]) -> None:
    """The damage is named, nothing was published or withdrawn, and no person's name was said."""
    assert answer.code == 1
    assert answer.verdict(SOURCE) == "broken", answer.out
    counts = answer.counts(SOURCE)
    assert (counts["new"], counts["changed"], counts["withdrawn"]) == (0, 0, 0)
    assert yesterday.kanri.hash() == yesterday.hash
    problem = " ".join(answer.err.splitlines())
    assert [word for word in words if word not in problem] == [], answer.err
    census = yesterday.kanri.run("census")
    line = next(line for line in census.out.splitlines() if line.startswith(f"{SOURCE}: "))
    assert census.code == 1 and line.startswith(f"{SOURCE}: broken: ")
    assert words[-1] in line or words[-1] == "quarantined"
    said = re.sub(r"\s", "", answer.out + answer.err + census.out + census.err)
    assert sum(person in said for person in yesterday.persons) == 0, "a person is named"
    assert "Traceback" not in answer.err


def check_kept(yesterday: Yesterday, body: bytes, name: str) -> None:
    """The bytes lie in the raw store, and the register's restricted part names their file and why."""
    digest = hashlib.sha256(body).hexdigest()
    assert RawStore(yesterday.kanri.home).read_object(digest) == body
    rows = yesterday.ask(
        "SELECT url, field, reason, locator FROM register.rejection"
        f" WHERE run_id = (SELECT max(id) FROM register.run WHERE source = '{SOURCE}')"
    )
    assert rows, "nothing was rejected or quarantined"
    assert {row.url.partition("://")[2] for row in rows} == {name}
    assert all(row.reason for row in rows)


@pytest.mark.parametrize("case", BOOKS)
def test_damaged_workbook_stops_its_source_and_nothing_else(yesterday: Yesterday, tmp_path: Path, case: str) -> None:
    site, body = damage_site(yesterday, tmp_path, BOOK, BOOKS[case])
    check_drill(yesterday, yesterday.crawl(site), BOOKS[case].words)
    if case != "a table that halved":  # which is whole in itself
        check_kept(yesterday, body, BOOK)


@pytest.mark.parametrize("case", PAGES)
def test_damaged_index_page_stops_its_source(yesterday: Yesterday, tmp_path: Path, case: str) -> None:
    site, body = damage_site(yesterday, tmp_path, INDEX, PAGES[case])
    check_drill(yesterday, yesterday.crawl(site), PAGES[case].words)
    check_kept(yesterday, body, INDEX)


def test_linked_file_that_is_gone_stops_its_source(yesterday: Yesterday, tmp_path: Path) -> None:
    site, _ = damage_site(yesterday, tmp_path, BOOK, Damage(d.halve, ()))
    (site / BOOK).unlink()
    check_drill(yesterday, yesterday.crawl(site), (BOOK, "令和3年度", "answers 404"))


def test_new_section_is_reported_and_the_known_ones_are_read(yesterday: Yesterday, tmp_path: Path) -> None:
    added = '<h4>実習実施者に対する勧告(第99条第1項)</h4><a href="/isa/content/999000001.xlsx">勧告(Excel : 9KB)</a></main>'
    change = Damage(lambda page: page.replace(b"</main>", added.encode()), ())
    site, _ = damage_site(yesterday, tmp_path, INDEX, change)
    answer = yesterday.crawl(site)
    assert answer.verdict(SOURCE) == "good", answer.err
    assert "unknown section 「実習実施者に対する勧告(第99条第1項)」" in answer.err
    assert yesterday.kanri.hash() == yesterday.hash


def test_numbers_cut_out_of_a_block_are_told(yesterday: Yesterday, tmp_path: Path) -> None:
    site, _ = damage_site(yesterday, tmp_path, BOOK, Damage(d.clear("D7", "D8"), ()))
    answer = yesterday.crawl(site)
    assert "実習実施者!5-8: 2 numbers on 4 rows" in answer.err
    assert yesterday.crawl(yesterday.site).verdict(SOURCE) == "good"
    assert yesterday.kanri.hash() == yesterday.hash


def test_other_sources_are_published_beside_a_broken_one(yesterday: Yesterday, tmp_path: Path) -> None:
    site, _ = damage_site(yesterday, tmp_path, BOOK, BOOKS["a half download"])
    answer = yesterday.crawl(site, SOURCE, "mhlw_releases")
    assert (answer.code, answer.verdict(SOURCE), answer.verdict("mhlw_releases")) == (1, "broken", "good")
    assert yesterday.kanri.hash() == yesterday.hash


def test_saving_a_workbook_again_is_no_damage(yesterday: Yesterday, tmp_path: Path) -> None:
    """The drills prove something only if their tool harms nothing else; a good crawl after them heals all."""
    site, _ = damage_site(yesterday, tmp_path, BOOK, Damage(d.edit(lambda sheet: None), ()))
    answer = yesterday.crawl(site)
    assert (answer.code, answer.verdict(SOURCE)) == (0, "good"), answer.err
    assert {answer.counts(SOURCE)[name] for name in ("new", "changed", "withdrawn", "rejected")} == {0}
    assert f"{SOURCE}: broken" not in yesterday.kanri.run("census").out
    assert yesterday.crawl(yesterday.site).verdict(SOURCE) == "good"
    assert yesterday.kanri.hash() == yesterday.hash
