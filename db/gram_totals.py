"""Totals for searches of one to three characters: each publication counts what it changes.

A frequent character is in so many names that to count them would cost more than all the rest of an answer. Of one and
two characters every total is kept; of three, those of which both pairs are frequent (db/triples.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from psycopg import Cursor
from sqlalchemy import Connection

from db.copying import driver_cursor
from db.gram_pages import FREQUENT
from db.lines import write_array
from db.models import FOREVER
from db.triples import list_pieces

_ADD = """
INSERT INTO published.gram_total AS t (kind, gram, count, since)
SELECT kind, gram, change, %s FROM unnest(%s::text[], %s::text[], %s::integer[]) AS changed(kind, gram, change)
ON CONFLICT (kind, gram) DO UPDATE SET count = t.count + excluded.count, since = excluded.since
"""

_PAIRS = "SELECT kind, gram FROM published.gram_total WHERE count >= %s AND length(gram) = 2"

# A beginning is three characters long too; the second of them tells it from a piece.
_DROP = """
DELETE FROM published.gram_total WHERE kind = %(kind)s AND length(gram) = 3 AND substr(gram, 2, 1) <> '^'
AND (left(gram, 2) = ANY(%(pairs)s::text[]) OR right(gram, 2) = ANY(%(pairs)s::text[]))
"""

_COUNT = f"""
INSERT INTO published.gram_total (kind, gram, count, since)
SELECT %(kind)s, piece, count(*), %(edition)s FROM (
  SELECT DISTINCT n.id, substr(name, at, 3) AS piece FROM published.naming n
  CROSS JOIN LATERAL unnest(string_to_array(n.names, E'\\n')) AS name
  CROSS JOIN LATERAL generate_series(1, length(name) - 2) AS at
  WHERE n.kind = %(kind)s AND n.edition_to = {FOREVER} AND n.grams && %(fresh)s::text[]
    AND substr(name, at, 2) = ANY(%(pairs)s::text[]) AND substr(name, at + 1, 2) = ANY(%(pairs)s::text[])
    AND (substr(name, at, 2) = ANY(%(fresh)s::text[]) OR substr(name, at + 1, 2) = ANY(%(fresh)s::text[]))
    AND substr(name, at + 1, 1) <> '^') AS found
GROUP BY piece
"""


class GramTotals:
    """Collects how a publication changes the totals, and writes them with its edition.

    `frequent` are the pairs, by kind, of which pieces of three are counted: those that were frequent before it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changes: Counter[tuple[str, str]] = Counter()
        with driver_cursor(connection) as cursor:
            self.frequent = _read_pairs(cursor)

    def add(self, grams: Mapping[tuple[str, str], int]) -> None:
        """How many new namings have each gram, by kind and gram."""
        self._changes.update(grams)

    def take_off(self, kind: str, names: str, grams: Iterable[str]) -> None:
        """Count no more a naming that ends."""
        pairs = self.frequent.get(kind, frozenset())
        self._changes.subtract([(kind, piece) for piece in list_pieces(names, grams, pairs)])

    def save(self, edition: int) -> None:
        """Write what changed as of this edition; an unchanged total stays true for it. What nobody has is forgotten."""
        changed = sorted((kind, gram, change) for (kind, gram), change in self._changes.items() if change != 0)
        self._changes.clear()
        if changed:
            kinds, grams, changes = zip(*changed, strict=True)
            with driver_cursor(self._connection) as cursor:
                cursor.execute(_ADD, (edition, write_array(kinds), write_array(grams), list(changes)))
                cursor.execute("DELETE FROM published.gram_total WHERE count = 0")
                self._renew_triples(cursor, edition)

    def _renew_triples(self, cursor: Cursor[Any], edition: int) -> None:
        """Drop the pieces of pairs that are frequent no more, and count those of pairs that have become so."""
        before, self.frequent = self.frequent, _read_pairs(cursor)
        for kind in before.keys() | self.frequent.keys():
            was, pairs = before.get(kind, frozenset()), self.frequent.get(kind, frozenset())
            if stale := was - pairs:
                cursor.execute(_DROP, {"kind": kind, "pairs": _write(stale)})
            if fresh := pairs - was:
                told = {"kind": kind, "edition": edition, "fresh": _write(fresh), "pairs": _write(pairs)}
                cursor.execute(_COUNT, told)


def _read_pairs(cursor: Cursor[Any]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for kind, pair in cursor.execute(_PAIRS, [FREQUENT]):
        found[kind].add(pair)
    return {kind: frozenset(pairs) for kind, pairs in found.items()}


def _write(pairs: frozenset[str]) -> str:
    return write_array(sorted(pairs))
