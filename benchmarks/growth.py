"""What the same questions cost as the register grows: `python -m benchmarks.growth [--factors 1 10 100]`.

Searches ask for the same words and bounding boxes for as many records at every size; paging is measured on the first
and on the last page, and exports by their time, their first byte and the memory they take.
"""

import argparse
import urllib.request
from dataclasses import asdict
from typing import Any

import orjson

from benchmarks.compare import take_median
from benchmarks.dataset import ensure_dataset, home, name_database, run_database
from benchmarks.load import Measured, Question, find_wrk, measure
from benchmarks.peers.questions import Samples, ask_ours, draw_samples
from benchmarks.peers.servers import run_ours
from benchmarks.processes import Postgres, Server, find_postmaster
from benchmarks.results import keep_results
from benchmarks.transfers import measure_export

_ASKED = (
    "item", "list of 50", "filtered list with facets", "1-character search", "2-character search",
    "3-character search", "bbox, 500 as JSON", "bbox, 500 as GeoJSON",
)  # fmt: skip
_WHOLE_PAGE = 1000

Figures = dict[str, Any]


def measure_size(factor: int, samples: Samples, seconds: float, rounds: int) -> Figures:
    """Every figure at one size."""
    database = name_database(factor)
    postgres = Postgres(find_postmaster(home()), database)
    with run_ours(database, cached=False) as server:
        questions = {name: asked for name, asked in ask_ours(samples).items() if name in _ASKED}
        uncounted = [f"{path}&count=none" for path in questions["1-character search"].paths]
        questions["1-character search, uncounted"] = Question(uncounted)
        questions |= {"first page": Question(["/v1/organizations?limit=50"]), "last page": Question([find_last_page(server)])}
        found = {name: asdict(_measure(server, asked, postgres, seconds, rounds)) for name, asked in questions.items()}
        for name, run in found.items():
            print(f"x{factor}  {name:32} CPU {run['cpu']:8.3f} ms (database {run['database_cpu']:.3f})", flush=True)
        exports = {
            form: asdict(measure_export(server, Question([f"/v1/organizations.{form}"]), postgres))
            for form in ("geojson", "csv", "ndjson")
        }
    print(f"x{factor}  {exports}", flush=True)
    return {"asked": found, "exports": exports}


def _measure(server: Server, asked: Question, postgres: Postgres, seconds: float, rounds: int) -> Measured:
    return take_median([measure(server, asked, postgres, seconds) for _ in range(rounds)])


def find_last_page(server: Server) -> str:
    """The address of the last 50 records and fewer, found as a client would: by following `next`."""
    path = f"/v1/organizations?fields=id&limit={_WHOLE_PAGE}"
    address, last = server.url + path, ""
    while address:
        with urllib.request.urlopen(address) as answer:
            told = orjson.loads(answer.read())
        last, address = address, told["next"]
    cursor = last.rpartition("cursor=")[2].partition("&")[0]
    return f"/v1/organizations?limit=50&cursor={cursor}"


def main() -> None:
    """Measure every size and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--factors", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    find_wrk()
    with run_database():
        samples = draw_samples(ensure_dataset(1))
        found = {}
        for factor in asked.factors:
            ensure_dataset(factor)
            found[str(factor)] = measure_size(factor, samples, asked.seconds, asked.rounds)
            keep_results("growth", found)


if __name__ == "__main__":
    main()
