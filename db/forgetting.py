"""What a new edition takes back from the old ones: a story that was withdrawn, a name that was a person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, text

from db.documents import PublicRecord

Document = tuple[str, str | None]
"""Summary and detail of a record as they are public: JSON text; a record need not have a detail."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A record with the cause of its change, its new document, and the one that was public before, if any."""

    record: PublicRecord
    cause: str
    new: Document
    old: Document | None

_OLD = "SELECT id, edition_from, summary FROM published.version WHERE id = ANY(:ids) AND summary LIKE '%\"summary\":\"%'"
_REWRITE = "UPDATE published.version SET summary = :summary WHERE id = :id AND edition_from = :edition_from"
_DELETE = "DELETE FROM published.version WHERE id = ANY(:ids)"


def forget(connection: Connection, persons: Sequence[str], stories: Sequence[str]) -> None:
    """Rewrite history where it must not tell any more; to be called before the new versions are written.

    A labour case that its publisher withdrew (`stories`) keeps its editions without the narrative. A party that
    turns out to be a natural person (`persons`) loses the editions in which it was taken for an organization.
    """
    if persons:
        connection.execute(text(_DELETE), {"ids": persons})
    if stories:
        _forget_stories(connection, stories)


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


def _forget_stories(connection: Connection, ids: Sequence[str]) -> None:
    rewritten = [
        {"id": row.id, "edition_from": row.edition_from, "summary": _without_story(row.summary)}
        for row in connection.execute(text(_OLD), {"ids": list(ids)})
    ]
    if rewritten:
        connection.execute(text(_REWRITE), rewritten)


def _without_story(document: str) -> str:
    return orjson.dumps(orjson.loads(document) | {"summary": None}).decode()
