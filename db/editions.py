"""Writing one edition: what differs from the public documents becomes their next version."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import orjson
from sqlalchemy import Connection, text

from db.copying import driver_cursor
from db.drafts import CHANGE_COLUMNS, COLUMNS, NAMING_COLUMNS, Draft, Edition
from db.forgetting import forget, forget_records
from db.gram_totals import GramTotals
from db.identifiers import sort_by_kind
from db.lines import write_array
from db.models import FOREVER, RECORD_KINDS
from db.owners import save_news
from db.standing import plan_many


class EditionWriter:
    """Writes the drafts of a publication as one new edition, if any of them brings anything."""

    def __init__(self, connection: Connection, observed_at: datetime, observed_on: date, sample: bool) -> None:
        self.connection = connection
        self.sample = sample
        # Long lists of grams and marks are pressed in half the time; their columns name no way of their own.
        connection.execute(text("SET LOCAL default_toast_compression = lz4"))
        plan_many(connection)
        # Nobody else publishes meanwhile: writers wait for each other.
        number = connection.scalar(text("SELECT coalesce(max(number), 0) + 1 FROM published.edition")) or 1
        self.edition = Edition(number, observed_at, observed_on)
        self._is_open = False
        self._totals = GramTotals(connection)
        self._grown: Counter[str] = Counter()
        self._seq: int = connection.scalar(text("SELECT coalesce(max(seq), 0) FROM published.change")) or 0

    @property
    def frequent(self) -> Mapping[str, frozenset[str]]:
        """The pairs of characters, by kind of record, of which a draft counts the pieces of three."""
        return self._totals.frequent

    def write(self, draft: Draft) -> None:
        """Write a draft: whose each statement is, new versions, new names, what leaves, and the changes."""
        save_news(self.connection, draft.news)
        if draft.ids or draft.gone:
            self._open()
            self._grown.update(draft.grown)
            self._totals.add(draft.grams)
            self._end_namings(draft.renamed)
            self._write_versions(draft)
            self._remove(draft)
            self._write_changes(draft.changes)

    def finish(self) -> int | None:
        """Close the edition with its totals; answers the number of the edition now public, None before the first."""
        if self._is_open:
            self._totals.save(self.edition.number)
            self.connection.execute(text(_TOTALS), {"number": self.edition.number, "totals": self._count_standing()})
        found: int | None = self.connection.scalar(text("SELECT max(number) FROM published.edition"))
        return found

    def _count_standing(self) -> str:
        """How many records of each kind stand, counted on from the edition before; kinds of which none does are left out."""
        before = self.connection.scalar(text(_TOTALS_BEFORE), {"number": self.edition.number}) or {}
        totals = Counter({kind: before.get(kind, 0) for kind in RECORD_KINDS})
        totals.update(self._grown)
        return orjson.dumps({kind: count for kind, count in totals.items() if count != 0}).decode()

    def _open(self) -> None:
        if not self._is_open:
            told = {"number": self.edition.number, "observed_on": self.edition.observed_on, "sample": self.sample}
            self.connection.execute(text(_OPEN), told | {"at": datetime.now(UTC)})
            self._is_open = True

    def _write_versions(self, draft: Draft) -> None:
        self._close_versions(draft.ids)
        forget(self.connection, draft.persons, draft.stories)
        # A merged id that comes back to life is nobody's alias any more.
        self.connection.execute(text(_REVIVE), {"ids": write_array(draft.ids)})
        self._copy(f"published.version ({', '.join(COLUMNS)})", [draft.versions])
        self._copy(f"published.naming ({', '.join(NAMING_COLUMNS)})", [draft.namings])

    def _remove(self, draft: Draft) -> None:
        if not draft.gone:
            return
        forget_records(self.connection, draft.hidden)
        self._close_versions(list(draft.gone))
        aliases = [{"id": name, "survivor": survivor} for name, survivor in draft.gone.items() if survivor is not None]
        if aliases:
            self.connection.execute(text(_ALIAS), aliases)

    def _close_versions(self, ids: list[str]) -> None:
        for kind, some in sort_by_kind(ids).items():
            self.connection.execute(text(_CLOSE.format(kind=kind)), self._until_now(some))

    def _end_namings(self, ids: list[str]) -> None:
        for kind, some in sort_by_kind(ids).items():
            for grams, names in self.connection.execute(text(_RENAME.format(kind=kind)), self._until_now(some)):
                self._totals.take_off(kind, names, grams)

    def _until_now(self, ids: list[str]) -> dict[str, object]:
        return {"ids": write_array(ids), "number": self.edition.number, "forever": FOREVER}

    def _write_changes(self, changes: list[bytes]) -> None:
        lines = [b"%d\t%s" % numbered for numbered in enumerate(changes, self._seq + 1)]
        self._copy(f"published.change (seq, {', '.join(CHANGE_COLUMNS)})", [b"".join(lines)])
        self._seq += len(changes)

    def _copy(self, into: str, lines: Iterable[bytes]) -> None:
        with driver_cursor(self.connection) as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for line in lines:
                copy.write(line)


# Of one kind each: an id is looked for in one partition, not in all.
_CLOSE = """
UPDATE published.version_{kind} SET edition_to = :number WHERE id = ANY(CAST(:ids AS text[])) AND edition_to = :forever
"""
_RENAME = """
UPDATE published.naming_{kind} SET edition_to = :number WHERE id = ANY(CAST(:ids AS text[])) AND edition_to = :forever
RETURNING grams, names
"""
_REVIVE = "DELETE FROM published.alias WHERE id = ANY(CAST(:ids AS text[]))"
_OPEN = """
INSERT INTO published.edition (number, published_at, observed_on, sample, totals)
SELECT :number, :at, greatest(max(observed_on), :observed_on), :sample, '{}'
FROM published.edition
"""
_ALIAS = """
INSERT INTO published.alias (id, survivor) VALUES (:id, :survivor)
ON CONFLICT (id) DO UPDATE SET survivor = excluded.survivor
"""
_TOTALS_BEFORE = "SELECT totals FROM published.edition WHERE number < :number ORDER BY number DESC LIMIT 1"
_TOTALS = f"""
UPDATE published.edition SET totals = CAST(:totals AS jsonb) || jsonb_build_object('withheld', (
  SELECT count(*) FROM (SELECT DISTINCT record_id FROM register.statement s
    WHERE s.kind <> 'organization' AND NOT EXISTS (SELECT FROM published.version v
      WHERE v.id = s.record_id AND v.kind <> 'organization' AND v.edition_to = {FOREVER})) AS hidden))
WHERE number = :number
"""
