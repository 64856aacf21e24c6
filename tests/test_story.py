"""History replayed: the dated snapshots in order tell the true story, and every past day still answers as it did."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.api.serving import PUBLIC_URL, Served, serve
from tests.cli import ROOT, SAMPLES, Answer, Kanri, open_engine
from tests.postgis import lend_database
from tests.shared import shared_path

LABOUR_ROWS = {"2018-06": 458, "2019-08": 414, "2021-06": 419, "2023-11": 406, "2025-03": 467}
PARTIES = 516
PERMITS = 9
KEPT = ("employer", "announced_on", "announced_on_text", "laws", "place")
"""What a withdrawn case of a legal person still says."""

PATHS = {
    "organization": "organizations", "disposition": "dispositions", "permit": "permits", "labour_case": "labour-cases",
}  # fmt: skip
EXPECTED = json.loads((ROOT / "sample" / "expected.json").read_text(encoding="utf-8"))
DAY = "28"
"""The snapshots are dated by month; the newest holds a list as of the 27th."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One snapshot: the day it was observed, what the crawl said, and what was public afterwards."""

    day: str
    crawl: Answer
    seconds: float
    edition: int
    public: dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Story:
    """All chapters, and the register at their end, served."""

    kanri: Kanri
    engine: Engine
    chapters: tuple[Chapter, ...]
    api: Served

    def changes(self) -> list[dict[str, Any]]:
        """The whole change feed, followed page by page."""
        found: list[dict[str, Any]] = []
        path: str | None = "/v1/changes?limit=1000"
        while path is not None:
            page = self.api.read(path)
            found += page["items"]
            path = page["next"] and page["next"].removeprefix(PUBLIC_URL)
        return found


def read_public(engine: Engine) -> tuple[int, dict[str, dict[str, dict[str, Any]]]]:
    """The edition that stands, and for each kind the records by id with what a story needs of them."""
    with engine.connect() as connection:
        edition = connection.scalar(text("SELECT max(number) FROM published.edition")) or 0
        rows = connection.execute(
            text(
                "SELECT kind, id, status, summary::jsonb AS body FROM published.version"
                " WHERE edition_from <= :e AND edition_to > :e"
            ),
            {"e": edition},
        ).all()
    public: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, record_id, _, body in rows:
        public.setdefault(kind, {})[record_id] = body
    return edition, public


def tell(kanri: Kanri, engine: Engine, snapshots: list[tuple[str, Path]]) -> tuple[Chapter, ...]:
    """Replay the snapshots in order and note after each what is public."""
    chapters = []
    for day, folder in snapshots:
        started = time.monotonic()
        answer = kanri.crawl(folder, observed_on=day)
        seconds = time.monotonic() - started
        chapters.append(Chapter(day, answer, seconds, *read_public(engine)))
    return tuple(chapters)


