"""The API's door to the database: sessions that keep no state, and failures as problems."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

import asyncpg

from api.connections import Connections
from api.problems import Problem
from db.statements import DOCUMENT_TYPE, Statement

Row = Mapping[str, Any]

_MOST_SESSIONS = 8
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
    "cursor_tuple_fraction": "0.001",
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


_PLANNED = {
    # A prepared search would flip to a generic plan after five calls and get many times slower.
    False: {"plan_cache_mode": "force_custom_plan"},
    # To plan a look-up by its key anew costs more than to look it up.
    True: {"plan_cache_mode": "force_generic_plan"},
}
"""How sessions plan statements, by whether these are found by their key."""


async def read_documents_as_bytes(connection: asyncpg.Connection) -> None:
    """Have a connection answer documents as bytes, which is what clients are sent."""
    await connection.set_builtin_type_codec(DOCUMENT_TYPE, schema="pg_catalog", codec_name="bytea")


class Database:
    """Reads as the least-privileged role. It opens on first use: a server may start before its database."""

    def __init__(self, url: str) -> None:
        self._sessions = {
            keyed: Connections(url, _MOST_SESSIONS, {**SESSION, **planned}, _WAIT_SECONDS, read_documents_as_bytes)
            for keyed, planned in _PLANNED.items()
        }
        self._streams = 0

    async def fetch(self, statement: Statement) -> list[Row]:
        """All rows of a statement."""
        try:
            async with self._sessions[statement.keyed].lend() as connection:
                rows: list[Row] = await connection.fetch(statement.sql, *statement.values)
                return rows
        except tuple(FAILURES) as failure:
            raise Problem(_name_failure(failure)) from failure

    async def fetch_row(self, statement: Statement) -> Row | None:
        """The first row of a statement, None where there is none."""
        try:
            async with self._sessions[statement.keyed].lend() as connection:
                row: Row | None = await connection.fetchrow(statement.sql, *statement.values)
                return row
        except tuple(FAILURES) as failure:
            raise Problem(_name_failure(failure)) from failure

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
                    # Declared, so that it is planned for its first rows: else all of them may be sorted before one is sent.
                    await connection.execute(f"DECLARE export NO SCROLL CURSOR FOR {statement.sql}", *statement.values)
                    while rows := await connection.fetch(f"FETCH {_STREAMED_ROWS} FROM export"):
                        yield rows
            finally:
                await connection.close(timeout=_WAIT_SECONDS)
        except tuple(FAILURES) as failure:
            raise Problem(_name_failure(failure)) from failure
        finally:
            self._streams -= 1

    async def connect(self) -> asyncpg.Connection:
        """A connection of its own, beside those that are lent."""
        return await self._sessions[False].open()

    async def close(self) -> None:
        """Close every connection."""
        for sessions in self._sessions.values():
            await sessions.close()


def _name_failure(failure: BaseException) -> str:
    return next(name for kind, name in FAILURES.items() if isinstance(failure, kind))
