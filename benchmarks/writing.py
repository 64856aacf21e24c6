"""Publishing, and reading meanwhile: `python -m benchmarks.writing [--records N]`.

Publishes N fictional registrations on a database of its own, then the same with every one changed, while readers ask
the API; prints the seconds from the last statement read to the edition being public, and the readers' waits.
"""

import argparse
import statistics
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import orjson
import psycopg

from benchmarks.dataset import home, make_registrations, make_report, run_database
from benchmarks.load import Measured, Question, find_wrk, measure
from benchmarks.peers.servers import run_ours
from benchmarks.processes import Postgres, Server, find_postmaster
from benchmarks.results import keep_results
from db import local
from db.local.provision import create_database
from db.migrate import migrate
from db.session import make_engine
from db.store import save_run

_NAME = "writing"
_SOURCE = "isa_support_organizations"
_READERS = 4  # connections
_CALM_SPANS = 3
_DAYS = (date(2026, 4, 1), date(2026, 5, 1))


@contextmanager
def lend_database() -> Iterator[None]:
    """An empty database, gone afterwards."""
    with psycopg.connect(local.url(home(), local.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {_NAME} WITH (FORCE)")
        create_database(connection, _NAME, template=local.DATABASE)
        try:
            yield
        finally:
            connection.execute(f"DROP DATABASE {_NAME} WITH (FORCE)")


def publish(records: int, day: date, *, changed: bool) -> float:
    """Publish so many registrations as of a day; the seconds from the last statement read to the edition made public."""
    engine = make_engine(local.url(home(), local.OWNER, _NAME))
    lines = list(make_registrations(records, changed=changed))
    began = time.perf_counter()
    try:
        result = save_run(engine, make_report(_SOURCE, day), lines)
    finally:
        engine.dispose()
    if result.verdict != "good":
        raise RuntimeError("; ".join(result.problems))
    return time.perf_counter() - began


def read_meanwhile(server: Server, postgres: Postgres, seconds: float, until: threading.Thread | None) -> list[Measured]:
    """What readers see, span after span, until a thread ends; one span without any."""
    question = Question(list_paths(server))
    runs = [measure(server, question, postgres, seconds, _READERS)]
    while until is not None and until.is_alive():
        runs.append(measure(server, question, postgres, seconds, _READERS))
    return runs


def list_paths(server: Server) -> list[str]:
    """What readers ask for: single organizations, and a list now and then."""
    with urllib.request.urlopen(f"{server.url}/v1/organizations?limit=200&fields=id") as answer:
        items = orjson.loads(answer.read())["items"]
    return [f"/v1/organizations/{item['id']}" for item in items] + ["/v1/organizations?limit=50"]


def measure_all(records: int, seconds: float) -> dict[str, Any]:
    """Publish all new, then all changed while readers ask; figures of both."""
    with lend_database():
        engine = make_engine(local.url(home(), local.OWNER, _NAME))
        migrate(engine)
        engine.dispose()
        first = publish(records, _DAYS[0], changed=False)
        print(f"{records:,} new statements public after {first:.1f} s", flush=True)
        postgres = Postgres(find_postmaster(home()), _NAME)
        with run_ours(_NAME, cached=True) as server:
            calm = [run for _ in range(_CALM_SPANS) for run in read_meanwhile(server, postgres, seconds, None)]
            took: list[float] = []
            work = threading.Thread(target=lambda: took.append(publish(records, _DAYS[1], changed=True)))
            work.start()
            busy = read_meanwhile(server, postgres, seconds, work)
            work.join()
    told = {
        "records": records, "new_seconds": first, "changed_seconds": took[0],
        "calm": _sum_up(calm), "publishing": _sum_up(busy),
    }  # fmt: skip
    print(told, flush=True)
    return told


def _sum_up(runs: list[Measured]) -> dict[str, float]:
    """The middle and the worst of the spans, and every failure."""
    waits = sorted(run.p99 for run in runs)
    return {
        "spans": len(runs), "p50": statistics.median(run.p50 for run in runs), "p99": statistics.median(waits),
        "worst_p99": waits[-1], "failed": sum(run.failed for run in runs),
    }  # fmt: skip


def main() -> None:
    """Measure and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    asked = parser.parse_args()
    find_wrk()
    with run_database():
        keep_results("writing", measure_all(asked.records, asked.seconds))


if __name__ == "__main__":
    main()
