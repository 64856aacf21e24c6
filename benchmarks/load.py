"""Load from wrk: many connections asking a list of addresses, and what each answer cost."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from benchmarks.processes import Postgres, Server, read_cpu

CONNECTIONS = 16
_SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True, slots=True)
class Question:
    """What a server is asked again and again: addresses in turn, with headers; each connection pauses for so many
    milliseconds before it asks."""

    paths: Sequence[str]
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of load: requests a second, milliseconds of waiting, and of processor time a request."""

    requests: int
    rate: float
    p50: float
    p99: float
    cpu: float
    database_cpu: float
    size: float
    failed: int


def find_wrk() -> str:
    """The load generator, installed from the system's packages where that is possible."""
    if shutil.which("wrk") is None and shutil.which("apt-get") is not None:
        command = ["apt-get", "install", "-qy", "wrk"]
        subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("The load generator wrk is missing and cannot be installed here: install its package first.")
    return found


def measure(
    server: Server, question: Question, postgres: Postgres, seconds: float, connections: int = CONNECTIONS
) -> Measured:
    """Ask a server for some seconds; its processor time and the database's are counted from start to end."""
    with keep_paths(question) as file:
        postgres.await_rest()
        before, database_before = read_cpu(server.pid), postgres.read_cpu()
        told = run_wrk(server.url, question, file, seconds, connections)
        database = postgres.read_cpu() - database_before
        own = read_cpu(server.pid) - before
    count = max(told["requests"], 1)
    return Measured(
        requests=int(told["requests"]),
        rate=told["requests"] / told["seconds"],
        p50=told["p50"],
        p99=told["p99"],
        cpu=(own + database) * 1000 / count,
        database_cpu=database * 1000 / count,
        size=told["bytes"] / count,
        failed=int(told["refused"] + told["broken"]),
    )


@contextmanager
def keep_paths(question: Question) -> Iterator[Path]:
    """A file of the addresses for `run_wrk`."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(path + "\n" for path in question.paths))
        file.flush()
        yield Path(file.name)


def run_wrk(url: str, question: Question, file: Path, seconds: float, connections: int) -> dict[str, float]:
    """What wrk says of one run."""
    headers = [part for pair in question.headers.items() for part in pair]
    command = [find_wrk(), "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s", "-s", str(_SCRIPT), url]
    done = subprocess.run([*command, "--", str(file), str(question.pause), *headers], capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    told: dict[str, float] = orjson.loads(lines[-1].removeprefix("RESULT "))
    return told
