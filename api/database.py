"""The API's door to the database: a pool that keeps no session state, and failures as problems."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from api.problems import Problem
from db.queries import Statement

Row = Mapping[str, Any]

_POOL_SIZE = 8
_STATEMENT_SECONDS = 10
_WAIT_SECONDS = 5
_MOST_STREAMS = 4
_STREAMED_ROWS = 100

SESSION = {
    "application_name": "kanri-api",
    "default_transaction_read_only": "on",
    "statement_timeout": str(_STATEMENT_SECONDS * 1000),
    "TimeZone": "UTC",
    "jit": "off",
    # A prepared search would flip to a generic plan after five calls and get many times slower.
    "plan_cache_mode": "force_custom_plan",
}

FAILURES: Mapping[type[BaseException], str] = {
    asyncpg.QueryCanceledError: "took-too-long",
    asyncpg.PostgresError: "database-unavailable",
    asyncpg.InterfaceError: "database-unavailable",
    asyncpg.InternalClientError: "database-unavailable",  # a connection that was cut in the middle
    TimeoutError: "database-unavailable",
    OSError: "database-unavailable",
}
"""Which problem a failure of the database is, the most particular first."""


async def keep_session(connection: asyncpg.Connection) -> None:
    """Leave a connection as it is: ours keep no state, and the usual reset would cost a quarter of a small request."""
    return None


class Database:
    """Reads as the least-privileged role. It opens on first use: a server may start before its database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()
        self._streams = 0

    async def fetch(self, statement: Statement) -> list[Row]:
        """All rows of a statement."""
        async with self._lend() as connection:
            rows: list[Row] = await connection.fetch(statement.sql, *statement.values)
            return rows

    async def fetch_row(self, statement: Statement) -> Row | None:
        """The first row of a statement, None where there is none."""
        async with self._lend() as connection:
            row: Row | None = await connection.fetchrow(statement.sql, *statement.values)
            return row

    async def stream(self, statement: Statement) -> AsyncGenerator[list[Row], None]:
        """The rows of a statement from a server-side cursor, some at a time, however many there are.

        Slow clients hold such a connection for long: there are few of them, beside the pool.
        """
        if self._streams >= _MOST_STREAMS:
            raise Problem("too-many-exports")
        self._streams += 1
        try:
            connection = await self.connect()
            try:
                async with connection.transaction(readonly=True):
                    cursor = await connection.cursor(statement.sql, *statement.values)
                    while rows := await cursor.fetch(_STREAMED_ROWS):
                        yield rows
            finally:
                await connection.close(timeout=_WAIT_SECONDS)
        except tuple(FAILURES) as failure:
            raise Problem(_name_failure(failure)) from failure
        finally:
            self._streams -= 1

    async def connect(self) -> asyncpg.Connection:
        """A connection of its own, beside the pool."""
        return await asyncpg.connect(self.url, server_settings=SESSION, timeout=_WAIT_SECONDS)

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()

    @asynccontextmanager
    async def _lend(self) -> AsyncIterator[asyncpg.Connection]:
        try:
            pool = self._pool or await self._open()
            async with pool.acquire(timeout=_WAIT_SECONDS) as connection:
                yield connection
        except tuple(FAILURES) as failure:
            raise Problem(_name_failure(failure)) from failure

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self.url,
                    min_size=0,
                    max_size=_POOL_SIZE,
                    reset=keep_session,
                    server_settings=SESSION,
                    timeout=_WAIT_SECONDS,
                )
            return self._pool


def _name_failure(failure: BaseException) -> str:
    return next(name for kind, name in FAILURES.items() if isinstance(failure, kind))
