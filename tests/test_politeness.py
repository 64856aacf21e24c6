"""Politeness and caution on the way to a publisher, measured at a server that plays one on the loopback."""

import os
import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from twisted.internet.address import IPv4Address

from scrapers.public_addresses import PublicResolver, is_public
from tests.cli import Answer, open_engine
from tests.damages import edit
from tests.origin import Hit, Origin, Reply, in_seconds, serve_origin
from tests.postgis import Database
from tests.test_damage import BOOK, CONTENT, INDEX, KEPT, SOURCE, build_small_site
from tests.warm import Warm, WarmKanri, keep_warm

ROBOTS = "/www.moj.go.jp/robots.txt"
PAGE, FILE = f"/{INDEX}", f"/{BOOK}"
FILES = [f"/{CONTENT}/{name}" for name in KEPT]
FIVE_GIGABYTES = 5 * 2**30
SLACK_S = 0.05
"""Between the moment at which we send and the one at which the origin has read."""


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with keep_warm() as process:
        yield process


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Origin]:
    with serve_origin(build_small_site(tmp_path_factory.mktemp("origin"))) as origin:
        yield origin


@pytest.fixture
def origin(served: Origin) -> Origin:
    """The publisher's server, with an empty log and no surprises yet."""
    served.start_anew()
    return served


@pytest.fixture
def live(database: Database, tmp_path: Path, warm: Warm) -> WarmKanri:
    """The command line with an empty home and an empty database."""
    return WarmKanri(tmp_path / "home", database.owner, warm)


def crawl(live: WarmKanri, origin: Origin, **settings: object) -> Answer:
    """A live crawl of one source, as far as the program can tell."""
    return live.run("crawl", SOURCE, **origin.environment(**settings))


def read_editions(live: WarmKanri) -> int:
    """How many editions were published."""
    with open_engine(live.database_url) as engine, engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM published.edition")) or 0


def census_line(live: WarmKanri) -> str:
    """What the census says of the source."""
    return next(line for line in live.run("census").out.splitlines() if line.startswith(SOURCE))


def test_publisher_is_asked_slowly_by_somebody_who_says_who_it_is(live: WarmKanri, origin: Origin) -> None:
    environment = origin.environment(DOWNLOAD_DELAY=3) | {"KANRI_CONTACT": "mailto:contact@kanri.example"}
    answer = live.run("crawl", SOURCE, **environment)
    assert answer.code == 0, answer.err
    assert origin.paths() == [ROBOTS, PAGE, *FILES]
    gaps = [later.at - earlier.at for earlier, later in pairwise(origin.hits)]
    assert min(gaps) >= 3 - SLACK_S, gaps
    assert {hit.connections for hit in origin.hits} == {1}
    assert all("contact: mailto:contact@kanri.example" in hit.headers["user-agent"] for hit in origin.hits)
    assert not any(name in hit.headers for hit in origin.hits for name in ("cookie", "referer"))


def test_house_keeps_three_seconds() -> None:
    from scrapers import settings

    assert settings.DOWNLOAD_DELAY >= 3 and settings.DOWNLOAD_DELAY_JITTER == 0


def test_what_did_not_change_costs_nothing(live: WarmKanri, origin: Origin) -> None:
    assert crawl(live, origin).code == 0
    before, fetched = live.hash(), origin.sent
    assert fetched > 0
    origin.start_anew()
    again = crawl(live, origin)
    assert again.code == 0, again.err
    assert origin.sent == len(b"<html><body>404</body></html>"), "only robots.txt, which there is not, has a body"
    assert origin.paths() == [ROBOTS, PAGE, *FILES]
    counts = again.counts(SOURCE)
    assert {counts[name] for name in ("new", "changed", "withdrawn", "rejected")} == {0}
    assert counts["records"] == 33 and counts["documents"] == 4
    assert (live.hash(), read_editions(live)) == (before, 1)


