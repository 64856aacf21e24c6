"""An answer that is written again: the same bytes, and all that is done for every request is done for it too."""

import re
import time
from collections.abc import Iterator

import orjson
import pytest

from api.edge import LARGEST_HEADERS
from api.exchanges import Asked, name_request
from tests.api import fictional_register as register
from tests.api.raw import ask, connect, exchange, read_all, read_answer, split_answer
from tests.api.serving import Served, on_day, serve
from tests.postgis import Database

PATH = b"/v1/organizations?limit=3"
HOST = (b"host", b"x")
MANY = 40
SCOPE = {"client": ("127.0.0.1", 1), "headers": []}


def write(target: bytes = PATH, *headers: tuple[bytes, bytes], method: bytes = b"GET") -> bytes:
    lines = [b"%b: %b" % pair for pair in (HOST, *headers)]
    return b"\r\n".join([method + b" " + target + b" HTTP/1.1", *lines, b"", b""])


def is_kept(api: Served, *headers: tuple[bytes, bytes], target: bytes = PATH, method: bytes = b"GET") -> bool:
    asked = name_request(method, target, [HOST, *headers], LARGEST_HEADERS)
    assert asked is not None
    return api.app.state.replies.find(asked, SCOPE) is not None


def ask_thrice(api: Served, request: bytes) -> list[tuple[int, dict[str, str], bytes]]:
    """The same request on three connections: what is kept belongs to none. It is made, then kept, then written again."""
    answers = []
    for _ in range(3):
        with connect(api) as connection:
            connection.sendall(request)
            answers.append(read_answer(connection))
    for _, headers, _ in answers:
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", headers.pop("date"))
    return answers


VARIED: list[tuple[bytes, bytes]] = [
    (b"accept", b"text/html;q=0.1, application/json"), (b"accept-language", b"vi"), (b"accept-encoding", b"gzip"), (b"if-none-match", b"*"),
    (b"if-modified-since", b"Fri, 01 Jan 2100 00:00:00 GMT"),
]  # fmt: skip


@pytest.mark.parametrize("headers", [[], *([one] for one in VARIED), VARIED[1:3], VARIED[2:0:-1]])
def test_what_is_written_again_is_what_was_written(api: Served, headers: list[tuple[bytes, bytes]]) -> None:
    first, second, again = ask_thrice(api, write(PATH, *headers))
    assert is_kept(api, *headers)
    assert again == second == first
    assert again[0] == (304 if headers and headers[0][0].startswith(b"if-") else 200)


def test_a_head_is_written_again_without_a_body(api: Served) -> None:
    ask_thrice(api, write())
    with connect(api) as connection:
        for _ in range(3):
            connection.sendall(write(method=b"HEAD") + write(b"/healthz"))
            head = b""
            while head.count(b"\r\n\r\n") < 2 or not head.endswith(b"}"):
                head += connection.recv(65_536)
            assert re.findall(rb"HTTP/1.1 (\d+)", head) == [b"200", b"200"]
            assert head.partition(b"\r\n\r\n")[2].startswith(b"HTTP/1.1 200 OK\r\n")
            assert head.endswith(b'\r\n\r\n{"status":"ok"}')
    assert is_kept(api, method=b"HEAD")


@pytest.mark.parametrize("header", VARIED)
def test_whatever_negotiates_is_another_request(api: Served, header: tuple[bytes, bytes]) -> None:
    ask_thrice(api, write())
    status, headers, body = ask_thrice(api, write(PATH, header))[2]
    # A connection that ends is never answered with what was kept.
    with connect(api) as connection:
        connection.sendall(write(PATH, header, (b"connection", b"close")))
        direct = split_answer(read_all(connection))
    assert (direct[0], direct[1]["etag"], direct[2]) == (status, headers["etag"], body)


def test_the_date_is_that_of_the_answer(api: Served) -> None:
    ask_thrice(api, write())
    with connect(api) as connection:
        dates: set[str] = set()
        deadline = time.monotonic() + 3
        while len(dates) < 2:
            assert time.monotonic() < deadline
            connection.sendall(write())
            dates.add(read_answer(connection)[1]["date"])


