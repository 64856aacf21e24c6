"""Connections to the database, opened when they are needed, kept, and lent.

Own code: a loan from asyncpg's pool makes a task, a shield and two timers to reset what our sessions never change, and
costs more than the look-up it is made for.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType

import asyncpg


class Connections:
    """At most `most` connections of sessions that keep no state; waiting for one or opening it takes `seconds` at most.

    `prepare` makes a connection ready that was just opened.
    """

    def __init__(
        self, url: str, most: int, settings: Mapping[str, str], seconds: float,
        prepare: Callable[[asyncpg.Connection], Awaitable[None]] | None = None,
    ) -> None:  # fmt: skip
        self._url, self._settings, self._seconds, self._prepare = url, dict(settings), seconds, prepare
        self._left = most
        self._waiting: deque[asyncio.Future[None]] = deque()
        # The one used last is lent first: its session is warm.
        self._free: list[asyncpg.Connection] = []
        self._closing: set[asyncio.Task[None]] = set()

    def lend(self) -> "Loan":
        """A connection for the length of an `async with`."""
        return Loan(self)

    async def open(self) -> asyncpg.Connection:
        """A connection like these, but not one of them: whoever opens it closes it."""
        async with asyncio.timeout(self._seconds):
            connection = await asyncpg.connect(self._url, server_settings=self._settings)
            if self._prepare is not None:
                try:
                    await self._prepare(connection)
                except BaseException:
                    connection.terminate()
                    raise
        return connection

    async def close(self) -> None:
        """Close those that are not lent."""
        while self._free:
            self._end(self._free.pop())
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def take(self) -> asyncpg.Connection:
        """A connection that is open; TimeoutError where none is given back in time."""
        if self._left > 0:
            self._left -= 1
        else:
            await self._wait()
        while self._free:
            connection = self._free.pop()
            if not connection.is_closed():
                return connection
        try:
            return await self.open()
        except BaseException:
            self._hand_on()
            raise

    def give_back(self, connection: asyncpg.Connection, is_whole: bool) -> None:
        """Keep a connection for the next loan; one that is not whole was left in the middle of an answer, and is ended."""
        self._hand_on()
        if is_whole:
            self._free.append(connection)
        else:
            self._end(connection)

    async def _wait(self) -> None:
        # Not a semaphore with a timeout: of a look-up, waiting so would take the tenth part.
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        timer = loop.call_later(self._seconds, _refuse, waiter)
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._hand_on()  # what came too late for us
            raise
        finally:
            timer.cancel()

    def _hand_on(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._left += 1

    def _end(self, connection: asyncpg.Connection) -> None:
        # Closing tells the server to give up what it works on, and waits for that.
        task = asyncio.ensure_future(connection.close(timeout=self._seconds))
        self._closing.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._closing.discard(task)
        if not task.cancelled():
            task.exception()  # a connection that cannot be closed has gone: nobody need hear of it


def _refuse(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())


class Loan:
    """One loan. What the server itself refuses leaves the session as it was; any other failure ends it."""

    __slots__ = ("_connection", "_connections")

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def __aenter__(self) -> asyncpg.Connection:
        self._connection = await self._connections.take()
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connections.give_back(self._connection, error is None or isinstance(error, asyncpg.PostgresError))
