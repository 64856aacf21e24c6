"""The tables: `register` holds what sources said (restricted), `published` holds what anyone may read.

The API's role may select from `published` and from nothing else. No column of `published` can hold the
name of a natural person; see DATA.md for the grades.
"""

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

FOREVER = 2_147_483_647
"""`edition_to` of a version that still stands: a number, so that one index serves today and every past day."""

RECORD_KINDS = ("organization", "permit", "disposition", "labour_case")
"""Each kind of public record has a partition of `published.version`, and of `published.naming`, of its own."""

KEPT = "kept"
"""Marks a table that a rebuild from the raw store leaves alone."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _moment(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _words(name: str, comment: str | None = None) -> Column[object]:
    return Column(name, ARRAY(Text), nullable=False, server_default=text("'{}'"), comment=comment)


def _life() -> tuple[Column[str], Column[int], Column[str], Column[int], PrimaryKeyConstraint]:
    """Of which record a row tells, and from which edition to which it stands."""
    return (
        Column("id", Text, nullable=False),
        Column("edition_from", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("edition_to", Integer, nullable=False, server_default=text(str(FOREVER))),
        PrimaryKeyConstraint("id", "edition_from", "kind"),
    )


run = Table(
    "run",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("source", Text, nullable=False),
    Column("observed_on", Date, nullable=False),
    _moment("observed_at"),
    _moment("finished_at"),
    Column("verdict", Text, nullable=False),
    Column("sample", Boolean, nullable=False, server_default=text("false")),
    Column("counts", JSONB, nullable=False),
    Column("problems", JSONB, nullable=False),
    Column("edition", Integer),
    Index("ix_run_source_id", "source", text("id DESC")),
    schema="register",
    comment="One crawl of one source: what it counted, and whether it was believed.",
)

document = Table(
    "document",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", Text, nullable=False),
    _moment("retrieved_at"),
    UniqueConstraint("url", "sha256"),
    schema="register",
    comment="A publisher's file, by address and content; its bytes lie in the raw store.",
)

organization = Table(
    "organization",
    metadata,
    Column("id", Text, primary_key=True),
    _moment("first_seen_at"),
    Column("founder", Text, comment="the statement from which the id is made"),
    schema="register",
    comment="One legal entity, or one notice about a natural person: people are not followed between notices.",
)

statement = Table(
    "statement",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("block", Text, nullable=False, index=True),
    Column("record_id", Text, index=True),
    Column("organization_id", Text, ForeignKey("register.organization.id"), index=True),
    Column("document_id", BigInteger, ForeignKey("register.document.id"), nullable=False),
    Column("locator", JSONB, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("source_digest", String(32), nullable=False),
    Column("first_run", BigInteger, nullable=False, comment="who was first: ids follow the oldest statement"),
    _moment("first_seen_at"),
    _moment("last_seen_at", nullable=True),
    _moment("withdrawn_at", nullable=True),
    Index(
        "ix_statement_corporate_number",
        text("(content #>> '{identity,corporate_number}')"),
        postgresql_where=text("content #>> '{identity,corporate_number}' IS NOT NULL"),
    ),
    schema="register",
    comment="What one source says about one case or permit, graded: the row of a file, as it last read.",
)

rejection = Table(
    "rejection",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("run_id", BigInteger, ForeignKey("register.run.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("locator", JSONB, nullable=False),
    Column("field", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("verbatim", Text),
    schema="register",
    comment="A row that could not be read, with its cell and its text: rejected, never guessed.",
)

decision = Table(
    "decision",
    metadata,
    Column("decision", Text, nullable=False),
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    schema="register",
    comment="The reviewed decisions on identity that the last publication applied; see db/decisions.csv.",
)

edition = Table(
    "edition",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _moment("published_at"),
    Column("observed_on", Date, nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("totals", JSONB, nullable=False),
    schema="published",
    comment="One good publication: a counter and a time.",
)

source = Table(
    "source",
    metadata,
    Column("name", Text, primary_key=True),
    Column("status", JSONB, nullable=False),
    _moment("last_good_at", nullable=True),
    schema="published",
    comment="How fresh each source is, and whether it keeps its promises.",
)

reference = Table(
    "reference",
    metadata,
    Column("name", Text, primary_key=True),
    Column("status", JSONB, nullable=False),
    _moment("last_good_at"),
    schema="published",
    info={KEPT: True},
    comment="Reference data that were loaded from files, such as the register of corporate numbers.",
)

version = Table(
    "version",
    metadata,
    *_life(),
    Column("summary", Text, nullable=False, comment="the public document as lists show it, serialised JSON"),
    Column("detail", Text, comment="members that only the single record shows, serialised JSON"),
    Column("feature", Text, comment="the record as a map's feature, serialised JSON without its end; see db/flat_features.py"),
    _moment("first_seen_at"),
    _moment("last_seen_at", nullable=True),
    _moment("updated_at"),
    Column("status", Text, nullable=False),
    Column("category", Text),
    Column("organization_id", Text),
    Column("issued_on", Date),
    Column("corporate_number", String(13)),
    Column("prefecture", String(2)),
    Column("municipality", String(5)),
    Column("precision", Text, nullable=False),
    Column("geometry", Geometry("POINT", srid=4326, spatial_index=False)),
    Column("has_dispositions", Boolean),
    _words("roles"),
    _words("regimes"),
    _words("grounds"),
    _words("violations"),
    _words("authorities"),
    _words("countries"),
    _words("occupations"),
    _words("numbers"),
    _words("sources"),
    Column("is_named", Boolean, nullable=False, server_default=text("false"), comment="whether it is found by name; see naming"),
    Index("ix_version_organization_id", "organization_id", postgresql_where=text("organization_id IS NOT NULL")),
    Index("ix_version_issued_on_id", text("issued_on DESC NULLS LAST"), "id"),
    Index("ix_version_prefecture_municipality", "prefecture", "municipality"),
    Index("ix_version_updated_at", "updated_at"),
    # What is in a box is counted, and put in order, without a look at the records themselves.
    Index(
        "ix_version_point",
        text("point(ST_X(geometry), ST_Y(geometry))"),
        postgresql_using="gist",
        postgresql_include=["id", "edition_from", "edition_to", "geometry"],
    ),
    Index("ix_version_prefecture_id", "prefecture", "id", postgresql_where=text("has_dispositions")),
    Index("ix_version_numbers", "numbers", postgresql_using="gin"),
    Index("ix_version_corporate_number", "corporate_number", postgresql_where=text("corporate_number IS NOT NULL")),
    schema="published",
    postgresql_partition_by="LIST (kind)",
    comment="Every public record in every edition, already serialised, beside the columns it is filtered by.",
)

naming = Table(
    "naming",
    metadata,
    *_life(),
    Column("digest", String(32), nullable=False, comment="of all that the other columns are written from; see db/naming.py"),
    Column("names", Text, nullable=False, comment="folded names, one a line"),
    _words("grams"),
    _words("keys", "names, readings and English names as they are compared; see db/name_marks.py"),
    _words("marks", "pieces of the keys, by which they are found"),
    # Beside the grams the beginning of the id: so a page of a frequent gram is read without the rest.
    Index("ix_naming_grams", "grams", text("(ARRAY[substr(id, 5, 1), substr(id, 5, 2)])"), postgresql_using="gin"),
    Index("ix_naming_marks", "marks", postgresql_using="gin"),
    schema="published",
    postgresql_partition_by="LIST (kind)",
    comment="By what names a record is found, from one edition to another: natural persons have none.",
)

change = Table(
    "change",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    # Without a foreign key: one writer writes both in one transaction, and each line would be looked up.
    Column("edition", Integer, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("change", Text, nullable=False),
    Column("cause", Text, nullable=False),
    _words("fields_changed"),
    Column("merged_into", Text),
    schema="published",
    comment="The change feed: ordered, gap-free.",
)

gram_total = Table(
    "gram_total",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("gram", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("since", Integer, nullable=False, comment="the edition that last changed the count"),
    schema="published",
    comment="How many records of a kind are found by one to three characters, since an edition.",
)

alias = Table(
    "alias",
    metadata,
    Column("id", Text, primary_key=True),
    Column("survivor", Text, nullable=False),
    schema="published",
    # A promise to whoever has kept the id, which a rebuild must not break.
    info={KEPT: True},
    comment="Ids that were merged: a request for one is sent on to the survivor.",
)

municipality_area = Table(
    "municipality_area",
    metadata,
    Column("code", Text, primary_key=True, comment="JIS X 0402, five digits; of designated cities the city and its wards"),
    Column("name", Text, nullable=False),
    Column("prefecture", String(2), nullable=False),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
    Index("ix_municipality_area_geom", "geom", postgresql_using="gist"),
    schema="published",
    # Loaded from a publisher's file by hand, not by a crawl.
    info={KEPT: True},
    comment="Outlines of municipalities, for maps of totals; empty until they are loaded.",
)

corporation = Table(
    "corporation",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text(collation="C"), nullable=False, index=True, comment="the name as corporations are looked up"),
    Column("name", Text, nullable=False),
    Column("kana", Text),
    Column("name_en", Text),
    Column("kind", Text, nullable=False),
    Column("municipality", Text, comment="JIS X 0402; null abroad"),
    Column("city", Text),
    Column("street", Text),
    Column("closed_on", Date),
    Column("close_cause", Text),
    Column("successor", BigInteger),
    Column("process", Text, nullable=False, comment="what the last change was; 99: deleted from the register"),
    Column("updated_on", Date, nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("assigned_on", Date),
    Column("excluded", Boolean, nullable=False, comment="not to be found by a search, says the publisher"),
    schema="register",
    info={KEPT: True},
    comment="The tax agency's register of corporate numbers, as its files last stood.",
)

corporation_former = Table(
    "corporation_former",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text(collation="C"), primary_key=True, index=True),
    Column("municipality", Text, primary_key=True),
    Column("street", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    schema="register",
    info={KEPT: True},
    comment="Names and places that corporations had before, as far as the loaded files tell.",
)

corporation_file = Table(
    "corporation_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("keys_version", Text, nullable=False, comment="under which folding of names its keys were made"),
    _moment("loaded_at"),
    schema="register",
    info={KEPT: True},
    comment="Files of corporate numbers that were loaded, each in one transaction.",
)
