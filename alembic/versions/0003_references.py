"""Reference data: registers and maps that are loaded from files beside what is crawled."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reference",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_good_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reference")),
        schema="published",
        comment="Reference data that were loaded from files, such as the register of corporate numbers.",
    )


def downgrade() -> None:
    op.drop_table("reference", schema="published")
