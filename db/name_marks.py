"""By what a name is found in the database: the keys and marks of a published record, and those of a query.

`grams` are what one or two characters find: those of the name, and beginnings. `keys` are compared letter by letter;
`marks` lead to them by one index: pieces of which one survives a typing error, runs of letters that a longer name
contains, and places. Both sides are made here and nowhere else.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from db.vocabulary import PREFECTURES
from japanese.names.keys import NameKeys
from japanese.names.near import list_segments, probe_segments
from japanese.names.probes import Probe, list_name_keys, list_runs
from japanese.names.readings import guess_readings
from japanese.romaji import romanize, skeleton
from japanese.text import match_key

_LETTER = {"name": "n", "reading": "r", "english": "e", "loan": "l"}
_PLANE = {letter: plane for plane, letter in _LETTER.items()}
_BEGINNINGS = (1, 2)
_HEARD = ("reading", "english")
"""Planes of Latin letters, in which runs are marked; those of names are the column `grams`."""
_MUNICIPAL = "市区町村"


class NameColumns(NamedTuple):
    """The columns of search: folded names, one a line; then grams, keys and marks."""

    names: str
    grams: tuple[str, ...]
    keys: tuple[str, ...]
    marks: tuple[str, ...]


def write_name_columns(names: Iterable[NameKeys]) -> NameColumns:
    """The columns by which a record with these names is found."""
    listed = list(names)
    keys = sorted({(plane, key) for one in listed for plane, key in list_name_keys(one)})
    marks = {mark_whole(one.loose_key) for one in listed}.union(*(_mark_key(*key) for key in keys))
    grams = {gram for one in listed for gram in one.grams}.union(*(_list_beginnings(*key) for key in keys))
    return NameColumns(
        names="\n".join(sorted({one.match_key for one in listed})),
        grams=tuple(sorted(grams)),
        keys=tuple([f"{_LETTER[plane]}:{key}" for plane, key in keys]),
        marks=tuple(sorted(marks)),
    )


def read_key(written: str) -> tuple[str, str]:
    """The plane and the key of an entry of `keys`."""
    # Thousands are read for one search: the letter is always one.
    return _PLANE[written[0]], written[2:]


def mark_whole(loose_key: str) -> str:
    """The mark of a whole name."""
    return f"={loose_key}"


def mark_probe(probe: Probe) -> set[str]:
    """The marks of names that a probe may mean: any of them."""
    letter = _LETTER[probe.plane]
    return {f"{letter}{length}.{at}.{piece}" for length, at, piece in probe_segments(probe.key, probe.errors)}


def write_beginning(plane: str, key: str) -> str:
    """The gram of names that begin with one or two letters; no longer search looks for grams of that length."""
    return f"{_LETTER[plane]}^{key}"


def mark_runs(plane: str, key: str) -> list[str]:
    """The marks of names that contain a key: all of them."""
    return sorted(f"{_LETTER[plane]}~{run}" for run in list_runs(plane, key))


def mark_place(name: str) -> str:
    """The mark of a place by its name as typed, in kanji or in Latin letters."""
    key = match_key(name)
    return f"@{skeleton(key) if key.isascii() else key}"


@lru_cache(maxsize=4096)  # there are fewer municipalities
def list_place_marks(prefecture_code: str | None, municipality: str | None) -> tuple[str, ...]:
    """The marks of where an organization is, with and without what the name of a place ends in."""
    names = set(_list_prefecture_names(prefecture_code))
    if municipality is not None:
        names |= set(_list_municipality_names(municipality))
    return tuple(sorted(map(mark_place, names)))


def _mark_key(plane: str, key: str) -> list[str]:
    letter = _LETTER[plane]
    marks = [f"{letter}{length}.{at}.{piece}" for length, at, piece in list_segments(key)]
    return marks + [f"{letter}~{run}" for run in list_runs(plane, key)] if plane in _HEARD else marks


def _list_beginnings(plane: str, key: str) -> set[str]:
    return set() if plane == "loan" or key == "" else {write_beginning(plane, key[:length]) for length in _BEGINNINGS}


def _list_prefecture_names(code: str | None) -> Iterator[str]:
    if code is not None:
        japanese, english, *_ = PREFECTURES[code]
        yield from (japanese, english) if code == "01" else (japanese, japanese[:-1], english)


def _list_municipality_names(name: str) -> Iterator[str]:
    """`西多摩郡瑞穂町` is also 瑞穂町 and 瑞穂, `札幌市中央区` also 札幌市 and 札幌; each as it may be read, too."""
    county, _, behind = name.partition("郡")
    inner = behind if county and behind else name
    city, _, ward = inner.partition("市")
    parts = {name, inner, *((f"{city}市", ward) if city and ward else ())}
    bare = {part[:-1] for part in parts if len(part) > 2 and part[-1] in _MUNICIPAL and "市" not in part[1:-1]}
    for part in sorted(parts | bare):
        yield part
        yield from (romanize(kana) for kana in guess_readings(part))
