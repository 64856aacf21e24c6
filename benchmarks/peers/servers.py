"""Starting our API and the peers on the same rows, one process each."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg.conninfo

from benchmarks.dataset import home
from benchmarks.peers.environments import Unavailable, ensure_postgrest, ensure_python
from benchmarks.peers.tables import ensure_file, ensure_tables
from benchmarks.processes import Server, find_port, run_server
from db import local
from db.session import CHECKOUT

OURS, CACHED, EMPTY = "OpenKanri", "OpenKanri, cached", "empty ASGI answer"
BARE = "as many bytes, no more"
"""The server of the empty answer, asked for answers as large as ours."""
TIPG, POSTGREST, DATASETTE = "TiPg", "PostgREST", "Datasette"
_SESSIONS = 8  # of the database, for each: as many as our API keeps
_UVICORN = ("--no-access-log", "--no-server-header", "--log-level", "warning")


@contextmanager
def run_ours(database: str, *, cached: bool) -> Iterator[Server]:
    """Our API as `kanri serve` starts it, with its cache of answers or without one."""
    port, name = find_port(), CACHED if cached else OURS
    environment = {
        "PYTHONPATH": str(CHECKOUT),
        "DATABASE_READ_URL": local.url(home(), local.READER, database),
        "KANRI_CACHE_MIB": "64" if cached else "0",
        "KANRI_HOME": str(home()),
    }
    command = [sys.executable, "-m", "kanri", "serve", "--port", str(port)]
    with run_server(name, command, port, "/readyz", environment) as server:
        yield server


@contextmanager
def run_empty() -> Iterator[Server]:
    """An empty answer under the same server of HTTP: what no API can be faster than."""
    port = find_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.empty:answer", "--port", str(port), "--lifespan", "off", *_UVICORN]
    with run_server(EMPTY, command, port, "/", {"PYTHONPATH": str(CHECKOUT)}) as server:
        yield server


@contextmanager
def run_tipg(url: str) -> Iterator[Server]:
    """TiPg on the plain table."""
    programs, port = ensure_python("tipg"), find_port()
    environment = {
        "DATABASE_URL": _write_socket_url(url),
        "TIPG_DB_SCHEMAS": '["peers"]',
        "TIPG_CATALOG_TTL": "0",
        "DB_MAX_CONN_SIZE": str(_SESSIONS),
        "TIPG_MAX_FEATURES_PER_QUERY": "1000000",
        "PYTHONPATH": "",
    }
    command: list[str | Path] = [programs / "uvicorn", "tipg.main:app", "--port", str(port), *_UVICORN]
    with run_server(TIPG, command, port, "/healthz", environment) as server:
        yield server


@contextmanager
def run_postgrest(url: str) -> Iterator[Server]:
    """PostgREST on the plain table and its functions."""
    program, port = ensure_postgrest(), find_port()
    environment = {
        "PGRST_DB_URI": url,
        "PGRST_DB_SCHEMAS": "peers",
        "PGRST_DB_EXTRA_SEARCH_PATH": "public",
        "PGRST_DB_POOL": str(_SESSIONS),
        "PGRST_DB_ANON_ROLE": local.OWNER,
        "PGRST_SERVER_HOST": "127.0.0.1",
        "PGRST_SERVER_PORT": str(port),
        "PGRST_LOG_LEVEL": "crit",
    }
    with run_server(POSTGREST, [program], port, "/organizations?limit=1", environment) as server:
        yield server


@contextmanager
def run_datasette(file: Path) -> Iterator[Server]:
    """Datasette on the SQLite file."""
    programs, port = ensure_python("datasette"), find_port()
    settings = {"max_returned_rows": "1000", "suggest_facets": "off", "sql_time_limit_ms": "10000"}
    options = [part for name, value in settings.items() for part in ("--setting", name, value)]
    command: list[str | Path] = [programs / "datasette", "serve", "-i", str(file), "-p", str(port), *options]
    with run_server(DATASETTE, command, port, "/-/versions.json", {"PYTHONPATH": ""}) as server:
        yield server


@contextmanager
def run_all(database: str, url: str) -> Iterator[Mapping[str, Server]]:
    """Every server that can be had here, by name; of each that cannot, a sentence."""
    ensure_tables(url)
    starts = {
        OURS: lambda: run_ours(database, cached=False),
        CACHED: lambda: run_ours(database, cached=True),
        EMPTY: run_empty,
        TIPG: lambda: run_tipg(url),
        POSTGREST: lambda: run_postgrest(url),
        DATASETTE: lambda: run_datasette(ensure_file(url, database)),
    }
    with ExitStack() as stack:
        running = {}
        for name, start in starts.items():
            try:
                running[name] = stack.enter_context(start())
            except Unavailable as reason:
                print(reason, flush=True)
        yield running | ({BARE: running[EMPTY]} if EMPTY in running else {})


def _write_socket_url(url: str) -> str:
    """A libpq address with its socket's folder as the host, for programs that insist on one."""
    told = psycopg.conninfo.conninfo_to_dict(url)
    host = quote(str(told["host"]), safe="")
    return f"postgresql://{told['user']}@{host}:{told.get('port', 5432)}/{told['dbname']}"
