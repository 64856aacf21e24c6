"""By what names are found: keys to compare, and marks that lead to them."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("version", "readings", schema="published")
    # Both are made when a record is published: what stands already has them after `kanri reparse`.
    _add_words("keys", "names, readings and English names as they are compared; see db/name_marks.py")
    _add_words("marks", "pieces of the keys, by which they are found")
    op.create_index(
        "ix_version_marks", "version", ["marks"], unique=False, schema="published", postgresql_using="gin"
    )
    op.create_index(
        op.f("ix_version_corporate_number"), "version", ["corporate_number"], unique=False, schema="published"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_version_corporate_number"), table_name="version", schema="published")
    op.drop_column("version", "marks", schema="published")
    op.drop_column("version", "keys", schema="published")
    op.add_column(
        "version",
        sa.Column("readings", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        schema="published",
    )


def _add_words(name: str, comment: str) -> None:
    column = sa.Column(name, postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False, comment=comment)
    op.add_column("version", column, schema="published")
