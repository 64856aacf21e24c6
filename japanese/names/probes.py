"""Where to look for what a query may mean: the same plan for a list in memory and for a database.

Names are listed in planes, each with keys of its own: the name, its reading, its English, its loanwords.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from japanese.names.keys import NameKeys, QueryKeys
from japanese.names.mistyping import mend

GOOD = 0.75
"""A better hit makes it needless to look for names that merely contain the query or sound like it."""

FEW_ERRORS, MOST_ERRORS = 1, 3
"""How many errors are looked for where some name has exactly the key, and where none has."""

RUN_LENGTHS: Mapping[str, int] = {"name": 2, "reading": 3, "english": 3}
"""Of how many letters the runs are by which names are found that share some: pairs of kanji, triples of Latin."""

_SHORTEST_LOAN = 3
_LONGEST_MENDED = 10


class Probe(NamedTuple):
    """A key to look for in a plane, with at most so many errors."""

    plane: str
    key: str
    errors: int


def list_name_keys(keys: NameKeys) -> list[tuple[str, str]]:
    """The keys under which a name is listed, as (plane, key)."""
    listed = [("name", keys.core_key), *(("reading", key) for key in keys.reading_keys)]
    listed += [("english", key) for key in keys.english_keys]
    return listed + [("loan", keys.loan_key)] * (len(keys.loan_key) >= _SHORTEST_LOAN)


def list_query_keys(query: QueryKeys) -> list[tuple[str, str]]:
    """The keys that a query means as it was typed, as (plane, key), each once."""
    english = () if query.english is None else (query.english.core, query.english.whole)
    keys = [
        ("name", query.core_key),
        *(("reading", sound.key) for sound in query.sounds),
        *(("english", key) for key in english),
    ]
    return list(dict.fromkeys(keys))


def list_remote_probes(query: QueryKeys) -> Iterator[Probe]:
    """What else a query may mean: mistyped, heard and written with other kanji, or English behind katakana."""
    for sound in query.sounds:
        if sound.kana is None and len(sound.letters) <= _LONGEST_MENDED:
            # A wrong letter can break more of the key than itself (shfki): each letter is left out in turn.
            yield from (Probe("reading", key, 1) for key in sorted(mend(sound.letters)))
    for sound in query.guessed_sounds:
        yield Probe("reading", sound.key, 1)
    if query.loan_key:
        yield Probe("loan", query.loan_key, 2)


def list_overlap_keys(query: QueryKeys) -> dict[str, str]:
    """One key for each plane, of which names may share runs."""
    found: dict[str, str] = {}
    for plane, key in list_query_keys(query):
        found.setdefault(plane, key)
    return found


def list_runs(plane: str, key: str) -> set[str]:
    """The runs of a few letters in a key; a shorter key is its own run."""
    size = RUN_LENGTHS[plane]
    return {key[at : at + size] for at in range(len(key) - size + 1)} or {key}
