"""A batch of names as it will stand in the next edition: identities, documents and what differs. Pure.

Everything is worked out from what was loaded before, so that a process without a database can do it (db/drafting.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

import orjson

from db.blocks import Group, News, Resolution, list_news, resolve_group
from db.causes import Causes
from db.changes import (
    Change,
    Changed,
    Document,
    Standing,
    became_person,
    describe_change,
    describe_removal,
    is_withdrawn_case,
    party_of,
)
from db.documents import PublicRecord
from db.flat_features import write_flat_feature
from db.identifiers import KINDS, make_public_id
from db.lines import append_json, write_array, write_line
from db.naming import Naming
from db.triples import list_pieces

_PLAIN = (
    "first_seen_at", "last_seen_at", "status", "category", "organization_id", "issued_on", "corporate_number",
    "prefecture", "municipality", "precision", "geometry", "has_dispositions",
)  # fmt: skip
_WORDS = (
    "roles", "regimes", "grounds", "violations", "authorities", "countries", "occupations", "numbers", "sources",
)  # fmt: skip
COLUMNS = ("kind", "id", "edition_from", "updated_at", "is_named", *_PLAIN, *_WORDS, "summary", "detail", "feature")
"""The columns of `published.version` in the order of a draft's lines; a new version stands, which `edition_to` says by itself."""

NAMING_COLUMNS = ("kind", "id", "edition_from", "digest", "names", "grams", "keys", "marks")
"""Likewise those of `published.naming`."""

CHANGE_COLUMNS = ("edition", "kind", "id", "change", "cause", "fields_changed", "merged_into")
"""Likewise those of `published.change`, but for the position, which only the writer knows."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that is being written: its number, should it come to be, and when its run looked."""

    number: int
    observed_at: datetime
    observed_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """Names to be published together: their groups, and by id what is public of them now, once that was read (db/standing.py).

    `frequent` are the pairs of characters, by kind of record, of which pieces of three have kept totals.
    """

    edition: Edition
    groups: Sequence[Group]
    causes: Causes
    frequent: Mapping[str, frozenset[str]]
    current: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """What is to be written of a batch.

    `versions` are lines of COPY for `COLUMNS`, of the records `ids`; `namings` are lines for `NAMING_COLUMNS`, of those
    that are found by other names than before, and `renamed` are the ids whose naming until now ends. `changes` are lines for `CHANGE_COLUMNS`. `persons` and `stories`
    are ids whose past is taken back; `gone` are ids that leave, each with its survivor, and `hidden` those of them that leave no trace.
    `grown` is by how many records more there are of each kind, `grams` how many of the new namings have each gram, by kind and gram.
    """

    news: list[News] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    versions: bytes = b""
    renamed: list[str] = field(default_factory=list)
    namings: bytes = b""
    changes: list[bytes] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    gone: dict[str, str | None] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    grown: Counter[str] = field(default_factory=Counter)
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
    # Of somebody taken for an organization before, of whom nothing may be shown now, nothing stays either.
    persons = frozenset[str]().union(*(resolution.persons for _, resolution in resolved))
    draft.hidden += sorted((draft.gone.keys() & persons) - set(draft.hidden))
    return draft


def _list_gone(resolution: Resolution, built: Sequence[PublicRecord], cause: str) -> dict[str, tuple[str | None, str]]:
    """A former id that no record bears any more leaves the public part."""
    former = resolution.former_ids - {record.id for record in built}
    return {name: (resolution.merged.get(name), cause) for name in sorted(former)}


def _compare(record: PublicRecord, cause: str, current: Mapping[str, Standing]) -> Changed:
    return Changed(record, cause, _serialise(record), current.get(record.id))


def _serialise(record: PublicRecord) -> Document:
    return orjson.dumps(record.summary), orjson.dumps(record.detail) if record.detail else None


def _add_changed(draft: Draft, batch: Batch, compared: Iterable[Changed]) -> None:
    lines, namings = [], []
    for one in compared:
        if one.old is not None and one.new == one.old.document:
            continue
        draft.ids.append(one.record.id)
        draft.grown[one.record.kind] += one.old is None
        draft.changes.append(_write_change(describe_change(one), batch.edition))
        lines.append(_write_version(one, batch.edition))
        namings += _rename(draft, batch, one)
        if one.old is not None and became_person(one.record, one.old.document):
            draft.persons.append(one.record.id)
        if is_withdrawn_case(one.record):
            draft.stories.append(one.record.id)
    draft.versions, draft.namings = b"".join(lines), "".join(namings).encode()


def _add_gone(draft: Draft, batch: Batch, gone: Mapping[str, tuple[str | None, str]]) -> None:
    draft.gone = {name: survivor for name, (survivor, _) in gone.items()}
    draft.hidden = [name for name in gone if _is_natural_person(batch.current[name])]
    draft.grown.subtract(KINDS[name[:4]] for name in gone)
    draft.renamed += [name for name in gone if batch.current[name].naming is not None]
    draft.changes += [_write_change(describe_removal(name, *fate), batch.edition) for name, fate in gone.items()]


def _write_version(changed: Changed, edition: Edition) -> bytes:
    record, columns, at = changed.record, changed.record.columns, edition.observed_at
    told = (record.kind, record.id, edition.number, at, record.naming is not None)
    words = [_write_words(tuple(words)) if (words := columns.get(name)) else "{}" for name in _WORDS]
    line = write_line([*told, *[columns.get(name) for name in _PLAIN], *words])
    return append_json(line, (*changed.new, write_flat_feature(record, at)))


def _write_change(one: Change, edition: Edition) -> bytes:
    told = (one.kind, one.id, one.change, one.cause, _write_words(tuple(one.fields)), one.merged_into)
    return write_line((edition.number, *told)).encode()


# An organization is found by the names of its permits, and most lists are one of a few.
_write_words = lru_cache(maxsize=1024)(write_array)


def _rename(draft: Draft, batch: Batch, changed: Changed) -> list[str]:
    """End the naming that stands, and write the new one, where they are not the same."""
    before = None if changed.old is None else changed.old.naming
    naming = changed.record.naming
    digest = None if naming is None else naming.digest
    if before == digest:
        return []
    draft.renamed += [changed.record.id] if before is not None else []
    return [] if naming is None or digest is None else [_write_naming(draft, batch, changed.record, naming, digest)]


def _write_naming(draft: Draft, batch: Batch, record: PublicRecord, naming: Naming, digest: str) -> str:
    columns = naming.write()
    pieces = list_pieces(columns.names, columns.grams, batch.frequent.get(record.kind, frozenset()))
    draft.grams.update([(record.kind, piece) for piece in pieces])
    told = (record.kind, record.id, batch.edition.number, digest, columns.names)
    return write_line([*told, _write_words(columns.grams), _write_words(columns.keys), _write_words(columns.marks)])


def _is_natural_person(standing: Standing) -> bool:
    return bool(party_of(orjson.loads(standing.document[0]))["grade"] == "sole_proprietor")
