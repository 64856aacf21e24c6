"""Receiving requests: a deadline, bounds, and the API's own answer to what the HTTP parser refuses."""

import asyncio
import re
import socket
import struct
import time
from http import HTTPStatus
from typing import Any, cast

import httptools
from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.edge import ALLOWED, COMMON_HEADERS, LARGEST_HEADERS, LONGEST_TARGET, write_problem
from api.exchanges import EXCHANGE, Asked, Exchange, name_request
from api.limits import RECEIVE_SECONDS
from api.problems import Problem
from api.replies import Replies
from api.writes import JoinedWrites

STALL_SECONDS = 60.0
"""How long a client may leave an answer unread before it is cut off: what waits for it takes memory."""

_LARGEST_HEAD = LONGEST_TARGET + LARGEST_HEADERS + 8_192
_LINGER_SECONDS = 2.0
_RESET = struct.pack("ii", 1, 0)
_REQUEST_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64} ")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def encode_bytes(line: bytes) -> bytes:
    """A request line with every byte beyond ASCII percent-encoded, as a browser would have sent it."""
    return _BEYOND_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)


class ReceivingProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it. What cannot be read is a problem, and no request takes for ever."""

    public_url = ""
    receive_seconds = RECEIVE_SECONDS
    stall_seconds = STALL_SECONDS
    replies: Replies

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deadline: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None
        self._answering: Any = None
        self._begun = self._refused = self._repeated = False
        self._head_bytes = 0
        # A request line may be encoded only where it certainly is one: at the start of a chunk of data.
        self._line_expected, self._line_open = True, False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        super().connection_made(transport)
        self._writes = JoinedWrites(transport)
        self.transport = self._writes  # type: ignore[assignment]
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._disarm()
        self._end_stall()
        self._answer_nobody()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        super().pause_writing()
        if self._stall is None:
            self._stall = self.loop.call_later(self.stall_seconds, self._cut_off)

    def resume_writing(self) -> None:
        """The client reads on."""
        super().resume_writing()
        self._end_stall()

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        # Of several requests that came at once, uvicorn itself remembers only the last.
        self._answering = cycle
        self._writes.answer = None
        super()._start_asgi_task(cycle, app)

    def _answer_nobody(self) -> None:
        self.pipeline.clear()
        if self._answering is not None:
            self._answering.disconnected = True
            self._answering.message_event.set()

    def _cut_off(self) -> None:
        self._answer_nobody()
        # A reset: what lies in the system's buffers goes too.
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()

    def _end_stall(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    def data_received(self, data: bytes) -> None:
        """Parse what came; refuse what is not HTTP, and a head that does not end."""
        if self._refused:
            return
        self._unset_keepalive_if_required()
        first = not self._begun
        try:
            self.parser.feed_data(self._encode_line(data) if self._line_expected else data)
        except httptools.HttpParserError as error:
            self._refuse(_name_problem(error, data if first else b""))
        except httptools.HttpParserUpgrade:
            # No other protocol is spoken here: the request is answered as it stands, and it is the last.
            self.cycle.keep_alive = False
        else:
            self._check_head(len(data))
        if self._begun and self._deadline is None and not self._refused:
            self._arm()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._begun, self._head_bytes = True, 0
        self._line_expected = self._line_open
        # Most requests come whole: the deadline is set where what came does not end this one.
        self._disarm()

    def on_headers_complete(self) -> None:
        """The head is there: answer."""
        self._head_bytes = -1
        if self.url == b"*" or self.parser.get_method() == b"CONNECT":
            self.url = b"/"  # addresses of the server itself, which only OPTIONS may name
        self._repeated = self._repeat()
        if not self._repeated:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is there in full."""
        if not self._repeated:
            super().on_message_complete()
        self._begun, self._line_expected = False, True
        self._disarm()

    def on_response_complete(self) -> None:
        """An answer is there in full."""
        self._writes.flush()
        exchange = self._answering.scope.get(EXCHANGE)
        if exchange is not None and self._writes.answer is not None:
            self.replies.keep(exchange, *self._writes.answer)
        self._writes.answer = None
        super().on_response_complete()

    def _repeat(self) -> bool:
        """Answer a request as one like it was answered before, if there was one and nothing else is being written."""
        asked = self._name_request()
        if asked is None:
            return False
        started, scope = time.perf_counter(), cast(Scope, self.scope)
        is_free = not (self._is_answering() or self.flow.write_paused or self.transport.is_closing())
        reply = self.replies.find(asked, scope) if is_free else None
        if reply is None:
            scope[EXCHANGE] = Exchange(asked)
            return False
        date = next(value for name, value in self.server_state.default_headers if name == b"date")
        self._writes.write_whole(reply.before, date, reply.after, reply.body)
        self.replies.note(reply, started)
        super().on_response_complete()
        return True

    def _name_request(self) -> Asked | None:
        if self.parser.get_http_version() != "1.1" or not self.parser.should_keep_alive():
            return None
        return name_request(self.parser.get_method(), self.url, self.headers, LARGEST_HEADERS)

    def _encode_line(self, data: bytes) -> bytes:
        end = data.find(b"\n")
        self._line_open = self._line_expected = end < 0
        line = data if end < 0 else data[:end]
        return data if line.isascii() else encode_bytes(line) + data[len(line) :]

    def _check_head(self, size: int) -> None:
        if not self._begun or self._head_bytes < 0:
            return
        self._head_bytes += size
        if self._head_bytes > _LARGEST_HEAD:
            self._refuse(Problem("uri-too-long" if self._line_open else "headers-too-large"))

    def _arm(self) -> None:
        self._disarm()
        self._deadline = self.loop.call_later(self.receive_seconds, self._give_up)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if self._is_answering():
            self._arm()
        elif self._begun and self._head_bytes >= 0:
            self._refuse(Problem("request-timeout"))
        else:
            self.transport.close()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, problem: Problem) -> None:
        self._refused = True
        self._disarm()
        if self._is_answering():
            # An earlier request, or this one, is being answered: that answer ends first, and is the last.
            self.pipeline.clear()
            self.cycle.keep_alive = False
            return
        headers, body = write_problem(problem, self.public_url)
        lines = [b"%b: %b" % pair for pair in [*headers, *COMMON_HEADERS, (b"connection", b"close")]]
        status = f"HTTP/1.1 {problem.type.status} {HTTPStatus(problem.type.status).phrase}".encode()
        self.transport.write(b"\r\n".join([status, *lines, b"", body]))
        self._linger()

    def _linger(self) -> None:
        # To close while the client still sends would reset the connection and lose the answer on its way.
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._deadline = self.loop.call_later(_LINGER_SECONDS, self.transport.close)


def _name_problem(error: httptools.HttpParserError, beginning: bytes) -> Problem:
    invented = isinstance(error, httptools.HttpParserInvalidMethodError)
    if invented and _REQUEST_LINE.match(beginning) is not None:
        return Problem("method-not-allowed", headers={"Allow": ALLOWED})
    return Problem("malformed-request")


def make_protocol(
    address: str, replies: Replies, seconds: float = RECEIVE_SECONDS, stall_seconds: float = STALL_SECONDS
) -> type[ReceivingProtocol]:
    """The protocol of a server whose problems are explained at `address`, and whose answers `replies` keeps."""
    own = {"public_url": address, "replies": replies, "receive_seconds": seconds, "stall_seconds": stall_seconds}
    return type("Receiving", (ReceivingProtocol,), own)
