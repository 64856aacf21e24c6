"""From a publisher's list to public records: how long a crawl of a registry takes, when all is new and when all changed.

    python -m benchmarks.registry [ROWS]

crawls a fictional registry of ROWS permits (default 3,733, the real one's size), written as the publisher writes it,
into an empty home; then the same list with another address in every row; then that list again.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from benchmarks.corporate_numbers import lend_database
from db import local
from db.migrate import migrate
from db.session import kanri_home, make_engine
from sample import build
from tests.scrapers.register_files import Register, make_row
from tests.scrapers.test_otit_registry import write_site

_SYLLABLES = "架空青葉白鳥緑野星川虹光泉竹梅東西南北"
_FIRST = "愛媛県今治市架空町{}番地"
_THEN = "愛媛県今治市幻町{}番地"


def make_rows(rows: int, address: str) -> Iterator[dict[str, object]]:
    """Permits whose names are made of syllables that mean nothing."""
    names = ("".join(name) for name in product(_SYLLABLES, repeat=5))
    for index, name in zip(range(rows), names, strict=False):
        yield make_row(f"{name}協同組合", address=address.format(index + 1), telephone=f"0999{index:06}")


def main(rows: int) -> None:
    """Measure and print."""
    home = kanri_home() / "benchmarks"
    local.start(home)
    try:
        with lend_database(home) as url, tempfile.TemporaryDirectory() as folder:
            engine = make_engine(url)
            migrate(engine)
            engine.dispose()
            for what, day, address in (
                ("all new", "2026-04-01", _FIRST),
                ("all changed", "2026-04-02", _THEN),
                ("nothing changed", "2026-04-03", _THEN),
            ):
                site = write_lists(Path(folder) / day, rows, address)
                print(f"{what}: {crawl(site, day, url, Path(folder) / 'home')}", flush=True)
    finally:
        local.stop(home)


def write_lists(folder: Path, rows: int, address: str) -> Path:
    """A site with both classes of permit, one in ten of the specific one."""
    permits = list(make_rows(rows, address))
    general, specific = permits[rows // 10 :], permits[: rows // 10]
    return write_site(folder, Register(general).delimited(), Register(specific).delimited())


def crawl(site: Path, day: str, url: str, home: Path) -> str:
    """Crawl as the command line does; what it said, and what it took."""
    command = [sys.executable, "-m", "kanri", "crawl", "otit_registry", "--replay", str(site), "--observed-on", day]
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, env=os.environ | {"DATABASE_URL": url, "KANRI_HOME": str(home)}, capture_output=True, text=True,
        cwd=Path(build.__file__).resolve().parent.parent, check=True,
    )  # fmt: skip
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = next(line for line in done.stdout.splitlines() if line.startswith("otit_registry"))
    return f"{said} in {seconds:.1f} s, {processor:.1f} s of processor beside the server's, {after.ru_maxrss >> 10} MB"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_733)
