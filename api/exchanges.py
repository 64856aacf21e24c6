"""Requests whose answers may be written again: what names one, and what is learned of it on the way."""

from collections.abc import Iterable
from typing import Any, NamedTuple

EXCHANGE = "kanri.exchange"
"""Where the scope of a request that may be repeated carries its exchange."""

_NEGOTIATING = frozenset({b"accept", b"accept-encoding", b"accept-language", b"if-none-match", b"if-modified-since"})
_COUNTED = frozenset({b"host"})
_UNREPEATED = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
_METHODS = frozenset({b"GET", b"HEAD"})


class Asked(NamedTuple):
    """A request as it was written, as far as any answer kept in memory depends on it.

    `told` are the headers that negotiate, in their order and as they stand, and of the others those that must be there
    once, by name.
    """

    method: bytes
    target: bytes
    told: tuple[Any, ...]

    @property
    def size(self) -> int:
        """The bytes of it that a client has written."""
        return len(self.target) + sum(len(pair[1]) for pair in self.told if isinstance(pair, tuple))


class Exchange:
    """A request, and once it was answered from memory: from which state of the register, by which endpoint."""

    __slots__ = ("asked", "endpoint", "token")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.token: str | None = None
        self.endpoint: Any = None


def name_request(method: bytes, target: bytes, headers: Iterable[tuple[bytes, bytes]], largest: int) -> Asked | None:
    """What names a request; None where it has a body, has more than `largest` bytes of headers, or is not a reading one."""
    if method not in _METHODS:
        return None
    told: list[Any] = []
    size = 0
    for pair in headers:
        name, value = pair
        size += len(name) + len(value)
        if name in _NEGOTIATING:
            told.append(pair)
        elif name in _COUNTED:
            told.append(name)
        elif name in _UNREPEATED:
            return None
    return Asked(method, target, tuple(told)) if size <= largest else None
