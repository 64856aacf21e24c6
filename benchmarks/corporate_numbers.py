"""How fast the register of corporate numbers is loaded: rows a second, and the most memory taken.

    python -m benchmarks.corporate_numbers [ROWS]

writes a fictional full file of ROWS rows (default 1,000,000) in the publisher's layout and loads it into an empty
database on a server of its own (KANRI_HOME/benchmarks), and then the next month's.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.databases import lend_database, run_database
from db.session import make_engine
from japanese.numbers import compute_check_digit
from scrapers.corporate_numbers.load import load_corporate_numbers

_SYLLABLES = "架空青葉白鳥緑野星川虹光栄和泉松竹梅東西南北中央新旭丸大小三陽明豊富士高低山谷海浜港"
_KINDS = (("301", "株式会社"), ("302", "有限会社"), ("305", "合同会社"), ("399", "協同組合"))
_CITIES = [(prefecture, city) for prefecture in range(1, 48) for city in range(201, 240)]


def write_register(path: Path, rows: int) -> None:
    """Write a fictional register of `rows` corporations, as a full file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(make_rows(rows))


def make_rows(rows: int) -> Iterator[str]:
    """Lines of a full file; the names and places are made of syllables that mean nothing."""
    chance = random.Random(1)
    bases = (f"{place:012}" for place in chance.sample(range(10**12), rows))
    # As the publisher sorts them.
    for index, number in enumerate(sorted(compute_check_digit(base) + base for base in bases), 1):
        name = "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 9)))
        kind, form = chance.choices(_KINDS, (60, 25, 10, 5))[0]
        name = f"{form}{name}" if chance.random() < 0.6 else f"{name}{form}"
        prefecture, city = chance.choice(_CITIES)
        yield (
            f'{index},{number},01,1,2026-07-31,2015-10-05,"{name}",,{kind},"架空県",'
            f'"架空市{city}","架空町{chance.randint(1, 9)}丁目{chance.randint(1, 30)}番{chance.randint(1, 30)}号",,'
            f"{prefecture:02},{city},9990000,,,,,,,2015-10-05,1,,,,,\"カクウ\",0\r\n"
        )


def main(rows: int) -> None:
    """Measure and print: a first load, the same rows again, and a month later with one in a hundred changed."""
    with run_database(), lend_database("corporate_numbers") as url, tempfile.TemporaryDirectory() as folder:
        engine = make_engine(url)
        path = Path(folder) / "full.csv"
        print(f"writing {rows:,} fictional rows …", flush=True)
        # In a process of its own, so that what it takes is not counted.
        writer = get_context("spawn").Process(target=write_register, args=(path, rows))
        writer.start()
        writer.join()
        report("first load", engine, path)
        report("a month later", engine, write_month_later(path))
        engine.dispose()


def write_month_later(path: Path) -> Path:
    """The same register a month later, in which every hundredth corporation has moved."""
    later = path.with_name("later.csv")
    with path.open(encoding="utf-8", newline="") as before, later.open("w", encoding="utf-8", newline="") as after:
        for at, line in enumerate(before):
            after.write(line if at % 100 else line.replace("2026-07-31", "2026-08-31").replace("架空町", "架空新町"))
    return later


def report(what: str, engine: Engine, path: Path) -> None:
    """Load one file and print how fast, and the most memory that this process has taken so far."""
    began, worked = time.perf_counter(), time.process_time()
    (load,) = load_corporate_numbers(engine, [path])
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    processor = time.process_time() - worked
    counts = f"{load.rows:,} rows, {load.new:,} new, {load.changed:,} changed, {load.bad:,} bad"
    print(f"{what}: {counts} in {seconds:.1f} s: {load.rows / seconds:,.0f} rows/s, peak RSS {memory:.0f} MB,"
          f" {processor:.1f} s of processor beside the server's", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
