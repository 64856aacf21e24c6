"""The main job, end to end: a site snapshot through the real spiders into the real database, by the command line."""

import json
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from db.store import clear_register
from scrapers.promises import Promises
from tests.cli import ROOT, SAMPLES, Kanri, open_engine
from tests.shared import shared_path

EXPECTED = json.loads((ROOT / "sample" / "expected.json").read_text())
FIRST, SECOND = SAMPLES / "2026-04-01", SAMPLES / "2026-10-01"


def test_sample_site_comes_out_as_expected(kanri: Kanri) -> None:
    first = kanri.crawl(FIRST, "isa_dispositions", "mhlw_releases", observed_on="2026-04-01")
    expected = EXPECTED["snapshots"]["2026-04-01"]
    assert first.code == 0, first.err
    assert first.counts("isa_dispositions")["records"] == expected["isa_dispositions"]["parties"]
    assert first.counts("mhlw_releases")["records"] == expected["mhlw_releases"]["parties"]
    totals = read_totals(kanri)
    known = expected["dispositions_known"]
    assert totals["withheld"] == known["sole_proprietors_hidden_after_five_years"]
    assert totals["disposition"] + totals["withheld"] == known["dispositions"]

    second = kanri.crawl(SECOND, "isa_dispositions", "mhlw_releases", observed_on="2026-10-01")
    counts = second.counts("isa_dispositions")
    assert (counts["new"], counts["changed"], counts["withdrawn"], counts["rejected"]) == (8, 1, 1, 0)
    assert second.counts("mhlw_releases")["new"] == 0


def test_second_crawl_of_the_same_changes_nothing_and_reparse_ends_alike(kanri: Kanri) -> None:
    kanri.crawl(FIRST, "isa_dispositions", "mhlw_releases", observed_on="2026-04-01")
    before, edition = kanri.hash(), read_edition(kanri)
    again = kanri.crawl(FIRST, "isa_dispositions", "mhlw_releases", observed_on="2026-04-01")
    assert again.code == 0
    assert {again.counts("isa_dispositions")[name] for name in ("new", "changed", "withdrawn")} == {0}
    assert (kanri.hash(), read_edition(kanri)) == (before, edition)

    kanri.crawl(SECOND, "isa_dispositions", "mhlw_releases", observed_on="2026-10-01")
    later = kanri.hash()
    assert later != before
    assert kanri.run("reparse").code == 0
    assert kanri.hash() == later


def test_source_that_the_snapshot_lacks_is_not_reached_and_untouched(kanri: Kanri, tmp_path: Path) -> None:
    kanri.crawl(FIRST, "isa_dispositions", observed_on="2026-04-01")
    before = kanri.hash()
    partial = tmp_path / "partial"
    shutil.copytree(SECOND / "www.mhlw.go.jp", partial / "www.mhlw.go.jp")
    (partial / "SAMPLE.txt").touch()
    answer = kanri.crawl(partial, "isa_dispositions", observed_on="2026-10-01")
    assert answer.verdict("isa_dispositions") == "not_reached"
    assert kanri.hash() == before


def test_history_is_replayed_forwards_only(kanri: Kanri) -> None:
    kanri.crawl(SECOND, "isa_dispositions", observed_on="2026-10-01")
    before = kanri.hash()
    answer = kanri.crawl(FIRST, "isa_dispositions", observed_on="2026-04-01")
    assert answer.code == 1
    assert "already observed on 2026-10-01" in answer.err
    assert kanri.hash() == before


def test_sample_and_official_data_never_mix(kanri: Kanri, tmp_path: Path) -> None:
    kanri.crawl(FIRST, "isa_dispositions", observed_on="2026-04-01")
    unmarked = tmp_path / "unmarked"
    shutil.copytree(FIRST, unmarked)
    (unmarked / "SAMPLE.txt").unlink()
    answer = kanri.crawl(unmarked, "mhlw_releases", observed_on="2026-04-01")
    assert answer.code == 1
    assert "never mixed" in answer.err


def test_census_is_silent_about_good_and_loud_about_stale(kanri: Kanri) -> None:
    kanri.crawl(SECOND, "isa_dispositions")
    assert kanri.run("census").code == 0


def test_census_calls_an_old_source_stale(kanri: Kanri) -> None:
    kanri.crawl(FIRST, "isa_dispositions", observed_on="2026-04-01")
    answer = kanri.run("census")
    assert answer.code == 1
    assert "isa_dispositions: stale" in answer.out


