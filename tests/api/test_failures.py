"""A mistake of ours: 500 as a problem, or an answer that is visibly cut off; neither tells what was asked or what it met."""

import signal
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.api import fictional_register as register
from tests.api.processes import run_process
from tests.api.serving import publish
from tests.postgis import Database

SECRET = "ひみつ"


@pytest.fixture
def damaged(database: Database) -> Database:
    """A register in which one document, far down the list, cannot be read."""
    publish(database, *register.first_statements())
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute(
            "UPDATE published.version SET summary = %s WHERE kind = 'disposition' AND id ="
            " (SELECT max(id) FROM published.version WHERE kind = 'disposition')",
            [f"{{{SECRET}"],
        )
    return database


def test_a_mistake_is_a_problem_and_tells_nothing(damaged: Database, tmp_path: Path) -> None:
    path = f"/v1/dispositions?fields=kind&limit=1000&sort=id&number={SECRET}"
    with psycopg.connect(damaged.owner) as owner:
        [asked] = owner.execute("SELECT max(id) FROM published.version WHERE kind = 'disposition'").fetchone() or [""]
    with run_process(damaged, tmp_path) as served:
        assert httpx.get(f"{served.url}/v1/dispositions/{asked}?fields=kind").status_code == 500
        answer = httpx.get(f"{served.url}/v1/dispositions?fields=kind&limit=1000&sort=id")
        assert httpx.get(served.url + path).status_code == 400
        assert httpx.get(f"{served.url}/readyz").status_code == 200
        log = served.stop(signal.SIGINT)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json()["type"].endswith("/problems/internal-error")
    assert answer.headers["cache-control"] == "no-store"
    assert "JSONDecodeError in /v1/dispositions\n" in log and "JSONDecodeError in /v1/dispositions/{id}\n" in log
    for trace in (SECRET, asked, "fields=kind", "Traceback"):
        assert trace not in log + answer.text


def test_a_mistake_in_the_middle_cuts_the_answer_off(damaged: Database, tmp_path: Path) -> None:
    with run_process(damaged, tmp_path) as served:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{served.url}/v1/dispositions.ndjson?fields=kind&sort=id")
        assert httpx.get(f"{served.url}/readyz").status_code == 200
        log = served.stop(signal.SIGINT)
    assert "cut off" in log
    for trace in (SECRET, "fields=kind", "unexpected", "JSONDecodeError:"):
        assert trace not in log