@pytest.fixture(scope="module")
def story(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The recorded snapshots, replayed through the command line into one home."""
    sources = shared_path("sources")
    snapshots = [(f"{folder.name}-{DAY}", folder) for folder in sorted(sources.iterdir())]
    yield from replay(postgis, tmp_path_factory.mktemp("story"), snapshots)


@pytest.fixture(scope="module")
def sample_story(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The same of the bundled, fictional sample."""
    snapshots = [(folder.name, folder) for folder in sorted(SAMPLES.iterdir())]
    yield from replay(postgis, tmp_path_factory.mktemp("sample-story"), snapshots)


def replay(postgis: str, home: Path, snapshots: list[tuple[str, Path]]) -> Iterator[Story]:
    """Replay into a home and a database of their own and serve the end."""
    with lend_database(postgis) as database, open_engine(database.owner) as engine:
        kanri = Kanri(home, database.owner)
        chapters = tell(kanri, engine, snapshots)
        with serve(database) as api:
            yield Story(kanri, engine, chapters, api)


def count_living(chapter: Chapter, kind: str) -> int:
    """How many records of a kind a source showed then."""
    return sum(body["status"] == "published" for body in chapter.public.get(kind, {}).values())


def check_feed(story: Story) -> list[dict[str, Any]]:
    """The change feed has no gap, and retold from the start it ends in what is public after each chapter."""
    changes = story.changes()
    assert [one["seq"] for one in changes] == list(range(1, len(changes) + 1))
    known: dict[str, str] = {}
    remaining = list(changes)
    for chapter in story.chapters:
        while remaining and remaining[0]["edition"] <= chapter.edition:
            change = remaining.pop(0)
            assert (change["change"] == "created") != (change["id"] in known)
            known[change["id"]] = change["change"]
            assert change["observed_on"] <= chapter.day
        standing = {name for records in chapter.public.values() for name in records}
        assert standing <= known.keys()
        assert {known[name] for name in known.keys() - standing} <= {"withdrawn", "merged"}
    assert remaining == []
    return changes


def check_past(story: Story, kind: str, path: str) -> None:
    """Between the snapshots `as_of` answers what was known: every record told then and not hidden since, as it was."""
    last = story.chapters[-1].public.get(kind, {})
    for chapter, following in pairwise(story.chapters):
        then = chapter.public.get(kind, {})
        day = date.fromisoformat(following.day) - timedelta(days=1)
        now = read_list(story.api, f"/v1/{path}?as_of={day}&limit=1000")
        assert now.keys() <= then.keys()
        hidden = then.keys() - now.keys()
        assert all(is_natural(then[name]) and name not in last for name in hidden)
        assert {name: now[name]["status"] for name in now} == {name: then[name]["status"] for name in now}
        for name in list(now)[:3]:
            assert story.api.read(f"/v1/{path}/{name}?as_of={day}")["status"] == then[name]["status"]


def read_list(api: Served, path: str | None) -> dict[str, dict[str, Any]]:
    """A whole list by id, page by page."""
    found: dict[str, dict[str, Any]] = {}
    while path is not None:
        page = api.read(path)
        found |= {item["id"]: item for item in page["items"]}
        path = page["next"] and page["next"].removeprefix(PUBLIC_URL)
    return found


def is_natural(body: dict[str, Any]) -> bool:
    """Whether a record is about a natural person."""
    party = body.get("employer") or body.get("organization") or body
    return bool(party["grade"] == "sole_proprietor")


def check_withdrawn_cases(story: Story) -> int:
    """Of a case that is gone a legal person's tombstone stays, without its story; answers how many natural ones are gone."""
    gone = 0
    last = story.chapters[-1].public["labour_case"]
    for chapter in story.chapters:
        for name, body in chapter.public.get("labour_case", {}).items():
            if name not in last:
                assert is_natural(body)
                gone += 1
            elif last[name]["status"] == "withdrawn":
                assert {member: last[name][member] for member in KEPT} == {member: body[member] for member in KEPT}
    for body in last.values():
        withdrawn = body["status"] == "withdrawn"
        assert (body["summary"] is None) == (withdrawn or is_natural(body))
        assert withdrawn == (body["withdrawn_at"] is not None)
    return gone


def count_told_stories(engine: Engine) -> int:
    """How many versions of withdrawn cases still tell what happened."""
    told = (
        "SELECT count(*) FROM published.version_labour_case v JOIN published.version_labour_case w"
        " ON w.id = v.id AND w.edition_to = 2147483647 AND w.status = 'withdrawn'"
        " WHERE v.summary::json ->> 'summary' IS NOT NULL"
    )
    with engine.connect() as connection:
        return int(connection.scalar(text(told)) or 0)


def check_reparse(story: Story) -> None:
    """Rebuilt from the kept bytes alone, the register is the same."""
    before = story.kanri.hash()
    answer = story.kanri.run("reparse")
    assert answer.code == 0, answer.err[-500:]
    assert story.kanri.hash() == before != ""


def test_every_snapshot_comes_out_whole(story: Story) -> None:
    months = {chapter.day.removesuffix(f"-{DAY}"): chapter for chapter in story.chapters}
    print(f"{sum(chapter.seconds for chapter in story.chapters):.0f} s for the whole replay")
    assert [chapter.crawl.code for chapter in story.chapters] == [0] * len(story.chapters)
    for month, rows in LABOUR_ROWS.items():
        counts = months[month].crawl.counts("mhlw_labour_cases")
        assert (counts["records"], counts["rejected"]) == (rows, 0)
        assert count_living(months[month], "labour_case") == rows
    assert months["2026-04"].crawl.counts("isa_dispositions")["records"] == PARTIES
    assert months["2026-07"].crawl.counts("otit_registry")["records"] == PERMITS


def test_labour_cases_come_and_go(story: Story) -> None:
    cases = [chapter for chapter in story.chapters if chapter.crawl.verdict("mhlw_labour_cases") == "good"]
    assert [count_living(chapter, "labour_case") for chapter in cases] == list(LABOUR_ROWS.values())
    # The snapshots lie more than a year apart, longer than the publisher shows a case: none is in two of them.
    for before, after in pairwise(cases):
        living = {name for name, body in before.public["labour_case"].items() if body["status"] == "published"}
        assert all(after.public["labour_case"].get(name, {"status": "withdrawn"})["status"] == "withdrawn" for name in living)
    assert check_withdrawn_cases(story) > 0


def test_every_release_is_joined_to_a_row_of_the_workbooks(story: Story) -> None:
    joined = "SELECT count(*) FILTER (WHERE sources @> '{isa_dispositions}'), count(*) FROM published.version"
    where = " WHERE kind = 'disposition' AND edition_to = 2147483647 AND sources @> '{mhlw_releases}'"
    with story.engine.connect() as connection:
        both, released = connection.execute(text(joined + where)).one()
    assert both == released > 0


def test_history_tells_what_was_known_when(story: Story) -> None:
    for kind, path in PATHS.items():
        check_past(story, kind, path)
    first = story.chapters[0].day
    assert story.api.get(f"/v1/labour-cases?as_of={date.fromisoformat(first) - timedelta(days=1)}").status_code == 422


def test_the_feed_tells_the_same_story(story: Story) -> None:
    changes = check_feed(story)
    cases = [one for one in changes if one["kind"] == "labour_case"]
    # Later an organization of the same name and place comes in sight: that is a link, and no news of the case.
    linked = [one for one in cases if one["change"] == "changed"]
    assert all((one["observed_on"][:7], one["fields_changed"]) == ("2026-04", ["organizations"]) for one in linked)
    told = Counter((one["observed_on"][:7], one["change"]) for one in cases if one["change"] != "changed")
    rows = list(LABOUR_ROWS.items())
    assert told == {
        **{(month, "created"): count for month, count in rows},
        **{(month, "withdrawn"): before for (_, before), (month, _) in pairwise(rows)},
    }
    assert {one["cause"] for one in cases} == {"source"}


def test_it_can_all_be_rebuilt(story: Story) -> None:
    check_reparse(story)


def test_a_fictional_case_ends_without_prosecution(sample_story: Story) -> None:
    before, after = sample_story.chapters
    assert (before.crawl.code, after.crawl.code) == (0, 0)
    cases = after.public["labour_case"]
    gained = [
        name for name, body in before.public["labour_case"].items()
        if name in cases and cases[name]["outcomes"] != body["outcomes"]
    ]  # fmt: skip
    (name,) = gained
    then, now = (sample_story.api.read(f"/v1/labour-cases/{name}{query}") for query in ("?as_of=2026-09-30", ""))
    assert "not_prosecuted" not in [one["kind"] for one in then["outcomes"]]
    assert now["outcomes"][0]["kind"] == "not_prosecuted"
    told = [one for one in sample_story.changes() if one["id"] == name]
    assert [(one["change"], one["cause"]) for one in told] == [("created", "source"), ("changed", "source")]
    assert "outcomes" in told[1]["fields_changed"]


def test_no_version_of_a_withdrawn_case_tells_what_happened(sample_story: Story) -> None:
    assert count_told_stories(sample_story.engine) == 0


def test_the_fictional_story_is_told_alike_by_lists_feed_and_rebuild(sample_story: Story) -> None:
    expected = EXPECTED["between"]["labour_cases"]
    for kind, path in PATHS.items():
        check_past(sample_story, kind, path)
    changes = check_feed(sample_story)
    told = Counter(one["change"] for one in changes if one["kind"] == "labour_case" and one["observed_on"] == "2026-10-01")
    # A record also changes where only its place in the source's file does.
    assert (told["created"], told["withdrawn"]) == (expected["new"], expected["withdrawn"])
    assert check_withdrawn_cases(sample_story) == 2
    check_reparse(sample_story)
