"""The outer edge: what every answer carries, what no request may do, and every failure as a problem."""

import logging
import time
import traceback
from collections.abc import Callable, Mapping, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access_log import Visit, name_route
from api.limits import RateLimit
from api.problems import MEDIA_TYPE, Problem
from api.streams import BODILESS

logger = logging.getLogger("kanri.edge")

LONGEST_TARGET = 8_192
LARGEST_HEADERS = 16_384
ALLOWED = "GET, HEAD, OPTIONS"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"})

COMMON_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                                 b"form-action 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Content-Language, Deprecation, ETag, Last-Modified, Link, Location, Retry-After, RateLimit-Policy, Sunset, Kanri-Edition"),
]  # fmt: skip

_COMMON_NAMES = frozenset(name for name, _ in COMMON_HEADERS)


def _write_preflight(allowed: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"allow", allowed.encode()),
        (b"access-control-allow-methods", allowed.encode()),
        (b"access-control-allow-headers", b"accept, accept-language, content-type, if-none-match, if-modified-since"),
        (b"access-control-max-age", b"86400"),
    ]


class Edge:
    """ASGI middleware around everything else."""

    def __init__(
        self,
        app: ASGIApp,
        public_url: str,
        limit: RateLimit,
        methods: Mapping[str, str],
        notes: Sequence[Callable[[Visit], None]] = (),
    ) -> None:
        self.app = app
        self.public_url = public_url
        self.notes = notes
        self.limit = limit
        self.methods = methods
        self.headers = [*COMMON_HEADERS, *limit.headers]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        reply = _Reply(send, scope["method"] == "HEAD", self.headers)
        if reply.bodiless:
            scope = {**scope, "method": "GET", BODILESS: True}
        try:
            await self._answer(scope, receive, reply)
        finally:
            self._note(scope, reply, time.perf_counter() - started)

    def _note(self, scope: Scope, reply: "_Reply", seconds: float) -> None:
        method = "HEAD" if reply.bodiless else scope["method"]
        route = name_route(scope.get("endpoint"))
        visit = Visit(time.time(), method if method in _METHODS else "-", route, reply.status, seconds, reply.size)
        for note in self.notes:
            note(visit)

    async def _answer(self, scope: Scope, receive: Receive, reply: "_Reply") -> None:
        try:
            await self.limit.admit(scope)
            if scope["method"] == "OPTIONS":
                await reply.send_whole(204, _write_preflight(self._allow(scope)), b"")
                return
            _check_request(scope, self._allow(scope))
            await self.app(scope, receive, reply.send)
        except Problem as problem:
            await self._send_problem(problem, reply)
        except Exception as error:  # the edge: whatever went wrong is ours to answer for
            _log_error(error, scope)
            await self._send_problem(Problem("internal-error"), reply)

    def _allow(self, scope: Scope) -> str:
        return self.methods.get(scope["path"], ALLOWED)

    async def _send_problem(self, problem: Problem, reply: "_Reply") -> None:
        if reply.status:  # the answer had begun: it is cut off, which a client notices
            # Without its cause: the server logs what it sees, and a message may hold what was asked or a row.
            raise ConnectionAbortedError("the answer was cut off") from None
        headers, body = write_problem(problem, self.public_url)
        await reply.send_whole(problem.type.status, headers, body)


class _Reply:
    """Sends an answer with the common headers, without a body for HEAD, and keeps count."""

    __slots__ = ("_headers", "_send", "bodiless", "size", "status")

    def __init__(self, send: Send, bodiless: bool, headers: list[tuple[bytes, bytes]]) -> None:
        self._send = send
        self._headers = headers
        self.bodiless = bodiless
        self.status = 0
        self.size = 0

    async def send(self, message: Message) -> None:
        """Pass one message of the application on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = _COMMON_NAMES.intersection([name.lower() for name, _ in message["headers"]])
            # A page that may be shown inside another says so itself.
            common = [pair for pair in self._headers if pair[0] not in own] if own else self._headers
            message["headers"] = [*message["headers"], *common]
        elif self.bodiless:
            message["body"] = b""
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    async def send_whole(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Send a whole answer."""
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def write_problem(problem: Problem, public_url: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of the answer that tells a problem."""
    body = problem.write(public_url)
    headers = [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    headers += [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    return headers, body


def _check_request(scope: Scope, allowed: str) -> None:
    if scope["method"] not in allowed.split(", "):
        raise Problem("method-not-allowed", f"This address takes {allowed}.", headers={"Allow": allowed})
    names = [name for name, _ in scope["headers"]]
    if names.count(b"host") != 1 and scope["http_version"] != "1.0":
        raise Problem("malformed-request", "HTTP/1.1 asks for one Host.")
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
        raise Problem("uri-too-long")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
        raise Problem("headers-too-large")


def _log_error(error: Exception, scope: Scope) -> None:
    # The places in the code, and nothing that could hold what was asked: no message, no query, no path.
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s in %s\n%s", type(error).__name__, name_route(scope.get("endpoint")), places)
