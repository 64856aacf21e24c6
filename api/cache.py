"""Answers kept in memory, and conditional requests: an answer depends only on (edition, address, form)."""

import hashlib
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.codings import PACKERS, Packer, choose_coding, pack_whole
from api.editions import EditionState
from api.exchanges import EXCHANGE, Exchange
from api.formats import rank_forms
from api.languages import Wish, read_accept_language
from api.watch import EditionWatch

STATE = "kanri.state"
"""Where the scope of a request keeps the edition state that it is answered from."""

_COMPRESSED_FROM = 1024
_LARGEST_SHARE = 8  # one answer may take this part of the cache
_OVERHEAD = 1024
_CACHE_CONTROL = b"public, max-age=60, stale-while-revalidate=600"
_VARY = b"Accept, Accept-Encoding, Accept-Language"

Headers = list[tuple[bytes, bytes]]


class Key(NamedTuple):
    """What an answer depends on. The query stands as written: to sort it would cost more than it saves.

    Of Accept only the order of the forms that it allows matters, whichever of them the resource has; of
    Accept-Language only the language that it comes to.
    """

    token: str
    path: str
    query: bytes
    forms: tuple[str, ...]
    wish: Wish | None
    coding: str | None

    @property
    def size(self) -> int:
        """The bytes of it that a client has written."""
        return len(self.path) + len(self.query)

    def tag(self) -> bytes:
        """The strong ETag of the answer."""
        return b'"' + hashlib.blake2b(repr(tuple(self)).encode(), digest_size=12).hexdigest().encode() + b'"'


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept answer, ready to be sent."""

    tag: bytes
    headers: Headers
    body: bytes
    endpoint: Any

    @property
    def size(self) -> int:
        """The bytes of it that differ most."""
        return len(self.body)


class Sized(Protocol):
    """What may be kept, and what it is kept under."""

    @property
    def size(self) -> int:
        """The bytes it takes, as far as they differ."""


class AnswerCache:
    """The answers used last, up to a number of bytes."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self.hits = self.misses = 0
        self._kept: OrderedDict[Sized, tuple[Any, int]] = OrderedDict()

    def get(self, key: Sized) -> Any:
        """What is kept under this key; None where nothing is."""
        found = self._kept.get(key)
        if found is None:
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Sized, kept: Sized) -> None:
        """Keep something, at the cost of what was not used for longest."""
        cost = key.size + kept.size + _OVERHEAD
        if cost * _LARGEST_SHARE > self.capacity or key in self._kept:
            return
        self._kept[key] = kept, cost
        self.size += cost
        while self.size > self.capacity:
            _, (_, freed) = self._kept.popitem(last=False)
            self.size -= freed


class _Wishes(NamedTuple):
    accept: bytes
    codings: bytes
    languages: bytes
    none_match: bytes | None
    modified_since: bytes | None


class CachedAnswers:
    """ASGI middleware: answers from memory where it can, and gives every other answer its validators."""

    def __init__(self, app: ASGIApp, watch: EditionWatch, cache: AnswerCache) -> None:
        self.app = app
        self.watch = watch
        self.cache = cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        state = self.watch.state
        scope[STATE] = state
        # What was posted is answered anew each time, and neither kept nor compared with anything.
        if state is None or scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        wishes = _read_wishes(scope)
        coding = choose_coding(wishes.codings)
        key = Key(state.token, scope["path"], scope["query_string"], rank_forms(wishes.accept), read_accept_language(wishes.languages), coding)
        entry: Entry | None = self.cache.get(key)
        if entry is not None:
            scope["endpoint"] = entry.endpoint
            exchange: Exchange | None = scope.get(EXCHANGE)
            if exchange is not None:  # what was asked twice may well be asked again
                exchange.token, exchange.endpoint = state.token, entry.endpoint
            await _send_entry(entry, wishes, state, send)
            return
        self.cache.misses += 1
        with suppress(_NotModified):
            await self.app(scope, receive, _Capture(self.cache, key, wishes, state, scope, send))


class _NotModified(Exception):
    """The client has this answer already: what is left of it need not be written."""


