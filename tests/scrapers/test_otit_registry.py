"""The registry through the real spider into the real database: what it tells, and what it refuses."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from scrapers.spiders.otit_registry import OtitRegistry
from tests.cli import ROOT, SAMPLES, Answer, Kanri, open_engine
from tests.scrapers.drive import Drive, drive_spider
from tests.scrapers.register_files import HEADINGS, Register, make_row
from tests.shared import shared_path

EXPECTED = json.loads((ROOT / "sample" / "expected.json").read_text())
FIRST, SECOND = SAMPLES / "2026-04-01", SAMPLES / "2026-10-01"
SOURCE = "otit_registry"
HOST = "www.otit.go.jp"

PERMITS = "SELECT summary::text, detail::text FROM published.version WHERE kind = 'permit' AND edition_to = 2147483647"
CHANGES = "SELECT change, fields_changed FROM published.change WHERE kind = 'permit' AND edition = :edition"
LAST = "SELECT max(number) FROM published.edition"


def read_permits(kanri: Kanri, role: str = "supervising_organization") -> list[dict[str, Any]]:
    with open_engine(kanri.database_url) as engine, engine.connect() as connection:
        documents = [json.loads(summary) | json.loads(detail) for summary, detail in connection.execute(text(PERMITS))]
    return [document for document in documents if document["role"] == role]


def permit_of(kanri: Kanri, name: str) -> dict[str, Any]:
    found = [permit for permit in read_permits(kanri) if permit["organization"]["name"] == name]
    assert len(found) == 1
    return found[0]


def read_last_changes(kanri: Kanri) -> list[tuple[str, set[str]]]:
    """Changes of permits in the last edition, without the fields that every new list touches."""
    with open_engine(kanri.database_url) as engine, engine.connect() as connection:
        rows = connection.execute(text(CHANGES), {"edition": connection.scalar(text(LAST))})
        return [(change, set(fields) - {"evidence", "listed_as_of"}) for change, fields in rows]


def tally(permits: Sequence[Mapping[str, Any]], member: str) -> dict[str, int]:
    values = [permit[member] for permit in permits]
    return {value: values.count(value) for value in values}


def test_sample_registry_comes_out_as_expected_and_its_history_is_true(kanri: Kanri) -> None:
    for site in (FIRST, SECOND):
        answer = kanri.crawl(site, "isa_dispositions", "mhlw_releases", SOURCE, observed_on=site.name)
        assert answer.code == 0, answer.err
        check_counts(kanri, answer, EXPECTED["snapshots"][site.name][SOURCE])
    between = EXPECTED["between"]["registry"]
    assert {name: answer.counts(SOURCE)[name] for name in between} == between
    check_events(kanri, EXPECTED["registry_events"])
    check_revoked(kanri)
    again = kanri.crawl(SECOND, SOURCE, observed_on="2026-10-01").counts(SOURCE)
    assert (again["new"], again["changed"], again["withdrawn"]) == (0, 0, 0)


def check_counts(kanri: Kanri, answer: Answer, expected: Mapping[str, Any]) -> None:
    counts = answer.counts(SOURCE)
    assert (counts["records"], counts["documents"]) == (expected["permits"], expected["documents"])
    listed = [permit for permit in read_permits(kanri) if is_listed(permit)]
    assert tally(listed, "class") == expected["permits_by_class"]
    assert tally(listed, "care")[True] == expected["with_care"]
    assert tally(listed, "postal_code")[None] == expected["without_postal_code"]
    assert tally(listed, "permit_status")["suspended"] == expected["suspended"]


def is_listed(permit: Mapping[str, Any]) -> bool:
    rows = [evidence for evidence in permit["evidence"] if evidence["source"] == SOURCE]
    return any(evidence["withdrawn_at"] is None for evidence in rows)


def check_events(kanri: Kanri, events: Mapping[str, Any]) -> None:
    """Renewals, suspensions, moves and listings between the two lists, and why the gone are gone."""
    changes = read_last_changes(kanri)
    assert changes.count(("changed", {"expires_on"})) == events["renewed"]
    assert changes.count(("changed", {"permit_status", "status_text"})) == events["suspended"]
    assert [change for change, _ in changes].count("created") == events["listed"]
    seen = [permit for permit in read_permits(kanri) if permit["listed_as_of"] == "2026-03-30"]
    gone = events["no_longer_listed"]
    assert tally(seen, "permit_status") == {
        "revoked": gone["revoked"], "expired": gone["expired"], "no_longer_listed": gone["unknown"],
    }  # fmt: skip
    assert permit_of(kanri, "空想食品加工協同組合")["permit_status"] == "in_force"  # it moved, and is no other


def check_revoked(kanri: Kanri) -> None:
    """A revocation and its register row are one record; a revocation without a row is a record too."""
    revoked = [permit for permit in read_permits(kanri) if permit["permit_status"] == "revoked"]
    notices = EXPECTED["snapshots"]["2026-10-01"]["isa_dispositions"]["permit_numbers"]
    assert len(revoked) == len({permit["number"] for permit in revoked}) == notices
    assert {permit["status"] for permit in revoked} == {"published"}
    joined = permit_of(kanri, "例示さくら協同組合")
    assert joined["class"] == "general" and joined["revoked_on"] == "2026-03-31"
    assert {evidence["source"] for evidence in joined["evidence"]} == {"isa_dispositions", "mhlw_releases", SOURCE}
    alone = permit_of(kanri, "架空みらい協同組合")
    assert alone["class"] is None and alone["first_permitted_on"] is None and alone["number"].startswith("許")


def write_site(
    folder: Path, general: bytes, specific: bytes, *, ending: str = "csv", as_of: str = "令和8年7月27日現在"
) -> Path:
    """A site with the two lists as given."""
    host = folder / HOST
    page = host / "implementer" / "basic" / "search_supervisor" / "index.html"
    page.parent.mkdir(parents=True)
    names = {"general": "一般監理事業", "specific": "特定監理事業"}
    links = "".join(f'<li><a href="/data/{key}.{ending}">{label}</a></li>' for key, label in names.items())
    page.write_text(f"<html><body><p>{as_of}</p><ul>{links}</ul></body></html>", encoding="utf-8")
    (host / "data").mkdir()
    (host / "data" / f"general.{ending}").write_bytes(general)
    (host / "data" / f"specific.{ending}").write_bytes(specific)
    (folder / "SAMPLE.txt").touch()
    return folder


GENERAL = [make_row(f"架空{word}協同組合", first_permitted_on="平成30年3月1日") for word in "東西南北上下左右前後"]
SPECIFIC = [make_row(f"想像{word}協同組合", first_permitted_on="令和2年3月1日") for word in "東西南北"]


def crawl_lists(
    kanri: Kanri,
    folder: Path,
    day: str,
    general: Sequence[Mapping[str, object]] = GENERAL,
    specific: Sequence[Mapping[str, object]] = SPECIFIC,
    write: Callable[[Register], bytes] = Register.delimited,
    ending: str = "csv",
) -> Answer:
    site = write_site(folder / day, write(Register(general)), write(Register(specific)), ending=ending)
    return kanri.crawl(site, SOURCE, observed_on=day)


def drive_rows(tmp_path: Path, *rows: Mapping[str, object]) -> Drive:
    site = write_site(tmp_path / "driven", Register(rows).delimited(), Register(SPECIFIC).delimited())
    return drive_spider(OtitRegistry(), site)


def test_printed_expiry_before_the_list_s_day_is_told(tmp_path: Path) -> None:
    rows = [make_row(expires_on=day, first_permitted_on=day) for day in ("2026-07-26", "2026-07-27")]
    drive = drive_rows(tmp_path, *rows)
    assert [statement.content["facts"]["status"] for statement in drive.statements[:2]] == ["expired", "in_force"]


def test_expiry_printed_as_a_period_is_its_last_day(tmp_path: Path) -> None:
    drive = drive_rows(tmp_path, make_row(expires_on="令和元年9月6日～令和13年9月5日"))
    assert drive.statements[0].content["facts"]["expires_on"] == "2031-09-05"


def test_name_without_a_legal_form_is_still_an_organization_here(tmp_path: Path) -> None:
    drive = drive_rows(tmp_path, make_row("ＫＡＫＵＵインターナショナル"))
    assert drive.statements[0].content["organization"]["grade"] == "legal_person"


def test_numbers_are_used_where_there_are_columns_for_them(tmp_path: Path) -> None:
    headings = {"number": "許可番号", **HEADINGS, "corporate_number": "法人番号"}
    rows = [make_row(number="許18-08-000001", corporate_number=number) for number in (7000000000010, 8000000000010)]
    bodies = Register(rows, headings).delimited(), Register(SPECIFIC).delimited()
    drive = drive_spider(OtitRegistry(), write_site(tmp_path / "numbered", *bodies))
    assert [statement.content["facts"]["number"] for statement in drive.statements[:3]] == ["許1808000001"] * 2 + [None]
    told = [statement.content["identity"]["corporate_number"] for statement in drive.statements[:3]]
    assert told == ["7000000000010", None, None]
    assert "check digit is wrong" in drive.warnings[0]


def test_change_of_format_changes_nothing(tmp_path: Path) -> None:
    told = []
    for ending, write in (("csv", Register.delimited), ("xlsx", Register.workbook), ("pdf", Register.pdf)):
        bodies = write(Register(GENERAL)), write(Register(SPECIFIC))
        drive = drive_spider(OtitRegistry(), write_site(tmp_path / ending, *bodies, ending=ending))
        told.append([(statement.key, statement.content) for statement in drive.statements])
    assert len(told[0]) == 14
    assert told[0] == told[1] == told[2]


DAMAGES: Mapping[str, tuple[Callable[[], tuple[bytes, bytes]], str]] = {
    "an error page in the place of a list": (
        lambda: (Register(GENERAL).delimited(), b"<!DOCTYPE html><html><body>404 Not Found</body></html>"),
        "received an HTML page; quarantined",
    ),
    "an empty list": (lambda: (Register(GENERAL).delimited(), Register([]).delimited()), "no record under the headings"),
    "a column gone": (
        lambda: (
            Register(GENERAL, {key: words for key, words in HEADINGS.items() if key != "countries"}).delimited(),
            Register(SPECIFIC).delimited(),
        ),
        "(countries) is missing",
    ),
    "an unreadable day": (
        lambda: (
            Register([*GENERAL[:9], {**GENERAL[9], "first_permitted_on": "令和0年3月1日"}]).delimited(),
            Register(SPECIFIC).delimited(),
        ),
        "first_permitted_on: not a date",
    ),
    "an unknown status": (
        lambda: (
            Register([*GENERAL[:9], {**GENERAL[9], "name": "架空後協同組合(事業廃止)"}]).delimited(),
            Register(SPECIFIC).delimited(),
        ),
        "name: an unknown status in the name",
    ),
    "an unknown mark for care": (
        lambda: (
            Register([*GENERAL[:9], {**GENERAL[9], "care": "？"}]).delimited(),
            Register(SPECIFIC).delimited(),
        ),
        "care: neither a mark nor a blank",
    ),
    "rows of the other class": (
        lambda: (
            Register([{**row, "class": "特定監理事業"} for row in GENERAL], {**HEADINGS, "class": "許可区分"}).delimited(),
            Register(SPECIFIC).delimited(),
        ),
        "class: not the class of its list (general)",
    ),
}


@pytest.mark.parametrize(("damage", "told"), DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_list_is_refused_and_told_where(
    damage: Callable[[], tuple[bytes, bytes]], told: str, tmp_path: Path
) -> None:
    drive = drive_spider(OtitRegistry(), write_site(tmp_path / "damaged", *damage()))
    assert any(told in trouble for trouble in drive.troubles)
    assert len(drive.troubles) <= len(GENERAL)


def test_undamaged_list_is_not_refused(tmp_path: Path) -> None:
    bodies = Register(GENERAL).delimited(), Register(SPECIFIC).delimited()
    drive = drive_spider(OtitRegistry(), write_site(tmp_path / "sound", *bodies))
    assert (drive.troubles, drive.warnings, len(drive.statements)) == ([], [], 14)


UNBELIEVED: Mapping[str, tuple[Sequence[Mapping[str, object]], Sequence[Mapping[str, object]], str]] = {
    "a list of half the rows": (GENERAL[:5], SPECIFIC, "5 of 14 known records are gone"),
    "a column emptied": (
        [{**row, "countries": ""} for row in GENERAL],
        [{**row, "countries": ""} for row in SPECIFIC],
        "countries is filled in 0 of 14 rows",
    ),
    "an unreadable cell": (
        [*GENERAL[:9], {**GENERAL[9], "expires_on": "未定"}], SPECIFIC, "!F13: expires_on: not a date",
    ),
}  # fmt: skip


def test_run_that_cannot_be_believed_withdraws_and_publishes_nothing(kanri: Kanri, tmp_path: Path) -> None:
    crawl_lists(kanri, tmp_path, "2026-04-01")
    before = kanri.hash()
    for day, (general, specific, told) in enumerate(UNBELIEVED.values(), start=1):
        answer = crawl_lists(kanri, tmp_path, f"2026-05-{day:02}", general, specific)
        assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
        assert told in answer.err
    site = write_site(tmp_path / "lost", Register(GENERAL).delimited(), b"")
    (site / HOST / "data" / "specific.csv").unlink()
    answer = kanri.crawl(site, SOURCE, observed_on="2026-05-10")
    assert "specific.csv (特定監理事業): answers 404" in answer.err
    assert kanri.hash() == before


def test_page_that_lost_a_class_stops_the_source(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", Register(GENERAL).delimited(), Register(SPECIFIC).delimited())
    page = site / HOST / "implementer" / "basic" / "search_supervisor" / "index.html"
    page.write_text(page.read_text().replace("特定監理事業", "お知らせ"))
    drive = drive_spider(OtitRegistry(), site)
    assert "no list of 特定監理事業 is linked" in drive.problems[0]
    assert drive.statements == []


def test_what_is_odd_is_told_and_kept(tmp_path: Path) -> None:
    drive = drive_rows(tmp_path, make_row(countries="ベトナム、架空国", occupations="3-4,7", telephone="なし"))
    assert drive.troubles == []
    for told in ("unknown country 「架空国」", "「7」 is no occupation code", "1 telephone cells hold no telephone number"):
        assert any(told in warning for warning in drive.warnings)
    facts = drive.statements[0].content["facts"]
    assert (facts["countries"], facts["occupations"], facts["telephones"]) == (["VN", "架空国"], ["3-4", "7"], [])


def iterate_recorded_rows() -> Iterator[tuple[str, ...]]:
    for path in shared_path("sources", "2026-07", HOST).rglob("*.xlsx"):
        yield from openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=5, values_only=True)


def test_recorded_rows_are_read_whole(kanri: Kanri, tmp_path: Path) -> None:
    """Nine rows that were really published, under headings that are assumed; no name of them is printed."""
    site = tmp_path / "site"
    shutil.copytree(shared_path("sources", "2026-07", HOST), site / HOST)
    answer = kanri.crawl(site, SOURCE, observed_on="2026-07-28")
    assert answer.verdict(SOURCE) == "good"
    permits = read_permits(kanri)
    assert tally(permits, "class") == {"general": 4, "specific": 5}
    assert tally(permits, "permit_status") == {"in_force": 8, "suspended": 1}
    assert tally(permits, "care") == {True: 3, False: 6}
    assert all(len(permit["telephones"]) == 1 for permit in permits)
    assert all(len(country) == 2 for permit in permits for country in permit["countries"])
    cells = [row[7] for row in iterate_recorded_rows()]
    assert sorted(len(permit["occupations"]) for permit in permits) == sorted(len(cell.split(",")) for cell in cells)
    terms = sorted(int(permit["expires_on"][:4]) - int(permit["first_permitted_on"][:4]) for permit in permits)
    assert terms == [3, 8, 8, 8, 8, 12, 12, 12, 12]
    assert {permit["organization"]["grade"] for permit in permits} == {"legal_person"}