def test_half_a_file_is_never_called_unchanged(live: WarmKanri, origin: Origin) -> None:
    """A cache in between kept half a file under the whole one's tag: once it is mended, we must fetch anew."""
    whole = (origin.site / BOOK).read_bytes()
    tag = {"ETag": '"whole"'}
    origin.routes[FILE] = Reply(200, whole[: len(whole) // 2], tag)
    broken = crawl(live, origin)
    assert (broken.code, broken.verdict(SOURCE)) == (1, "broken")
    assert "half-downloaded" in broken.err

    def mended(hit: Hit) -> Reply:
        return Reply(304, b"", tag) if hit.headers.get("if-none-match") == '"whole"' else Reply(200, whole, tag)

    origin.routes[FILE] = mended
    assert crawl(live, origin).verdict(SOURCE) == "good"


def test_robots_txt_is_obeyed_and_said_so(live: WarmKanri, origin: Origin) -> None:
    origin.routes[ROBOTS] = Reply(200, f"User-agent: *\nDisallow: {FILE.removeprefix('/www.moj.go.jp')}\n".encode())
    answer = crawl(live, origin)
    assert FILE not in origin.paths() and FILES[0] in origin.paths()
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    assert f"{BOOK} (令和3年度(Excel:113KB)): not fetched: Forbidden by robots.txt" in answer.err


def test_index_page_closed_to_robots_is_not_asked_for(live: WarmKanri, origin: Origin) -> None:
    origin.routes[ROBOTS] = Reply(200, b"User-agent: *\nDisallow: /isa/applications/\n")
    answer = crawl(live, origin)
    assert origin.paths() == [ROBOTS]
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    assert "Forbidden by robots.txt" in answer.err
    assert "Forbidden by robots.txt" in census_line(live)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed(live: WarmKanri, origin: Origin, status: int, form: str) -> None:
    asked: list[float] = []

    def refuse_once(hit: Hit) -> Reply:
        asked.append(hit.at)
        if len(asked) > 1:
            del origin.routes[FILES[0]]
            return origin.answer(hit)
        return Reply(status, b"", {"Retry-After": "2" if form == "seconds" else in_seconds(3)})

    origin.routes[FILES[0]] = refuse_once
    answer = crawl(live, origin)
    assert answer.verdict(SOURCE) == "good", answer.err
    waited = asked[1] - asked[0]
    assert waited >= 2 - SLACK_S
    between = [hit for hit in origin.hits if asked[0] < hit.at < asked[1]]
    assert between == [], "others were asked while the publisher had us wait"


@pytest.mark.parametrize(("asks", "times"), [("3600", 1), ("1", 2), ("soon", 1), ("²", 1), ("", 1)])
def test_longer_or_second_wait_ends_the_run(live: WarmKanri, origin: Origin, asks: str, times: int) -> None:
    origin.routes[FILES[0]] = Reply(503, b"", {"Retry-After": asks})
    answer = crawl(live, origin)
    assert origin.paths() == [ROBOTS, PAGE, *[FILES[0]] * times]
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    assert "the server answers 503" in answer.err and "no more is asked" in answer.err


@pytest.mark.parametrize("where", [ROBOTS, PAGE, FILES[0], FILES[1]])
def test_nothing_more_is_asked_of_a_server_in_trouble(live: WarmKanri, origin: Origin, where: str) -> None:
    origin.routes[where] = Reply(500, b"<html><body>500</body></html>")
    answer = crawl(live, origin)
    assert origin.paths()[-1] == where and origin.paths().count(where) == 1
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    assert f"https:/{where}: the server answers 500; no more is asked" in answer.err
    assert "the server answers 500" in census_line(live)


LED_ASTRAY = (
    "http://www.moj.go.jp/isa/content/999004391.xlsx",
    "https://www.moj.example/isa/content/999004391.xlsx",
    "https://127.0.0.1/isa/content/999004391.xlsx",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/isa/content/999004391.xlsx",
    "https://www.moj.go.jp:8443/isa/content/999004391.xlsx",
    "https://www.moj.go.jp@moj.example/isa/content/999004391.xlsx",
    "https://someone:secret@www.moj.go.jp/isa/content/999004391.xlsx",
    "//moj.example/isa/content/999004391.xlsx",
    "https://sub.www.moj.go.jp/isa/content/999004391.xlsx",
    "file:///etc/passwd",
    "ftp://www.moj.go.jp/isa/content/999004391.xlsx",
)


@pytest.mark.parametrize("at", range(0, len(LED_ASTRAY), 4))
def test_redirects_off_the_list_are_refused(live: WarmKanri, origin: Origin, at: int) -> None:
    """Four files of one crawl are led astray, each over a hop that is allowed."""
    for number, (file, target) in enumerate(zip(FILES, LED_ASTRAY[at:], strict=False)):
        hop = f"/isa/content/hop{number}.xlsx"
        origin.routes[file] = Reply(302, b"", {"Location": hop})
        origin.routes[f"/www.moj.go.jp{hop}"] = Reply(302, b"", {"Location": target})
    answer = crawl(live, origin)
    assert sorted(origin.paths()[2:]) == sorted([*FILES, *(f"/www.moj.go.jp/isa/content/hop{n}.xlsx" for n in range(4))])
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    for file, target in zip(FILES, LED_ASTRAY[at:], strict=False):
        told = next(line for line in answer.err.splitlines() if f"https:/{file} " in line)
        why = "not fetched: it leads by a redirect to an address that is not on this source's list"
        assert (why if target.startswith(("http", "//")) else "answers 302") in told
    assert answer.counts(SOURCE)["withdrawn"] == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 200])
