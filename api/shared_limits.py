"""Rate limits of several processes behind one address: the buckets stand in the database that all of them read.

Own code: the maintained libraries count windows, and cannot tell to the second when the next request is allowed. The
database learns no address: a bucket is named by a digest whose random key is made anew, and the old one deleted, every
day; a bucket that is full again is deleted within a minute. Where the database does not answer, each process counts alone.
"""

import asyncio
import hashlib
import logging
import time
from collections import OrderedDict
from datetime import UTC, datetime

import asyncpg
from starlette.types import Scope

from api.connections import Connections
from api.database import FAILURES, SESSION
from api.limits import RateLimit

logger = logging.getLogger("kanri.limits")

_WRITING = {**SESSION, "default_transaction_read_only": "off", "synchronous_commit": "off", "statement_timeout": "1000"}
_CONNECT_SECONDS = 2
_TAKE_SECONDS = 1
_REST_SECONDS = 5
_SWEEP_SECONDS = 30
_DIGEST_BYTES = 16
_MOST_CONNECTIONS = 4
_MOST_REFUSED = 10_000


class SharedLimit(RateLimit):
    """The limit of `RateLimit`, counted over all processes that read the database at `url`."""

    def __init__(self, alone: RateLimit, url: str) -> None:
        super().__init__(alone.rate, alone.burst, alone.proxies)
        self._connections = Connections(url, _MOST_CONNECTIONS, _WRITING, _CONNECT_SECONDS)
        self._key, self._day = b"", ""
        self._rest_until = 0.0
        self._swept_at = 0.0
        # An empty bucket cannot fill sooner: until then the answer is known without asking.
        self._refused_until: OrderedDict[str, float] = OrderedDict()

    def admits(self, scope: Scope) -> bool:
        """Whether a request needs no token: how many there are only the database knows."""
        return not self.rate or self.find_client(scope) is None

    async def admit(self, scope: Scope) -> None:
        """Take a token for a request from the shared bucket; a Problem where none is left."""
        address = self.find_client(scope) if self.rate else None
        if address is not None:
            self.refuse(await self._take_shared(address))

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()

    async def _take_shared(self, address: str) -> float:
        now = time.monotonic()
        if self._refused_until.get(address, 0.0) > now:
            return self._refused_until[address] - now
        if self._rest_until > now:
            return self.take(address)
        try:
            async with asyncio.timeout(_CONNECT_SECONDS + _TAKE_SECONDS):
                wait = await self._ask(address)
        except tuple(FAILURES):
            logger.warning("the shared rate limit does not answer: this process counts alone for %ss", _REST_SECONDS)
            self._rest_until = time.monotonic() + _REST_SECONDS
            return self.take(address)
        if wait > 0:
            self._remember(address, time.monotonic() + wait)
        return wait

    async def _ask(self, address: str) -> float:
        async with self._connections.lend() as connection:
            await self._keep_house(connection)
            digest = hashlib.blake2b(address.encode(), key=self._key, digest_size=_DIGEST_BYTES).digest()
            wait: float = await connection.fetchval("SELECT traffic.take($1, $2, $3)", digest, float(self.rate), self.burst)
            return wait

    async def _keep_house(self, connection: asyncpg.Connection) -> None:
        today = datetime.now(UTC).date().isoformat()
        if self._day != today:
            self._key, self._day = await connection.fetchval("SELECT traffic.todays_key()"), today
        if time.monotonic() - self._swept_at > _SWEEP_SECONDS:
            self._swept_at = time.monotonic()
            await connection.execute("SELECT traffic.sweep()")

    def _remember(self, address: str, until: float) -> None:
        self._refused_until[address] = until
        self._refused_until.move_to_end(address)
        if len(self._refused_until) > _MOST_REFUSED:
            self._refused_until.popitem(last=False)
