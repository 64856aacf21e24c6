"""How much one client may ask, by whom it is told, and in which coding it is answered."""

import gzip
import ipaddress
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.codings import PACKERS, choose_coding, pack_whole
from api.limits import RateLimit, find_bucket, read_networks
from api.problems import Problem
from tests.api.serving import Served, serve
from tests.postgis import Database


class Clock:
    """A clock that is put forward by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def make_scope(address: str | None, forwarded: str | None = None) -> dict[str, Any]:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    return {"client": None if address is None else (address, 1), "headers": headers}


def test_an_address_has_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    limit = RateLimit(2, 5, clock=clock)
    assert [limit.take("a") for _ in range(5)] == [0.0] * 5
    assert limit.take("a") == limit.take("a") == 0.5
    assert limit.take("b") == 0.0
    clock.now += 0.5
    assert (limit.take("a"), limit.take("a")) == (0.0, 0.5)
    clock.now += 60
    assert [limit.take("a") for _ in range(6)] == [0.0] * 5 + [0.5]


@given(st.lists(st.floats(0, 3), max_size=60), st.integers(1, 5), st.integers(1, 8))
def test_waiting_as_told_is_always_enough(pauses: list[float], rate: int, burst: int) -> None:
    clock = Clock()
    limit = RateLimit(rate, burst, clock=clock)
    taken = 0
    for pause in pauses:
        clock.now += pause
        wait = limit.take("a")
        if wait:
            clock.now += wait + 1e-6
            assert limit.take("a") == 0.0
        taken += 1
    assert taken <= burst + (clock.now - 1000.0) * rate + 1


@pytest.mark.parametrize(
    ("address", "bucket"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:192.0.2.7", "192.0.2.7"),
     ("127.0.0.1", None), ("::1", None), ("::ffff:127.0.0.1", None)],
)  # fmt: skip
def test_a_bucket_is_an_address_or_a_network(address: str, bucket: str | None) -> None:
    assert find_bucket(address) == bucket


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, nonsense, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "127.0.0.1", None),
        (None, "198.51.100.1", None),
    ],
)
def test_only_a_trusted_proxy_names_the_client(peer: str | None, forwarded: str | None, client: str | None) -> None:
    limit = RateLimit(1, 1, read_networks(["10.0.0.0/8"]))
    assert limit.find_client(make_scope(peer, forwarded)) == client


def test_memory_is_bounded() -> None:
    limit = RateLimit(1, 1)
    for number in range(100_500):
        limit.take(str(ipaddress.ip_address(0x0B000000 + number)))
    assert len(limit._full_at) == 100_000


def test_no_rate_is_no_limit() -> None:
    limit = RateLimit(0, 1)
    for _ in range(10):
        limit.check(make_scope("192.0.2.7"))
    assert limit.headers == []
    limited = RateLimit(1, 1)
    with pytest.raises(Problem):
        for _ in range(2):
            limited.check(make_scope("192.0.2.7"))


def test_a_client_that_asks_too_much_is_told_when_to_come_back(register_database: Database) -> None:
    proxies = read_networks(["127.0.0.1"])
    with serve(register_database, requests_per_second=1, requests_at_once=60, trusted_proxies=proxies) as api:
        greedy, modest = {"X-Forwarded-For": "198.51.100.1"}, {"X-Forwarded-For": "198.51.100.2"}
        answers = [api.get("/v1/sources", headers=greedy) for _ in range(80)]
        refused = [one for one in answers if one.status_code == 429]
        assert len(refused) >= 10
        assert {one.headers["retry-after"] for one in refused} == {"1"}
        assert refused[0].json()["type"].endswith("/problems/too-many-requests")
        assert "198.51" not in refused[0].text
        assert answers[0].headers["ratelimit-policy"] == refused[0].headers["ratelimit-policy"] == '"address";q=60;w=60'
        assert api.get("/v1/sources", headers=modest).status_code == 200
        assert all(api.get("/v1/sources").status_code == 200 for _ in range(70))


def test_security_txt_names_whom_the_operator_named(register_database: Database, api: Served) -> None:
    assert api.get("/.well-known/security.txt").status_code == 404
    with serve(register_database, security_contact="mailto:security@kanri.example") as named:
        answer = named.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("Contact: mailto:security@kanri.example\nExpires: 2")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [(b"", None), (b"gzip", "gzip"), (b"gzip, deflate, br", "br"), (b"br;q=0.1, gzip", "gzip"), (b"*", "br"), (b"gzip;q=0", None),
     (b"gzip;q=0.000", None), (b"br;q=0, *;q=0.5", "gzip"), (b"identity", None), (b"zstd", None), (b"GZIP;Q=1", "gzip"), (b"br;q=x", None)],
)  # fmt: skip
def test_the_coding_liked_best_is_chosen(accepted: bytes, coding: str | None) -> None:
    assert choose_coding(accepted) == coding


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=8))
def test_what_is_packed_in_pieces_unpacks_to_the_same(pieces: list[bytes]) -> None:
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
    for coding, make in PACKERS.items():
        packer = make()
        packed = b"".join(packer.pack(piece, at == len(pieces) - 1) for at, piece in enumerate(pieces))
        assert unpack[coding](packed) == b"".join(pieces)
        assert unpack[coding](pack_whole(pieces[0], coding)) == pieces[0]


@pytest.mark.parametrize("path", ["/v1/dispositions", "/v1/dispositions.ndjson"])
def test_brotli_is_spoken(api: Served, path: str) -> None:
    packed = api.get(path, headers={"Accept-Encoding": "br"})
    assert packed.headers["content-encoding"] == "br"
    assert packed.content == api.get(path, headers={"Accept-Encoding": "identity"}).content
