"""An answer leaves in one write, and nothing of it is kept back."""

import asyncio
from collections.abc import Callable, Iterable

import pytest

from api.writes import JoinedWrites

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Recorded(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.written.append(b"".join(list_of_data))

    def close(self) -> None:
        self.written.append(b"closed")

    def write_eof(self) -> None:
        self.written.append(b"ended")

    def is_closing(self) -> bool:
        return self.written[-1:] == [b"closed"]


def test_head_and_body_are_one_write() -> None:
    transport = Recorded()
    writes = JoinedWrites(transport)
    writes.write(HEAD)
    assert transport.written == []
    writes.write(b"{}")
    writes.write(b"more")
    assert transport.written == [HEAD + b"{}", b"more"]


def test_long_body_is_not_copied() -> None:
    transport = Recorded()
    writes = JoinedWrites(transport)
    writes.write(HEAD)
    writes.write(b"x" * 100_000)
    assert [len(one) for one in transport.written] == [len(HEAD), 100_000]


@pytest.mark.parametrize(
    ("end", "after"), [(JoinedWrites.flush, []), (JoinedWrites.close, [b"closed"]), (JoinedWrites.write_eof, [b"ended"])]
)
def test_answer_without_a_body_is_written_when_it_is_complete_or_closed(
    end: Callable[[JoinedWrites], None], after: list[bytes]
) -> None:
    transport = Recorded()
    writes = JoinedWrites(transport)
    writes.write(HEAD)
    end(writes)
    assert transport.written == [HEAD, *after]
    end(writes)
    assert transport.written == [HEAD, *after, *after]


def test_the_next_answer_begins_anew() -> None:
    transport = Recorded()
    writes = JoinedWrites(transport)
    for _ in range(2):
        writes.write(HEAD)
        writes.write(b"{}")
    writes.write(HEAD)
    writes.flush()
    assert transport.written == [HEAD + b"{}", HEAD + b"{}", HEAD]


def test_an_interim_answer_leaves_at_once_and_alone() -> None:
    transport = Recorded()
    writes = JoinedWrites(transport)
    for interim in (CONTINUE, b"HTTP/1.1 103 Early Hints\r\n\r\n"):
        writes.write(interim)
        assert transport.written[-1] == interim
    writes.write(HEAD)
    writes.write(b"{}")
    assert transport.written[-1] == HEAD + b"{}"


def test_what_is_no_answer_is_written_as_it_comes() -> None:
    transport = Recorded()
    writes = JoinedWrites(transport)
    for piece in (b"", b"HTTP/1.1", b"5\r\nhello\r\n"):
        writes.write(piece)
        assert transport.written[-1] == piece
    writes.write_whole(b"HTTP/1.1 200", b" OK\r\n", b"\r\n{}")
    assert transport.written[-1] == b"HTTP/1.1 200 OK\r\n\r\n{}"
    assert not writes.is_closing()
    writes.close()
    assert writes.is_closing()


def test_the_answer_is_told_where_it_came_whole() -> None:
    writes = JoinedWrites(Recorded())
    assert writes.answer is None
    writes.write(HEAD)
    assert writes.answer is None
    writes.write(b"{}")
    assert writes.answer == (HEAD, b"{}")
    writes.write(b"more")
    assert writes.answer is None
    writes.write(HEAD)
    writes.flush()
    assert writes.answer == (HEAD, b"")
