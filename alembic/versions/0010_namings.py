"""Names in versions of their own: they change far more rarely than the documents that they lead to."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KINDS = ("organization", "permit", "disposition", "labour_case")
_FOREVER = "2147483647"
_BEGINNING = "(ARRAY[substr(id, 5, 1), substr(id, 5, 2)])"
_KEYS = "names, readings and English names as they are compared; see db/name_marks.py"
_MARKS = "pieces of the keys, by which they are found"
_COLUMNS = ("names", "grams", "keys", "marks")

# What stands has its names, in as many versions as the record has. They have no digest: whatever is published next
# of a record is another naming than this.
FILL = f"""
INSERT INTO published.naming (id, edition_from, kind, edition_to, digest, {", ".join(_COLUMNS)})
SELECT id, edition_from, kind, edition_to, '', {", ".join(_COLUMNS)} FROM published.version WHERE names <> ''
"""
_FILL_BACK = f"""
UPDATE published.version v SET {", ".join(f"{name} = n.{name}" for name in _COLUMNS)} FROM published.naming n
WHERE n.id = v.id AND n.kind = v.kind AND n.edition_from <= v.edition_from AND n.edition_to > v.edition_from
"""


def upgrade() -> None:
    op.create_table(
        "naming",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("edition_from", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("edition_to", sa.Integer(), server_default=sa.text(_FOREVER), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=32),
            nullable=False,
            comment="of all that the other columns are written from; see db/naming.py",
        ),
        sa.Column("names", sa.Text(), nullable=False, comment="folded names, one a line"),
        _words("grams"),
        _words("keys", _KEYS),
        _words("marks", _MARKS),
        sa.PrimaryKeyConstraint("id", "edition_from", "kind", name=op.f("pk_naming")),
        schema="published",
        comment="By what names a record is found, from one edition to another: natural persons have none.",
        postgresql_partition_by="LIST (kind)",
    )
    for kind in _KINDS:
        op.execute(f"CREATE TABLE published.naming_{kind} PARTITION OF published.naming FOR VALUES IN ('{kind}')")
    op.execute(FILL)
    _index_names("naming")
    is_named = sa.Column(
        "is_named", sa.Boolean(), server_default=sa.text("false"), nullable=False, comment="whether it is found by name; see naming"
    )
    op.add_column("version", is_named, schema="published")
    op.execute("UPDATE published.version SET is_named = true WHERE names <> ''")
    for name in _COLUMNS:
        op.drop_column("version", name, schema="published")
    _index_filled("organization_id", filled=True)
    _index_filled("corporate_number", filled=True)
    op.drop_constraint("fk_change_edition", "change", schema="published", type_="foreignkey")


def downgrade() -> None:
    op.create_foreign_key(
        "fk_change_edition", "change", "edition", ["edition"], ["number"], source_schema="published", referent_schema="published"
    )
    _index_filled("corporate_number", filled=False)
    _index_filled("organization_id", filled=False)
    names = sa.Column("names", sa.Text(), server_default="", nullable=False, comment="folded names, one a line; for search")
    for column in (names, _words("grams"), _words("keys", _KEYS), _words("marks", _MARKS)):
        op.add_column("version", column, schema="published")
    op.execute(_FILL_BACK)
    op.drop_column("version", "is_named", schema="published")
    op.drop_table("naming", schema="published")
    _index_names("version")


def _words(name: str, comment: str | None = None) -> sa.Column[list[str]]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False, comment=comment)


def _index_names(table: str) -> None:
    for name, columns in (("grams", ["grams", sa.text(_BEGINNING)]), ("marks", ["marks"])):
        op.create_index(f"ix_{table}_{name}", table, columns, schema="published", postgresql_using="gin")


def _index_filled(column: str, *, filled: bool) -> None:
    """Of most kinds of record one of these columns is empty: then nothing is entered."""
    where = sa.text(f"{column} IS NOT NULL") if filled else None
    op.drop_index(f"ix_version_{column}", table_name="version", schema="published")
    op.create_index(f"ix_version_{column}", "version", [column], schema="published", postgresql_where=where)
