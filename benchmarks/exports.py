"""How long exports take, when their first byte comes, and how much memory the server takes meanwhile.

    python -m benchmarks.exports [ROWS]

crawls the bundled, fictional sample into an empty database on a server of its own (KANRI_HOME/benchmarks), multiplies its
dispositions to ROWS (default 400,000), serves them, and takes the whole list in every form.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks.databases import lend_database, run_database
from db.session import CHECKOUT

_MEBIBYTE = 1024 * 1024
_PORT = 18_400
_PIECE = 65_536
_SUFFIXES = ("csv", "geojson", "ndjson")

# Copies of the records that stand, each with an id of its own in the document as in the column. What only searches read
# stays empty: it would take most of the time.
_MULTIPLY = """
INSERT INTO published.version SELECT (jsonb_populate_record(v, jsonb_build_object('id', made.id,
  'summary', replace(v.summary, v.id, made.id), 'detail', replace(v.detail, v.id, made.id),
  'is_named', false))).*
FROM generate_series(1, %(rows)s) AS n
JOIN (SELECT t.*, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM published.version t
      WHERE kind = 'disposition' AND edition_to = 2147483647) AS numbered ON numbered.place = 1 + n %% numbered.total
JOIN published.version v ON v.id = numbered.id AND v.edition_from = numbered.edition_from AND v.kind = 'disposition'
CROSS JOIN LATERAL (SELECT 'dsp_' || translate(lpad(to_hex(n), 16, '0'), '0123456789abcdef', 'abcdefghijklmnop') AS id) AS made
"""


# Made again afterwards: row by row they take most of the time.
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE (schemaname, tablename) = ('published', 'version') AND indexname !~ '^pk_'"


class Export(NamedTuple):
    """What one export took: seconds to its first byte and to its end, its bytes, and the server's growth in bytes."""

    form: str
    first: float
    whole: float
    size: int
    growth: int


def multiply_dispositions(url: str, rows: int) -> None:
    """Add so many copies of the public dispositions to the database at `url`, and to the edition's totals."""
    with psycopg.connect(url) as owner:
        indexes = owner.execute(_INDEXES).fetchall()
        for name, _ in indexes:
            owner.execute(f'DROP INDEX published."{name}"')
        owner.execute(_MULTIPLY, {"rows": rows})
        for _, definition in indexes:
            owner.execute(definition.replace(" ON ONLY ", " ON "))  # on every partition, as the migrations made them
        owner.execute(
            "UPDATE published.edition SET totals = jsonb_set(totals, '{disposition}', to_jsonb("
            "(SELECT count(*) FROM published.version_disposition WHERE edition_to = 2147483647)))"
            " WHERE number = (SELECT max(number) FROM published.edition)"
        )
        owner.execute("ANALYZE published.version")


def take_export(port: int, process: int, suffix: str) -> Export:
    """Take the whole list of dispositions in one form, and weigh the server on the way."""
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    before, most, size = weigh(process), 0, 0
    started = time.perf_counter()
    connection.request("GET", f"/v1/dispositions.{suffix}")
    answer = connection.getresponse()
    first = 0.0
    while piece := answer.read1(_PIECE):
        first = first or time.perf_counter() - started
        # Every few megabytes: to ask the system more often would slow the export down.
        if size // (8 * _MEBIBYTE) != (size + len(piece)) // (8 * _MEBIBYTE):
            most = max(most, weigh(process))
        size += len(piece)
    whole = time.perf_counter() - started
    connection.close()
    return Export(suffix, first, whole, size, max(most, weigh(process)) - before)


def weigh(process: int) -> int:
    """The resident memory of a process in bytes."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)
    return int(told.stdout) * 1024


@contextmanager
def _serve(url: str, home: Path) -> Iterator[int]:
    variables = {**os.environ, "DATABASE_URL": url, "KANRI_HOME": str(home), "KANRI_ACCESS_LOG": "off"}
    process = subprocess.Popen([sys.executable, "-m", "kanri", "serve", "--port", str(_PORT)], env=variables)
    try:
        _await_answer()
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _await_answer() -> None:
    for _ in range(400):
        try:
            connection = HTTPConnection("127.0.0.1", _PORT, timeout=10)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def _crawl_sample(url: str, home: Path) -> None:
    variables = {**os.environ, "DATABASE_URL": url, "KANRI_HOME": str(home)}
    kanri = [sys.executable, "-m", "kanri"]
    sample = CHECKOUT / "sample"
    subprocess.run([*kanri, "gazetteer", "load", "--from", str(sample / "gazetteer")], check=True, env=variables)
    site = sorted((sample / "sites").iterdir())[0]
    subprocess.run([*kanri, "crawl", "--replay", str(site), "--observed-on", site.name], check=True, env=variables)


def main(rows: int) -> None:
    """Make the dataset, serve it, and print a line for each form."""
    with run_database(), lend_database("exports") as url, tempfile.TemporaryDirectory() as folder:
        _crawl_sample(url, Path(folder))
        started = time.perf_counter()
        multiply_dispositions(url, rows)
        print(f"{rows:,} dispositions made in {time.perf_counter() - started:.0f} s", flush=True)
        with _serve(url, Path(folder)) as process:
            take_export(_PORT, process, "ndjson?limit=1000")  # what is loaded once is not counted
            for suffix in _SUFFIXES:
                print(describe(take_export(_PORT, process, suffix)), flush=True)


def describe(told: Export) -> str:
    """The line that tells of one export."""
    size, growth = told.size / _MEBIBYTE, told.growth / _MEBIBYTE
    return f"{told.form}: {size:,.0f} MiB, first byte {told.first * 1000:.0f} ms, all {told.whole:.1f} s, memory {growth:+.0f} MiB"


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if sys.argv[1:] and sys.argv[1][:1].isdecimal() else 400_000)