class _Capture:
    """Receives a new answer from the application, keeps it if it may be kept, and sends it on."""

    __slots__ = ("_cache", "_held", "_key", "_packer", "_scope", "_send", "_state", "_wishes")

    def __init__(
        self, cache: AnswerCache, key: Key, wishes: _Wishes, state: EditionState, scope: Scope, send: Send
    ) -> None:
        self._cache, self._key, self._wishes = cache, key, wishes
        self._state, self._scope, self._send = state, scope, send
        self._held: Message | None = None
        self._packer: Packer | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _may_keep(message):
            self._held = message
            return
        held, self._held = self._held, None
        if held is None:
            await self._send(self._pack(message))
        elif message.get("more_body"):
            await self._begin_stream(held)
            await self(message)
        else:
            entry = self._make_entry(held["headers"], message.get("body", b""))
            self._cache.put(self._key, entry)
            await _send_entry(entry, self._wishes, self._state, self._send)

    async def _begin_stream(self, start: Message) -> None:
        tag = self._key.tag()
        if _is_known(tag, self._wishes, self._state):
            await _send_unchanged(tag, self._state, self._send)
            raise _NotModified
        start["headers"] = [*start["headers"], *_validators(tag, self._state)]
        if self._key.coding is not None:
            self._packer = PACKERS[self._key.coding]()
            start["headers"].append((b"content-encoding", self._key.coding.encode()))
        await self._send(start)

    def _pack(self, message: Message) -> Message:
        # Flushed piece by piece: the first bytes are of use before the last ones are known.
        if self._packer is None:
            return message
        last = not message.get("more_body", False)
        return {**message, "body": self._packer.pack(message.get("body", b""), last)}

    def _make_entry(self, headers: Headers, body: bytes) -> Entry:
        tag = self._key.tag()
        kept = [pair for pair in headers if pair[0] != b"content-length"]
        if self._key.coding is not None and len(body) >= _COMPRESSED_FROM:
            body = pack_whole(body, self._key.coding)
            kept.append((b"content-encoding", self._key.coding.encode()))
        kept += [(b"content-length", str(len(body)).encode()), *_validators(tag, self._state)]
        return Entry(tag, kept, body, self._scope.get("endpoint"))


def _may_keep(start: Message) -> bool:
    # An answer that says itself how it may be cached, such as /readyz, is not ours to keep.
    return start["status"] == 200 and all(name != b"cache-control" for name, _ in start["headers"])


def _validators(tag: bytes, state: EditionState) -> Headers:
    return [
        (b"etag", tag),
        (b"last-modified", _write_date(state.modified)),
        (b"cache-control", _CACHE_CONTROL),
        (b"vary", _VARY),
        (b"kanri-edition", str(state.current.number).encode()),
    ]


@lru_cache(maxsize=16)
def _write_date(moment: datetime) -> bytes:
    return format_datetime(moment, usegmt=True).encode()


def _read_wishes(scope: Scope) -> _Wishes:
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in (b"accept", b"accept-encoding", b"accept-language", b"if-none-match", b"if-modified-since"):
            found[name] = found[name] + b"," + value if name in found else value
    return _Wishes(
        found.get(b"accept", b""),
        found.get(b"accept-encoding", b""),
        found.get(b"accept-language", b""),
        found.get(b"if-none-match"),
        found.get(b"if-modified-since"),
    )


async def _send_entry(entry: Entry, wishes: _Wishes, state: EditionState, send: Send) -> None:
    if _is_known(entry.tag, wishes, state):
        await _send_unchanged(entry.tag, state, send)
        return
    await send({"type": "http.response.start", "status": 200, "headers": entry.headers})
    await send({"type": "http.response.body", "body": entry.body})


async def _send_unchanged(tag: bytes, state: EditionState, send: Send) -> None:
    await send({"type": "http.response.start", "status": 304, "headers": _validators(tag, state)})
    await send({"type": "http.response.body", "body": b""})


def _is_known(tag: bytes, wishes: _Wishes, state: EditionState) -> bool:
    if wishes.none_match is not None:
        tags = {piece.strip().removeprefix(b"W/") for piece in wishes.none_match.split(b",")}
        return tag in tags or b"*" in tags
    if wishes.modified_since is None:
        return False
    try:
        return state.modified <= parsedate_to_datetime(wishes.modified_since.decode("latin-1"))
    except (ValueError, TypeError):  # not a date, or one without a zone: as if it had not been sent
        return False
