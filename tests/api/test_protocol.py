"""What arrives before there is a request: raw bytes, invented methods, heads without end, half-sent requests."""

import random
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.protocol import encode_bytes
from tests.api.raw import PATIENCE_SECONDS, ask, connect, exchange, read_all, split_answer
from tests.api.serving import PUBLIC_URL, Served, serve
from tests.postgis import Database


def read_problem(raw: bytes, status: int, name: str) -> dict[str, Any]:
    found, headers, body = split_answer(raw)
    assert found == status, raw[:300]
    assert headers["content-type"] == "application/problem+json"
    assert headers["cache-control"] == "no-store"
    assert headers["access-control-allow-origin"] == "*"
    assert int(headers["content-length"]) == len(body)
    problem: dict[str, Any] = orjson.loads(body)
    assert problem["type"] == f"{PUBLIC_URL}/problems/{name}"
    return problem


def test_raw_japanese_in_an_address_is_understood(api: Served) -> None:
    request = ask("/v1/organizations?q=架空橋".encode())
    for pieces in ([request], [request[:25], request[25:27], request[27:]], [bytes([one]) for one in request[:60]] + [request[60:]]):
        status, _, body = split_answer(exchange(api, *pieces))
        assert (status, orjson.loads(body)["total"]) == (200, 1)


def test_raw_bytes_that_are_not_utf8_are_a_problem(api: Served) -> None:
    read_problem(exchange(api, ask("/v1/organizations?q=架空".encode("cp932"))), 400, "malformed-request")
    read_problem(exchange(api, ask(b"/\xff\xfe")), 404, "not-found")


def test_raw_japanese_works_on_a_kept_connection(api: Served) -> None:
    kept = "GET /v1/organizations?q=架空橋&limit=1 HTTP/1.1\r\nHost: x\r\nUser-Agent: 架空\r\n\r\n".encode()
    with connect(api) as connection:
        for _ in range(3):
            connection.sendall(kept)
            answer = connection.recv(65_536)
            status, headers, body = split_answer(answer)
            while len(body) < int(headers["content-length"]):
                body += connection.recv(65_536)
            assert (status, orjson.loads(body)["total"]) == (200, 1)


def test_a_body_is_never_taken_for_a_request_line(api: Served) -> None:
    body = "架空".encode() * 40
    head = b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    answers = exchange(api, head, body, ask(b"/healthz"))
    assert re.findall(rb"HTTP/1.1 (\d+)", answers) == [b"405", b"200"]


