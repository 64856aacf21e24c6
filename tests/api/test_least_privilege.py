"""The API's role, tried: what it may read, and everything that it may not."""

import psycopg
import pytest
from psycopg import sql

from tests.api import fictional_register as register
from tests.api.serving import publish
from tests.postgis import Database

READABLE = {
    "alembic_version": {"version_num"},
    "alias": {"id", "survivor"},
    "change": {"seq", "edition", "kind", "id", "change", "cause", "fields_changed", "merged_into"},
    "edition": {"number", "published_at", "observed_on", "sample", "totals"},
    "source": {"name", "status", "last_good_at"},
    "version": {
        "id", "edition_from", "kind", "edition_to", "summary", "detail", "first_seen_at", "last_seen_at", "updated_at",
        "status", "category", "organization_id", "issued_on", "corporate_number", "prefecture", "municipality",
        "precision", "geometry", "has_dispositions", "roles", "regimes", "grounds", "violations", "authorities",
        "countries", "occupations", "numbers", "sources", "is_named", "feature",
    },
    # Of legal persons only.
    "naming": {"id", "edition_from", "kind", "edition_to", "digest", "names", "grams", "keys", "marks"},
    "reference": {"name", "status", "last_good_at"},
    "municipality_area": {"code", "name", "prefecture", "geom"},
    # Grams are of legal persons only: of a name that turns out to be a person's nothing is left here.
    "gram_total": {"kind", "gram", "count", "since"},
}  # fmt: skip
"""Every column that the role may read: a new one is added here by somebody who has thought of persons' names."""

_KINDS = ("organization", "permit", "disposition", "labour_case")
PARTITIONS = {f"{table}_{kind}": table for table in ("version", "naming") for kind in _KINDS}


def test_nothing_of_the_register_can_be_read(database: Database) -> None:
    with psycopg.connect(database.owner) as owner:
        tables = [row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'register'")]
    assert {"statement", "document", "organization", "run", "rejection"} <= set(tables)
    with psycopg.connect(database.api, autocommit=True) as reader:
        for table in tables:
            for verb in ("SELECT * FROM {}", "SELECT count(*) FROM {}", "SELECT 1 FROM {} LIMIT 1", "TABLE {}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    reader.execute(sql.SQL(verb).format(sql.Identifier("register", table)))


def test_the_readable_columns_are_these_and_no_others(database: Database) -> None:
    with psycopg.connect(database.api) as reader:
        rows = reader.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'public') AND n.nspname NOT LIKE 'pg_%%'"
            " AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_schema_privilege(n.oid, 'USAGE')"
            " AND has_column_privilege(c.oid, a.attnum, 'SELECT')"
        ).fetchall()
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(PARTITIONS.get(table, table), set()).add(column)
    assert found == READABLE


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO published.alias VALUES ('a', 'b')",
        "UPDATE published.version SET summary = ''",
        "DELETE FROM published.version_organization",
        "TRUNCATE published.change",
        "DROP TABLE published.alias",
        "CREATE TABLE published.mine (x int)",
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMP TABLE mine (x int)",
        "GRANT SELECT ON register.statement TO kanri_api",
        "SET ROLE kanri",
        "COPY (SELECT 1) TO '/tmp/out'",
        "COPY published.alias FROM PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
    ],
)
def test_the_role_can_change_nothing_and_reach_nothing(database: Database, statement: str) -> None:
    with psycopg.connect(database.api, autocommit=True) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement)  # type: ignore[call-overload]


def test_no_readable_column_holds_the_name_of_a_natural_person(database: Database) -> None:
    publish(database, *register.first_statements())
    with psycopg.connect(database.api) as reader:
        for table in READABLE:
            rows = reader.execute(
                sql.SQL("SELECT count(*) FROM {} AS t WHERE t::text LIKE %s").format(sql.Identifier("published", table)),
                ["%太郎%"],
            ).fetchone()
            assert rows == (0,), table
