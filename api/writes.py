"""One write for the head and the body of an answer: each write to a socket is a call of the system and a packet."""

import asyncio
from typing import Any

_HEAD = b"HTTP/1.1 "
_INTERIM = b"HTTP/1.1 1"  # 100 Continue: the client sends on only when it has come
_COPIED = 65_536  # a longer body costs more to copy than a second call


class JoinedWrites:
    """A transport that keeps the head of an answer until more is written, or until it is flushed."""

    __slots__ = ("_held", "_transport", "answer")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held: bytes | None = None
        self.answer: tuple[bytes, bytes] | None = None
        """The head and the body of the answer that is being written; None where it came in more pieces."""

    def write(self, data: bytes) -> None:
        """Write what was held with `data`; hold `data` where it begins an answer."""
        held = self._held
        if held is not None:
            self._held, self.answer = None, (held, data)
            if len(data) > _COPIED:
                self._transport.write(held)
                self._transport.write(data)
            else:
                self._transport.write(held + data)
        elif data.startswith(_HEAD) and not data.startswith(_INTERIM):
            self._held = data
        else:
            self.answer = None
            self._transport.write(data)

    def write_whole(self, *pieces: bytes) -> None:
        """Write a whole answer, uncopied."""
        self._transport.writelines(pieces)

    def flush(self) -> None:
        """Write what is held: the answer has no body."""
        if self._held is not None:
            held, self._held = self._held, None
            self.answer = (held, b"")
            self._transport.write(held)

    def close(self) -> None:
        """Write what is held, and close."""
        self.flush()
        self._transport.close()

    def write_eof(self) -> None:
        """Write what is held, and end."""
        self.flush()
        self._transport.write_eof()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
