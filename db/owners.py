"""Whose each statement is, as the register keeps it."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from db.blocks import News

_ADD_ORGANIZATIONS = """
INSERT INTO register.organization (id, first_seen_at, founder)
SELECT * FROM unnest(CAST(:owners AS text[]), CAST(:seen AS timestamptz[]), CAST(:founders AS text[]))
ON CONFLICT (id) DO NOTHING
"""
_SET_OWNERS = """
UPDATE register.statement s SET organization_id = n.owner, record_id = n.record
FROM unnest(CAST(:ids AS text[]), CAST(:owners AS text[]), CAST(:records AS text[])) AS n (id, owner, record)
WHERE s.id = n.id
"""


def save_news(connection: Connection, news: Sequence[News]) -> None:
    """Write whose these statements are."""
    if not news:
        return
    ids, owners, records, _, _ = map(list, zip(*news, strict=True))
    owned = [one for one in news if one.owner is not None]
    if owned:
        _, owner, _, seen, founders = map(list, zip(*owned, strict=True))
        connection.execute(text(_ADD_ORGANIZATIONS), {"owners": owner, "seen": seen, "founders": founders})
    connection.execute(text(_SET_OWNERS), {"ids": ids, "owners": owners, "records": records})
