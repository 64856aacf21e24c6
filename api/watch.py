"""Learning of a new edition: told by the database, and asked once a second in case nobody tells."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import orjson

from api.database import FAILURES, Database, Row
from api.editions import Edition, EditionState, Source, make_state
from db.queries import select_editions, select_sources
from db.statements import Statement

_CHANNEL = "kanri_published"
_POLL_SECONDS = 1.0
_RETRY_SECONDS = 1.0

logger = logging.getLogger("kanri.editions")


class EditionWatch:
    """Keeps `state` true. While the database is away the last state stands, and cached answers with it."""

    def __init__(self, database: Database, public_url: str) -> None:
        self.state: EditionState | None = None
        self._database = database
        self._salt = f"{digest_code()} {public_url}"
        self._told = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def tell_number(self) -> int:
        """The number of the edition that is public; 0 where none is known."""
        return 0 if self.state is None else self.state.current.number

    async def start(self) -> None:
        """Read the state once, if the database answers, and go on watching."""
        try:
            connection = await self._database.connect()
        except tuple(FAILURES):
            logger.warning("the database does not answer yet; requests get 503 until it does")
        else:
            try:
                await self._refresh(connection)
            finally:
                await connection.close()
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop watching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            try:
                await self._follow(await self._database.connect())
            except tuple(FAILURES):
                await asyncio.sleep(_RETRY_SECONDS)

    async def _follow(self, connection: asyncpg.Connection) -> None:
        try:
            await self._listen(connection)
            while True:
                await self._refresh(connection)
                self._told.clear()
                try:
                    await asyncio.wait_for(self._told.wait(), _POLL_SECONDS)
                except TimeoutError:
                    continue
        finally:
            await connection.close(timeout=_RETRY_SECONDS)

    async def _listen(self, connection: asyncpg.Connection) -> None:
        try:
            await connection.add_listener(_CHANNEL, lambda *_: self._told.set())
        except asyncpg.ReadOnlySQLTransactionError:
            logger.info("this database is a replica and cannot notify; it is asked every second instead")

    async def _refresh(self, connection: asyncpg.Connection) -> None:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            known = self.state.editions if self.state is not None else ()
            editions = await self._read_editions(connection, known)
            sources = [Source(**row) for row in await _fetch(connection, select_sources())]
        state = make_state(editions, sources, self._salt, self.state)
        if self.state is None or self.state.token != state.token:
            self.state = state

    async def _read_editions(
        self, connection: asyncpg.Connection, known: Sequence[Edition]
    ) -> Sequence[Edition]:
        # Only the news is read; where the last known edition is not what it was, it is another database.
        last = known[-1].number if known else 0
        rows = [_read_edition(row) for row in await _fetch(connection, select_editions(after=last - 1))]
        if known and (not rows or rows[0] != known[-1]):
            return [_read_edition(row) for row in await _fetch(connection, select_editions(after=0))]
        return [*known[:-1], *rows]


async def _fetch(connection: asyncpg.Connection, statement: Statement) -> list[Row]:
    rows: list[Row] = await connection.fetch(statement.sql, *statement.values)
    return rows


def _read_edition(row: Row) -> Edition:
    totals: dict[str, int] = orjson.loads(row["totals"])
    return Edition(row["number"], row["published_at"], row["observed_on"], row["sample"], totals)


def digest_code() -> str:
    """A digest of the code that answers, and of the words and figures that it tells: another release may tell the same edition in other words."""
    digest = hashlib.blake2b(digest_size=8)
    root = Path(__file__).parent.parent
    # How names are ranked and told is decided in `japanese` and `db` as well.
    for path in sorted(path for name in ("api", "db", "japanese") for path in (root / name).rglob("*")):
        if path.suffix in {".py", ".css", ".html", ".csv"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()
