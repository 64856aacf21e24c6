"""What differs between a record as it stands and as it will stand: its line of the change feed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from db.documents import PublicRecord
from db.identifiers import KINDS

Document = tuple[bytes, bytes | None]
"""Summary and detail of a record as they are public: JSON in UTF-8; a record need not have a detail."""


class Standing(NamedTuple):
    """A record as it is public: its document, and the digest of its naming; None where it is found by no name."""

    document: Document
    naming: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A record with the cause of its change, its new document, and what was public before, if anything."""

    record: PublicRecord
    cause: str
    new: Document
    old: Standing | None


class Change(NamedTuple):
    """A line of the change feed."""

    kind: str
    id: str
    change: str
    cause: str
    fields: list[str]
    merged_into: str | None


def describe_change(changed: Changed) -> Change:
    """What is told of a record that is new or reads differently."""
    record = changed.record
    if changed.old is None:
        return Change(record.kind, record.id, "created", changed.cause, [], None)
    before, after = _list_moved_parts(changed, changed.old.document)
    fields = _list_differing(before, after)
    withdrawn = before.get("status") != "withdrawn" and after.get("status") == "withdrawn"
    return Change(record.kind, record.id, "withdrawn" if withdrawn else "changed", changed.cause, fields, None)


def describe_removal(name: str, survivor: str | None, cause: str) -> Change:
    """What is told of an id that leaves the public part, or lives on in another."""
    return Change(KINDS[name[:4]], name, "withdrawn" if survivor is None else "merged", cause, [], survivor)


def party_of(summary: Any) -> Any:
    """The part of a public document that names its party."""
    return summary.get("organization") or summary.get("employer") or summary


def is_withdrawn_case(record: PublicRecord) -> bool:
    """Whether a record is a labour case that its publisher withdrew."""
    return bool(record.kind == "labour_case" and record.summary["status"] == "withdrawn")


def became_person(record: PublicRecord, old: Document) -> bool:
    """Whether a natural person's record was public as an organization's."""
    # Of all that changed, few are persons: only their past is read.
    is_person = party_of(record.summary)["grade"] == "sole_proprietor"
    return bool(is_person and party_of(orjson.loads(old[0]))["grade"] != "sole_proprietor")


def _list_moved_parts(changed: Changed, old: Document) -> tuple[dict[str, Any], dict[str, Any]]:
    """The members before and after, of those parts of the document that do not read the same."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for was, now, members in zip(old, changed.new, (changed.record.summary, changed.record.detail), strict=True):
        if was != now:
            before |= orjson.loads(was or b"{}")
            after |= members
    return before, after


def _list_differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The members that do not say the same; one that is absent says as little as one that is null."""
    seeming = [name for name, member in after.items() if before.get(name) != member]
    gone = [name for name in before.keys() - after.keys() if before[name] is not None]
    return sorted([*gone, *(name for name in seeming if before.get(name) != _as_written(after[name]))])


def _as_written(member: Any) -> Any:
    # Compared as it will be read: a tuple is written as a list.
    return member if isinstance(member, str) else orjson.loads(orjson.dumps(member))