def test_what_never_ends_well_is_still_refused(api: Served) -> None:
    ask_thrice(api, write())
    lines = [b"GET " + PATH + b" HTTP/1.1"]
    for hosts in ([], [b"Host: x", b"Host: x"]):
        answer = exchange(api, b"\r\n".join([*lines, *hosts, b"", b""]), ask(b"/healthz"))
        assert split_answer(answer)[0] == 400
    answer = exchange(api, b"\r\n".join([*lines, b"Host: x", *[b"X: " + b"a" * 6000] * 3, b"", b""]), ask(b"/healthz"))
    assert split_answer(answer)[0] == 431


def test_a_body_that_came_along_is_not_taken_for_a_request(api: Served) -> None:
    ask_thrice(api, write())
    body = ask(b"/nowhere")
    answers = exchange(api, write(PATH, (b"content-length", b"%d" % len(body))) + body + ask(b"/healthz"))
    assert re.findall(rb"HTTP/1.1 (\d+)", answers) == [b"200", b"200"]


def test_a_connection_that_ends_is_told_so_and_closed(api: Served) -> None:
    ask_thrice(api, write())
    former = b"GET " + PATH + b" HTTP/1.0\r\nHost: x\r\n"
    for closing in (write(PATH, (b"connection", b"close")), former + b"\r\n", former + b"Connection: keep-alive\r\n\r\n"):
        status, headers, _ = split_answer(exchange(api, closing))
        assert (status, headers["connection"]) == (200, "close")


def test_answers_come_in_the_order_of_their_requests(api: Served) -> None:
    ask_thrice(api, write())
    limits = [3, 7, 3, 3, 8, 9, 3]
    with connect(api) as connection:
        connection.sendall(b"".join(write(b"/v1/organizations?limit=%d" % limit) for limit in limits))
        answers = [read_answer(connection) for _ in limits]
    assert [len(orjson.loads(body)["items"]) for _, _, body in answers] == limits


def test_a_reader_who_lags_gets_everything_in_time(api: Served) -> None:
    target = b"/v1/openapi.json"
    size = len(ask_thrice(api, write(target))[2][2])
    with connect(api) as connection:
        connection.sendall(write(target) * MANY)  # more than the sockets of both sides take
        assert [len(read_answer(connection)[2]) for _ in range(MANY)] == [size] * MANY


def test_a_new_edition_is_told_at_once(fresh: Served) -> None:
    told = []
    for day, statements in enumerate([register.first_statements(), register.second_statements()], start=1):
        fresh.publish(*statements, observed_on=on_day(day))
        first, _, again = ask_thrice(fresh, write())
        assert first == again
        told.append((again[1]["kanri-edition"], orjson.loads(again[2])["edition"]["number"]))
    assert told == [("1", 1), ("2", 2)]


def test_without_a_cache_nothing_is_written_again(register_database: Database) -> None:
    with serve(register_database, cache_bytes=0) as api:
        ask_thrice(api, write())
        assert not is_kept(api)


@pytest.fixture
def brisk(register_database: Database) -> Iterator[Served]:
    """The register served with a deadline of one second."""
    with serve(register_database, receive_seconds=1) as served:
        yield served


def test_a_connection_answered_so_keeps_its_deadlines(brisk: Served) -> None:
    ask_thrice(brisk, write())
    with connect(brisk) as half, connect(brisk) as idle:
        for connection in (half, idle):
            connection.sendall(write())
            assert read_answer(connection)[0] == 200
        half.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: ")
        assert split_answer(read_all(half))[0] == 408
        assert read_all(idle) == b""


def test_only_a_plain_reading_request_has_a_name() -> None:
    assert name_request(b"GET", b"/", [HOST, (b"user-agent", b"a")], 100) == Asked(b"GET", b"/", (b"host",))
    assert name_request(b"GET", b"/", [HOST, (b"cookie", b"b")], 100) == name_request(b"GET", b"/", [HOST], 100)
    assert name_request(b"GET", b"/", [HOST, (b"x", b"a" * 100)], 100) is None
    for method in (b"POST", b"OPTIONS", b"PUT"):
        assert name_request(method, b"/", [HOST], 100) is None
    for name in (b"content-length", b"transfer-encoding", b"expect", b"upgrade"):
        assert name_request(b"GET", b"/", [HOST, (name, b"0")], 100) is None
