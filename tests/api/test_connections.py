"""Connections that are lent: few, kept, given up where they were left in the middle, and never lost."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from api.connections import Connections
from api.database import SESSION
from tests.postgis import Database

WHO = "SELECT pg_backend_pid()"


def lend(database: Database, play: Callable[[Connections], Awaitable[None]], most: int = 2) -> None:
    """Play with at most `most` connections; whoever waits for one waits half a second."""

    async def run() -> None:
        connections = Connections(database.api, most, SESSION, 0.5)
        try:
            await play(connections)
        finally:
            await connections.close()

    asyncio.run(run())


async def ask(connections: Connections, question: str = WHO) -> int:
    async with connections.lend() as connection:
        answer: int = await connection.fetchval(question)
        return answer


def test_the_one_used_last_is_lent_again(database: Database) -> None:
    async def play(connections: Connections) -> None:
        async with connections.lend() as first, connections.lend() as second:
            pids = [await one.fetchval(WHO) for one in (first, second)]
        assert len(set(pids)) == 2
        assert await ask(connections) == await ask(connections) == pids[0]

    lend(database, play)


def test_no_more_are_lent_than_there_are(database: Database) -> None:
    async def play(connections: Connections) -> None:
        async with connections.lend():
            refused = asyncio.create_task(ask(connections))
            await asyncio.wait({refused}, timeout=5)
            assert refused.done() and isinstance(refused.exception(), TimeoutError)
        waiting = [asyncio.create_task(ask(connections)) for _ in range(20)]
        assert len(set(await asyncio.gather(*waiting))) == 1

    lend(database, play, most=1)


def test_what_the_server_refuses_ends_no_session(database: Database) -> None:
    async def play(connections: Connections) -> None:
        before = await ask(connections)
        for question in ("SELECT 1 / 0", "nonsense", "SELECT * FROM register.run"):
            with pytest.raises(asyncpg.PostgresError):
                await ask(connections, question)
        assert await ask(connections) == before

    lend(database, play)


def test_what_was_left_in_the_middle_is_given_up(database: Database) -> None:
    async def play(connections: Connections) -> None:
        before = await ask(connections)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await ask(connections, "SELECT pg_sleep(60)")
        after = await ask(connections)
        assert after != before
        working = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()"
        while await ask(connections, working) > 0:  # the server is told to give it up as well
            await asyncio.sleep(0.05)

    lend(database, play)


def test_what_the_server_has_closed_is_opened_anew(database: Database) -> None:
    async def play(connections: Connections) -> None:
        async with connections.lend() as one, connections.lend() as other:
            before = await one.fetchval(WHO)
            assert await other.fetchval("SELECT pg_terminate_backend($1)", before)
            while not one.is_closed():
                await asyncio.sleep(0.01)
        assert await ask(connections) != before

    lend(database, play)


def test_a_place_is_not_lost_where_nothing_can_be_opened(database: Database) -> None:
    async def play(connections: Connections) -> None:
        for _ in range(5):
            with pytest.raises(ConnectionRefusedError):
                await ask(connections)

    lend(Database("none", "", "postgresql://nobody@127.0.0.1:1/none"), play, most=1)


@pytest.mark.parametrize("is_handed", [True, False])
def test_a_place_is_not_lost_to_one_who_left(database: Database, is_handed: bool) -> None:
    async def play(connections: Connections) -> None:
        async with connections.lend():
            waiting = asyncio.create_task(ask(connections))
            await asyncio.sleep(0.01)
            if not is_handed:
                waiting.cancel()
        waiting.cancel()  # the place is handed over, and nobody has come for it yet
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await ask(connections) > 0

    lend(database, play, most=1)
