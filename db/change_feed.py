"""Reading the change feed.

Positions are numbered inside the transaction that publishes, under the one writer lock that is held until it
commits (see `db.store`, `db.editions`): whoever reads sees 1, 2, 3 … up to some position, never a gap that a
slower writer fills later. The whole feed is kept, so no position is ever too old.
"""

from db.statements import Statement

# One row even where nothing follows: `known` is the last position there is, `last` the last one of the edition.
_FEED = """
SELECT feed.known, feed.last, c.*
FROM (SELECT coalesce((SELECT seq FROM published.change ORDER BY seq DESC LIMIT 1), 0) AS known,
             coalesce((SELECT seq FROM published.change WHERE edition <= $1 ORDER BY seq DESC LIMIT 1), 0) AS last) AS feed
LEFT JOIN LATERAL (
  SELECT seq, edition, kind, id, change, cause, fields_changed, merged_into FROM published.change
  WHERE seq > $2 AND edition <= $1 ORDER BY seq LIMIT $3
) AS c ON true
ORDER BY c.seq
"""


_LATEST = """
SELECT seq, edition, kind, id, change, cause FROM published.change
WHERE seq < $2 AND edition <= $1 ORDER BY seq DESC LIMIT $3
"""


def select_changes(*, edition: int, after: int, limit: int) -> Statement:
    """`limit` changes beyond position `after` as of an edition, oldest first; with (known, last) on every row."""
    return Statement(_FEED, (edition, after, limit))


def select_latest_changes(*, edition: int, before: int, limit: int) -> Statement:
    """`limit` changes at positions before `before` as of an edition, newest first."""
    return Statement(_LATEST, (edition, before, limit))
