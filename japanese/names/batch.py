"""Matching a file of queries against a file of names: what `kanri match` runs."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import orjson
from tqdm import tqdm

from japanese.names.index import NameIndex
from japanese.names.ranking import Hit
from japanese.names.scoring import Candidate

NEEDED = ("id", "name")
KNOWN = (*NEEDED, "kana", "english", "prefecture", "municipality", "number")


class UnreadableNames(ValueError):
    """A file of names or queries that cannot be used; the message says what to change and quotes no name."""


def run_match(against: Path, queries: Path, out: TextIO) -> None:
    """Write one JSON line per query line: `{"query", "candidates": [{"id", "name", "score", "features"}]}`.

    `against` is a CSV with the columns id, name and, if known, kana, english, prefecture, municipality,
    number (several with spaces between). Progress goes to standard error. Raises UnreadableNames.
    """
    asked = list(read_queries(queries))
    index = NameIndex(tqdm(read_candidates(against), desc="names", unit=" names", mininterval=1))
    for query in tqdm(asked, desc="matching", unit=" queries", mininterval=1):
        out.write(orjson.dumps(answer(query, index)).decode() + "\n")


def answer(query: str, index: NameIndex) -> dict[str, Any]:
    """The answer to one query, as it is printed."""
    return {"query": query, "candidates": [show_hit(hit) for hit in index.search(query)]}


def show_hit(hit: Hit) -> dict[str, Any]:
    """A hit as it is printed: who, how well, and why."""
    candidate = hit.candidate
    return {
        "id": candidate.id,
        "name": candidate.name,
        "score": round(hit.score, 6),
        "features": hit.features,
    }


def read_candidates(path: Path) -> Iterator[Candidate]:
    """The names of a CSV file in UTF-8, with or without a byte order mark. Raises UnreadableNames."""
    with _open(path) as file:
        rows = csv.DictReader(file)
        try:
            _check_columns(path, rows.fieldnames or ())
            for row in rows:
                yield _read_row(path, rows.line_num, row)
        except (csv.Error, UnicodeDecodeError) as error:
            raise UnreadableNames(f"{path}, near line {rows.line_num}: not a CSV in UTF-8") from error


def read_queries(path: Path) -> Iterator[str]:
    """The queries of a text file in UTF-8, one a line, as they stand. Raises UnreadableNames."""
    with _open(path) as file:
        try:
            yield from (line.rstrip("\r\n") for line in file)
        except UnicodeDecodeError as error:
            raise UnreadableNames(f"{path}: not a text in UTF-8") from error


def _open(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UnreadableNames(f"{path}: {error.strerror}") from error


def _check_columns(path: Path, found: Sequence[str]) -> None:
    missing = [column for column in NEEDED if column not in found]
    if missing:
        has = ", ".join(found) or "none"
        raise UnreadableNames(
            f"{path}: missing column {', '.join(missing)} (known: {', '.join(KNOWN)}; found: {has})"
        )


def _read_row(path: Path, line: int, row: dict[str, Any]) -> Candidate:
    values = {column: (row.get(column) or "").strip() for column in KNOWN}
    if not values["id"] or not values["name"]:
        raise UnreadableNames(f"{path}, line {line}: id and name must not be empty")
    # An id that is itself a number of the register can be asked for like any other number.
    numbers = (values["id"], *values.pop("number").split())
    return Candidate(**values, numbers=numbers)
