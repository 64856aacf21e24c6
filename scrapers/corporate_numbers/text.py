"""The text of a file of corporate numbers: plain or in a zip, UTF-8 or cp932, proven and never guessed."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

_BLOCK = 1 << 16  # a batch that fits the processor's cache is read twice as fast
_LONGEST_LINE = 1 << 22
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: None, codecs.BOM_UTF16_BE: None}
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_ENCODINGS = ("utf-8", "cp932")


class TableFile(NamedTuple):
    """A table as it lies in a file: its name, how it is opened, and its size in bytes."""

    name: str
    open: Callable[[], IO[bytes]]
    size: int


class UnreadableFile(ValueError):
    """A file that is no file of corporate numbers; the message names it and what is wrong, not what it holds."""


@contextmanager
def open_tables(path: Path) -> Iterator[list[TableFile]]:
    """The tables of a file: itself, or every .csv in a zip.

    Raises UnreadableFile for a damaged zip, one without a table, and a file that is not there.
    """
    try:
        if not zipfile.is_zipfile(path):
            yield [TableFile(path.name, lambda: path.open("rb"), path.stat().st_size)]
            return
        with zipfile.ZipFile(path) as archive:
            yield _list_entries(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableFile(f"{path.name} is a damaged or half-downloaded zip") from error
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}") from error


def open_text(table: TableFile) -> tuple[Iterator[list[str]], str]:
    """The lines of a table in batches of a megabyte, and the encoding that its first Japanese characters prove.

    Iterating raises UnreadableFile where a later byte is not of that encoding.
    """
    encoding = detect_encoding(table)
    return _read_lines(table, encoding), encoding


def detect_encoding(table: TableFile) -> str:
    """`utf-8-sig`, `utf-8` or `cp932`: by its mark, else the first in which its first foreign line is readable.

    A line of Japanese in cp932 is never valid UTF-8; whatever follows is still decoded strictly.
    """
    with table.open() as file:
        block = file.read(_BLOCK)
        marked = next((mark for mark in _BOMS if block.startswith(mark)), None)
        if marked is not None:
            return _accept(table, _BOMS[marked])
        while block.isascii() and block:
            block = file.read(_BLOCK)
    foreign = next((line for line in block.split(b"\n") if not line.isascii()), b"")
    return _accept(table, next((encoding for encoding in _ENCODINGS if _fits(foreign, encoding)), None))


def _list_entries(path: Path, archive: zipfile.ZipFile) -> list[TableFile]:
    entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
    if not entries:
        raise UnreadableFile(f"{path.name} holds no .csv file")
    return [
        TableFile(f"{path.name}/{entry.filename}", partial(archive.open, entry), entry.file_size) for entry in entries
    ]


def _accept(table: TableFile, encoding: str | None) -> str:
    if encoding is None:
        raise UnreadableFile(f"{table.name} is neither UTF-8 nor cp932 (Shift_JIS)")
    return encoding


def _fits(line: bytes, encoding: str) -> bool:
    try:
        # Not final: the block may have ended inside a character.
        text = codecs.getincrementaldecoder(encoding)().decode(line)
    except UnicodeDecodeError:
        return False
    # Other encodings read as cp932 give half-width katakana, which the register does not write.
    return _HALF_WIDTH.search(text) is None


def _read_lines(table: TableFile, encoding: str) -> Iterator[list[str]]:
    number, rest = 0, b""
    with table.open() as file:
        while block := file.read(_BLOCK):
            # Neither encoding has a line feed inside a character.
            whole, _, rest = (rest + block).rpartition(b"\n")
            if len(rest) > _LONGEST_LINE:
                raise UnreadableFile(f"{table.name} is no table: there is no line end after line {number}")
            if whole:
                lines = _decode(table, whole, encoding, number).split("\n")
                number += len(lines)
                yield lines
        if rest:
            yield [_decode(table, rest, encoding, number)]


def _decode(table: TableFile, block: bytes, encoding: str, number: int) -> str:
    try:
        return block.decode(encoding)
    except UnicodeDecodeError as error:
        line = number + block.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(f"{table.name} is not {encoding} throughout: see line {line}") from error
