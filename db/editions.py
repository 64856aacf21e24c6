"""Writing one edition: what differs from the public documents becomes their next version."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, text

from db.documents import PublicRecord
from db.flat_features import write_flat_feature
from db.forgetting import Changed, Document, forget, party_of
from db.gram_totals import GramTotals
from db.models import FOREVER
from db.staging import driver_cursor, write_array

_COLUMNS = (
    "kind", "id", "edition_from", "edition_to", "summary", "detail", "first_seen_at", "last_seen_at", "updated_at",
    "status", "category", "organization_id", "issued_on", "corporate_number", "prefecture", "municipality",
    "precision", "geometry", "has_dispositions", "roles", "regimes", "grounds", "violations", "authorities",
    "countries", "occupations", "numbers", "sources", "names", "grams", "keys", "marks", "feature",
)  # fmt: skip
_LISTS = frozenset(
    ("roles", "regimes", "grounds", "violations", "authorities", "countries", "occupations", "numbers", "sources",
     "grams", "keys", "marks")
)  # fmt: skip


class EditionWriter:
    """Collects the records of a publication and writes what differs as one new edition, if anything does."""

    def __init__(self, connection: Connection, observed_at: datetime, observed_on: date, sample: bool) -> None:
        self.connection = connection
        self.observed_at = observed_at
        self.observed_on = observed_on
        self.sample = sample
        self.number: int | None = None
        self._pending: list[tuple[PublicRecord, str]] = []
        self._gone: dict[str, tuple[str | None, str]] = {}
        self._totals = GramTotals(connection)

    def add(
        self,
        records: Sequence[tuple[PublicRecord, str]],
        former_ids: Iterable[str],
        merged: Mapping[str, str],
        cause: str,
    ) -> None:
        """Add a block's records, each with the cause of its change; `cause` is that of what leaves.

        A former id that no record bears any more leaves the public part.
        """
        self._pending += records
        alive = {record.id for record, _ in records}
        for gone in set(former_ids) - alive:
            self._gone[gone] = (merged.get(gone), cause)

    def flush(self) -> None:
        """Write what was added so far and differs from what is public."""
        alive = {record.id for record, _ in self._pending}
        current = self._load_current([*alive, *self._gone])
        changed = [
            Changed(record, cause, new, current.get(record.id))
            for record, cause in self._pending
            if (new := _serialise(record)) != current.get(record.id)
        ]
        gone = {name: fate for name, fate in self._gone.items() if name in current and name not in alive}
        self._pending, self._gone = [], {}
        if changed or gone:
            self._open()
            self._totals.leave([*(one.record.id for one in changed), *gone])
            self._totals.enter(one.record for one in changed)
            self._write_versions(changed)
            self._remove(gone, current)

    def finish(self) -> int | None:
        """Close the edition with its totals; answers the number of the edition now public, None before the first."""
        if self.number is not None:
            self._totals.save(self.number)
            self.connection.execute(text(_TOTALS), {"number": self.number})
        found: int | None = self.connection.scalar(text("SELECT max(number) FROM published.edition"))
        return found

    def _open(self) -> None:
        if self.number is not None:
            return
        self.number = self.connection.execute(
            text(_OPEN),
            {"at": datetime.now(UTC), "observed_on": self.observed_on, "sample": self.sample},
        ).scalar_one()

    def _load_current(self, ids: list[str]) -> dict[str, Document]:
        rows = self.connection.execute(text(_CURRENT), {"ids": ids, "forever": FOREVER})
        return {row.id: (row.summary, row.detail) for row in rows}

    def _write_versions(self, changed: list[Changed]) -> None:
        ids = [one.record.id for one in changed]
        self.connection.execute(text(_CLOSE), {"ids": ids, "number": self.number, "forever": FOREVER})
        forget(self.connection, changed)
        # A merged id that comes back to life is nobody's alias any more.
        self.connection.execute(text("DELETE FROM published.alias WHERE id = ANY(:ids)"), {"ids": ids})
        columns = ", ".join(_COLUMNS)
        into = f"COPY published.version ({columns}) FROM STDIN"
        with driver_cursor(self.connection) as cursor, cursor.copy(into) as copy:
            for one in changed:
                copy.write_row(self._to_row(one.record, *one.new))
        self._write_changes([_describe_change(one) for one in changed])

    def _to_row(self, record: PublicRecord, summary: str, detail: str | None) -> list[Any]:
        values = record.columns | {
            "kind": record.kind,
            "id": record.id,
            "edition_from": self.number,
            "edition_to": FOREVER,
            "summary": summary,
            "detail": detail,
            "updated_at": self.observed_at,
            "names": record.columns.get("names", ""),
            "feature": write_flat_feature(record, self.observed_at),
        }
        listed = {name: write_array(values.get(name, ())) for name in _LISTS}
        return [listed[name] if name in _LISTS else values.get(name) for name in _COLUMNS]

    def _remove(
        self, gone: Mapping[str, tuple[str | None, str]], current: Mapping[str, Document]
    ) -> None:
        if not gone:
            return
        hidden = [name for name in gone if _is_natural_person(current[name])]
        values = {"ids": list(gone), "hidden": hidden, "number": self.number, "forever": FOREVER}
        self.connection.execute(text("DELETE FROM published.version WHERE id = ANY(:hidden)"), values)
        self.connection.execute(text(_CLOSE), values)
        aliases = [{"id": name, "survivor": survivor} for name, (survivor, _) in gone.items() if survivor is not None]
        if aliases:
            self.connection.execute(text(_ALIAS), aliases)
        self._write_changes([_describe_removal(name, *fate) for name, fate in gone.items()])

    def _write_changes(self, rows: list[dict[str, Any]]) -> None:
        start = self.connection.scalar(text("SELECT coalesce(max(seq), 0) FROM published.change")) or 0
        into = f"COPY published.change ({_CHANGE_COLUMNS}) FROM STDIN"
        with driver_cursor(self.connection) as cursor, cursor.copy(into) as copy:
            for seq, row in enumerate(rows, start + 1):
                told = (row[name] for name in ("id", "change", "cause", "fields", "merged_into"))
                copy.write_row((seq, self.number, _KINDS[row["id"][:4]], *told))


_KINDS = {"org_": "organization", "dsp_": "disposition", "prm_": "permit", "lab_": "labour_case"}
_CHANGE_COLUMNS = "seq, edition, kind, id, change, cause, fields_changed, merged_into"

_CURRENT = """
SELECT id, summary, detail FROM published.version WHERE id = ANY(:ids) AND edition_to = :forever
"""
_CLOSE = """
UPDATE published.version SET edition_to = :number WHERE id = ANY(:ids) AND edition_to = :forever
"""
_OPEN = """
INSERT INTO published.edition (number, published_at, observed_on, sample, totals)
SELECT coalesce(max(number), 0) + 1, :at, greatest(max(observed_on), :observed_on), :sample, '{}'
FROM published.edition RETURNING number
"""
_ALIAS = """
INSERT INTO published.alias (id, survivor) VALUES (:id, :survivor)
ON CONFLICT (id) DO UPDATE SET survivor = excluded.survivor
"""
_TOTALS = f"""
UPDATE published.edition SET totals = (
  SELECT coalesce(jsonb_object_agg(kind, n), '{{}}') FROM (
    SELECT kind, count(*) AS n FROM published.version WHERE edition_to = {FOREVER} GROUP BY kind) AS counted
) || jsonb_build_object('withheld', (
  SELECT count(*) FROM (SELECT DISTINCT record_id FROM register.statement s
    WHERE s.kind <> 'organization' AND NOT EXISTS (SELECT FROM published.version v
      WHERE v.id = s.record_id AND v.edition_to = {FOREVER})) AS hidden))
WHERE number = :number
"""


def _serialise(record: PublicRecord) -> Document:
    detail = orjson.dumps(record.detail).decode() if record.detail else None
    return orjson.dumps(record.summary).decode(), detail


def _is_natural_person(document: Document) -> bool:
    return bool(party_of(orjson.loads(document[0]))["grade"] == "sole_proprietor")


def _describe_removal(name: str, survivor: str | None, cause: str) -> dict[str, Any]:
    change = "withdrawn" if survivor is None else "merged"
    return {"id": name, "change": change, "cause": cause, "fields": [], "merged_into": survivor}


def _describe_change(changed: Changed) -> dict[str, Any]:
    told = {"id": changed.record.id, "cause": changed.cause, "merged_into": None}
    if changed.old is None:
        return told | {"change": "created", "fields": []}
    before, after = _read(changed.old), _read(changed.new)
    fields = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    withdrawn = before.get("status") != "withdrawn" and after.get("status") == "withdrawn"
    return told | {"change": "withdrawn" if withdrawn else "changed", "fields": fields}


def _read(document: Document) -> dict[str, Any]:
    members: dict[str, Any] = orjson.loads(document[0]) | orjson.loads(document[1] or "{}")
    return members
