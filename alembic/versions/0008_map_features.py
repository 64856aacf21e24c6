"""Features of maps written at publication, and what lies in a box found and counted by an index alone."""

from collections.abc import Iterator

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PLACE = (
    "prefecture_code", "municipality_code", "prefecture", "municipality", "town", "precision", "status", "area_code",
    "first_seen_at", "updated_at", "withdrawn_at",
)  # fmt: skip
_LISTS = ("roles", "regimes", "grounds", "violations", "authorities", "countries", "occupations")
_MEMBERS = {
    "organization": (
        "name", "name_kana", "name_en", "legal_form", "grade", "corporate_number", "roles", "regimes", "address", "telephone",
        "disposition_count", "last_disposition_on", "grounds", "violations", "authorities", "countries", "occupations",
        "has_dispositions", *_PLACE,
    ),
    "disposition": (
        "kind", "regime", "role", "provision", "organization_id", "organization_name", "grade", "issued_on", "announced_on",
        "grounds", "violations", "authorities", "reason", "permit_number", "plan_count", *_PLACE,
    ),
    "permit": (
        "number", "class", "permit_status", "regime", "role", "organization_id", "organization_name", "grade",
        "first_permitted_on", "expires_on", "revoked_on", "countries", "occupations", "care", "listed_as_of", *_PLACE,
    ),
}  # fmt: skip
_PATHS = {
    **{name: f"place,{name}" for name in ("prefecture_code", "municipality_code", "prefecture", "municipality", "town", "precision")},
    "organization_id": "organization,id",
    "organization_name": "organization,name",
}
_IS_EXACT = "v.geometry IS NOT NULL AND v.precision IN ('building', 'block', 'town')"
_EXPRESSIONS = {
    **{name: f"nullif(array_to_string(v.{name}, ','), '')" for name in _LISTS},
    "area_code": f"CASE WHEN NOT ({_IS_EXACT}) THEN coalesce(v.municipality, v.prefecture) END",
    "updated_at": "to_char(v.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
    "has_dispositions": "v.has_dispositions",
}


def upgrade() -> None:
    feature = sa.Column(
        "feature", sa.Text(), comment="the record as a map's feature, serialised JSON without its end; see db/flat_features.py"
    )
    op.add_column("version", feature, schema="published")
    op.drop_index("ix_version_geometry", table_name="version", schema="published")
    for kind in _MEMBERS:
        # Three records a page: what a list or a map tells is read where the record lies, neither unpacked nor fetched from
        # elsewhere; what only the single record has goes elsewhere first.
        for column in ("summary", "feature"):
            op.execute(f"ALTER TABLE published.version_{kind} ALTER COLUMN {column} SET STORAGE MAIN")
        op.execute(f"ALTER TABLE published.version_{kind} ALTER COLUMN feature SET COMPRESSION lz4")
        op.execute(f"ALTER TABLE published.version_{kind} SET (toast_tuple_target = 2720)")
    for statement in list_fillings():
        op.execute(statement)
    op.execute(
        "CREATE INDEX ix_version_point ON published.version USING gist (point(ST_X(geometry), ST_Y(geometry)))"
        " INCLUDE (id, edition_from, edition_to, geometry)"
    )
    op.execute("CREATE INDEX ix_version_prefecture_id ON published.version (prefecture, id) WHERE has_dispositions")


def downgrade() -> None:
    for kind in _MEMBERS:
        op.execute(f"ALTER TABLE published.version_{kind} RESET (toast_tuple_target)")
        op.execute(f"ALTER TABLE published.version_{kind} ALTER COLUMN summary SET STORAGE EXTENDED")
    op.drop_index("ix_version_prefecture_id", table_name="version", schema="published")
    op.drop_index("ix_version_point", table_name="version", schema="published")
    op.create_index("ix_version_geometry", "version", ["geometry"], schema="published", postgresql_using="gist")
    op.drop_column("version", "feature", schema="published")


def list_fillings() -> Iterator[str]:
    """Statements that write the features of what was published before they were; a colon in them is text."""
    for kind, names in _MEMBERS.items():
        members = ", ".join(f"'{name}', {_EXPRESSIONS.get(name) or _read(kind, name)}" for name in names)
        point = f"CASE WHEN {_IS_EXACT} THEN v.summary::json #> '{{place,point}}' END"
        feature = f"json_build_object('type', 'Feature', 'id', v.id, 'geometry', {point}, 'properties', json_build_object({members}))"
        yield f"UPDATE published.version_{kind} v SET feature = left(({feature})::text, -2)"


def _read(kind: str, name: str) -> str:
    of_party = name == "grade" and kind != "organization"
    path = "organization,grade" if of_party else _PATHS.get(name, name)
    return f"v.summary::json #> '{{{path}}}'"
