"""Who takes the steps of a batch: this process where a file is small, processes beside it where it is large.

Taking the rows of a large file through life needs longer than reading them; apart, two processors are two. A child
holds no connection and has no environment: it is sent a batch and answers its records, and ends when this process does.
"""

import asyncio
import gc
import os
import pickle
import queue
import subprocess
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from scrapers.batches import Batch, Records, take_steps

_MOST = 2
"""More would wait for the one process that reads the rows and stores the records."""

_DONE_HERE = 6
"""Batches after which a process that has to start first is a gain: most files end before."""

_NICE = 5
"""How far a child stands back behind those who answer readers."""

_ROOT = Path(__file__).resolve().parents[1]
# No environment, no user site, no bytecode left behind: see `scrapers.readers.child`.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from scrapers.beside import answer_batches; answer_batches()"


class FailedBeside(Exception):
    """A step failed in a child, or the child itself: the `kind` of error and where, for its message may quote a row."""

    def __init__(self, kind: str, where: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.where = where


@dataclass(frozen=True, slots=True)
class Failure:
    """What a child answers last, when a step has failed in it."""

    kind: str
    where: str


class Workshop:
    """Takes the steps of one run's batches, and gives their records back in the order of the batches."""

    def __init__(self, done_here: int = _DONE_HERE) -> None:
        self._room = done_here
        self._turn = asyncio.Lock()  # let in by the order of asking
        self._stack = ExitStack()
        self._children: _Children | None = None

    async def work(self, batch: Batch) -> Records:
        """The records of a batch. Raises what a step raised here, or FailedBeside."""
        self._room -= 1
        if self._room >= 0 or (os.cpu_count() or 1) < 2:
            return take_steps(batch)
        if self._children is None:
            self._children = self._stack.enter_context(_start_children())
        answer = asyncio.wrap_future(self._children.ask(batch))
        async with self._turn:
            return await answer

    def close(self) -> None:
        """End the children, if there are any."""
        self._stack.close()


def name_failure(error: BaseException | None) -> str:
    """The kind of an error, wherever it was raised."""
    return error.kind if isinstance(error, FailedBeside) else type(error).__name__


def answer_batches() -> None:
    """The child's side: the records of each batch, until no more come."""
    sys.excepthook = _answer_failure
    os.nice(_NICE)
    gc.disable()  # what a batch leaves behind has no cycles
    with suppress(EOFError, BrokenPipeError):
        while True:
            _answer(take_steps(pickle.load(sys.stdin.buffer)))


class _Children:
    """Processes, and a thread that waits for each. Once one has failed the run is lost: nothing more is asked."""

    def __init__(self, threads: ThreadPoolExecutor, children: "list[subprocess.Popen[bytes]]") -> None:
        self._threads = threads
        self._failure: FailedBeside | None = None
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for child in children:
            self._idle.put(child)

    def ask(self, batch: Batch) -> Future[Records]:
        """The records of a batch, in the making."""
        return self._threads.submit(self._ask, batch)

    def _ask(self, batch: Batch) -> Records:
        if self._failure is not None:
            raise self._failure
        child = self._idle.get()
        try:
            return _exchange(child, batch)
        except FailedBeside as failure:
            self._failure = failure
            raise
        finally:
            self._idle.put(child)


@contextmanager
def _start_children() -> Iterator[_Children]:
    with ExitStack() as stack:
        children = [stack.enter_context(_start_child()) for _ in range(_MOST)]
        yield _Children(stack.enter_context(ThreadPoolExecutor(_MOST)), children)


@contextmanager
def _start_child() -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={}, cwd="/", start_new_session=True) as child:  # fmt: skip
        try:
            yield child
        finally:
            child.kill()


def _exchange(child: "subprocess.Popen[bytes]", batch: Batch) -> Records:
    assert child.stdin is not None and child.stdout is not None
    try:
        pickle.dump(batch, child.stdin, pickle.HIGHEST_PROTOCOL)
        child.stdin.flush()
        answer = pickle.load(child.stdout)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        raise FailedBeside("ChildProcessError", "a process that takes the steps of batches has ended\n") from None
    if isinstance(answer, Failure):
        raise FailedBeside(answer.kind, answer.where)
    assert isinstance(answer, Records)
    return answer


def _answer(answer: Records | Failure) -> None:
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


def _answer_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _answer(Failure(kind.__name__, "".join(traceback.format_tb(trace))))
