"""Reading a publisher's file in a child process with limits, so that a broken or hostile file hurts nobody.

The parent calls `read_in_child`; the child runs `scrapers.readers.worker`. A 1.7 KB workbook can abort a
native library and a 0.5 MB PDF can take 20 seconds, and neither may take the crawl with it.
"""

import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from scrapers.readers.media import DESCRIPTIONS, Media, sniff

MEBIBYTE = 1024 * 1024


class UnreadableFile(Exception):
    """A file that cannot be read; `reason` is one sentence without a word of the file's content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: bytes read, answered and of address space; seconds of CPU and of clock."""

    input_bytes: int = 50 * MEBIBYTE
    output_bytes: int = 100 * MEBIBYTE
    memory_bytes: int = 512 * MEBIBYTE
    cpu_seconds: int = 30
    wall_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: the function `module:name` from bytes to JSON-able data, and the media types it takes."""

    target: str
    accepts: tuple[Media, ...]
    limits: Limits = Limits()


# A workbook of which only the beginning arrived may not show yet what it is: its reader tells better.
READERS: dict[str, Reader] = {
    "workbook": Reader("scrapers.readers.workbook:read_workbook", (Media.WORKBOOK, Media.ZIP),
                       Limits(cpu_seconds=60, wall_seconds=120)),
    "delimited": Reader("scrapers.readers.delimited:read_delimited", (Media.TEXT,)),
    "pdf": Reader("scrapers.readers.pdf:read_pdf", (Media.PDF,),
                  Limits(cpu_seconds=120, wall_seconds=240)),
}

# The child sees no environment, no user site and no working folder (-I), and leaves no bytecode behind (-B);
# the path of our own code is therefore handed over in the first argument.
_START = """
import sys
sys.path.insert(0, sys.argv[1])
from scrapers.readers import worker
getattr(worker, sys.argv[2])(*sys.argv[3:])
"""
_ROOT = Path(__file__).resolve().parents[2]


def read_in_child(reader: str, body: bytes, limits: Limits | None = None) -> Any:
    """What the reader named `reader` makes of `body`, as plain JSON data; raises UnreadableFile.

    Blocks until the child has ended (well under a second for most files); safe to call from several threads.
    """
    entry = READERS[reader]
    limits = entry.limits if limits is None else limits
    _check_body(entry, body, limits)
    # Unlinked temporary files rather than pipes: nothing can block on a full pipe, the kernel itself bounds
    # the answer (RLIMIT_FSIZE), and no name is left on the disk if we are killed.
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(body)
        question.seek(0)
        status = _run_child(entry, limits, question, answer)
        return _take_answer(status, limits, answer)


def _check_body(entry: Reader, body: bytes, limits: Limits) -> None:
    if len(body) > limits.input_bytes:
        raise UnreadableFile(f"the file has {len(body):,} bytes, over the limit of {limits.input_bytes:,}")
    media = sniff(body)
    if media not in entry.accepts:
        raise UnreadableFile(f"expected {DESCRIPTIONS[entry.accepts[0]]}, received {DESCRIPTIONS[media]}")


def _run_child(entry: Reader, limits: Limits, question: IO[bytes], answer: IO[bytes]) -> int:
    """The child's exit status; negative when a signal ended it."""
    command = write_command("main", entry.target, limits)
    with subprocess.Popen(command, stdin=question, stdout=answer, stderr=subprocess.DEVNULL,
                          env={}, cwd="/", start_new_session=True) as child:
        try:
            return child.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(f"the reader took longer than {limits.wall_seconds} seconds") from error
        finally:
            child.kill()


def write_command(way: str, target: str, limits: Limits) -> list[str]:
    """How a child is started that answers in one of the worker's ways: `main` at once, `stream` value by value."""
    told = orjson.dumps(asdict(limits)).decode()
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT), way, target, told]


def _take_answer(status: int, limits: Limits, answer: IO[bytes]) -> Any:
    if status < 0:
        raise UnreadableFile(describe_signal(-status, limits))
    answer.seek(0)
    text = answer.read(limits.output_bytes + 1)
    if len(text) >= limits.output_bytes:
        raise UnreadableFile(f"the file's content exceeds {limits.output_bytes:,} bytes")
    try:
        kind, value = orjson.loads(text)
    except ValueError as error:
        raise UnreadableFile(f"the reader ended without an answer (status {status})") from error
    if kind != "data":
        raise UnreadableFile(value)
    return value


def describe_signal(number: int, limits: Limits) -> str:
    """Why a child was ended by a signal, as a sentence's half."""
    if number == signal.SIGXCPU:
        return f"the reader used more than {limits.cpu_seconds} seconds of CPU"
    return f"the reader was ended by {signal.Signals(number).name}"