def test_a_client_that_waits_with_its_body_is_told_to_send_it(api: Served) -> None:
    body = orjson.dumps({"queries": [{"name": "架空"}]})
    head = b"POST /v1/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
    with connect(api) as connection:
        connection.sendall(head + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        # Alone: had it been held back, it would come together with the answer that the wait has run out.
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        status, _, answer = split_answer(read_all(connection))
    assert (status, len(orjson.loads(answer)["items"])) == (200, 1)


def test_pipelined_requests_are_all_answered(api: Served) -> None:
    answers = exchange(api, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 3 + ask(b"/healthz"))
    assert re.findall(rb"HTTP/1.1 (\d+)", answers) == [b"200"] * 4


@given(st.binary(max_size=80))
def test_encoding_keeps_ascii_and_leaves_only_ascii(line: bytes) -> None:
    from urllib.parse import unquote_to_bytes

    encoded = encode_bytes(line)
    assert encoded.isascii()
    if b"%" not in line:
        assert unquote_to_bytes(encoded) == line


@pytest.mark.parametrize("method", [b"SECRET", b"get", b"G-E-T", b"FOO1"])
def test_an_invented_method_is_not_allowed(api: Served, method: bytes) -> None:
    answer = exchange(api, method + b" / HTTP/1.1\r\nHost: x\r\n\r\n")
    read_problem(answer, 405, "method-not-allowed")
    assert b"allow: GET, HEAD, OPTIONS" in answer


def test_addresses_of_the_server_itself(api: Served) -> None:
    read_problem(exchange(api, b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 405, "method-not-allowed")
    answer = exchange(api, b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert split_answer(answer)[0] == 204


def test_an_upgrade_is_answered_as_a_plain_request(api: Served) -> None:
    for wish in (b"websocket", b"h2c"):
        answer = exchange(api, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: " + wish + b"\r\n\r\n")
        assert split_answer(answer)[0] == 200


MALFORMED = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /v1?q=a b HTTP/1.1\r\n\r\n",
    b"GET ?q HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nBad Header: x\r\n\r\n", b"GET / HTTP/1.1\r\nX: \x00\r\n\r\n",
    b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"\x00" * 50, b"GET /\x01 HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("raw", MALFORMED)
def test_what_is_not_http_is_a_problem(api: Served, raw: bytes) -> None:
    read_problem(exchange(api, raw), 400, "malformed-request")


def test_a_head_without_end_is_refused_before_it_fills_the_memory(api: Served) -> None:
    piece = b"a" * 10_000
    read_problem(exchange(api, b"GET / HTTP/1.1\r\nX: ", *[piece] * 8), 431, "headers-too-large")
    read_problem(exchange(api, b"GET /", *[piece] * 8), 414, "uri-too-long")
    read_problem(exchange(api, ask(b"/", b"X: " + piece * 2)), 431, "headers-too-large")


def mangle(chance: random.Random) -> bytes:
    """A request with a few bytes changed, lost or doubled."""
    raw = bytearray(chance.choice([
        ask(b"/v1/dispositions?limit=1"), ask("/v1/organizations?q=架空".encode(), b"Accept: application/json"),
        b"POST /v1/sources HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ]))  # fmt: skip
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randint(0, 2)] = bytes(chance.randrange(256) for _ in range(chance.randint(0, 2)))
    return bytes(raw)


def test_mangled_requests_never_fail_the_server(api: Served) -> None:
    chance = random.Random(20260401)
    for _ in range(300):
        with connect(api) as connection:
            connection.sendall(mangle(chance))
            connection.shutdown(socket.SHUT_WR)
            answer = read_all(connection)
        statuses = re.findall(rb"HTTP/1.1 (\d+)", answer)
        assert all(status < b"500" for status in statuses)
    assert api.read("/healthz") == {"status": "ok"}


@pytest.fixture
def brisk(register_database: Database) -> Iterator[Served]:
    """The register served with a deadline of two seconds."""
    with serve(register_database, receive_seconds=2) as served:
        yield served


def test_half_sent_requests_are_closed_at_the_deadline_and_harm_nobody(brisk: Served) -> None:
    halves = [b"", b"GET /healthz HTT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
              b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"]  # fmt: skip
    with ExitStack() as stack:
        waiting = [stack.enter_context(connect(brisk)) for _ in range(300)]
        for at, connection in enumerate(waiting):
            connection.sendall(halves[at % len(halves)])
        for _ in range(20):
            assert brisk.read("/v1/dispositions?limit=1")["total"] > 0
        answers = [read_all(connection) for connection in waiting]
    for at, answer in enumerate(answers):
        if at % len(halves) in (1, 2):
            read_problem(answer, 408, "request-timeout")
        else:
            assert re.findall(rb"HTTP/1.1 (\d+)", answer) == ([] if at % len(halves) == 0 else [b"405"])


def test_readers_that_stop_reading_are_cut_off_and_harm_nobody(register_database: Database) -> None:
    with serve(register_database, stall_seconds=2, requests_per_second=0) as served, ExitStack() as stack:
        waiting = [stack.enter_context(connect_narrow(served)) for _ in range(40)]
        for connection in waiting:
            # More than the sockets of both sides take: what is left waits in the server.
            connection.sendall(b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 12)
        for _ in range(20):
            assert served.read("/v1/dispositions?limit=1")["total"] > 0
        await_cut(served, waiting)
        assert served.read("/healthz") == {"status": "ok"}


def connect_narrow(api: Served) -> socket.socket:
    """A connection that takes little before it is read."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", api.port))
    connection.settimeout(PATIENCE_SECONDS)
    return connection


def await_cut(api: Served, connections: list[socket.socket]) -> None:
    """Wait until the server has reset every connection: something of what it had to send was never delivered."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    for connection in connections:
        while connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
            assert time.monotonic() < deadline, "a client that does not read was kept"
            time.sleep(0.05)


@pytest.mark.parametrize("hosts", [b"", b"Host: x\r\nHost: x\r\n", b"Host: x\r\nHost: y\r\n"])
def test_a_request_names_one_host(api: Served, hosts: bytes) -> None:
    read_problem(exchange(api, b"GET /healthz HTTP/1.1\r\nConnection: close\r\n" + hosts + b"\r\n"), 400, "malformed-request")
    status = split_answer(exchange(api, b"GET /healthz HTTP/1.0\r\n\r\n"))[0]
    assert status == 200


def test_a_dripping_request_is_closed_too(brisk: Served) -> None:
    with connect(brisk) as connection:
        try:
            for piece in [b"GET / HTTP/1.1\r\n", *[b"X-%d: y\r\n" % number for number in range(200)]]:
                connection.sendall(piece)
                time.sleep(0.05)
        except (BrokenPipeError, ConnectionResetError):
            return
        read_problem(read_all(connection), 408, "request-timeout")