def test_index_page_led_off_the_list_is_broken(live: WarmKanri, origin: Origin, status: int) -> None:
    target = "https://www.moj.example/login"
    refresh = f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head><body></body></html>'.encode()
    origin.routes[PAGE] = Reply(status, refresh, {"Location": target, "Content-Type": "text/html"})
    answer = crawl(live, origin)
    assert origin.paths() == [ROBOTS, PAGE]
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    assert "leads by a redirect to an address that is not on this source's list of hosts" in census_line(live)


def test_redirect_on_the_list_is_followed_and_can_be_read_again(live: WarmKanri, origin: Origin) -> None:
    moved = "/isa/content/moved.xlsx"
    assert crawl(live, origin).code == 0
    origin.start_anew()
    origin.routes[FILE] = Reply(301, b"", {"Location": moved})
    origin.routes[f"/www.moj.go.jp{moved}"] = Reply(200, edit(lambda sheet: None)((origin.site / BOOK).read_bytes()))
    unmoved = live.hash()
    answer = crawl(live, origin)
    assert answer.code == 0, answer.err
    assert live.hash() != unmoved, "other bytes, and the evidence names them"
    hop = next(hit for hit in origin.hits if hit.path.endswith(moved))
    assert "if-none-match" not in hop.headers, "the condition of the old address was carried on to the new one"
    before = live.hash()
    assert live.run("reparse").code == 0
    assert live.hash() == before


def test_endless_redirects_end(live: WarmKanri, origin: Origin) -> None:
    origin.routes[FILE] = lambda hit: Reply(302, b"", {"Location": "/isa/content/999391108.xlsx"})
    answer = crawl(live, origin)
    assert answer.verdict(SOURCE) == "broken"
    assert origin.paths().count(FILE) == 6
    assert "not fetched: max redirections reached" in answer.err


def test_two_links_to_one_file_are_not_read_twice_in_silence(live: WarmKanri, origin: Origin) -> None:
    origin.routes[FILES[0]] = Reply(302, b"", {"Location": f"/isa/content/{KEPT[1]}"})
    answer = crawl(live, origin)
    assert answer.verdict(SOURCE) == "broken"
    assert "which another link led to" in answer.err


@pytest.mark.parametrize(
    ("reply", "settings", "words"),
    [
        (Reply(200, b"PK" + b"x" * 1000, promised=100_000), {}, "only a part of it came"),
        (Reply(200, b"", promised=FIVE_GIGABYTES), {}, "it is larger than is ever fetched"),
        (Reply(200, b"x" * 200_000), {"DOWNLOAD_MAXSIZE": 100_000}, "it is larger than is ever fetched"),
        (Reply(200, b"late", after=3), {"DOWNLOAD_TIMEOUT": 1}, "no answer came in time"),
        (Reply(404, b"gone"), {}, "answers 404"),
        (Reply(304, b""), {}, "answers 304"),
    ],
    ids=["half", "huge by its word", "huge in fact", "late", "gone", "unchanged from what was never seen"],
)
def test_file_that_does_not_come_is_named(
    live: WarmKanri, origin: Origin, reply: Reply, settings: dict[str, object], words: str
) -> None:
    origin.routes[FILE] = reply
    answer = crawl(live, origin, **settings)
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    told = next(line for line in answer.err.splitlines() if f"https:/{FILE} " in line)
    assert words in told
    assert words in census_line(live)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(404, b"<html></html>"), "answers 404"),
        (Reply(410, b"<html></html>"), "answers 410"),
        (Reply(403, b"<html></html>"), "answers 403"),
        (Reply(200, b"%PDF-1.7", {"Content-Type": "application/pdf"}), "no workbook is linked under art. 15(1)"),
        (Reply(200, b"<html><body>", promised=10_000), "only a part of it came"),
    ],
    ids=["gone", "gone for good", "closed", "no text", "half"],
)
def test_index_page_that_is_no_page_is_broken(live: WarmKanri, origin: Origin, reply: Reply, words: str) -> None:
    assert crawl(live, origin).code == 0
    before = live.hash()
    origin.routes[PAGE] = reply
    answer = crawl(live, origin)
    assert (answer.code, answer.verdict(SOURCE)) == (1, "broken")
    assert words in census_line(live)
    assert live.hash() == before


