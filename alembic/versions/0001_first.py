"""The register, and the published part that the API's role may read."""


import geoalchemy2
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alias",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("survivor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        schema="published",
        comment="Ids that were merged: a request for one is sent on to the survivor.",
    )
    op.create_table(
        "edition",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("totals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_edition")),
        schema="published",
        comment="One good publication: a counter and a time.",
    )
    op.create_table(
        "source",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_good_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source")),
        schema="published",
        comment="How fresh each source is, and whether it keeps its promises.",
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("edition_from", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("edition_to", sa.Integer(), server_default=sa.text("2147483647"), nullable=False),
        sa.Column(
            "summary",
            sa.Text(),
            nullable=False,
            comment="the public document as lists show it, serialised JSON",
        ),
        sa.Column(
            "detail",
            sa.Text(),
            nullable=True,
            comment="members that only the single record shows, serialised JSON",
        ),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("organization_id", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("corporate_number", sa.String(length=13), nullable=True),
        sa.Column("prefecture", sa.String(length=2), nullable=True),
        sa.Column("municipality", sa.String(length=5), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column(
            "geometry",
            geoalchemy2.types.Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("has_dispositions", sa.Boolean(), nullable=True),
        sa.Column("roles", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("regimes", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("grounds", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("violations", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("authorities", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("countries", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("occupations", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("numbers", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("sources", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "names",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="folded names, one a line; for search",
        ),
        sa.Column("grams", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("readings", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("id", "edition_from", "kind", name=op.f("pk_version")),
        schema="published",
        comment="Every public record in every edition, already serialised, beside the columns it is filtered by.",
        postgresql_partition_by="LIST (kind)",
    )
    op.create_index(
        "ix_version_geometry",
        "version",
        ["geometry"],
        unique=False,
        schema="published",
        postgresql_using="gist",
    )
    op.create_index(
        "ix_version_grams", "version", ["grams"], unique=False, schema="published", postgresql_using="gin"
    )
    op.create_index(
        "ix_version_issued_on_id",
        "version",
        [sa.literal_column("issued_on DESC NULLS LAST"), "id"],
        unique=False,
        schema="published",
    )
    op.create_index(
        "ix_version_numbers", "version", ["numbers"], unique=False, schema="published", postgresql_using="gin"
    )
    op.create_index(
        "ix_version_organization_id", "version", ["organization_id"], unique=False, schema="published"
    )
    op.create_index(
        "ix_version_prefecture_municipality",
        "version",
        ["prefecture", "municipality"],
        unique=False,
        schema="published",
    )
    op.create_index("ix_version_updated_at", "version", ["updated_at"], unique=False, schema="published")
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("retrieved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("url", "sha256", name=op.f("uq_document_url_sha256")),
        schema="register",
        comment="A publisher's file, by address and content; its bytes lie in the raw store.",
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        schema="register",
        comment="One legal entity, or one notice about a natural person: people are not followed between notices.",
    )
    op.create_table(
        "run",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        schema="register",
        comment="One crawl of one source: what it counted, and whether it was believed.",
    )
    op.create_index(
        "ix_run_source_id", "run", ["source", sa.literal_column("id DESC")], unique=False, schema="register"
    )
    op.create_table(
        "change",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("fields_changed", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["edition"], ["published.edition.number"], name=op.f("fk_change_edition")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
        schema="published",
        comment="The change feed: ordered, gap-free.",
    )
    op.create_index(op.f("ix_change_edition"), "change", ["edition"], unique=False, schema="published")
    op.create_index(op.f("ix_change_id"), "change", ["id"], unique=False, schema="published")
    op.create_table(
        "rejection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("locator", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("verbatim", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["register.run.id"], name=op.f("fk_rejection_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejection")),
        schema="register",
        comment="A row that could not be read, with its cell and its text: rejected, never guessed.",
    )
    op.create_index(op.f("ix_rejection_run_id"), "rejection", ["run_id"], unique=False, schema="register")
    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("organization_id", sa.Text(), nullable=True),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("locator", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source_digest", sa.String(length=32), nullable=False),
        sa.Column("first_run", sa.BigInteger(), nullable=False, comment="who was first: ids follow the oldest statement"),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["register.document.id"], name=op.f("fk_statement_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["register.organization.id"], name=op.f("fk_statement_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        schema="register",
        comment="What one source says about one case or permit, graded: the row of a file, as it last read.",
    )
    op.create_index(op.f("ix_statement_block"), "statement", ["block"], unique=False, schema="register")
    op.create_index(
        op.f("ix_statement_organization_id"),
        "statement",
        ["organization_id"],
        unique=False,
        schema="register",
    )
    op.create_index(
        op.f("ix_statement_record_id"), "statement", ["record_id"], unique=False, schema="register"
    )
    op.create_index(op.f("ix_statement_source"), "statement", ["source"], unique=False, schema="register")
    _add_partitions()
    _add_reader()


def _add_partitions() -> None:
    for kind in ("organization", "permit", "disposition", "labour_case"):
        name = f"published.version_{kind}"
        op.execute(f"CREATE TABLE {name} PARTITION OF published.version FOR VALUES IN ('{kind}')")
        # The planner must know which names are common: a search for a frequent term is another plan.
        op.execute(f"ALTER TABLE {name} ALTER COLUMN grams SET STATISTICS 1000")
        op.execute(f"ALTER TABLE {name} ALTER COLUMN summary SET COMPRESSION lz4")
        op.execute(f"ALTER TABLE {name} ALTER COLUMN detail SET COMPRESSION lz4")


def _add_reader() -> None:
    # The embedded cluster made the role with a login; on another server it is assumed by the owner.
    op.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kanri_api') THEN"
        " CREATE ROLE kanri_api NOLOGIN; EXECUTE format('GRANT kanri_api TO %I', current_user);"
        " END IF; END $$"
    )
    op.execute("GRANT USAGE ON SCHEMA published TO kanri_api")
    op.execute("GRANT SELECT ON ALL TABLES IN SCHEMA published TO kanri_api")
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA published GRANT SELECT ON TABLES TO kanri_api")


def downgrade() -> None:
    op.execute("DROP SCHEMA register CASCADE")
    for table in ("change", "alias", "version", "source", "edition"):
        op.execute(f"DROP TABLE published.{table}")
