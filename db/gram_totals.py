"""Totals for searches of one or two characters: each publication counts what it changes.

A frequent character is in so many names that to count them would cost more than all the rest of an answer.
"""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection

from db.copying import driver_cursor
from db.lines import write_array

_ADD = """
INSERT INTO published.gram_total AS t (kind, gram, count, since)
SELECT kind, gram, change, %s FROM unnest(%s::text[], %s::text[], %s::integer[]) AS changed(kind, gram, change)
ON CONFLICT (kind, gram) DO UPDATE SET count = t.count + excluded.count, since = excluded.since
"""


class GramTotals:
    """Collects how a publication changes the totals, and writes them with its edition."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changes: Counter[tuple[str, str]] = Counter()

    def add(self, grams: Mapping[tuple[str, str], int]) -> None:
        """How many more records than before have each gram, by kind and gram; fewer where negative."""
        self._changes.update(grams)

    def save(self, edition: int) -> None:
        """Write what changed as of this edition; an unchanged total stays true for it. What nobody has is forgotten."""
        changed = sorted((kind, gram, change) for (kind, gram), change in self._changes.items() if change != 0)
        self._changes.clear()
        if changed:
            kinds, grams, changes = zip(*changed, strict=True)
            with driver_cursor(self._connection) as cursor:
                cursor.execute(_ADD, (edition, write_array(kinds), write_array(grams), list(changes)))
                cursor.execute("DELETE FROM published.gram_total WHERE count = 0")
