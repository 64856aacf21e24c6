"""From a publisher's list to public records: what a crawl of a registry takes, when all is new and when all changed.

    python -m benchmarks.registry [ROWS]

crawls a fictional registry of ROWS permits (default 3,733, the real one's size), written as the publisher writes it
and served on loopback, into an empty home; then the same list with every permit renewed; then that list again.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.databases import home, lend_database, run_database
from benchmarks.processes import Postgres, find_postmaster
from benchmarks.site import write_site
from db import local
from db.session import CHECKOUT

_NAME = "registry"
_SOURCE = "otit_registry"


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl brought and took: seconds of clock and of processor, the crawler's with its children's, the
    database's beside; MiB of memory, the most of any process."""

    counts: dict[str, int]
    seconds: float
    crawler_cpu: float
    database_cpu: float
    memory: float


class Crawler:
    """The command line with a home and a database of its own, and the sites that it is led to."""

    def __init__(self, folder: Path, name: str, url: str, rows: int) -> None:
        self.folder = folder
        self.rows = rows
        self._name = name
        self.postgres = Postgres(find_postmaster(home()), name)
        self._environment = os.environ | {"DATABASE_URL": url, "KANRI_HOME": str(folder / "home")}

    def write(self, day: str, *, renewed: bool) -> Path:
        """The site as of a day."""
        return write_site(self.folder / day, self.rows, renewed=renewed)

    def rest(self) -> None:
        """What the database does by itself in the day that lies between two crawls: it would go on during the next."""
        with psycopg.connect(local.url(home(), local.SUPERUSER, self._name), autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
            connection.execute("CHECKPOINT")

    def crawl(self, site: Path) -> Crawled:
        """Crawl as the command line does, from the first request to the edition that is public."""
        command = [sys.executable, "-m", "kanri", "crawl", _SOURCE, "--replay", str(site), "--observed-on", site.name]
        began, before, database = time.perf_counter(), _measure(), self.postgres.read_cpu()
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, cwd=CHECKOUT, check=False)
        seconds, after = time.perf_counter() - began, _measure()
        if done.returncode != 0 or f"{_SOURCE}:" not in done.stdout:
            raise RuntimeError(f"The crawl ended with {done.returncode}: {done.stdout[-800:]}{done.stderr[-800:]}")
        line = next(line for line in done.stdout.splitlines() if line.startswith(_SOURCE))
        return Crawled(
            counts={name: int(count) for name, count in re.findall(r"(\w+)=(\d+)", line)},
            seconds=seconds,
            crawler_cpu=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            database_cpu=self.postgres.read_cpu() - database,
            memory=after.ru_maxrss / 1024,
        )


def describe(what: str, told: Crawled) -> str:
    """A crawl in one line."""
    counts = ", ".join(f"{told.counts[name]:,} {name}" for name in ("records", "new", "changed", "withdrawn"))
    return (
        f"{what}: {counts} in {told.seconds:.1f} s; {told.crawler_cpu:.1f} s of processor, the database's"
        f" {told.database_cpu:.1f} s beside; {told.memory:.0f} MiB"
    )


def _measure() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def main(rows: int) -> None:
    """Measure and print."""
    with run_database(), lend_database(_NAME) as url, tempfile.TemporaryDirectory() as folder:
        crawler = Crawler(Path(folder), _NAME, url, rows)
        days = (("all new", "2026-04-01", False), ("all changed", "2026-04-02", True), ("nothing changed", "2026-04-03", True))
        for what, day, renewed in days:
            print(describe(what, crawler.crawl(crawler.write(day, renewed=renewed))), flush=True)
            crawler.rest()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_733)
