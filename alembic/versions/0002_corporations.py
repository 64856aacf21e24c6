"""The tax agency's register of corporate numbers, and the reviewed decisions on identity."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATED = "content #>> '{identity,corporate_number}'"


def upgrade() -> None:
    _add_corporations()
    _add_former()
    op.create_table(
        "corporation_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("keys_version", sa.Text(), nullable=False, comment="under which folding of names its keys were made"),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_corporation_file")),
        schema="register",
        comment="Files of corporate numbers that were loaded, each in one transaction.",
    )
    op.create_table(
        "decision",
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_decision")),
        schema="register",
        comment="The reviewed decisions on identity that the last publication applied; see db/decisions.csv.",
    )
    op.add_column(
        "organization",
        sa.Column("founder", sa.Text(), nullable=True, comment="the statement from which the id is made"),
        schema="register",
    )
    op.create_index(
        "ix_statement_corporate_number",
        "statement",
        [sa.literal_column(f"({STATED})")],
        schema="register",
        postgresql_where=sa.text(f"{STATED} IS NOT NULL"),
    )


def _add_corporations() -> None:
    op.create_table(
        "corporation",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        # Under C an index is built several times faster, and a key is only ever compared for equality.
        sa.Column("key", sa.Text(collation="C"), nullable=False, comment="the name as corporations are looked up"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kana", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=True, comment="JIS X 0402; null abroad"),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_cause", sa.Text(), nullable=True),
        sa.Column("successor", sa.BigInteger(), nullable=True),
        sa.Column(
            "process", sa.Text(), nullable=False, comment="what the last change was; 99: deleted from the register"
        ),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column(
            "excluded", sa.Boolean(), nullable=False, comment="not to be found by a search, says the publisher"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_corporation")),
        schema="register",
        comment="The tax agency's register of corporate numbers, as its files last stood.",
    )
    op.create_index(op.f("ix_corporation_key"), "corporation", ["key"], unique=False, schema="register")


def _add_former() -> None:
    op.create_table(
        "corporation_former",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", "key", "municipality", "street", name=op.f("pk_corporation_former")),
        schema="register",
        comment="Names and places that corporations had before, as far as the loaded files tell.",
    )
    op.create_index(op.f("ix_corporation_former_key"), "corporation_former", ["key"], unique=False, schema="register")


def downgrade() -> None:
    op.drop_index("ix_statement_corporate_number", table_name="statement", schema="register")
    op.drop_column("organization", "founder", schema="register")
    for table in ("decision", "corporation_file", "corporation_former", "corporation"):
        op.drop_table(table, schema="register")