def test_census_suggests_promises_that_the_last_run_keeps(kanri: Kanri) -> None:
    kanri.crawl(FIRST, "isa_dispositions", observed_on="2026-04-01")
    answer = kanri.run("census", "--suggest")
    assert answer.code == 0
    source, _, code = answer.out.strip().partition(": ")
    promises = eval(code, {"Promises": Promises})
    parties = EXPECTED["snapshots"]["2026-04-01"]["isa_dispositions"]["parties"]
    assert source == "isa_dispositions"
    assert promises.min_records == int(parties * 0.9) < parties < promises.max_records
    assert promises.min_fill["issued_on"] == 1.0


def test_killed_crawl_leaves_yesterday_and_its_rerun_the_same_content(kanri: Kanri, tmp_path: Path) -> None:
    kanri.crawl(FIRST, "isa_dispositions", "mhlw_releases", observed_on="2026-04-01")
    first = kanri.hash()
    for seed in range(4):
        process = subprocess.Popen(
            kanri.command("crawl", "isa_dispositions", "mhlw_releases", "--replay", SECOND, "--observed-on", "2026-10-01"),
            env=kanri.environment(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(random.Random(seed).uniform(0.5, 4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert kanri.hash() != ""
    kanri.crawl(SECOND, "isa_dispositions", "mhlw_releases", observed_on="2026-10-01")
    rerun = kanri.hash()
    assert rerun != first
    assert rerun == clean_run_hash(kanri, tmp_path)


def clean_run_hash(kanri: Kanri, folder: Path) -> str:
    """The hash after both snapshots were crawled without a kill, in an emptied database and another home."""
    with open_engine(kanri.database_url) as engine, engine.begin() as connection:
        clear_register(connection)
    other = Kanri(folder / "other", kanri.database_url)
    for site in (FIRST, SECOND):
        other.crawl(site, "isa_dispositions", "mhlw_releases", observed_on=site.name)
    return other.hash()


def test_recorded_workbooks_come_out_whole(kanri: Kanri) -> None:
    """516 parties and their numbers from the official workbooks, and every release joined to its row."""
    answer = kanri.crawl(shared_path("sources", "2026-04"), "isa_dispositions", "mhlw_releases")
    assert answer.code == 0, answer.err
    counts = answer.counts("isa_dispositions")
    assert (counts["documents"], counts["records"], counts["rejected"]) == (8, 516, 0)
    with open_engine(kanri.database_url) as engine, engine.connect() as connection:
        by_workbook = connection.execute(
            text(
                "SELECT right(d.url, 9), count(*), sum((content #>> '{facts,plan_count}')::int) FROM register.statement s"
                " JOIN register.document d ON d.id = s.document_id WHERE s.source = 'isa_dispositions' GROUP BY 1"
            )
        ).all()
        joined = connection.scalar(
            text(
                "SELECT count(*) FROM register.statement r WHERE source = 'mhlw_releases' AND EXISTS (SELECT FROM"
                " register.statement i WHERE i.source = 'isa_dispositions' AND i.record_id = r.record_id)"
            )
        )
    assert {name: (parties, plans) for name, parties, plans in by_workbook} == {
        "5832.xlsx": (63, 0), "5831.xlsx": (39, 0), "4391.xlsx": (15, 1), "1104.xlsx": (8, 151),
        "1106.xlsx": (23, 244), "1107.xlsx": (77, 1001), "1108.xlsx": (177, 2080), "1109.xlsx": (114, 1723),
    }  # fmt: skip
    assert joined == answer.counts("mhlw_releases")["records"] == 65


def read_totals(kanri: Kanri) -> dict[str, int]:
    """The totals of the edition that is public."""
    with open_engine(kanri.database_url) as engine, engine.connect() as connection:
        found = connection.scalar(text("SELECT totals FROM published.edition ORDER BY number DESC LIMIT 1"))
    assert isinstance(found, dict)
    return found


def read_edition(kanri: Kanri) -> int | None:
    """The number of the edition that is public."""
    with open_engine(kanri.database_url) as engine, engine.connect() as connection:
        found: int | None = connection.scalar(text("SELECT max(number) FROM published.edition"))
    return found


@pytest.mark.parametrize("source", ["isa_dispositions", "mhlw_releases"])
def test_unknown_source_is_a_usage_error(kanri: Kanri, source: str) -> None:
    answer = kanri.run("crawl", source + "s", "--replay", FIRST)
    assert answer.code == 2
    assert source in answer.err
