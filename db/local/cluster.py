"""One data folder and the server that runs on it: made, launched, watched, halted."""

import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from psycopg import pq

from db.local.account import Account, run_as
from db.local.errors import LocalDatabaseError, last_line
from db.local.folders import SOCKET_NAME, Folders
from db.local.servers import Server

PORT = 5432  # only a part of the socket's name: nothing listens on TCP
LONGEST_LOG = 5_000_000  # bytes

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # a small machine, many small questions
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    # a large publication writes gigabytes, and after each checkpoint every page that it touches once more
    "max_wal_size": "4GB",
    "jit": "off",
    "random_page_cost": "1.1",
    # parallel workers take /dev/shm, which containers keep tiny, and the other core
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # a failed statement or row can hold a person's name: errors go to whoever asked, never into the log
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


def create_data(server: Server, account: Account, folders: Folders, durable: bool = True) -> None:
    """Run initdb, aside first: a data folder of ours is whole or absent."""
    fresh = folders.root / f"{server.major}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    account.own(fresh)
    # Trust: whoever can enter the socket's folder owns the files anyway.
    access = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
    options = access if durable else [*access, "--no-sync"]
    # The character type must know letters beyond ASCII, or pg_trgm drops ours; the order is by code point.
    character_type = "en_US.UTF-8" if os.uname().sysname == "Darwin" else "C.UTF-8"
    locale = ["--encoding=UTF8", "--locale=C", f"--lc-ctype={character_type}"]
    done = run_as(account, [server.programs / "initdb", "-D", fresh, *options, *locale], server.environment)
    if done.returncode != 0:
        raise LocalDatabaseError(
            f"PostgreSQL could not create its data in {folders.root}: {last_line(done.stdout)}. "
            "Set KANRI_HOME to a folder on a local disk with room."
        )
    fresh.rename(folders.data(server.major))


def launch(server: Server, account: Account, folders: Folders, durable: bool = True) -> None:
    """Start the server on its data and wait until it answers; without `durable` a power cut loses data."""
    data = folders.data(server.major)
    log = data / "server.log"
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.unlink()
    settings = SETTINGS | {"cluster_name": name_cluster(data)}
    settings |= {"unix_socket_directories": f'"{folders.sockets}"'}
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    options = shlex.join(part for key, value in settings.items() for part in ("-c", f"{key}={value}"))
    command: list[str | Path] = [server.programs / "pg_ctl", "start", "-w", "-D", data, "-l", log]
    done = run_as(account, [*command, "-t", "300", "-o", options], server.environment)
    if done.returncode != 0 or not is_answering(folders):
        raise LocalDatabaseError(f"PostgreSQL did not start. The end of {log} says why:\n{_read_end(log)}")


def halt(folders: Folders, major: int) -> bool:
    """Stop the server in order, open connections included; False where none was running."""
    data = folders.data(major)
    pids = list_processes(data)
    if not pids:
        return False
    postmaster = _read_pid(data)
    if postmaster in pids:
        os.kill(postmaster, signal.SIGINT)  # PostgreSQL's "fast shutdown"
    _wait_until_gone(data, seconds=120)
    return True


def is_answering(folders: Folders) -> bool:
    """Whether a server accepts connections on this home's socket; what pg_isready asks."""
    return pq.PGconn.ping(make_url(folders, "postgres", "postgres").encode()) == pq.Ping.OK


def wait_for_answer(folders: Folders, data: Path, seconds: float = 300) -> bool:
    """Wait for a server that is starting or recovering; False when it has gone instead."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_answering(folders):
            return True
        if not list_processes(data):
            return False
        time.sleep(0.1)
    raise LocalDatabaseError(
        f"A PostgreSQL server holds {data} but does not answer. Stop it (kanri db stop), then try again; "
        f"its log is {data}/server.log."
    )


def clear_remains(data: Path, folders: Folders) -> None:
    """Remove what a killed server left, where no process of this data folder lives.

    PostgreSQL itself believes its old pid file when another process has got that number since.
    """
    if not list_processes(data):
        (data / "postmaster.pid").unlink(missing_ok=True)
        (folders.sockets / SOCKET_NAME).unlink(missing_ok=True)
        (folders.sockets / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def list_processes(data: Path) -> list[int]:
    """The processes of the server on this very folder, not on a copy, told by the name it gives them all."""
    if not data.is_dir():
        return []
    name = name_cluster(data)
    return [pid for pid, command in _list_commands() if name in command]


def name_cluster(data: Path) -> str:
    """A name that follows the folder itself: a copy has another, a renamed one keeps it."""
    found = data.stat()
    return "openkanri-" + hashlib.sha256(f"{found.st_dev}:{found.st_ino}".encode()).hexdigest()[:16]


def make_url(folders: Folders, role: str, database: str) -> str:
    """The libpq address of a database on this home's socket."""
    return f"postgresql://{role}@/{database}?host={quote(str(folders.sockets), safe='')}&port={PORT}"


def _list_commands() -> Iterator[tuple[int, str]]:
    if not Path("/proc/self/cmdline").exists():  # macOS and the BSDs
        listing = subprocess.run(["ps", "-axwwo", "pid=,args="], capture_output=True, text=True, check=False)
        for line in listing.stdout.splitlines():
            pid, _, command = line.strip().partition(" ")
            yield int(pid), command
        return
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield int(folder.name), (folder / "cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            continue  # it ended meanwhile


def _read_pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _wait_until_gone(data: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while pids := list_processes(data):
        if time.monotonic() > deadline:
            raise LocalDatabaseError(
                f"PostgreSQL did not stop within {seconds:.0f} s; its processes are {pids}. "
                f"See {data}/server.log; end them by hand if they hang."
            )
        time.sleep(0.05)


def _read_end(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-5:])
    except OSError as error:
        return f"(no log: {error.strerror})"
