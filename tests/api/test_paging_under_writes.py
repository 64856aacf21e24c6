"""Paging while editions are published beside: every round ends at the last row, none lost and none doubled."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.api import fictional_register as register
from tests.api.serving import PUBLIC_URL, Served, on_day, publish
from tests.fictional import make_disposition
from tests.postgis import Database

ROUNDS = 200
STATEMENTS = 24
SORTS = ("-issued_on", "issued_on", "id", "updated_at", "-updated_at")


def make_statements(edition: int) -> list[dict[str, Any]]:
    """What the source states at that time: some notices gone, some new, some with another date."""
    numbers = [number for number in range(edition, edition + STATEMENTS) if (number + edition) % 7]
    return [
        register.told(make_disposition(f"架空頁送第{number}株式会社", f"2025-0{1 + (number + edition // 5) % 9}-15"))
        for number in numbers
    ]


@contextmanager
def publish_beside(database: Database) -> Iterator[list[int]]:
    """Publish one edition after another until the block ends; gives the numbers of those that are public."""
    published: list[int] = []
    end = threading.Event()

    def publish_on() -> None:
        while not end.is_set():
            result = publish(database, *make_statements(len(published) + 2), observed_on=on_day(2))
            assert result.edition is not None
            published.append(result.edition)

    writer = threading.Thread(target=publish_on)
    writer.start()
    try:
        yield published
    finally:
        end.set()
        writer.join()


def walk(api: Served, query: str) -> tuple[int, int, list[str]]:
    """Every page of a list: its edition, its total, and the ids in their order."""
    answer = api.read(f"/v1/dispositions?limit=5&{query}")
    number, ids = answer["edition"]["number"], [item["id"] for item in answer["items"]]
    while answer["next"] is not None:
        answer = api.read(answer["next"].removeprefix(PUBLIC_URL))
        assert answer["edition"]["number"] == number
        ids += [item["id"] for item in answer["items"]]
    return number, answer["total"], ids


def select_ids(database: Database, condition: str) -> dict[int, set[str]]:
    """What each edition holds, by SQL alone."""
    statement = (
        "SELECT e.number, array_agg(v.id) FROM published.edition e JOIN published.version v ON v.kind = 'disposition'"
        f" AND v.edition_from <= e.number AND v.edition_to > e.number WHERE {condition} GROUP BY e.number"
    )
    with psycopg.connect(database.owner) as connection:
        return {number: set(ids) for number, ids in connection.execute(statement).fetchall()}


def test_no_row_is_lost_or_doubled_while_editions_are_published(fresh: Served) -> None:
    fresh.publish(*make_statements(1), observed_on=on_day(1))
    rounds: list[tuple[str, int, int, list[str]]] = []
    overtaken = 0
    with publish_beside(fresh.database) as published:
        for at in range(ROUNDS):
            known = len(published)
            query = f"sort={SORTS[at % len(SORTS)]}" + ("&status=published" if at % 2 else "")
            rounds.append((query, *walk(fresh, query)))
            overtaken += len(published) > known
    held = {
        narrowed: select_ids(fresh.database, "v.status = 'published'" if narrowed else "true") for narrowed in (True, False)
    }
    for query, number, total, ids in rounds:
        assert len(ids) == len(set(ids)) == total, query
        assert set(ids) == held["status" in query][number], query
    assert len({number for _, number, _, _ in rounds}) > 5
    assert overtaken > 5, "the test published nothing beside"
    print(f"{ROUNDS} rounds of paging, {overtaken} overtaken by an edition: no row lost or doubled")


@pytest.mark.parametrize(("days", "status"), [(6, 200), (8, 410)])
def test_a_cursor_lasts_for_days_after_its_edition_was_superseded(fresh: Served, days: int, status: int) -> None:
    fresh.publish(*make_statements(1), observed_on=on_day(1))
    following = fresh.read("/v1/dispositions?limit=5")["next"].removeprefix(PUBLIC_URL)
    fresh.publish(*make_statements(2), observed_on=on_day(1))
    fresh.publish(*make_statements(3), observed_on=on_day(1))
    before = fresh.get("/v1/sources").headers["etag"]
    with psycopg.connect(fresh.database.owner, autocommit=True) as connection:
        connection.execute(
            "UPDATE published.edition SET published_at = published_at + make_interval(days => %s) WHERE number = 3", [days]
        )
    while fresh.get("/v1/sources").headers["etag"] == before:
        pass
    answer = fresh.get(following)
    assert answer.status_code == status
    if status == 410:
        assert answer.json()["type"] == f"{PUBLIC_URL}/problems/cursor-expired"
