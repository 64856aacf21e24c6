"""How many records each short piece of a name finds, and an index that reads them in the order of their ids."""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = ("organization", "permit", "disposition", "labour_case")

# What stands is counted once; from here on each publication counts what it changes.
_FILL = """
INSERT INTO published.gram_total (kind, gram, count, since)
SELECT v.kind, g.gram, count(*), (SELECT coalesce(max(number), 0) FROM published.edition)
FROM published.version v CROSS JOIN LATERAL unnest(v.grams) AS g(gram)
WHERE v.edition_to = 2147483647 GROUP BY v.kind, g.gram
"""


def upgrade() -> None:
    op.create_table(
        "gram_total",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("gram", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False, comment="the edition that last changed the count"),
        sa.PrimaryKeyConstraint("kind", "gram", name=op.f("pk_gram_total")),
        schema="published",
        comment="How many records of a kind are found by one or two characters, since an edition.",
    )
    op.execute(_FILL)
    op.drop_index("ix_version_grams", table_name="version", schema="published")
    op.create_index(
        "ix_version_grams",
        "version",
        ["grams", sa.text("(ARRAY[substr(id, 5, 1), substr(id, 5, 2)])")],
        schema="published",
        postgresql_using="gin",
    )
    for kind in _KINDS:
        # The totals tell how common a name's piece is; ten times the statistics made every plan cost as much as the search.
        op.execute(f"ALTER TABLE published.version_{kind} ALTER COLUMN grams SET STATISTICS -1")


def downgrade() -> None:
    for kind in _KINDS:
        op.execute(f"ALTER TABLE published.version_{kind} ALTER COLUMN grams SET STATISTICS 1000")
    op.drop_index("ix_version_grams", table_name="version", schema="published")
    op.create_index("ix_version_grams", "version", ["grams"], schema="published", postgresql_using="gin")
    op.drop_table("gram_total", schema="published")
