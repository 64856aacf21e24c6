"""Finding keys within a few typing errors, without looking at all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

Segment = tuple[int, int, str]
"""A piece of a key: the length of the whole key, which piece it is, and its letters."""


def list_segments(key: str) -> list[Segment]:
    """The segments under which a key is listed: one more than errors are allowed, so that one survives them.

    (Li, Deng, Wang, Feng: Pass-Join, VLDB 2011.)
    """
    return [(len(key), at, key[start:end]) for at, start, end in _cut(len(key))]


def probe_segments(key: str, errors: int) -> Iterator[Segment]:
    """The segments that a key with at most so many errors may be listed under, shifted a little."""
    for length in range(max(1, len(key) - errors), len(key) + errors + 1):
        for at, begin, end in _place(len(key), length, min(errors, allow_errors(length))):
            yield length, at, key[begin:end]


def pick_near(key: str, listed: Collection[str], errors: int) -> Iterator[tuple[str, int]]:
    """Those of the listed keys that are at most so many errors away, with how many; short ones allow fewer."""
    for near, distance, _ in extract(key, listed, scorer=OSA.distance, score_cutoff=errors, limit=None):
        if distance <= allow_errors(len(near)):
            yield near, int(distance)


class NearIndex:
    """Keys to be found although up to three letters are wrong, missing, doubled or swapped; fewer if short."""

    def __init__(self) -> None:
        self._keys: dict[str, list[int]] = defaultdict(list)
        self._segments: dict[Segment, list[str]] = defaultdict(list)

    def add(self, key: str, entry: int) -> None:
        """List an entry under a key."""
        entries = self._keys[key]
        if not entries:
            for segment in list_segments(key):
                self._segments[segment].append(key)
        entries.append(entry)

    def find_same(self, key: str) -> list[int]:
        """The entries under exactly this key."""
        return self._keys.get(key, [])

    def find_near(self, key: str, errors: int = 3) -> Iterator[tuple[int, list[int]]]:
        """Entries under keys with at most so many errors, as (errors, entries)."""
        for near, distance in pick_near(key, self._gather(key, errors), errors):
            yield distance, self._keys[near]

    def _gather(self, key: str, errors: int) -> set[str]:
        found: set[str] = set()
        for segment in probe_segments(key, errors):
            if keys := self._segments.get(segment):
                found.update(keys)
        return found


def allow_errors(length: int) -> int:
    """How many typing errors a key of this length may hold and still be meant."""
    return 0 if length < 2 else 1 if length < 6 else 2 if length < 12 else 3


@lru_cache(maxsize=512)
def _cut(length: int) -> Sequence[tuple[int, int, int]]:
    """Segments of a key of this length: (number, start, end)."""
    parts = allow_errors(length) + 1
    return [(at, at * length // parts, (at + 1) * length // parts) for at in range(parts)]


@lru_cache(maxsize=8192)
def _place(asked: int, length: int, allowed: int) -> Sequence[tuple[int, int, int]]:
    """Where in a query the segments of a key can lie: (number, begin, end), given both lengths."""
    shift = asked - length
    if abs(shift) > allowed:
        return []
    return [
        (at, begin, begin + end - start)
        for at, start, end in _cut(length)
        for begin in _windows(start, shift, allowed, asked - (end - start))
    ]


def _windows(start: int, shift: int, allowed: int, last: int) -> range:
    """Where a segment can begin if the errors before and behind it are to add up to what is allowed."""
    low = max(0, start - allowed, start + shift - allowed)
    high = min(last, start + allowed, start + shift + allowed)
    return range(low, high + 1)
