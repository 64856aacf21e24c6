"""The gazetteer's file: a SQLite database, written beside the present one, in its place when whole."""

import hashlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from japanese.addresses import Source
from japanese.addresses.fold import fold_key
from japanese.addresses.former import find_successor
from japanese.addresses.gazetteer import LAYOUT
from japanese.addresses.prefectures import PREFECTURE_NAMES
from scrapers.gazetteer.rows import GazetteerSourceError, MunicipalityRow, PrefectureRow, TownRow

_SCHEMA = """
CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    name TEXT, publisher TEXT, licence TEXT, attribution TEXT, url TEXT, dated TEXT, sha256 TEXT
);
CREATE TABLE prefecture (code TEXT PRIMARY KEY, name TEXT, lon REAL, lat REAL) WITHOUT ROWID;
CREATE TABLE municipality (
    code TEXT, prefecture TEXT, county TEXT, city TEXT, ward TEXT, kana TEXT, romaji TEXT,
    lon REAL, lat REAL, effective_on TEXT, abolished_on TEXT
);
CREATE TABLE town (
    municipality TEXT, seq INTEGER, town TEXT, koaza TEXT, lon REAL, lat REAL, PRIMARY KEY (municipality, seq)
) WITHOUT ROWID;
"""
_BATCH = 5000


class Counts(NamedTuple):
    """What a gazetteer holds, and the towns under names to which no municipality answers."""

    municipalities: int
    towns: int
    unplaced: dict[str, int]


class GazetteerWriter:
    """Writes one gazetteer file; nothing is visible before `finish`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._part.unlink(missing_ok=True)
        self._connection = sqlite3.connect(self._part, isolation_level=None)
        # The file is thrown away if anything goes wrong, so it needs no journal while it is written.
        self._connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA} BEGIN;")
        self._digest = hashlib.sha256()
        self._codes: dict[tuple[str, str], str] = {}
        self._seen: Counter[str] = Counter()
        self._unplaced: Counter[str] = Counter()
        self._municipalities = 0

    def add_municipalities(self, rows: Iterable[MunicipalityRow]) -> None:
        """Store the municipalities; they are few and are kept for placing the towns."""
        codes = {name: code for code, name in PREFECTURE_NAMES.items()}
        for row in rows:
            prefecture = codes.get(row.prefecture)
            if prefecture is None or not row.code.startswith(prefecture):
                raise GazetteerSourceError(
                    f"municipality {row.code}: not a code of prefecture {row.prefecture!r}"
                )
            self._insert("municipality", (row.code, prefecture, *row[2:]))
            self._municipalities += row.abolished_on is None
            name = (row.prefecture, fold_key(row.county + row.city + row.ward))
            if row.abolished_on is None or name not in self._codes:
                self._codes[name] = row.code
        if not self._municipalities:
            raise GazetteerSourceError("the municipality file has no municipality of today")

    def add_prefectures(self, rows: Iterable[PrefectureRow]) -> None:
        """Store the prefectures' points."""
        for row in rows:
            if PREFECTURE_NAMES.get(row.code) != row.name:
                raise GazetteerSourceError(f"prefecture {row.code}: {row.name!r} is not its name")
            self._insert("prefecture", row)

    def add_towns(self, rows: Iterable[TownRow]) -> Iterator[int]:
        """Store the towns under today's municipalities, yielding their number after every few thousand."""
        batch: list[tuple[object, ...]] = []
        for row in rows:
            code = self._find_code(row)
            if code is None:
                self._unplaced[row.prefecture + row.city] += 1
                continue
            self._seen[code] += 1
            batch.append((code, self._seen[code], row.town, row.koaza, row.lon, row.lat))
            if len(batch) >= _BATCH:
                self._insert_towns(batch)
                yield self._seen.total()
                batch = []
        self._insert_towns(batch)
        yield self._seen.total()

    def _find_code(self, row: TownRow) -> str | None:
        code = self._codes.get((row.prefecture, row.city))
        if code is None:
            code = self._codes.get((row.prefecture, fold_key(row.city)))
        if code is None:
            today = find_successor(row.prefecture, row.city, row.town)
            return None if today is None else self._codes.get((row.prefecture, fold_key(today)))
        self._codes[row.prefecture, row.city] = code
        return code

    def _insert(self, table: str, row: tuple[object, ...]) -> None:
        marks = ",".join("?" * len(row))
        self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        self._digest.update(repr(row).encode())

    def _insert_towns(self, batch: list[tuple[object, ...]]) -> None:
        self._connection.executemany("INSERT INTO town VALUES (?,?,?,?,?,?)", batch)
        for row in batch:
            self._digest.update(repr(row).encode())

    @property
    def counts(self) -> Counts:
        """What was stored so far."""
        return Counts(self._municipalities, self._seen.total(), dict(self._unplaced))

    def finish(self, sources: Iterable[Source], metadata: dict[str, str]) -> str:
        """Put the file in its place; the name of its edition (equal content, equal name)."""
        edition = self._digest.hexdigest()[:16]
        self._connection.executemany("INSERT INTO source VALUES (?,?,?,?,?,?,?)", sources)
        counts = self.counts
        facts = {
            "layout": LAYOUT,
            "edition": edition,
            "municipalities": str(counts.municipalities),
            "towns": str(counts.towns),
            **metadata,
        }
        self._connection.executemany("INSERT INTO metadata VALUES (?,?)", facts.items())
        self._connection.execute("COMMIT")
        self._connection.close()
        with self._part.open("rb+") as written:
            os.fsync(written.fileno())
        self._part.replace(self._path)
        return edition

    def discard(self) -> None:
        """Leave no trace of an unfinished file."""
        self._connection.close()
        self._part.unlink(missing_ok=True)
