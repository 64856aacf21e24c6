"""Processes beside this one: each is sent a piece of work and answers it, and ends when this process does. Pure.

What takes long in Python takes one processor; apart, two processors are two. A child holds no connection and has no
environment: it is sent all that it needs.
"""

import gc
import importlib
import os
import pickle
import queue
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

_NICE = 5
"""How far a child stands back behind those who answer readers."""

_ROOT = Path(__file__).resolve().parents[1]
# No environment, no user site, no bytecode left behind: the path of our own code and the work are handed over.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from db.children import answer_all; answer_all(sys.argv[2])"

_Q = TypeVar("_Q")
_A = TypeVar("_A")


class FailedBeside(Exception):
    """The work failed in a child, or the child itself: the `kind` of error and where, for its message may quote a row."""

    def __init__(self, kind: str, where: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.where = where


@dataclass(frozen=True, slots=True)
class _Failure:
    kind: str
    where: str


class Children(Generic[_Q, _A]):
    """`count` processes that do one kind of work, and a thread that waits for each, having prepared its question.

    Once one has failed nothing more is asked: every later question fails as that one did.
    """

    def __init__(
        self,
        threads: ThreadPoolExecutor,
        processes: "list[subprocess.Popen[bytes]]",
        prepare: Callable[[_Q], _Q] | None = None,
    ) -> None:
        self.count = len(processes)
        self._threads = threads
        self._prepare = prepare
        self._failure: FailedBeside | None = None
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for process in processes:
            self._idle.put(process)

    def ask(self, question: _Q) -> Future[_A]:
        """The answer, in the making; it raises FailedBeside, or what the preparation raised."""
        return self._threads.submit(self._ask, question)

    def _ask(self, question: _Q) -> _A:
        if self._failure is not None:
            raise self._failure
        if self._prepare is not None:
            question = self._prepare(question)
        process = self._idle.get()
        try:
            answer: _A = _exchange(process, question)
            return answer
        except FailedBeside as failure:
            self._failure = failure
            raise
        finally:
            self._idle.put(process)


@contextmanager
def lend_children(
    work: Callable[[_Q], _A], count: int, prepare: Callable[[_Q], _Q] | None = None
) -> Iterator[Children[_Q, _A]]:
    """So many processes that do `work`, a function of a module; gone afterwards.

    `prepare` is done to each question before, by a thread of this process: by several at once.
    """
    with ExitStack() as stack:
        processes = [stack.enter_context(_start(f"{work.__module__}:{work.__qualname__}")) for _ in range(count)]
        threads = stack.enter_context(ThreadPoolExecutor(count))
        for process in processes:
            # Before the threads are waited for: nobody wants an answer any more.
            stack.callback(process.kill)
        yield Children(threads, processes, prepare)


def answer_all(work: str) -> None:
    """The child's side: an answer to each question by the function `module:name`, until no more come."""
    sys.excepthook = _answer_failure
    os.nice(_NICE)
    gc.disable()  # a question and its answer have no cycles
    module, _, name = work.partition(":")
    answer = getattr(importlib.import_module(module), name)
    with suppress(EOFError, BrokenPipeError):
        while True:
            _write(answer(pickle.load(sys.stdin.buffer)))


def _write(answer: Any) -> None:
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


def _answer_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _write(_Failure(kind.__name__, "".join(traceback.format_tb(trace))))


def _start(work: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT), work]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            env={}, cwd="/", start_new_session=True)  # fmt: skip


def _exchange(process: "subprocess.Popen[bytes]", question: object) -> Any:
    assert process.stdin is not None and process.stdout is not None
    try:
        pickle.dump(question, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        answer = pickle.load(process.stdout)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        with suppress(BrokenPipeError):
            process.stdin.close()  # or what it did not take would be written, in vain, when the block ends
        raise FailedBeside("ChildProcessError", "a process beside this one has ended\n") from None
    if isinstance(answer, _Failure):
        raise FailedBeside(answer.kind, answer.where)
    return answer