def test_publisher_out_of_reach_is_told_and_touches_nothing(live: WarmKanri, origin: Origin) -> None:
    assert crawl(live, origin).code == 0
    before = live.hash()
    origin.routes[PAGE] = Reply(200, b"late", after=3)
    late = crawl(live, origin, DOWNLOAD_TIMEOUT=1)
    nobody = live.run("crawl", SOURCE, **origin.environment() | {"KANRI_TEST_ORIGIN": "http://127.0.0.1:9"})
    for answer, words in ((late, "no answer came in time"), (nobody, "refuses connections")):
        assert (answer.code, answer.verdict(SOURCE)) == (1, "not_reached")
        assert words in answer.err
    assert live.hash() == before


PUBLIC = ("1.1.1.1", "160.252.0.1", "2606:4700:4700::1111", "64:ff9b::101:101")
INWARD = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1",
)  # fmt: skip


@pytest.mark.parametrize(("address", "public"), [*((a, True) for a in PUBLIC), *((a, False) for a in INWARD)])
def test_public_addresses_are_told_from_others(address: str, public: bool) -> None:
    assert is_public(address) is public


class Answers:
    """A name server that answers every question with the next of its lists of addresses."""

    def __init__(self, *lists: tuple[str, ...]) -> None:
        self.lists = list(lists)

    def resolveHostName(self, receiver: Any, name: str, *details: Any) -> None:
        receiver.resolutionBegan(None)
        for address in self.lists.pop(0):
            receiver.addressResolved(IPv4Address("TCP", address, 443))
        receiver.resolutionComplete()


class Connector:
    """What would connect: it can use no address but those it is given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self.given = []

    def addressResolved(self, address: Any) -> None:
        self.given.append(address.host)

    def resolutionComplete(self) -> None:
        """Nothing follows."""


def test_name_that_changes_its_address_gains_nothing() -> None:
    """What was judged is what is connected to: every answer is judged, and an answer is used once."""
    resolver = PublicResolver(Answers(("1.1.1.1",), ("127.0.0.1",), ("1.1.1.1", "10.0.0.1"), ("8.8.8.8",), ()))
    connector = Connector()
    given = []
    for _ in range(5):
        resolver.resolveHostName(connector, "www.moj.go.jp", 443)
        given.append((connector.given, "www.moj.go.jp" in resolver.refused))
    assert given == [(["1.1.1.1"], False), ([], True), ([], True), (["8.8.8.8"], False), ([], False)]


def answer_inward() -> None:
    """Run in a `kanri` process: the system's answer to every name is this machine."""
    from twisted.internet._resolver import GAIResolver

    def lead_inward(name: str, port: int, *details: int) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    GAIResolver.__init__.__defaults__ = (None, lead_inward)
    if "KANRI_TEST_TRUSTING" in os.environ:
        import scrapers.public_addresses

        scrapers.public_addresses.is_public = lambda address: True


@pytest.mark.parametrize("trusting", [False, True], ids=["guarded", "planted: without the guard"])
def test_host_that_resolves_inwards_is_refused(live: WarmKanri, trusting: bool) -> None:
    environment = {"KANRI_TEST_PLANT": "tests.test_politeness:answer_inward"}
    environment |= {"KANRI_TEST_TRUSTING": "1"} if trusting else {}
    answer = live.run("crawl", SOURCE, **environment)
    assert answer.code == 1
    assert ("resolves to an address that is not public" in answer.err) is not trusting
    # Nobody listens at this machine's port 443: the attempt shows that the guard was what held it back.
    assert ("refuses connections" in answer.err) is trusting


def test_replay_needs_no_proxy(live: WarmKanri, origin: Origin) -> None:
    nowhere = dict.fromkeys(("https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY"), "http://127.0.0.1:9")
    answer = live.run("crawl", SOURCE, "--replay", origin.site, **nowhere)
    assert answer.verdict(SOURCE) == "good", answer.err
