"""Publishing beside readers and beside itself: whole or not at all, nobody waits, and alike however it is drafted."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text

from db import children
from db import publish as publishing
from db.content_hash import hash_content
from db.store import RunResult, save_run
from tests.cli import open_engine
from tests.db.parties import publish, tell
from tests.fictional import make_report, to_lines
from tests.postgis import Database, lend_database

PARTIES = 8
TOLD = "SELECT edition, kind, id, change, cause, array_to_string(fields_changed, ' '), merged_into FROM published.change"
READ = (
    "SELECT max(number) FROM published.edition",
    "SELECT count(*) FROM published.version WHERE edition_to = 2147483647",
    "SELECT count(*) FROM published.change",
    "SELECT count(*) FROM published.alias",
    "SELECT count(*) FROM published.source",
)


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The owner's engine on an empty database."""
    with open_engine(database.owner) as engine:
        yield engine


def list_statements(day: str) -> list[dict[str, Any]]:
    """A disposition of that day against each party."""
    return [tell(f"架空並走第{number}株式会社", issued_on=day) for number in range(PARTIES)]


def read_all(database: Database) -> list[Any]:
    """What a reader sees who would rather fail than wait for a lock."""
    with psycopg.connect(database.api, options="-c lock_timeout=1ms") as reader:
        return [reader.execute(query).fetchone() for query in READ]


def test_readers_wait_for_no_lock_and_see_an_edition_whole(engine: Engine, database: Database) -> None:
    publish(engine, list_statements("2025-06-27"))
    before = read_all(database)
    with engine.connect() as writer:
        result = save_run(writer, make_report("isa_dispositions"), to_lines(*list_statements("2025-07-28")))
        assert (result.verdict, result.edition) == ("good", 2)
        # All is written, and nothing of it is public.
        assert read_all(database) == before
        writer.commit()
    after = read_all(database)
    assert (before[0], after[0]) == ((1,), (2,))
    assert all(seen != then for seen, then in zip(before[1:3], after[1:3], strict=True))


def publish_days(target: Engine | Connection) -> None:
    """One day after the other: what a party has, it loses, and it gets something else."""
    for day, issued_on in (("2026-04-01", "2025-06-27"), ("2026-05-01", "2025-07-28")):
        report = make_report("isa_dispositions", date.fromisoformat(day))
        assert save_run(target, report, to_lines(*list_statements(issued_on))).verdict == "good"


@pytest.mark.parametrize("at_once", [False, True], ids=["each in a transaction", "all in one transaction"])
def test_documents_are_the_same_whoever_drafts_them(
    engine: Engine, postgis: str, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    """In one batch they are drafted here, in many beside: in processes of their own, which are sent what stands.

    In one transaction the second run builds on what only this transaction sees.
    """
    publish_days(engine)
    monkeypatch.setattr(publishing, "_BATCH", 1)
    with lend_database(postgis) as lent, open_engine(lent.owner) as other:
        if at_once:
            with other.begin() as connection:
                publish_days(connection)
        else:
            publish_days(other)
        with engine.connect() as here, other.connect() as beside:
            assert hash_content(here) == hash_content(beside)
            # In another order, for it is the groups' that are loaded: what is told of each is the same.
            assert set(here.execute(text(TOLD))) == set(beside.execute(text(TOLD)))


@pytest.mark.parametrize(
    ("child", "told"),
    [
        ("", "ChildProcessError"),
        ("import sys; sys.path.insert(0, sys.argv[1]); from db.children import answer_all; answer_all('builtins:len')",
         "TypeError"),
    ],
)  # fmt: skip
def test_nothing_is_published_where_drafting_fails(
    engine: Engine, database: Database, monkeypatch: pytest.MonkeyPatch, child: str, told: str
) -> None:
    publish(engine, list_statements("2025-06-27"))
    before = read_all(database)
    monkeypatch.setattr(publishing, "_BATCH", 1)
    monkeypatch.setattr(children, "_START", child)
    with pytest.raises(children.FailedBeside, match=f"^{told}$"):
        publish(engine, list_statements("2025-07-28"), "2026-05-01")
    assert read_all(database) == before


def test_drafting_ends_with_its_publication(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []

    class Watched(children.Children[Any, Any]):
        def __init__(self, threads: Any, processes: list[Any], *prepare: Any) -> None:
            started.extend(processes)
            super().__init__(threads, processes, *prepare)

    monkeypatch.setattr(publishing, "_BATCH", 1)
    monkeypatch.setattr(children, "Children", Watched)
    result: RunResult = publish(engine, list_statements("2025-06-27"))
    assert result.edition == 1 and started
    assert all(child.poll() is not None for child in started)
