"""Reading files of corporate numbers in a child process with limits, while the parent writes to the database.

The child sends frames through a pipe: a line of JSON, then as many bytes as that line says. So five million rows
pass in little memory, a hostile file hurts nobody, and two processors are two.
"""

import gc
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from db.corporations.chunks import Chunk
from scrapers.corporate_numbers.rows import Table, read_chunks
from scrapers.corporate_numbers.text import UnreadableFile, open_tables, open_text
from scrapers.readers.child import MEBIBYTE

MEMORY_BYTES = 512 * MEBIBYTE
CPU_SECONDS = 900
"""Twenty times what the five million rows of the whole register take."""

# No environment, no user site, no bytecode left behind: see `scrapers.readers.child`.
_START = """
import sys
sys.path.insert(0, sys.argv[1])
from scrapers.corporate_numbers.child import main
main(sys.argv[2])
"""
_ENDED = "the reader of the file was ended: it used too much memory or time"
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Reading:
    """A file while it is read: its size as text, and, once the chunks are through, what its tables were."""

    process_id: int
    text_bytes: int
    _frames: "IO[bytes]"
    encodings: list[str] = field(default_factory=list)
    rows: int = 0
    bad: int = 0
    bad_rows: list[tuple[str, int, str]] = field(default_factory=list)

    def read_chunks(self) -> Iterator[Chunk]:
        """The rows in the form for COPY; raises UnreadableFile where the file turns out to be none."""
        while (frame := _read_frame(self._frames))["kind"] != "end":
            if frame["kind"] == "chunk":
                yield Chunk(_read_body(self._frames, frame["bytes"]), frame["rows"], frame["plain"])
            else:
                self._note_table(frame)

    def _note_table(self, frame: dict[str, Any]) -> None:
        self.encodings.append(frame["encoding"])
        self.rows += frame["rows"]
        self.bad += frame["bad"]
        self.bad_rows = [*self.bad_rows, *map(tuple, frame["bad_rows"])][:100]


@contextmanager
def read_in_child(path: Path) -> Iterator[Reading]:
    """Open a file (.csv or .zip) for reading; raises UnreadableFile, there or later, with one sentence why."""
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT), str(path.absolute())]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={}, cwd="/", start_new_session=True, bufsize=MEBIBYTE,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        try:
            yield Reading(child.pid, _read_frame(child.stdout)["bytes"], child.stdout)
        finally:
            child.kill()


def _read_frame(frames: "IO[bytes]") -> dict[str, Any]:
    line = frames.readline()
    if not line.endswith(b"\n"):
        raise UnreadableFile(_ENDED)
    frame: dict[str, Any] = orjson.loads(line)
    if frame["kind"] == "unreadable":
        raise UnreadableFile(frame["reason"])
    return frame


def _read_body(frames: "IO[bytes]", length: int) -> bytes:
    body = frames.read(length)
    if len(body) < length:
        raise UnreadableFile(_ENDED)
    return body


def main(path: str) -> None:
    """The child's side: take limits, read the file at `path`, send frames to standard output."""
    _limit_process()
    gc.disable()  # nothing here is cyclic, and looking for it takes a tenth of the time
    try:
        _send_file(Path(path))
    except UnreadableFile as error:
        _send({"kind": "unreadable", "reason": str(error)})
    except MemoryError:
        _send({"kind": "unreadable", "reason": f"{Path(path).name} takes too much memory to read"})


def _send_file(path: Path) -> None:
    with open_tables(path) as found:
        _send({"kind": "size", "bytes": sum(table.size for table in found)})
        for file in found:
            batches, encoding = open_text(file)
            table = Table(file.name)
            for chunk in read_chunks(table, batches):
                _send({"kind": "chunk", "rows": chunk.rows, "plain": chunk.plain}, chunk.text)
            told = {"rows": table.rows, "bad": table.bad, "bad_rows": table.bad_rows}
            _send({"kind": "table", "encoding": encoding, **told})
    _send({"kind": "end"})


def _send(frame: dict[str, Any], body: bytes = b"") -> None:
    out = sys.stdout.buffer
    out.write(orjson.dumps({**frame, "bytes": len(body)} if body else frame) + b"\n")
    out.write(body)
    out.flush()


def _limit_process() -> None:
    table = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in table.items():
        # macOS refuses RLIMIT_AS; the other limits still hold there.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
