"""Whether serving for long costs more and more: `python -m benchmarks.soak [--minutes N]`.

Half of the measured peak for most of the time, then the peak itself, with questions of every kind; no answer may fail,
and memory and connections stay as they are. A limited rate is kept by asking in short spans with pauses between.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.dataset import ensure_dataset, home, name_database, run_database
from benchmarks.load import Measured, Question, find_wrk, measure
from benchmarks.peers.questions import Samples, ask_ours, draw_samples
from benchmarks.peers.servers import run_ours
from benchmarks.processes import Postgres, Server, find_postmaster, read_memory
from benchmarks.results import keep_results

_MIXED = ("item", "list of 50", "2-character search", "3-character search", "filtered list with facets")
_SPAN = 2.0  # seconds
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


def soak(server: Server, question: Question, postgres: Postgres, seconds: float, share: float) -> tuple[list[Point], list[Measured]]:
    """Ask for `seconds`, working `share` of the time; the state after each span, and what each span was like."""
    points, runs, count, end = [], [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        runs.append(measure(server, question, postgres, _SPAN))
        count += runs[-1].requests
        points.append(Point(count, read_memory(server.pid), postgres.count_sessions()))
        time.sleep(_SPAN * (1 / share - 1))
    return points, runs


def find_slope(points: Sequence[Point]) -> float:
    """MiB of memory gained in 10,000 requests, by least squares after the warm-up."""
    settled = points[int(len(points) * _WARM) :]
    middle = sum(point.requests for point in settled) / len(settled)
    height = sum(point.memory for point in settled) / len(settled)
    spread = sum((point.requests - middle) ** 2 for point in settled)
    rise = sum((point.requests - middle) * (point.memory - height) for point in settled)
    return 10_000 * rise / spread if spread else 0.0


def main() -> None:
    """Soak and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--peak-seconds", type=float, default=60)
    asked = parser.parse_args()
    find_wrk()
    with run_database():
        url, database = ensure_dataset(1), name_database(1)
        postgres, question = Postgres(find_postmaster(home()), database), mix_questions(draw_samples(url))
        with run_ours(database, cached=False) as server:
            points, runs = soak(server, question, postgres, asked.minutes * 60, 0.5)
            peak_points, peak_runs = soak(server, question, postgres, asked.peak_seconds, 1)
        told = {
            "minutes": asked.minutes, "peak_seconds": asked.peak_seconds,
            "requests": points[-1].requests + peak_points[-1].requests,
            "failed": sum(run.failed for run in (*runs, *peak_runs)),
            "slope_mib_per_10000": find_slope(points), "first": asdict(points[0]), "last": asdict(peak_points[-1]),
            "rate_at_peak": sum(run.rate for run in peak_runs) / len(peak_runs),
            "p99_at_peak": max(run.p99 for run in peak_runs),
        }  # fmt: skip
        print(told, flush=True)
        keep_results("soak", told)


if __name__ == "__main__":
    main()
