"""Who drafts: this process where little is to be published, processes beside it where much is.

A large publication takes as long in Python as in the database; apart, both work at once. The child holds no
connection and no file: it is sent a batch and answers its draft, and it ends when this process does.
"""

import gc
import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

from db.drafts import Batch, Draft, draft_batch

_MOST = 2
"""More would wait for the one connection that loads and writes."""

_WORTH_IT = 3
"""Batches from which on a process that has to start first is a gain."""

_NICE = 5
"""How far those who draft stand back behind those who answer readers."""

_ROOT = Path(__file__).resolve().parents[1]
# The path of our own code is handed over: the child is started apart from whatever else is in the environment.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from db.drafting import answer_batches; answer_batches()"


class Drafters(Protocol):
    """Those who draft: `count` batches at once, beside whoever asks them."""

    count: int

    def draft(self, batch: Batch) -> Future[Draft]:
        """The draft of a batch, once it is there."""


@contextmanager
def lend_drafters(batches: int) -> Iterator[Drafters]:
    """Whoever is worth their start for so many batches; gone afterwards."""
    count = min(_MOST, os.cpu_count() or 1)
    if batches < _WORTH_IT or count < 2:
        yield Here()
        return
    with ExitStack() as stack:
        children = [stack.enter_context(_start_child()) for _ in range(count)]
        threads = stack.enter_context(ThreadPoolExecutor(count))
        yield Beside(count, threads, children)


class Here:
    """Drafts in this process, at once."""

    count = 0

    def draft(self, batch: Batch) -> Future[Draft]:
        """The draft of a batch; a failure is raised here."""
        done: Future[Draft] = Future()
        done.set_result(draft_batch(batch))
        return done


class Beside:
    """Drafts in processes; a thread waits for each."""

    def __init__(self, count: int, threads: ThreadPoolExecutor, children: list["subprocess.Popen[bytes]"]) -> None:
        self.count = count
        self._threads = threads
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for child in children:
            self._idle.put(child)

    def draft(self, batch: Batch) -> Future[Draft]:
        """The draft of a batch, in the making."""
        return self._threads.submit(self._ask, batch)

    def _ask(self, batch: Batch) -> Draft:
        child = self._idle.get()
        try:
            return _exchange(child, batch)
        finally:
            self._idle.put(child)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a child has no draft: the kind of error, for its message may quote a row."""

    kind: str


def answer_batches() -> None:
    """The child's side: a draft for each batch, until no more come."""
    sys.excepthook = _answer_failure
    os.nice(_NICE)
    gc.disable()  # as where it is done in one process: a batch has no cycles
    with suppress(EOFError, BrokenPipeError):
        while True:
            _answer(draft_batch(pickle.load(sys.stdin.buffer)))


def _answer(answer: Draft | Failure) -> None:
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


def _answer_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _answer(Failure(kind.__name__))


@contextmanager
def _start_child() -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={}, cwd="/", start_new_session=True) as child:  # fmt: skip
        try:
            yield child
        finally:
            child.kill()


def _exchange(child: "subprocess.Popen[bytes]", batch: Batch) -> Draft:
    assert child.stdin is not None and child.stdout is not None
    try:
        pickle.dump(batch, child.stdin, pickle.HIGHEST_PROTOCOL)
        child.stdin.flush()
        answer = pickle.load(child.stdout)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        raise RuntimeError("a process that drafts documents has ended") from None
    if isinstance(answer, Failure):
        raise RuntimeError(f"drafting documents failed with {answer.kind}")
    assert isinstance(answer, Draft)
    return answer
