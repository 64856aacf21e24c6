"""Answers written again: the bytes that answered a request answer the next one like it, and nothing is put together anew.

They are the bytes of the one way in which everything is answered. Only what differs from time to time is done each time:
the date, the rate limit of the client, the line of the log.
"""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from starlette.types import Scope

from api.access_log import Visit, name_route
from api.cache import AnswerCache
from api.exchanges import Asked, Exchange
from api.limits import RateLimit
from api.watch import EditionWatch

_DATE = b"\r\ndate: "
_DATE_BYTES = len(b"Thu, 01 Jan 1970 00:00:00 GMT")
_STATUS = slice(len(b"HTTP/1.1 "), len(b"HTTP/1.1 200"))


class _Key(NamedTuple):
    token: str
    asked: Asked

    @property
    def size(self) -> int:
        return self.asked.size


class Reply(NamedTuple):
    """An answer as it was written: `before` and `after` the moment in its Date, and its body."""

    before: bytes
    after: bytes
    body: bytes
    method: str
    route: str
    status: int

    @property
    def size(self) -> int:
        """The bytes it takes. Its body may be that of a kept entry as well, which may go before it: both count it."""
        return len(self.before) + len(self.after) + len(self.body)


class Replies:
    """The replies of one application, kept among its other answers, each for as long as its edition is public."""

    def __init__(
        self, cache: AnswerCache, watch: EditionWatch, limit: RateLimit, notes: Sequence[Callable[[Visit], None]]
    ) -> None:
        self._cache, self._watch, self._limit, self._notes = cache, watch, limit, notes

    def find(self, asked: Asked, scope: Scope) -> Reply | None:
        """The reply to a request that may be answered now; its client's token is taken."""
        state = self._watch.state
        reply: Reply | None = None if state is None else self._cache.get(_Key(state.token, asked))
        return reply if reply is not None and self._limit.admits(scope) else None

    def keep(self, exchange: Exchange, head: bytes, body: bytes) -> None:
        """Keep what was written for an exchange, if it was an answer out of memory."""
        at = head.find(_DATE)
        if exchange.token is None or at < 0:
            return
        begin = at + len(_DATE)
        reply = Reply(
            before=head[:begin],
            after=head[begin + _DATE_BYTES :],
            body=body,
            method=exchange.asked.method.decode(),
            route=name_route(exchange.endpoint),
            status=int(head[_STATUS]),
        )
        self._cache.put(_Key(exchange.token, exchange.asked), reply)

    def note(self, reply: Reply, started: float) -> None:
        """Note that a reply was written to a request that came at `started`, by the clock that measures."""
        seconds = time.perf_counter() - started
        visit = Visit(time.time(), reply.method, reply.route, reply.status, seconds, len(reply.body))
        for note in self._notes:
            note(visit)
