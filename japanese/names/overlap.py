"""Finding names that contain what was typed, or share much of it: by their rarest common letters first."""

from collections import Counter, defaultdict
from collections.abc import Iterable

_LOOKED_AT = 8_000  # postings per query: bounds the time whatever is typed
_KEPT = 30


class OverlapIndex:
    """Entries by the runs of a few letters in their keys."""

    def __init__(self) -> None:
        self._postings: dict[str, list[int]] = defaultdict(list)

    def add(self, runs: Iterable[str], entry: int) -> None:
        """List an entry under the runs of its key."""
        for run in runs:
            self._postings[run].append(entry)

    def find(self, runs: Iterable[str]) -> list[int]:
        """The entries that have most of these runs, most first."""
        known = sorted((self._postings[run] for run in runs if run in self._postings), key=len)
        counts: Counter[int] = Counter()
        seen = 0
        for postings in known:
            if counts and seen + len(postings) > _LOOKED_AT:
                break
            counts.update(postings[:_LOOKED_AT])
            seen += len(postings)
        return [entry for entry, _ in counts.most_common(_KEPT)]
