"""Rows of the publishers' files, read one at a time with limits: CSV plain or zipped, and JSON."""

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

_MEGABYTE = 1024 * 1024
# The largest real ones: 18 MB (towns), 0.3 MB (a zipped CSV's content), 0.4 MB (one municipality's towns).
_LARGEST_CSV = 256 * _MEGABYTE
_LARGEST_MEMBER = 64 * _MEGABYTE
_LARGEST_JSON = 16 * _MEGABYTE
_LONGEST_NAME = 100


class GazetteerSourceError(Exception):
    """A publisher's file is not what it should be; the message names the file."""


class MunicipalityRow(NamedTuple):
    """One municipality or ward as published; code of 5 digits, degrees WGS 84 (JGD2011 within a metre)."""

    code: str
    prefecture: str
    county: str
    city: str
    ward: str
    kana: str
    romaji: str
    lon: float | None
    lat: float | None
    effective_on: str | None
    abolished_on: str | None


class TownRow(NamedTuple):
    """One town as published, under the names of its prefecture and municipality."""

    prefecture: str
    city: str
    town: str
    koaza: str
    lon: float | None
    lat: float | None


class PrefectureRow(NamedTuple):
    """One prefecture with its representative point."""

    code: str
    name: str
    lon: float | None
    lat: float | None


def read_csv(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, or of the only CSV file in a zip; every one of `columns` must be there."""
    with _open_csv(path) as lines:
        rows = csv.DictReader(lines)
        missing = [column for column in columns if column not in (rows.fieldnames or ())]
        if missing:
            raise GazetteerSourceError(f"{path.name}: column {', '.join(missing)} is missing")
        try:
            for row in rows:
                if row[columns[0]] is None or any(row[column] is None for column in columns):
                    raise GazetteerSourceError(f"{path.name}, line {rows.line_num}: too few cells")
                yield row
        except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile, EOFError) as error:
            raise GazetteerSourceError(f"{path.name}, line {rows.line_num}: {error}") from error


@contextmanager
def _open_csv(path: Path) -> Iterator[io.TextIOBase]:
    if path.suffix != ".zip":
        _check_size(path, _LARGEST_CSV)
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
        return
    try:
        with zipfile.ZipFile(path) as archive:
            member = _choose_member(path, archive)
            with archive.open(member) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
    except zipfile.BadZipFile as error:
        raise GazetteerSourceError(f"{path.name} is not a whole zip: {error}") from error


def _choose_member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
    if len(members) != 1:
        raise GazetteerSourceError(f"{path.name} holds {len(members)} CSV files instead of one")
    if members[0].file_size > _LARGEST_MEMBER:
        raise GazetteerSourceError(
            f"{path.name}: {members[0].file_size} bytes unpacked are more than a municipality file has"
        )
    return members[0]


def _check_size(path: Path, largest: int) -> None:
    size = path.stat().st_size
    if size > largest:
        raise GazetteerSourceError(f"{path.name}: {size} bytes are more than such a file has")


def read_json(path: Path) -> Any:
    """The content of a JSON file of reasonable size."""
    _check_size(path, _LARGEST_JSON)
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise GazetteerSourceError(f"{path.name} is not JSON: {error}") from error


def read_degrees(value: object, name: str) -> float | None:
    """A coordinate in degrees, None where the publisher has none; GazetteerSourceError for anything else."""
    if value is None or value == "":
        return None
    try:
        degrees = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        degrees = math.nan
    # Japan from Yonaguni to Minamitorishima and from Okinotorishima to Etorofu.
    if not 20 <= degrees <= 155:
        raise GazetteerSourceError(f"{name}: {value!r} is not a coordinate in Japan")
    return degrees


def read_name(value: object, file: str) -> str:
    """A name of reasonable length, without spaces around it."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        raise GazetteerSourceError(f"{file}: {str(value)[:40]!r} is not a name")
    return value.strip()
