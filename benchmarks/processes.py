"""Server processes: started on a port of their own, measured from /proc, stopped in order."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dataset import home
from db.local.folders import find_folders

_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 60
_REST_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A server under measurement: how it is called, and where it answers."""

    name: str
    pid: int
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def find_port() -> int:
    """A port that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def run_server(
    name: str, command: Sequence[str | Path], port: int, ready: str, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Start a server, wait until it answers at `ready`, and stop it in the end. What it says goes to a log."""
    log = home() / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        process = subprocess.Popen(
            [str(part) for part in command],
            env={**os.environ, **environment},
            stdout=file,
            stderr=file,
            cwd=log.parent,
        )
    try:
        _await_answer(f"http://127.0.0.1:{port}{ready}", process, log)
        yield Server(name, process.pid, port)
    finally:
        _stop(process)


def _await_answer(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=_START_SECONDS).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"A server did not start; {log} says why:\n{log.read_text()[-800:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def read_cpu(pid: int, *, ended_children: bool = False) -> float:
    """Seconds of processor time that a process has taken, its waited-for children's with it if asked; 0 if gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if ended_children else 13])) / _TICKS


def read_memory(pid: int, member: str = "VmRSS") -> float:
    """The resident memory of a process in MiB; VmHWM is its peak since `forget_peak`."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(member + ":"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"{member} is not told")


def forget_peak(pid: int) -> None:
    """Begin the peak of a process's memory anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def find_postmaster(home_folder: Path) -> int:
    """The process id of a home's database server."""
    folders = find_folders(home_folder)
    pid = folders.data(folders.majors()[-1]) / "postmaster.pid"
    return int(pid.read_text().split("\n", 1)[0])


class Postgres:
    """The database server's processes, as far as they work for one database."""

    def __init__(self, postmaster: int, database: str) -> None:
        self.postmaster = postmaster
        self.database = database

    def read_cpu(self) -> float:
        """Seconds of processor time of the database's sessions, ended ones included."""
        # An ended session's time moves to its parent, so that differences stay right.
        ended = read_cpu(self.postmaster, ended_children=True) - read_cpu(self.postmaster)
        return ended + sum(map(read_cpu, self._list_sessions()))

    def await_rest(self) -> None:
        """Wait until nothing is worked on: what was asked last may go on after the client has left."""
        deadline = time.monotonic() + _REST_SECONDS
        before = self.read_cpu()
        while time.monotonic() < deadline:
            time.sleep(0.1)
            now = self.read_cpu()
            if now - before <= 1 / _TICKS:
                return
            before = now

    def count_sessions(self) -> int:
        """How many sessions the database has."""
        return len(self._list_sessions())

    def _list_sessions(self) -> list[int]:
        children = Path(f"/proc/{self.postmaster}/task/{self.postmaster}/children").read_text().split()
        return [int(pid) for pid in children if f" {self.database} " in _read_title(pid)]


def _read_title(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def describe_machine() -> str:
    """The machine in general words: model, cores, memory, system."""
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), "processor")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux, Python {sys.version.split()[0]}"
