"""Totals for searches of three characters, of those whose pairs are frequent."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FREQUENT = 300

# What stands is counted once; from here on each publication counts what it changes.
FILL = f"""
WITH frequent AS (SELECT kind, gram FROM published.gram_total WHERE count >= {_FREQUENT} AND length(gram) = 2)
INSERT INTO published.gram_total (kind, gram, count, since)
SELECT kind, piece, count(*), (SELECT coalesce(max(number), 0) FROM published.edition) FROM (
  SELECT DISTINCT v.kind, v.id, substr(name, at, 3) AS piece FROM published.version v
  CROSS JOIN LATERAL unnest(string_to_array(v.names, E'\\n')) AS name
  CROSS JOIN LATERAL generate_series(1, length(name) - 2) AS at
  WHERE v.edition_to = 2147483647) AS found
WHERE substr(piece, 2, 1) <> '^' AND (kind, left(piece, 2)) IN (SELECT kind, gram FROM frequent)
  AND (kind, right(piece, 2)) IN (SELECT kind, gram FROM frequent)
GROUP BY kind, piece
"""


_COMMENT = "How many records of a kind are found by one {} characters, since an edition."


def upgrade() -> None:
    op.execute(FILL)
    op.create_table_comment(
        "gram_total", _COMMENT.format("to three"), existing_comment=_COMMENT.format("or two"), schema="published"
    )


def downgrade() -> None:
    op.create_table_comment(
        "gram_total", _COMMENT.format("or two"), existing_comment=_COMMENT.format("to three"), schema="published"
    )
    op.execute("DELETE FROM published.gram_total WHERE length(gram) = 3 AND substr(gram, 2, 1) <> '^'")
