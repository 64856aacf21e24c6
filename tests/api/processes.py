"""The server as an operator runs it, in a process of its own: what tests of memory, logs and signals need."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.postgis import Database

START_SECONDS = 20
MEBIBYTE = 1024 * 1024
MOST_GROWTH = 64 * MEBIBYTE


@dataclass(frozen=True)
class ServerProcess:
    """A serving process: its address, its port, and the process itself."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def measure_memory(self) -> int:
        """Its resident memory in bytes."""
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True)
        return int(told.stdout) * 1024

    def stop(self, signal_number: int) -> str:
        """End it by a signal; what it wrote to standard error."""
        self.process.send_signal(signal_number)
        self.process.wait(timeout=START_SECONDS)
        return self.log.read_text()


@contextmanager
def run_process(database: Database, home: Path, port: int | None = None, **environment: str) -> Iterator[ServerProcess]:
    """A serving process that answers, until the block ends."""
    port = port or find_port()
    variables = {**os.environ, "DATABASE_READ_URL": database.api, "KANRI_HOME": str(home), **environment}
    command = [sys.executable, "-c", f"from api.serve import serve; serve(port={port})"]
    # A file and not a pipe: a pipe that nobody reads would fill, and the server wait for ever.
    with (home / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, env=variables, stderr=log)
    served = ServerProcess(f"http://127.0.0.1:{port}", port, process, home / f"server-{port}.log")
    try:
        _await_answer(served)
        yield served
    finally:
        process.kill()
        process.wait()


def find_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _await_answer(served: ServerProcess) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and served.process.poll() is None:
        try:
            httpx.get(f"{served.url}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")
