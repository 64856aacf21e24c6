"""A batch of names as it will stand in the next edition: identities, documents and what differs. Pure.

Everything is worked out from what was loaded before, so that a process without a database can do it (db/drafting.py).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

import orjson

from db.blocks import Group, News, Resolution, list_news, resolve_group
from db.causes import Causes
from db.changes import (
    GRAM_SPACE,
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
from db.lines import write_array, write_line
from db.triples import list_triples

_PLAIN = (
    "first_seen_at", "last_seen_at", "status", "category", "organization_id", "issued_on", "corporate_number",
    "prefecture", "municipality", "precision", "geometry", "has_dispositions", "names",
)  # fmt: skip
_WORDS = (
    "roles", "regimes", "grounds", "violations", "authorities", "countries", "occupations", "numbers", "sources",
    "grams", "keys", "marks",
)  # fmt: skip
COLUMNS = ("kind", "id", "edition_from", "summary", "detail", "updated_at", "feature", *_PLAIN, *_WORDS)
"""The columns of `published.version` in the order of a draft's lines; a new version stands, which `edition_to` says by itself."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that is being written: its number, should it come to be, and when its run looked."""

    number: int
    observed_at: datetime
    observed_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """Names to be published together: their groups, and by id what is public of them now.

    `frequent` are the pairs of characters, by kind of record, of which pieces of three have kept totals.
    """

    edition: Edition
    groups: Sequence[Group]
    current: Mapping[str, Standing]
    causes: Causes
    frequent: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Draft:
    """What is to be written of a batch.

    `versions` are lines of COPY for `COLUMNS`, of the records `ids`; `persons` and `stories` are ids whose past is
    taken back; `gone` are ids that leave, each with its survivor, and `hidden` those of them that leave no trace. `grams` is how
    many more records have each gram than before, by kind and gram.
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
    detail = orjson.dumps(record.detail).decode() if record.detail else None
    return orjson.dumps(record.summary).decode(), detail


def _add_changed(draft: Draft, batch: Batch, compared: Iterable[Changed]) -> None:
    lines = []
    for one in compared:
        if one.old is not None and one.new == one.old.document:
            continue
        draft.ids.append(one.record.id)
        draft.changes.append(describe_change(one))
        columns = one.record.columns
        _count_grams(draft, batch, one.record.kind, one.old, columns.get("grams", ()), columns.get("names", ""))
        lines.append(_write_version(one, batch.edition))
        if one.old is not None and became_person(one.record, one.old.document):
            draft.persons.append(one.record.id)
        if is_withdrawn_case(one.record):
            draft.stories.append(one.record.id)
    draft.versions = "".join(lines).encode()


def _add_gone(draft: Draft, batch: Batch, gone: Mapping[str, tuple[str | None, str]]) -> None:
    draft.gone = {name: survivor for name, (survivor, _) in gone.items()}
    draft.hidden = [name for name in gone if _is_natural_person(batch.current[name])]
    for name in gone:
        _count_grams(draft, batch, KINDS[name[:4]], batch.current[name], (), "")
    draft.changes += [describe_removal(name, *fate) for name, fate in gone.items()]


def _write_version(changed: Changed, edition: Edition) -> str:
    record, columns, at = changed.record, changed.record.columns, edition.observed_at
    told = (record.kind, record.id, edition.number, *changed.new, at, write_flat_feature(record, at))
    words = [_write_words(tuple(words)) if (words := columns.get(name)) else "{}" for name in _WORDS]
    return write_line([*told, *[columns.get(name) for name in _PLAIN], *words])


# An organization is found by the names of its permits, and most lists are one of a few.
_write_words = lru_cache(maxsize=1024)(write_array)


def _count_grams(
    draft: Draft, batch: Batch, kind: str, old: Standing | None, grams: Collection[str], names: str
) -> None:
    """Count how a record's grams change, and its pieces of three characters; those that stay are not looked at one by one."""
    _, before, named = old or _NOBODY
    if before != GRAM_SPACE.join(grams):
        draft.grams.subtract((kind, gram) for gram in before.split(GRAM_SPACE) if gram != "")
        draft.grams.update((kind, gram) for gram in grams)
    if named != names:
        pairs = batch.frequent.get(kind, frozenset())
        draft.grams.subtract((kind, piece) for piece in list_triples(named, pairs))
        draft.grams.update((kind, piece) for piece in list_triples(names, pairs))


_NOBODY = Standing(("", None), "", "")


def _is_natural_person(standing: Standing) -> bool:
    return bool(party_of(orjson.loads(standing.document[0]))["grade"] == "sole_proprietor")
