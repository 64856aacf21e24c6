"""A batch of names as it will stand in the next edition: identities, documents and what differs. Pure.

Everything is worked out from what was loaded before, so that a process without a database can do it (db/drafting.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from db.blocks import News, Resolution, list_news, resolve_group
from db.causes import Causes
from db.copying import write_array, write_line
from db.documents import PublicRecord
from db.flat_features import write_flat_feature
from db.forgetting import Changed, Document, became_person, is_withdrawn_case, party_of
from db.groups import Group
from db.identifiers import KINDS, make_public_id
from db.models import FOREVER

COLUMNS = (
    "kind", "id", "edition_from", "edition_to", "summary", "detail", "first_seen_at", "last_seen_at", "updated_at",
    "status", "category", "organization_id", "issued_on", "corporate_number", "prefecture", "municipality",
    "precision", "geometry", "has_dispositions", "roles", "regimes", "grounds", "violations", "authorities",
    "countries", "occupations", "numbers", "sources", "names", "grams", "keys", "marks", "feature",
)  # fmt: skip
"""The columns of `published.version` in the order of a draft's lines."""

_LISTS = frozenset(
    ("roles", "regimes", "grounds", "violations", "authorities", "countries", "occupations", "numbers", "sources",
     "grams", "keys", "marks")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that is being written: its number, should it come to be, and when its run looked."""

    number: int
    observed_at: datetime
    observed_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """Names to be published together: their groups, and by id what is public of them now."""

    edition: Edition
    groups: Sequence[Group]
    current: Mapping[str, Document]
    causes: Causes


class Change(NamedTuple):
    """A line of the change feed."""

    kind: str
    id: str
    change: str
    cause: str
    fields: list[str]
    merged_into: str | None


@dataclass(slots=True)
class Draft:
    """What is to be written of a batch.

    `versions` are lines of COPY for `COLUMNS`, of the records `ids`; `persons` and `stories` are ids whose past is
    taken back; `gone` are ids that leave, each with its survivor, and `hidden` those of them that leave no trace. `grams` is in how
    many of the new versions each gram is, by kind and gram.
    """

    news: list[News] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    versions: bytes = b""
    changes: list[Change] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    gone: dict[str, str | None] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    grams: Counter[tuple[str, str]] = field(default_factory=Counter)


def list_possible_ids(groups: Iterable[Group]) -> list[str]:
    """Every id that a record of these groups may bear: each is made from the statement that founded it."""
    kinds = ("organization", "permit")
    return [make_public_id(kind, row["id"]) for group in groups for row in group.rows for kind in {*kinds, row["kind"]}]


def draft_batch(batch: Batch) -> Draft:
    """Resolve the identities of a batch, build its documents, and tell them from those that are public."""
    draft, records = Draft(), []
    gone: dict[str, tuple[str | None, str]] = {}
    resolved = [(group, resolve_group(group)) for group in batch.groups]
    for group, resolution in resolved:
        built = resolution.build(batch.edition.observed_on)
        records += [(record, batch.causes.of_record(record, group.names)) for record in built]
        gone |= _list_gone(resolution, built, batch.causes.of_blocks(group.names))
    draft.news = list_news(resolved)
    _add_changed(draft, batch, [_compare(record, cause, batch.current) for record, cause in records])
    alive = {record.id for record, _ in records}
    _add_gone(draft, batch, {name: fate for name, fate in gone.items() if name in batch.current and name not in alive})
    return draft


def _list_gone(resolution: Resolution, built: Sequence[PublicRecord], cause: str) -> dict[str, tuple[str | None, str]]:
    """A former id that no record bears any more leaves the public part."""
    former = resolution.former_ids - {record.id for record in built}
    return {name: (resolution.merged.get(name), cause) for name in sorted(former)}


def _compare(record: PublicRecord, cause: str, current: Mapping[str, Document]) -> Changed:
    return Changed(record, cause, _serialise(record), current.get(record.id))


def _serialise(record: PublicRecord) -> Document:
    detail = orjson.dumps(record.detail).decode() if record.detail else None
    return orjson.dumps(record.summary).decode(), detail


def _add_changed(draft: Draft, batch: Batch, compared: Iterable[Changed]) -> None:
    lines = []
    for one in compared:
        if one.new == one.old:
            continue
        draft.ids.append(one.record.id)
        draft.changes.append(_describe_change(one))
        draft.grams.update((one.record.kind, gram) for gram in one.record.columns.get("grams", ()))
        lines.append(_write_version(one, batch.edition))
        if one.old is not None and became_person(one.record, one.old):
            draft.persons.append(one.record.id)
        if is_withdrawn_case(one.record):
            draft.stories.append(one.record.id)
    draft.versions = "".join(lines).encode()


def _add_gone(draft: Draft, batch: Batch, gone: Mapping[str, tuple[str | None, str]]) -> None:
    draft.gone = {name: survivor for name, (survivor, _) in gone.items()}
    draft.hidden = [name for name in gone if _is_natural_person(batch.current[name])]
    draft.changes += [_describe_removal(name, *fate) for name, fate in gone.items()]


def _write_version(changed: Changed, edition: Edition) -> str:
    record, (summary, detail) = changed.record, changed.new
    values = record.columns | {
        "kind": record.kind,
        "id": record.id,
        "edition_from": edition.number,
        "edition_to": FOREVER,
        "summary": summary,
        "detail": detail,
        "updated_at": edition.observed_at,
        "names": record.columns.get("names", ""),
        "feature": write_flat_feature(record, edition.observed_at),
    }
    return write_line([write_array(values.get(name, ())) if name in _LISTS else values.get(name) for name in COLUMNS])


def _is_natural_person(document: Document) -> bool:
    return bool(party_of(orjson.loads(document[0]))["grade"] == "sole_proprietor")


def _describe_removal(name: str, survivor: str | None, cause: str) -> Change:
    return Change(KINDS[name[:4]], name, "withdrawn" if survivor is None else "merged", cause, [], survivor)


def _describe_change(changed: Changed) -> Change:
    record = changed.record
    if changed.old is None:
        return Change(record.kind, record.id, "created", changed.cause, [], None)
    before, after = _read(changed.old), _read(changed.new)
    fields = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    withdrawn = before.get("status") != "withdrawn" and after.get("status") == "withdrawn"
    return Change(record.kind, record.id, "withdrawn" if withdrawn else "changed", changed.cause, fields, None)


def _read(document: Document) -> dict[str, Any]:
    members: dict[str, Any] = orjson.loads(document[0]) | orjson.loads(document[1] or "{}")
    return members
