"""What a new edition takes back from the old ones: a story that was withdrawn, a name that was a person's."""

from collections.abc import Sequence

import orjson
from sqlalchemy import Connection, text

_OLD = "SELECT id, edition_from, summary FROM published.version WHERE id = ANY(:ids) AND summary LIKE '%\"summary\":\"%'"
_REWRITE = "UPDATE published.version SET summary = :summary WHERE id = :id AND edition_from = :edition_from"
_DELETE = ("DELETE FROM published.version WHERE id = ANY(:ids)", "DELETE FROM published.naming WHERE id = ANY(:ids)")


def forget(connection: Connection, persons: Sequence[str], stories: Sequence[str]) -> None:
    """Rewrite history where it must not tell any more; to be called before the new versions are written.

    A labour case that its publisher withdrew (`stories`) keeps its editions without the narrative. A party that
    turns out to be a natural person (`persons`) loses the editions in which it was taken for an organization.
    """
    if persons:
        forget_records(connection, persons)
    if stories:
        _forget_stories(connection, stories)


def forget_records(connection: Connection, ids: Sequence[str]) -> None:
    """Take back every edition of these records, and the names by which they were found."""
    for statement in _DELETE:
        connection.execute(text(statement), {"ids": list(ids)})


def _forget_stories(connection: Connection, ids: Sequence[str]) -> None:
    rewritten = [
        {"id": row.id, "edition_from": row.edition_from, "summary": _without_story(row.summary)}
        for row in connection.execute(text(_OLD), {"ids": list(ids)})
    ]
    if rewritten:
        connection.execute(text(_REWRITE), rewritten)


def _without_story(document: str) -> str:
    return orjson.dumps(orjson.loads(document) | {"summary": None}).decode()
