"""Several processes that read a streaming replica: one service, edition by edition, whatever the replica lags."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.api import fictional_register as register
from tests.api.processes import ServerProcess, find_port, run_process
from tests.api.serving import PUBLIC_URL, on_day, publish
from tests.postgis import Database, lend_database
from tests.standby import Standby, run_standby

ALIKE = {"KANRI_PUBLIC_URL": PUBLIC_URL, "KANRI_CURSOR_KEY": "the same everywhere", "KANRI_TRUSTED_PROXIES": "127.0.0.1"}
LIMIT = {"KANRI_SHARED_LIMITS": "on", "KANRI_REQUESTS_PER_SECOND": "1", "KANRI_REQUESTS_AT_ONCE": "20"}
DEADLINE_SECONDS = 20


class Service:
    """Two processes and the databases behind them."""

    def __init__(self, primary: Database, standby: Standby, processes: list[ServerProcess]) -> None:
        self.primary, self.standby, self.processes = primary, standby, processes

    def ask(self, path: str, **headers: str) -> list[httpx.Response]:
        """What each process answers."""
        return [httpx.get(one.url + path, headers=headers) for one in self.processes]

    def tell_editions(self) -> list[str]:
        """The number of the edition that each process tells."""
        return [answer.headers["kanri-edition"] for answer in self.ask("/v1/sources")]

    def await_edition(self, number: str) -> None:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while self.tell_editions() != [number] * len(self.processes):
            assert time.monotonic() < deadline, f"edition {number} was not told by every process"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def service(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two processes on a replica that has the first edition; the limit stands in the primary."""
    home: Path = tmp_path_factory.mktemp("home")
    with ExitStack() as stack:
        primary = stack.enter_context(lend_database(postgis))
        publish(primary, *register.first_statements(), observed_on=on_day(1))
        standby = stack.enter_context(run_standby(primary))
        standby.await_replay(primary)
        replica = Database(primary.name, primary.owner, standby.api)
        start = [
            run_process(replica, home, find_port(), DATABASE_URL=primary.owner, **ALIKE, **LIMIT) for _ in range(2)
        ]
        yield Service(primary, standby, [stack.enter_context(one) for one in start])


def count_sessions(url: str) -> Any:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'kanri-api' AND datname = current_database()"
        ).fetchone()


def test_they_answer_alike_and_read_the_replica_alone(service: Service) -> None:
    assert service.standby.ask("SELECT pg_is_in_recovery()") == [(True,)]
    for path in ("/v1/dispositions?limit=3", "/v1/organizations?q=架空", "/readyz"):
        one, other = service.ask(path)
        assert one.status_code == other.status_code == 200
        assert (one.content, one.headers.get("etag")) == (other.content, other.headers.get("etag"))
    first, _ = service.ask("/v1/dispositions?limit=3")
    assert [answer.status_code for answer in service.ask("/v1/dispositions?limit=3", **{"if-none-match": first.headers["etag"]})] == [304, 304]
    following = first.json()["next"].removeprefix(PUBLIC_URL)
    pages = [answer.json()["items"] for answer in service.ask(following)]
    assert pages[0] == pages[1] != first.json()["items"]
    assert service.standby.ask("SELECT count(*) >= 4 FROM pg_stat_activity WHERE application_name = 'kanri-api'") == [(True,)]
    assert count_sessions(service.primary.owner) == (0,)


def test_they_tell_an_edition_when_the_replica_has_it(service: Service) -> None:
    service.await_edition("1")
    before = service.ask("/v1/dispositions")[0]
    service.standby.ask("SELECT pg_wal_replay_pause()")
    publish(service.primary, *register.second_statements(), observed_on=on_day(2))
    time.sleep(1.5)  # longer than they wait before they ask again
    assert service.tell_editions() == ["1", "1"]
    assert [answer.content for answer in service.ask("/v1/dispositions")] == [before.content] * 2
    service.standby.ask("SELECT pg_wal_replay_resume()")
    service.await_edition("2")
    one, other = service.ask("/v1/dispositions")
    assert one.content == other.content != before.content
    assert one.headers["etag"] == other.headers["etag"] != before.headers["etag"]


def test_they_count_one_limit_in_the_primary(service: Service) -> None:
    began = time.monotonic()
    answers = [answer for _ in range(50) for answer in service.ask("/healthz", **{"x-forwarded-for": "198.51.100.7"})]
    spent = time.monotonic() - began
    passed = [answer for answer in answers if answer.status_code == 200]
    assert 20 <= len(passed) <= 20 + spent + 1
    with psycopg.connect(service.primary.owner) as owner:
        assert owner.execute("SELECT count(*) FROM traffic.bucket").fetchone() == (1,)
