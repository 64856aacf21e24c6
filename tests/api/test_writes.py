"""An answer leaves in one write, and nothing of it is kept back."""

import asyncio

from api.writes import JoinedWrites

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"


class Recorded(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def close(self) -> None:
        self.written.append(b"closed")


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


def test_answer_without_a_body_is_written_when_it_is_complete_or_closed() -> None:
    for end in (JoinedWrites.flush, JoinedWrites.close):
        transport = Recorded()
        writes = JoinedWrites(transport)
        writes.write(HEAD)
        end(writes)
        assert transport.written[0] == HEAD
