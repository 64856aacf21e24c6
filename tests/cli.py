"""Running `kanri` as a person does: a process of its own, a home of its own, a database of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from db.session import make_engine

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample" / "sites"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    def counts(self, source: str) -> dict[str, int]:
        """The numbers of a source's line."""
        return {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", self._line(source))}

    def verdict(self, source: str) -> str:
        """The verdict of a source's line."""
        return self._line(source).rpartition("verdict=")[2]

    def _line(self, source: str) -> str:
        return next(line for line in self.out.splitlines() if line.startswith(f"{source}: "))


@dataclass(frozen=True, slots=True)
class Kanri:
    """A home and a database to run commands in."""

    home: Path
    database_url: str

    def command(self, *arguments: str | Path) -> list[str]:
        """The command as a process takes it."""
        return [sys.executable, "-m", "kanri", *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        """The environment of the process."""
        return os.environ | {
            "KANRI_HOME": str(self.home), "DATABASE_URL": self.database_url, "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def run(self, *arguments: str | Path, seconds: float = 300) -> Answer:
        """Run a command to its end."""
        done = subprocess.run(
            self.command(*arguments), env=self.environment(), capture_output=True, text=True, timeout=seconds,
            cwd=ROOT, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    def crawl(self, snapshot: Path, *sources: str, observed_on: str | None = None) -> Answer:
        """Replay a snapshot."""
        dated = [] if observed_on is None else ["--observed-on", observed_on]
        return self.run("crawl", *sources, "--replay", snapshot, *dated)

    def hash(self) -> str:
        """The hash over all that is public."""
        return self.run("db", "hash").out.strip()


@contextmanager
def open_engine(url: str) -> Iterator[Engine]:
    """An engine that leaves no connection behind."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
