"""A real server on a real socket, for tests."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from api.limits import RECEIVE_SECONDS
from api.main import create_app
from api.operations import OPERATIONS, Operation
from api.protocol import STALL_SECONDS
from api.serve import configure_server
from api.settings import Settings
from db.session import make_engine
from db.store import RunResult, save_run
from kanri.serving import SAMPLE_GAZETTEER, SAMPLE_SITES
from tests.fictional import make_report, to_lines
from tests.postgis import Database

PUBLIC_URL = "https://kanri.example"
DEADLINE_SECONDS = 10
NO_HOME = Path("/nonexistent")
"""A data folder without a gazetteer, whatever the machine has."""


@dataclass(frozen=True)
class Served:
    """A served application with a client for it and the database behind it."""

    app: FastAPI
    client: httpx.Client
    database: Database
    port: int

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **options: Any) -> httpx.Response:
        """GET, whatever comes back."""
        return self.client.get(path, **options)

    def read(self, path: str, **options: Any) -> Any:
        """GET a JSON answer that must be a success."""
        response = self.client.get(path, **options)
        assert response.status_code == 200, (path, response.status_code, response.text[:500])
        return response.json()

    def publish(self, *statements: dict[str, Any], **report: Any) -> RunResult:
        """Publish statements as a run and wait until the server tells the edition they made."""
        result = publish(self.database, *statements, **report)
        self.await_edition(result.edition)
        return result

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until the server tells what was written beside the editions."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, "the server did not learn of it"
            time.sleep(0.01)

    def await_edition(self, number: int | None) -> None:
        """Wait until the server answers from this edition."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while self.read("/v1/sources")["edition"]["number"] != (number or 0):
            assert time.monotonic() < deadline, "the server did not learn of the edition"
            time.sleep(0.01)


def publish(database: Database, *statements: dict[str, Any], **report: Any) -> RunResult:
    """Publish statements as one good run."""
    engine = make_engine(database.owner)
    try:
        result = save_run(engine, make_report(**report), to_lines(*statements))
    finally:
        engine.dispose()
    assert result.verdict == "good", result.problems
    return result


def crawl_sample(database: Database, home: Path) -> None:
    """Crawl the bundled sample as the command line does."""
    variables = {**os.environ, "DATABASE_URL": database.owner, "KANRI_HOME": str(home)}
    command = [sys.executable, "-m", "kanri"]
    subprocess.run([*command, "gazetteer", "load", "--from", str(SAMPLE_GAZETTEER)], check=True, env=variables)
    for site in sorted(SAMPLE_SITES.iterdir()):
        observed = ["crawl", "--replay", str(site), "--observed-on", site.name]
        subprocess.run([*command, *observed], check=True, env=variables)


@contextmanager
def serve(
    database: Database,
    *,
    port: int = 0,
    receive_seconds: float = RECEIVE_SECONDS,
    stall_seconds: float = STALL_SECONDS,
    operations: Sequence[Operation] = OPERATIONS,
    **settings: Any,
) -> Iterator[Served]:
    """Serve a database on a port of the loopback, by default a free one."""
    chosen = Settings(**({"public_url": PUBLIC_URL, "access_log": False, "cursor_key": b"tests", "receive_seconds": receive_seconds, "home": NO_HOME} | settings))
    app = create_app(chosen, database.api, operations)
    config = configure_server(
        app, PUBLIC_URL, host="127.0.0.1", port=port, receive_seconds=receive_seconds, stall_seconds=stall_seconds
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        port = _await_port(server, thread)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=DEADLINE_SECONDS) as client:
            yield Served(app, client, database, port)
    finally:
        server.should_exit = True
        thread.join(DEADLINE_SECONDS)


@contextmanager
def serve_at_home(database: Database) -> Iterator[Served]:
    """Serve a database where its own links lead, for programs that follow them."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    with serve(database, port=port, public_url=f"http://127.0.0.1:{port}") as served:
        yield served


def _await_port(server: uvicorn.Server, thread: threading.Thread) -> int:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


def on_day(day: int) -> date:
    """A day of April 2026, when most fictional runs are observed."""
    return date(2026, 4, day)
