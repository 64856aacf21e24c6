"""Our API beside its peers on the same rows, interleaved: `python -m benchmarks.compare [--seconds N] [--rounds N]`.

Each question is put to each server in turn, round after round, so that what else the machine does hits all alike.
What is compared is the processor time of a request, the server's and the database's together.
"""

import argparse
import statistics
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields

from benchmarks.dataset import ensure_dataset, home, name_database, run_database
from benchmarks.limits import list_limits
from benchmarks.load import Measured, Question, find_wrk, measure
from benchmarks.peers.questions import ask_all, ask_exports, draw_samples
from benchmarks.peers.servers import BARE, CACHED, EMPTY, OURS, run_all
from benchmarks.peers.tables import find_file
from benchmarks.pgbench import measure_postgres
from benchmarks.processes import Postgres, Server, find_postmaster
from benchmarks.results import keep_results
from benchmarks.transfers import Export, measure_export

POSTGRES = "PostgreSQL alone"
_SIZED = 10
Runs = dict[str, dict[str, Measured]]
Asked = Mapping[str, Mapping[str, Question]]


def compare(factor: int, seconds: float, rounds: int, only: Sequence[str]) -> tuple[Runs, dict[str, Export]]:
    """Measure every question at every server; medians of all rounds, by question and server; then the exports."""
    url = ensure_dataset(factor)
    database = name_database(factor)
    postgres = Postgres(find_postmaster(home()), database)
    runs: dict[str, dict[str, list[Measured]]] = defaultdict(lambda: defaultdict(list))
    with run_all(database, url) as servers:
        samples = draw_samples(url)
        asked = ask_all(samples, find_file(database).stem)
        sizes = {name: Question([f"/{measure_size(servers[OURS], question)}"]) for name, question in asked[OURS].items()}
        asked |= {CACHED: asked[OURS], EMPTY: {EMPTY: Question(["/"])}, BARE: sizes}
        cells = list(_list_cells(servers, asked, only))
        limits = list_limits(samples, url)
        for turn in range(rounds):
            for name, who in cells:
                runs[name][who].append(measure(servers[who], asked[who][name], postgres, seconds))
                _say(turn, name, who, runs[name][who][-1])
                if who == OURS and name in limits:
                    runs[name][POSTGRES].append(measure_postgres(url, limits[name], postgres, seconds))
                    _say(turn, name, POSTGRES, runs[name][POSTGRES][-1])
        exports = {} if only else _measure_exports(servers, find_file(database).stem, postgres)
    return {name: {who: take_median(many) for who, many in by.items()} for name, by in runs.items()}, exports


def _measure_exports(servers: Mapping[str, Server], file: str, postgres: Postgres) -> dict[str, Export]:
    found = {}
    for who, question in ask_exports(file).items():
        if who in servers:
            found[who] = measure_export(servers[who], question, postgres)
            print(f"export  {who:18} {found[who]}", flush=True)
    return found


def _list_cells(servers: Mapping[str, Server], asked: Asked, only: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Question and server, wherever that server answers that question."""
    for name in dict.fromkeys(name for questions in asked.values() for name in questions):
        if name == EMPTY or not only or any(word in name for word in only):
            for who, server in servers.items():
                if name in asked[who] and _is_answered(server, name, asked[who][name]):
                    yield name, who


def measure_size(server: Server, question: Question) -> int:
    """The bytes of an answer's body as it is sent, on average over the first addresses of a question."""
    sizes = []
    for path in question.paths[:_SIZED]:
        with urllib.request.urlopen(urllib.request.Request(server.url + path, headers=dict(question.headers))) as answer:
            sizes.append(len(answer.read()))
    return round(statistics.mean(sizes))


def _is_answered(server: Server, name: str, question: Question) -> bool:
    request = urllib.request.Request(server.url + question.paths[0], headers=dict(question.headers))
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status in (200, 206)
    except urllib.error.HTTPError as error:
        print(f"{server.name} does not answer: {name} ({error.code})", flush=True)
        return False


def take_median(runs: Sequence[Measured]) -> Measured:
    """The median of each figure; failures are added up."""
    middle = {one.name: statistics.median(getattr(run, one.name) for run in runs) for one in fields(Measured)}
    return Measured(**{**middle, "failed": sum(run.failed for run in runs)})


def _say(turn: int, name: str, who: str, run: Measured) -> None:
    told = f"{run.rate:8.0f}/s  p50 {run.p50:7.2f}  p99 {run.p99:7.2f} ms  CPU {run.cpu:7.3f} ms (database {run.database_cpu:.3f})"
    print(f"{turn + 1}  {name:26} {who:22} {told}" + (f"  {run.failed} FAILED" if run.failed else ""), flush=True)


def main() -> None:
    """Measure and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--factor", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="parts of the names of questions")
    asked = parser.parse_args()
    find_wrk()
    with run_database():
        runs, exports = compare(asked.factor, asked.seconds, asked.rounds, asked.only)
        if not asked.only:
            told = {name: {who: asdict(run) for who, run in by.items()} for name, by in runs.items()}
            told_exports = {who: asdict(export) for who, export in exports.items()}
            figures = {"asked": told, "exports": told_exports, "seconds": asked.seconds, "rounds": asked.rounds}
            keep_results("compare", figures)


if __name__ == "__main__":
    main()
