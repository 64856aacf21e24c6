"""Totals for searches of one or two characters: each publication counts what it changes.

A frequent character is in so many names that to count them would cost more than all the rest of an answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from db.copying import driver_cursor, write_array
from db.models import FOREVER

_LEAVING = f"""
SELECT v.kind, g.gram, count(*) FROM published.version v CROSS JOIN LATERAL unnest(v.grams) AS g(gram)
WHERE v.id = ANY(:ids) AND v.edition_to = {FOREVER} GROUP BY v.kind, g.gram
"""
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

    def leave(self, ids: Sequence[str]) -> None:
        """Take off the standing versions of these records; to be called before anything closes or deletes them."""
        for kind, gram, count in self._connection.execute(text(_LEAVING), {"ids": list(ids)}):
            self._changes[kind, gram] -= count

    def enter(self, grams: Mapping[tuple[str, str], int]) -> None:
        """Add how often records have each gram as they stand from now on, by kind and gram."""
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
