"""The child's side of `child.py` and `stream.py`: take limits, read standard input, answer on standard output."""

import contextlib
import importlib
import resource
import sys
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import orjson

from scrapers.readers.child import Limits, UnreadableFile


def main(target: str, limits_json: str) -> None:
    """Run reader `module:function` on standard input; answer `["data", ...]` or `["unreadable", reason]`."""
    read, limits = _begin(target, limits_json)
    body = sys.stdin.buffer.read()
    with _answering(limits):
        _answer("data", read(body))


def stream(target: str, limits_json: str) -> None:
    """The same for a reader that takes the open file and yields: a line for each value, and `["end", null]`."""
    read, limits = _begin(target, limits_json)
    with _answering(limits):
        for value in read(sys.stdin.buffer):
            _answer_line("data", value)
        _answer_line("end", None)


def _begin(target: str, limits_json: str) -> tuple[Callable[[Any], Any], Limits]:
    limits = Limits(**orjson.loads(limits_json))
    sys.excepthook = _answer_failure
    _limit_process(limits)
    module, _, function = target.partition(":")
    return getattr(importlib.import_module(module), function), limits


@contextlib.contextmanager
def _answering(limits: Limits) -> Iterator[None]:
    """What goes wrong inside is told to the parent."""
    try:
        yield
    except UnreadableFile as error:
        _answer("unreadable", error.reason)
    except MemoryError:
        _answer("unreadable", f"reading the file takes more than {limits.memory_bytes:,} bytes of memory")


def _limit_process(limits: Limits) -> None:
    """Bind this process for good; done here, as code between fork and exec is not safe beside threads."""
    table = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.output_bytes,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in table.items():
        # macOS refuses RLIMIT_AS; the other limits and the parent's clock still hold there.
        with contextlib.suppress(ValueError, OSError):
            hard = most + 5 if kind == resource.RLIMIT_CPU else most
            resource.setrlimit(kind, (most, hard))


def _answer(kind: str, value: Any) -> None:
    try:
        # No text of a database can hold NUL, which a damaged file can: it is read as what cannot be read.
        sys.stdout.buffer.write(orjson.dumps([kind, value]).replace(b"\\u0000", b"\\ufffd"))
        sys.stdout.buffer.flush()
    except OSError:
        # Past RLIMIT_FSIZE: the parent measures the file that stands there and says so.
        sys.stderr.flush()


def _answer_line(kind: str, value: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps([kind, value], option=orjson.OPT_APPEND_NEWLINE).replace(b"\\u0000", b"\\ufffd"))


def _answer_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An unforeseen failure is told by its type alone: messages and tracebacks quote the file."""
    _answer("unreadable", f"the reader failed with {kind.__name__}")
