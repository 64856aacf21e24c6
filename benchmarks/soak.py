"""Whether serving for long costs more and more: `python -m benchmarks.soak [--minutes N]`.

Half of the measured peak for most of the time, then the peak itself, with questions of every kind; no answer may fail,
and memory and connections stay as they are. What it has to bear is judged in benchmarks/floors.py.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from benchmarks.databases import home, run_database
from benchmarks.dataset import ensure_dataset, name_database
from benchmarks.floors import describe, list_floors
from benchmarks.load import CONNECTIONS, Measured, Question, find_wrk, measure
from benchmarks.peers.questions import Samples, ask_ours, draw_samples
from benchmarks.peers.servers import run_ours
from benchmarks.processes import Postgres, Server, find_postmaster, read_memory
from benchmarks.results import keep_results

_MIXED = ("item", "list of 50", "2-character search", "3-character search", "filtered list with facets")
_SPAN = 5.0  # seconds
_PEAK_SPANS = 3
_TOLD_EVERY = 6
_WARM = 0.2  # of the time: caches fill and memory settles


@dataclass(frozen=True, slots=True)
class Point:
    """The state after so many requests: MiB of memory, and sessions of the database."""

    requests: int
    memory: float
    sessions: int


def mix_questions(samples: Samples) -> Question:
    """Addresses of every kind, by turns, some asked more than once."""
    asked = ask_ours(samples)
    columns = [asked[name].paths for name in _MIXED]
    most = max(map(len, columns))
    return Question([column[at % len(column)] for at in range(most) for column in columns])


def measure_peak(server: Server, question: Question, postgres: Postgres) -> float:
    """Requests a second where nobody waits between them."""
    return max(measure(server, question, postgres, _SPAN).rate for _ in range(_PEAK_SPANS))


def soak(server: Server, question: Question, postgres: Postgres, seconds: float, rate: float | None) -> tuple[list[Point], list[Measured]]:
    """Ask for `seconds`, so many requests a second, as fast as can be without; the state after each span, and each span.

    Each connection pauses before it asks; how long is corrected after each span.
    """
    points, runs, count, end, pause = [], [], 0, time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        runs.append(measure(server, replace(question, pause=round(pause)), postgres, _SPAN))
        count += runs[-1].requests
        points.append(Point(count, read_memory(server.pid), postgres.count_sessions()))
        if rate is not None:
            pause = max(0.0, pause + 1000 * CONNECTIONS * (1 / rate - 1 / max(runs[-1].rate, 1.0)))
        if len(runs) % _TOLD_EVERY == 1:
            print(f"{count:9,} requests  {runs[-1].rate:6.0f}/s  {points[-1]}", flush=True)
    return points, runs


def find_slope(points: Sequence[Point]) -> float:
    """MiB of memory gained in 10,000 requests, by least squares."""
    middle = sum(point.requests for point in points) / len(points)
    height = sum(point.memory for point in points) / len(points)
    spread = sum((point.requests - middle) ** 2 for point in points)
    rise = sum((point.requests - middle) * (point.memory - height) for point in points)
    return 10_000 * rise / spread if spread else 0.0


def measure_all(minutes: float, peak_seconds: float) -> dict[str, Any]:
    """The whole soak; its figures."""
    url, database = ensure_dataset(1), name_database(1)
    postgres, question = Postgres(find_postmaster(home()), database), mix_questions(draw_samples(url))
    with run_ours(database, cached=False) as server:
        peak = measure_peak(server, question, postgres)
        points, runs = soak(server, question, postgres, minutes * 60, peak / 2)
        peak_points, peak_runs = soak(server, question, postgres, peak_seconds, None)
    settled = points[int(len(points) * _WARM) :]
    return {
        "minutes": minutes, "peak_seconds": peak_seconds, "peak_rate": peak,
        "requests": points[-1].requests + peak_points[-1].requests,
        "failed": sum(run.failed for run in (*runs, *peak_runs)),
        "slope_mib_per_10000": find_slope(settled), "first": asdict(points[0]), "last": asdict(peak_points[-1]),
        "settled_sessions": settled[0].sessions, "most_sessions": max(point.sessions for point in (*settled, *peak_points)),
        "rate_at_half": statistics.mean(run.rate for run in runs[1:] or runs),
        "rate_at_peak": statistics.mean(run.rate for run in peak_runs), "p99_at_peak": max(run.p99 for run in peak_runs),
    }  # fmt: skip


def main() -> None:
    """Soak, keep the figures, and say whether it was borne."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--peak-seconds", type=float, default=60)
    asked = parser.parse_args()
    find_wrk()
    with run_database():
        told = measure_all(asked.minutes, asked.peak_seconds)
        keep_results("soak", told)
    print(*map(describe, list_floors({"soak": told})), sep="\n", flush=True)


if __name__ == "__main__":
    main()
