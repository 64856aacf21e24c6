"""What a process beside can be asked to do, and how it goes wrong there."""

import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROW = "架空 太郎"


class Chore(NamedTuple):
    """Something to note in a file, and whether to fail then."""

    notes: Path
    fails: bool = False


def note(chore: Chore) -> int:
    """Leave a line that the work was begun."""
    with chore.notes.open("a") as file:
        file.write(f"{os.getpid()}\n")
    if chore.fails:
        raise ZeroDivisionError(ROW)
    return os.getpid()


def linger(chore: Chore) -> int:
    """Be at work for longer than anybody should wait."""
    note(chore)
    time.sleep(15)
    return os.getpid()


def tell_surroundings(names: list[str]) -> dict[str, str | None]:
    """What the process finds in its environment, having quoted a row where errors are told."""
    sys.stderr.write(ROW)
    sys.stderr.flush()
    return {name: os.environ.get(name) for name in names}


def weigh(body: bytes) -> tuple[int, int]:
    """The size of a large question, and who says so."""
    return len(body), os.getpid()
