"""Finding names that contain what was typed, or share much of it: by their rarest common letters first."""

from collections import Counter, defaultdict
from collections.abc import Iterable

_LOOKED_AT = 8_000  # postings per query: bounds the time whatever is typed
_KEPT = 30


class OverlapIndex:
    """Entries by the runs of a few letters in their keys: pairs for kanji, triples for Latin letters."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._postings: dict[str, list[int]] = defaultdict(list)

    def add(self, key: str, entry: int) -> None:
        """List an entry under the runs of its key."""
        for run in self._runs(key):
            self._postings[run].append(entry)

    def find(self, key: str) -> list[int]:
        """The entries that share most runs with the key, most first."""
        known = sorted((self._postings[run] for run in self._runs(key) if run in self._postings), key=len)
        counts: Counter[int] = Counter()
        seen = 0
        for postings in known:
            if counts and seen + len(postings) > _LOOKED_AT:
                break
            counts.update(postings[:_LOOKED_AT])
            seen += len(postings)
        return [entry for entry, _ in counts.most_common(_KEPT)]

    def _runs(self, key: str) -> Iterable[str]:
        return {key[at : at + self._size] for at in range(len(key) - self._size + 1)} or {key}
