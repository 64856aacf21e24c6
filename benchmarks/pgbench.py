"""PostgreSQL alone: pgbench asks what our API asks, prepared, with as many connections."""

import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from api.database import SESSION
from benchmarks.load import Measured
from benchmarks.processes import Postgres
from db.local.servers import find_servers

_TOLD = {
    "requests": re.compile(r"number of transactions actually processed: (\d+)"),
    "rate": re.compile(r"^tps = ([\d.]+)", re.MULTILINE),
    "failed": re.compile(r"number of failed transactions: (\d+)"),
}
_MOST_SCRIPTS = 60
_SESSIONS = 8  # as many as our API keeps
_FAREWELL_SECONDS = 1.0  # until the ended sessions' time has moved to their parent


def measure_postgres(url: str, statements: Sequence[str], postgres: Postgres, seconds: float) -> Measured:
    """Run statements for some seconds; the processor time is the database's own."""
    program = max(find_servers([]), key=lambda server: server.major).programs / "pgbench"
    with tempfile.TemporaryDirectory() as folder:
        command = [str(program), "-n", "-M", "prepared", f"-c{_SESSIONS}", "-j1", f"-T{max(round(seconds), 1)}", "-l",
                   f"--log-prefix={folder}/log", *_write_scripts(Path(folder), statements), url]  # fmt: skip
        options = " ".join(f"-c {name}={value}" for name, value in SESSION.items() if name == "jit")
        before = postgres.read_cpu()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PGOPTIONS": options})
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-500:])
        time.sleep(_FAREWELL_SECONDS)
        cpu = postgres.read_cpu() - before
        waits = _read_waits(Path(folder))
    told = {name: float(found[1]) if (found := shape.search(done.stdout)) else 0.0 for name, shape in _TOLD.items()}
    count = max(told["requests"], 1)
    return Measured(
        requests=int(count), rate=told["rate"], p50=waits[len(waits) // 2], p99=waits[len(waits) * 99 // 100],
        cpu=cpu * 1000 / count, database_cpu=cpu * 1000 / count, size=0, failed=int(told["failed"]),
    )  # fmt: skip


def _write_scripts(folder: Path, statements: Sequence[str]) -> list[str]:
    options = []
    for at, sql in enumerate(statements[:_MOST_SCRIPTS]):
        path = folder / f"{at}.sql"
        path.write_text(sql + ";\n")
        options += ["-f", str(path)]
    return options


def _read_waits(folder: Path) -> list[float]:
    """Milliseconds of each transaction, sorted."""
    lines = [line for path in folder.glob("log.*") for line in path.read_text().splitlines()]
    return sorted(int(line.split()[2]) / 1000 for line in lines) or [0.0]
