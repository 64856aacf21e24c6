"""One limit for several processes: counted together, exact to the second, and without an address in the database."""

import asyncio
from typing import Any

import psycopg
import pytest

from api.limits import RateLimit, read_networks
from api.problems import Problem
from api.shared_limits import SharedLimit
from tests.api.serving import Served, serve
from tests.postgis import Database

ADDRESS = "198.51.100.7"
PROXIES = read_networks(["127.0.0.1"])
BURST = 20


def ask(api: Served, address: str = ADDRESS) -> Any:
    return api.get("/healthz", headers={"X-Forwarded-For": address})


def read_all(database: Database, statement: str) -> list[Any]:
    with psycopg.connect(database.owner, autocommit=True) as owner:
        cursor = owner.execute(statement)  # type: ignore[call-overload]
        return [] if cursor.description is None else cursor.fetchall()


def test_processes_count_together_and_keep_no_address(database: Database) -> None:
    shared: dict[str, Any] = {"requests_per_second": 1, "requests_at_once": BURST, "trusted_proxies": PROXIES, "shared_limits": True}
    with serve(database, **shared) as one, serve(database, **shared) as other:
        answers = [ask((one, other)[at % 2]) for at in range(3 * BURST)]
        passed = [answer for answer in answers if answer.status_code == 200]
        refused = [answer for answer in answers if answer.status_code == 429]
        spent = sum(answer.elapsed.total_seconds() for answer in answers)
        assert BURST <= len(passed) <= BURST + spent + 1
        assert {answer.headers["retry-after"] for answer in refused} == {"1"}
        assert answers[0].headers["ratelimit-policy"] == f'"address";q={BURST};w={BURST}'
        assert ask(one, "198.51.100.8").status_code == 200
        kept = read_all(database, "SELECT t::text FROM traffic.bucket t UNION ALL SELECT t::text FROM traffic.secret t")
    assert len(kept) == 3
    assert not any("198.51" in row or ADDRESS.encode().hex() in row for (row,) in kept)


def test_what_is_in_memory_counts_as_well(database: Database) -> None:
    shared: dict[str, Any] = {"requests_per_second": 1, "requests_at_once": BURST, "trusted_proxies": PROXIES, "shared_limits": True}
    with serve(database, **shared) as one, serve(database, **shared) as other:
        headers = {"X-Forwarded-For": ADDRESS}
        answers = [(one, other)[at % 2].get("/v1/sources", headers=headers) for at in range(3 * BURST)]
    spent = sum(answer.elapsed.total_seconds() for answer in answers)
    assert BURST <= len([answer for answer in answers if answer.status_code == 200]) <= BURST + spent + 1


def test_each_process_alone_would_have_let_more_pass(database: Database) -> None:
    alone: dict[str, Any] = {"requests_per_second": 1, "requests_at_once": BURST, "trusted_proxies": PROXIES}
    with serve(database, **alone) as one, serve(database, **alone) as other:
        answers = [ask((one, other)[at % 2]) for at in range(3 * BURST)]
    assert len([answer for answer in answers if answer.status_code == 200]) >= 2 * BURST
    assert read_all(database, "SELECT 1 FROM traffic.bucket") == []


def test_waiting_as_told_is_enough_and_no_less(database: Database) -> None:
    with psycopg.connect(database.api, autocommit=True) as reader:
        waits = [reader.execute("SELECT traffic.take('a', 0.001, 3)").fetchone() for _ in range(5)]
        assert waits[:3] == [(0.0,)] * 3
        assert waits[4] is not None and 999 < waits[4][0] <= 1000
        read_all(database, "UPDATE traffic.bucket SET full_at = full_at - 900")
        assert reader.execute("SELECT traffic.take('a', 0.001, 3)").fetchone() != (0.0,)
        read_all(database, "UPDATE traffic.bucket SET full_at = full_at - 101")
        assert reader.execute("SELECT traffic.take('a', 0.001, 3)").fetchone() == (0.0,)


def test_a_bucket_that_is_full_again_leaves_nothing(database: Database) -> None:
    with psycopg.connect(database.api, autocommit=True) as reader:
        reader.execute("SELECT traffic.take('a', 0.001, 3), traffic.take('b', 0.001, 3)")
        read_all(database, "UPDATE traffic.bucket SET full_at = 1 WHERE digest = 'a'")
        reader.execute("SELECT traffic.sweep()")
    assert read_all(database, "SELECT digest FROM traffic.bucket") == [(b"b",)]


def test_the_key_changes_with_the_day_and_yesterdays_is_gone(database: Database) -> None:
    with psycopg.connect(database.api, autocommit=True) as reader:
        first, again = (reader.execute("SELECT traffic.todays_key()").fetchone() for _ in range(2))
        assert first is not None and first == again and len(first[0]) == 32
        read_all(database, "UPDATE traffic.secret SET day = day - 1")
        assert reader.execute("SELECT traffic.todays_key()").fetchone() != first
    assert len(read_all(database, "SELECT 1 FROM traffic.secret")) == 1


def test_an_address_has_another_bucket_under_another_key(database: Database) -> None:
    async def ask_once() -> None:
        limit = SharedLimit(RateLimit(1, 1000), database.api)
        for _ in range(100):  # so many seconds until the bucket is full again, and swept away
            await limit.admit({"client": (ADDRESS, 1), "headers": []})
        await limit.close()

    asyncio.run(ask_once())
    (first,) = read_all(database, "SELECT digest FROM traffic.bucket")
    read_all(database, "UPDATE traffic.secret SET day = day - 1")
    asyncio.run(ask_once())
    names = read_all(database, "SELECT digest FROM traffic.bucket")
    assert len(names) == 2 and first in names


@pytest.mark.parametrize("statement", ["TABLE traffic.bucket", "TABLE traffic.secret", "DELETE FROM traffic.bucket",
                                       "INSERT INTO traffic.secret VALUES ('2026-01-01', '')", "DROP SCHEMA traffic CASCADE"])  # fmt: skip
def test_the_role_may_ask_and_not_read(database: Database, statement: str) -> None:
    with psycopg.connect(database.api, autocommit=True) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement)  # type: ignore[call-overload]


def test_a_process_counts_alone_while_the_database_is_away() -> None:
    limit = SharedLimit(RateLimit(1, 2), "postgresql://nobody@127.0.0.1:1/none")
    scope = {"client": (ADDRESS, 1), "headers": []}

    async def ask_thrice() -> None:
        for _ in range(2):
            await limit.admit(scope)
        with pytest.raises(Problem) as refusal:
            await limit.admit(scope)
        assert refusal.value.headers["Retry-After"] == "1"
        await limit.close()

    asyncio.run(ask_thrice())
