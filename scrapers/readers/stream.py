"""Reading a publisher's large file piece by piece in a child process with limits: memory stays flat on both sides.

`read_in_child` takes a whole file and gives a whole answer; this gives one JSON value after the other.
"""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any

import orjson

from scrapers.readers.child import MEBIBYTE, Limits, UnreadableFile, describe_signal, write_command

LARGE = Limits(
    input_bytes=2048 * MEBIBYTE,
    output_bytes=64 * MEBIBYTE,
    memory_bytes=768 * MEBIBYTE,
    cpu_seconds=900,
    wall_seconds=1800,
)
"""For a file of a whole country; `output_bytes` bounds one value, which is a line of the answer."""


def stream_in_child(target: str, question: IO[bytes], limits: Limits = LARGE) -> Iterator[Any]:
    """The values that the function `module:name` yields for the open file `question`; raises UnreadableFile.

    The function sees the file as a seekable stream at its present position. Leaving the iteration ends the child.
    """
    command = write_command("stream", target, limits)
    with subprocess.Popen(command, stdin=question, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={}, cwd="/", start_new_session=True) as child:  # fmt: skip
        clock = threading.Timer(limits.wall_seconds, child.kill)
        clock.start()
        try:
            yield from _take_values(child, limits)
        finally:
            clock.cancel()
            child.kill()


def _take_values(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[Any]:
    assert child.stdout is not None
    while line := child.stdout.readline(limits.output_bytes):
        kind, value = _read_line(line, limits)
        if kind == "end":
            return
        if kind != "data":
            raise UnreadableFile(value)
        yield value
    status = child.wait()
    if status < 0:
        raise UnreadableFile(describe_signal(-status, limits))
    raise UnreadableFile(f"the reader ended without an answer (status {status})")


def _read_line(line: bytes, limits: Limits) -> tuple[str, Any]:
    with suppress(ValueError):
        kind, value = orjson.loads(line)
        return kind, value
    raise UnreadableFile(f"one record exceeds {limits.output_bytes:,} bytes, or the reader broke off")
