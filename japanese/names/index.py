"""A list of names in memory, searched by any way to write them."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from japanese.names.keys import QueryKeys, Sound, query_keys
from japanese.names.mistyping import mend
from japanese.names.near import NearIndex
from japanese.names.overlap import OverlapIndex
from japanese.names.ranking import Hit, rank
from japanese.names.scoring import ANYWHERE, Candidate, Place

_GOOD = 0.75  # a better hit makes it needless to look for names that merely contain the query
_TIED = 100


class NameIndex:
    """Names of legal persons, found however they are written. Sole proprietors must not be put in."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates: list[Candidate] = []
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._wholes: dict[str, list[int]] = defaultdict(list)
        self._near = {plane: NearIndex() for plane in ("name", "reading", "english", "loan")}
        self._overlap = {"name": OverlapIndex(2), "reading": OverlapIndex(3), "english": OverlapIndex(3)}
        with _without_collection():
            for entry, candidate in enumerate(candidates):
                self._candidates.append(candidate)
                self._add(entry, candidate)

    def __len__(self) -> int:
        return len(self._candidates)

    def search(self, text: str, place: Place = ANYWHERE, limit: int = 10) -> list[Hit]:
        """The organizations that a query may mean, best first; all that tie for the first place are kept."""
        query = query_keys(text)
        close = set(self._gather_close(query))
        hits = self._rank(query, close, place)
        if not hits or hits[0].score < _GOOD:
            hits = self._rank(query, close.union(self._gather_remote(query)), place)
        return _cut_after_ties(hits, limit)

    def _add(self, entry: int, candidate: Candidate) -> None:
        keys = candidate.keys
        for _, digits in candidate.number_keys:
            self._numbers[digits].append(entry)
        self._wholes[keys.loose_key].append(entry)
        planes = {"name": (keys.core_key,), "reading": keys.reading_keys, "english": keys.english_keys}
        if len(keys.loan_key) > 2:
            self._near["loan"].add(keys.loan_key, entry)
        for plane, plane_keys in planes.items():
            for key in plane_keys:
                self._near[plane].add(key, entry)
                self._overlap[plane].add(key, entry)

    def _rank(self, query: QueryKeys, entries: set[int], place: Place) -> list[Hit]:
        return rank(query, [self._candidates[entry] for entry in sorted(entries)], place)

    def _gather_close(self, query: QueryKeys) -> Iterator[int]:
        if query.number is not None:
            yield from self._numbers.get(query.number[1], ())
        yield from self._wholes.get(query.loose_key, ())
        keys = _list_keys(query)
        errors = 1 if any(self._near[plane].find_same(key) for plane, key in keys) else 3
        for plane, key in keys:
            for _, entries in self._near[plane].find_near(key, errors):
                yield from entries

    def _gather_remote(self, query: QueryKeys) -> Iterator[int]:
        yield from self._gather_mistyped(query)
        for sound in query.guessed_sounds:
            for _, entries in self._near["reading"].find_near(sound.key, 1):
                yield from entries
        yield from self._gather_overlapping(query)
        for _, entries in self._near["loan"].find_near(query.loan_key, 2) if query.loan_key else ():
            yield from entries

    def _gather_mistyped(self, query: QueryKeys) -> Iterator[int]:
        """A wrong letter can break more of the key than itself (shfki): leave out each letter in turn."""
        readings = self._near["reading"]
        for sound in query.sounds:
            if sound.kana is None and len(sound.letters) < 11:
                for key in mend(sound.letters):
                    for _, entries in readings.find_near(key, 1):
                        yield from entries

    def _gather_overlapping(self, query: QueryKeys) -> Iterator[int]:
        seen: set[str] = set()
        for plane, key in _list_keys(query):
            if plane not in seen:
                yield from self._overlap[plane].find(key)
            seen.add(plane)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Let the garbage collector rest while many small lists come into being, none of them garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _list_keys(query: QueryKeys) -> list[tuple[str, str]]:
    sounds: tuple[Sound, ...] = query.sounds
    english = () if query.english is None else (query.english.core, query.english.whole)
    keys = [
        ("name", query.core_key),
        *(("reading", sound.key) for sound in sounds),
        *(("english", k) for k in english),
    ]
    return list(dict.fromkeys(keys))


def _cut_after_ties(hits: list[Hit], limit: int) -> list[Hit]:
    if len(hits) <= limit:
        return hits
    return [
        *hits[:limit],
        *(hit for hit in hits[limit:_TIED] if hit.score == hits[limit - 1].score == hits[0].score),
    ]
