"""`kanri corporate-numbers load`: files of the tax agency's register into the database."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from db.corporations.files import find_file, note_file, prepare_keys
from db.corporations.load import Merged, merge_chunks, suspend_index
from db.references import note_reference
from db.store import lock_writers
from scrapers.corporate_numbers.card import CARD, NAME
from scrapers.corporate_numbers.child import read_in_child
from scrapers.corporate_numbers.text import UnreadableFile

Progress = Callable[[str, int], None]
"""Hears the name of the file and how many of its rows are merged."""


@dataclass(frozen=True, slots=True)
class FileLoad:
    """What one file brought. `bad_rows` are the first hundred of the `bad` ones: table, line, reason.

    `known` says that a file of this content was loaded before: then nothing was done, and the counts are 0.
    """

    name: str
    encoding: str
    rows: int
    new: int
    changed: int
    bad: int
    bad_rows: tuple[tuple[str, int, str], ...] = ()
    known: bool = False


def load_corporate_numbers(
    engine: Engine, files: Iterable[Path], progress: Progress = lambda name, rows: None
) -> list[FileLoad]:
    """Load files (.csv or .zip, full or difference, in any order), each in one transaction.

    A load that was killed is resumed by running it again: files that are in are passed over. Raises
    UnreadableFile for the first file that is none; those before it stay loaded.
    """
    return [_load_file(engine, path, progress) for path in files]


def _load_file(engine: Engine, path: Path, progress: Progress) -> FileLoad:
    digest = hash_file(path)
    with engine.begin() as connection:
        lock_writers(connection)
        prepare_keys(connection)
        if find_file(connection, digest):
            return FileLoad(path.name, "", 0, 0, 0, 0, known=True)
        load = _merge_file(connection, path, progress)
        counts = {name: value for name, value in asdict(load).items() if name in ("rows", "new", "changed", "bad")}
        note_file(connection, digest, path.name, counts)
        note_reference(connection, NAME, CARD.describe(), _tell_counts(load))
        return load


def _merge_file(connection: Connection, path: Path, progress: Progress) -> FileLoad:
    done = Merged()
    with read_in_child(path) as reading, suspend_index(connection, reading.text_bytes):
        for done in merge_chunks(connection, reading.read_chunks()):
            progress(path.name, done.rows)
    encoding = " ".join(dict.fromkeys(reading.encodings))
    return FileLoad(path.name, encoding, done.rows, done.new, done.changed, reading.bad, tuple(reading.bad_rows))


def _tell_counts(load: FileLoad) -> dict[str, int]:
    return {"documents": 1, "records": load.rows, "new": load.new, "changed": load.changed, "rejected": load.bad}


def hash_file(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}") from error
