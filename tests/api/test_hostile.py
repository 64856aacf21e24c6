"""Every parameter of every operation with hostile values: an answer or a problem, never a failure or an echo."""

import asyncio
import os
from collections.abc import Iterator

import httpx
import pytest

from api.operations import OPERATIONS, Operation
from kanri.serving import SAMPLE_GAZETTEER
from scrapers.gazetteer import load_gazetteer
from tests.api.processes import MOST_GROWTH, ServerProcess, run_process
from tests.postgis import Database

HOSTILE = [
    "", " ", "\u3000", ",", ",,", "a,,b", "0", "-0", "-1", "1", "1e309", "1e-400", "9" * 18, "9" * 400, "NaN", "Infinity", "٣", "１２",
    "null", "undefined", "true", "TRUE", "[]", "{}", "'", "''", '"', "`", ";", "--", "' OR 1=1--", "'; DROP TABLE x;--", "%", "%%", "_", "\\",
    "\\'", "%s", "%n", "{}", "{0}", "{edition}", "$1", "$(id)", "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd",
    "C:\\", "file:///etc/passwd", "http://169.254.169.254/", "\x00", "a\x00b", "\r\nX: y", "\n", "\t", "\x1b[31m", "\x7f", "\x85", "\u2028",
    "\u202e", "\u200b", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "😀" * 30, "e\u0301" * 20, "Z" + "\u0300" * 90, "ﷺ" * 20, "ß", "İ", "ǅ", "㌔",
    "髙", "葛\U000e0100", "\U00020bb7", "=1+1", "0000-00-00", "9999-12-31", "10000-01-01", "2026-02-30", "0001-01-01", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+23:59", "2026-04-01T00:00:60Z", "180,90", "-180,-90,180,90", "181,0", "0,0,0,0", "1e9,1e9", "titp:999-999-999", "a" * 5000,
    ",".join(["38"] * 50), ",".join(["38"] * 51), "org_aaaaaaaaaaaaaaaa", "A" * 100, "()" * 40, "(a+)+$", ".*", "id,id", "kind,year,ground,violation",
]  # fmt: skip


STRIDE = 1 if os.environ.get("KANRI_HOSTILE") == "all" else 10
"""Every parameter gets each tenth value, another tenth than its neighbour; KANRI_HOSTILE=all gives it all of them."""


@pytest.fixture(scope="module")
def served(register_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A serving process, whose memory is measured before the first and after the last of these tests."""
    home = tmp_path_factory.mktemp("hostile")
    load_gazetteer(home, SAMPLE_GAZETTEER)
    with run_process(register_database, home) as served:
        for operation in OPERATIONS:
            httpx.get(served.url + write_path(operation))
        # The analyser of names and the gazetteer come into memory when they are first asked.
        for asked in ("search?q=架空", "organizations?q=kaku", "geocode?address=愛媛県今治市"):
            httpx.get(f"{served.url}/v1/{asked}").raise_for_status()
        before = served.measure_memory()
        yield served
        growth = served.measure_memory() - before
        print(f"hostile values: memory grew by {growth >> 20} MiB")
        assert growth <= MOST_GROWTH, f"{growth >> 20} MiB"


def write_path(operation: Operation) -> str:
    return operation.path.replace("{id}", "dsp_aaaaaaaaaaaaaaaa").replace("{name}", "none")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
def test_no_value_fails_the_server(served: ServerProcess, operation: Operation) -> None:
    names = [*operation.parameters, "unheard_of"]
    asked = [(name, value) for at, name in enumerate(names) for value in HOSTILE[at % STRIDE :: STRIDE]]
    answers = asyncio.run(ask_all(served, write_path(operation), asked))
    for (name, value), answer in zip(asked, answers, strict=True):
        assert answer.status_code < 500, (name, value)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(value) < 6 or value not in answer.text or value in answer.json()["detail"], (name, value)


async def ask_all(served: ServerProcess, path: str, asked: list[tuple[str, str]]) -> list[httpx.Response]:
    async with httpx.AsyncClient(base_url=served.url, timeout=30) as client:
        gate = asyncio.Semaphore(4)

        async def ask(name: str, value: str) -> httpx.Response:
            async with gate:
                limit = {"limit": "1"} if name != "limit" and path.count("/") == 2 and "." in path else {}
                return await client.get(path, params={name: value, **limit})

        return await asyncio.gather(*(ask(name, value) for name, value in asked))


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.id_pattern], ids=lambda one: one.id)
def test_no_identifier_fails_the_server(served: ServerProcess, operation: Operation) -> None:
    with httpx.Client(base_url=served.url) as client:
        for value in HOSTILE:
            path = operation.path.replace("{id}", httpx.QueryParams({"x": value}).__str__()[2:].replace("+", "%20"))
            assert client.get(path).status_code in (200, 400, 404, 406, 414), value
