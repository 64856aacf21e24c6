"""From a publisher's site to public records, and reading meanwhile: `python -m benchmarks.writing [--records N]`.

Crawls a fictional registry of N permits as the command line does (files fetched, read in limited children, staged,
resolved, published), first all new, then with every permit changed while readers ask the API; and one of half as many,
since every permit is two public records. Nothing is left out but the pauses between requests, which a publisher's host
is given and the sample's loopback host is not.
"""

import argparse
import statistics
import tempfile
import threading
import urllib.request
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import psycopg

from benchmarks.databases import home, lend_database, run_database
from benchmarks.load import Question, find_wrk, keep_paths, run_wrk
from benchmarks.peers.servers import run_ours
from benchmarks.processes import Server
from benchmarks.registry import Crawled, Crawler, describe
from benchmarks.results import keep_results
from db import local

_NAME = "writing"
_READERS, _PAUSE = 8, 40  # connections, and the milliseconds that each lets pass between two questions
_CALM_SPANS = 4
_LOOK_EVERY = 0.02  # seconds

_WAITING = """
SELECT count(*) FILTER (WHERE wait_event_type = 'Lock') FROM pg_stat_activity
WHERE datname = current_database() AND usename = %s
"""


class Watch:
    """Looks at the readers' sessions again and again: how often, and how often one waited for a lock."""

    def __init__(self) -> None:
        self.looks = self.waits = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        with psycopg.connect(local.url(home(), local.SUPERUSER, _NAME), autocommit=True) as connection:
            while not self._end.wait(_LOOK_EVERY):
                row = connection.execute(_WAITING, [local.READER]).fetchone()
                self.looks += 1
                self.waits += row is not None and row[0] > 0


def list_paths(server: Server) -> list[str]:
    """What readers ask for, by turns: a single organization, a list, a search."""
    with urllib.request.urlopen(f"{server.url}/v1/organizations?limit=200&fields=id,name") as answer:
        items = orjson.loads(answer.read())["items"]
    kinds = [
        [f"/v1/organizations/{item['id']}" for item in items],
        [f"/v1/organizations?limit=50&prefecture={code:02}" for code in range(1, 48)],
        [f"/v1/organizations?q={quote(item['name'][:2])}&limit=50" for item in items],
    ]
    return [kind[at % len(kind)] for at in range(200) for kind in kinds]


def read_meanwhile(server: Server, seconds: float, until: threading.Thread | None) -> list[dict[str, float]]:
    """What readers see, span after span, until a thread ends; one span without any."""
    question = Question(list_paths(server), pause=_PAUSE)
    with keep_paths(question) as file:
        runs = [run_wrk(server.url, question, file, seconds, _READERS)]
        while until is not None and until.is_alive():
            runs.append(run_wrk(server.url, question, file, seconds, _READERS))
    return runs


def measure_changed(records: int) -> Crawled:
    """A register of so many permits, all of which change."""
    with lend_database(_NAME) as url, tempfile.TemporaryDirectory() as folder:
        crawler = Crawler(Path(folder), _NAME, url, records)
        crawler.crawl(crawler.write("2026-04-01", renewed=False))
        crawler.rest()
        changed = crawler.crawl(crawler.write("2026-04-02", renewed=True))
    print(describe("all changed, half as many", changed), flush=True)
    return changed


def measure_all(records: int, seconds: float) -> dict[str, Any]:
    """Crawl all new, then all changed while readers ask; figures of both."""
    with lend_database(_NAME) as url, tempfile.TemporaryDirectory() as folder:
        crawler = Crawler(Path(folder), _NAME, url, records)
        new = crawler.crawl(crawler.write("2026-04-01", renewed=False))
        print(describe("all new", new), flush=True)
        crawler.rest()
        later = crawler.write("2026-04-02", renewed=True)
        alone = crawler.crawl(later)
        print(describe("all changed, nobody reading", alone), flush=True)
        crawler.rest()
        with run_ours(_NAME, cached=False) as server:
            calm = [run for _ in range(_CALM_SPANS) for run in read_meanwhile(server, seconds, None)]
            busy, beside, watch = _crawl_beside(server, crawler, crawler.write("2026-04-03", renewed=False), seconds)
    print(describe("all changed, with readers", beside), flush=True)
    told = {
        "records": records, "new": asdict(new), "changed": asdict(alone), "changed_with_readers": asdict(beside),
        "calm": _sum_up(calm), "publishing": _sum_up(busy), "looks": watch.looks, "lock_waits": watch.waits,
    }  # fmt: skip
    print({name: told[name] for name in ("calm", "publishing", "looks", "lock_waits")}, flush=True)
    return told


def _crawl_beside(
    server: Server, crawler: Crawler, site: Path, seconds: float
) -> tuple[list[dict[str, float]], Crawled, Watch]:
    crawled: list[Crawled] = []
    work = threading.Thread(target=lambda: crawled.append(crawler.crawl(site)))
    with Watch() as watch:
        work.start()
        busy = read_meanwhile(server, seconds, work)
        work.join()
    return busy, crawled[0], watch


def _sum_up(runs: list[dict[str, float]]) -> dict[str, float]:
    """The middle and the worst of the spans, and every failure."""
    waits = sorted(run["p99"] for run in runs)
    return {
        "spans": len(runs), "requests": sum(run["requests"] for run in runs),
        "p50": statistics.median(run["p50"] for run in runs), "p99": statistics.median(waits),
        "worst_p99": waits[-1], "failed": sum(run["refused"] + run["broken"] for run in runs),
    }  # fmt: skip


def main() -> None:
    """Measure and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    asked = parser.parse_args()
    find_wrk()
    with run_database():
        halved = measure_changed(asked.records // 2)
        keep_results("writing", measure_all(asked.records, asked.seconds) | {"halved": asdict(halved)})


if __name__ == "__main__":
    main()
