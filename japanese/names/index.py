"""A list of names in memory, searched by any way to write them."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from japanese.names.keys import QueryKeys, query_keys
from japanese.names.near import NearIndex
from japanese.names.overlap import OverlapIndex
from japanese.names.probes import (
    FEW_ERRORS,
    GOOD,
    MOST_ERRORS,
    RUN_LENGTHS,
    Probe,
    list_name_keys,
    list_overlap_keys,
    list_query_keys,
    list_remote_probes,
    list_runs,
)
from japanese.names.ranking import Hit, rank
from japanese.names.scoring import ANYWHERE, Candidate, Place

_TIED = 100


class NameIndex:
    """Names of legal persons, found however they are written. Sole proprietors must not be put in."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates: list[Candidate] = []
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._wholes: dict[str, list[int]] = defaultdict(list)
        self._near = {plane: NearIndex() for plane in ("name", "reading", "english", "loan")}
        self._overlap = {plane: OverlapIndex() for plane in RUN_LENGTHS}
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
        if not hits or hits[0].score < GOOD:
            hits = self._rank(query, close.union(self._gather_remote(query)), place)
        return cut_after_ties(hits, limit)

    def _add(self, entry: int, candidate: Candidate) -> None:
        keys = candidate.keys
        for _, digits in candidate.number_keys:
            self._numbers[digits].append(entry)
        self._wholes[keys.loose_key].append(entry)
        for plane, key in list_name_keys(keys):
            self._near[plane].add(key, entry)
            if plane in self._overlap:
                self._overlap[plane].add(list_runs(plane, key), entry)

    def _rank(self, query: QueryKeys, entries: set[int], place: Place) -> list[Hit]:
        return rank(query, [self._candidates[entry] for entry in sorted(entries)], place)

    def _gather_close(self, query: QueryKeys) -> Iterator[int]:
        if query.number is not None:
            yield from self._numbers.get(query.number[1], ())
        yield from self._wholes.get(query.loose_key, ())
        keys = list_query_keys(query)
        found = any(self._near[plane].find_same(key) for plane, key in keys)
        errors = FEW_ERRORS if found else MOST_ERRORS
        yield from self._gather_near(Probe(plane, key, errors) for plane, key in keys)

    def _gather_remote(self, query: QueryKeys) -> Iterator[int]:
        yield from self._gather_near(list_remote_probes(query))
        for plane, key in list_overlap_keys(query).items():
            yield from self._overlap[plane].find(list_runs(plane, key))

    def _gather_near(self, probes: Iterable[Probe]) -> Iterator[int]:
        for plane, key, errors in probes:
            for _, entries in self._near[plane].find_near(key, errors):
                yield from entries


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


def cut_after_ties(hits: list[Hit], limit: int) -> list[Hit]:
    """The first hits; where all of them tie for the first place, all that tie."""
    if len(hits) <= limit:
        return hits
    return [
        *hits[:limit],
        *(hit for hit in hits[limit:_TIED] if hit.score == hits[limit - 1].score == hits[0].score),
    ]
