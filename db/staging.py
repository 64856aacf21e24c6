"""What a run brought, set against what the register knew: new, changed, moved, returned, withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from db.causes import SOURCE, Causes
from db.copying import driver_cursor
from db.incoming import COLUMNS

_CREATE = """
CREATE TEMP TABLE incoming (
  id text PRIMARY KEY, kind text, block text, url text, sha256 text, media_type text, retrieved_at timestamptz,
  locator jsonb, content jsonb, source_digest text
) ON COMMIT DROP
"""

_COPY = f"COPY incoming ({', '.join(COLUMNS)}) FROM STDIN"

_ADD_DOCUMENTS = """
INSERT INTO register.document (source, url, sha256, media_type, retrieved_at)
SELECT :source, url, sha256, min(media_type), min(retrieved_at) FROM incoming GROUP BY url, sha256
ON CONFLICT (url, sha256) DO NOTHING
"""

# One row per statement that this run touches. A row whose bytes did not change but whose reading did is
# `reading`; everything else is the source's own doing.
_COMPARE = """
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT i.id, i.block, s.block AS old_block, d.id AS document_id,
       CASE WHEN s.id IS NULL THEN 'new'
            WHEN s.withdrawn_at IS NOT NULL THEN 'returned'
            WHEN s.content IS DISTINCT FROM i.content THEN 'changed'
            ELSE 'moved' END AS change,
       CASE WHEN s.source_digest = i.source_digest AND s.withdrawn_at IS NULL
             AND s.content IS DISTINCT FROM i.content THEN 'reading' ELSE 'source' END AS cause
FROM incoming i
JOIN register.document d ON d.url = i.url AND d.sha256 = i.sha256
LEFT JOIN register.statement s ON s.id = i.id
WHERE s.id IS NULL OR s.withdrawn_at IS NOT NULL OR s.content IS DISTINCT FROM i.content
   OR s.document_id <> d.id OR s.locator IS DISTINCT FROM i.locator
UNION ALL
SELECT s.id, s.block, s.block, s.document_id, 'withdrawn', 'source'
FROM register.statement s
WHERE s.source = :source AND s.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM incoming i WHERE i.id = s.id)
"""

_COUNT = """
SELECT (SELECT count(*) FROM incoming) AS records,
       (SELECT count(*) FROM register.statement WHERE source = :source AND withdrawn_at IS NULL) AS known,
       count(*) FILTER (WHERE change = 'new') AS new,
       count(*) FILTER (WHERE change IN ('changed', 'returned')) AS changed,
       count(*) FILTER (WHERE change = 'moved') AS moved,
       count(*) FILTER (WHERE change = 'withdrawn') AS withdrawn
FROM touched
"""

_APPLY = """
INSERT INTO register.statement
  (id, source, kind, block, document_id, locator, content, source_digest, first_run, first_seen_at)
SELECT i.id, :source, i.kind, i.block, t.document_id, i.locator, i.content, i.source_digest, :run_id, :observed_at
FROM incoming i JOIN touched t ON t.id = i.id AND t.change <> 'withdrawn'
ON CONFLICT (id) DO UPDATE SET
  block = excluded.block, document_id = excluded.document_id, locator = excluded.locator,
  content = excluded.content, source_digest = excluded.source_digest, withdrawn_at = NULL, last_seen_at = NULL
"""

_WITHDRAW = """
UPDATE register.statement s SET withdrawn_at = :observed_at, last_seen_at = coalesce(:last_good_at, s.first_seen_at)
FROM touched t WHERE t.id = s.id AND t.change = 'withdrawn'
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one run: brought, known before, and how the two differ."""

    records: int
    known: int
    new: int
    changed: int
    moved: int
    withdrawn: int


def stage_statements(connection: Connection, source: str, lines: Iterable[bytes]) -> Counts:
    """Load the run's statements (lines of db/incoming.py, in pieces of any size) beside the register and compare.

    Nothing is written to it yet.
    """
    # A rebuild stages run after run in one transaction.
    connection.execute(text("DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.touched"))
    connection.execute(text(_CREATE))
    with driver_cursor(connection) as cursor, cursor.copy(_COPY) as copy:
        for piece in lines:
            copy.write(piece)
    # What it is joined by, no more: of documents in JSON a sample takes longer than the comparison.
    connection.execute(text("ANALYZE incoming (id, url, sha256)"))
    connection.execute(text(_ADD_DOCUMENTS), {"source": source})
    connection.execute(text(_COMPARE), {"source": source})
    return Counts(**connection.execute(text(_COUNT), {"source": source}).one()._mapping)


def apply_statements(
    connection: Connection, source: str, run_id: int, observed_at: datetime, last_good_at: datetime | None
) -> None:
    """Write what was staged: `observed_at` becomes the first sight of new rows and the withdrawal of missing ones."""
    values = {"source": source, "run_id": run_id, "observed_at": observed_at, "last_good_at": last_good_at}
    connection.execute(text(_APPLY), values)
    connection.execute(text(_WITHDRAW), values)


def read_causes(connection: Connection) -> Causes:
    """The causes of everything that the staged run touched; a statement that moved also moved the block it left."""
    rows = connection.execute(text("SELECT id, block, old_block, cause FROM touched")).all()
    moved = {name for row in rows if row.cause == SOURCE for name in (row.block, row.old_block) if name is not None}
    return Causes({row.id: row.cause for row in rows}, frozenset(moved))
