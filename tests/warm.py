"""Many `kanri` commands for the price of one start: each runs whole in a fork of a process that has imported it all."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.cli import ROOT, Answer, Kanri

PLANT = "KANRI_TEST_PLANT"
"""`module:function` that a fork calls before its command: a planted defect, or where the test's origin is."""


@dataclass(frozen=True, slots=True)
class Warm:
    """The process that forks."""

    process: subprocess.Popen[str]

    def run(self, arguments: list[str], environment: dict[str, str]) -> Answer:
        """Run `kanri ARGUMENTS` to its end in a fork."""
        with tempfile.TemporaryDirectory() as folder:
            said = {name: str(Path(folder) / name) for name in ("out", "err")}
            assert self.process.stdin is not None and self.process.stdout is not None
            self.process.stdin.write(json.dumps({"arguments": arguments, "environment": environment, **said}) + "\n")
            self.process.stdin.flush()
            code = int(self.process.stdout.readline())
            return Answer(code, Path(said["out"]).read_text(), Path(said["err"]).read_text())


@dataclass(frozen=True, slots=True)
class WarmKanri(Kanri):
    """A home and a database, and the warm process that runs the commands."""

    warm: Warm

    def run(self, *arguments: str | Path, seconds: float = 300, **environment: str) -> Answer:
        """Run a command to its end, with more in its environment if wanted."""
        return self.warm.run([*map(str, arguments)], self.environment() | environment)


@contextmanager
def keep_warm() -> Iterator[Warm]:
    """The process, until the block ends."""
    command = [sys.executable, "-m", "tests.warm"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Warm(process)
    finally:
        process.communicate()


def main() -> None:
    """Fork once for each line of standard input; answer each command's exit code on standard output."""
    for module in ("kanri", "api.main", "scrapers.crawl", "scrapy.core.engine", "scrapy.cmdline", "alembic.config"):
        import_module(module)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(asked)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(asked: dict[str, Any]) -> None:
    for stream, name in ((1, "out"), (2, "err")):
        file = os.open(asked[name], os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, stream)
        os.close(file)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(asked["environment"])
    code: Any = 1
    try:
        module, _, function = os.environ.get(PLANT, "builtins:dict").partition(":")
        getattr(import_module(module), function)()
        sys.argv = ["kanri", *asked["arguments"]]
        import_module("kanri").main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
