"""The peers' own copies of the rows: a plain table beside the register, and a SQLite file with full-text search."""

import sqlite3
from pathlib import Path

import psycopg

from benchmarks.dataset import hash_file, home

_SQL = Path(__file__).with_name("tables.sql")
_COLUMNS = (
    "id", "name", "name_kana", "name_en", "other_names", "legal_form", "grade", "corporate_number", "roles", "regimes",
    "address", "telephone", "prefecture", "municipality", "place", "permits", "disposition_count",
    "last_disposition_on", "has_dispositions", "status", "first_seen_at", "last_seen_at", "withdrawn_at",
)  # fmt: skip
_SQLITE = f"""
CREATE TABLE organizations ({", ".join(_COLUMNS)}, longitude REAL, latitude REAL, PRIMARY KEY (id));
"""
_INDEXES = """
CREATE INDEX by_place ON organizations (longitude, latitude);
CREATE INDEX by_prefecture ON organizations (prefecture, has_dispositions);
CREATE VIRTUAL TABLE organizations_fts USING fts5(name, tokenize = 'trigram', content = 'organizations');
INSERT INTO organizations_fts (organizations_fts) VALUES ('rebuild');
ANALYZE;
"""


def ensure_tables(url: str) -> None:
    """Make the plain table and its functions, unless these very ones are there."""
    stamp = f"{hash_file(_SQL):x}"
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT obj_description(to_regnamespace('peers')::oid, 'pg_namespace')").fetchone()
        if found == (stamp,):
            return
        connection.execute("DROP SCHEMA IF EXISTS peers CASCADE")
        connection.execute(_SQL.read_text())
        connection.execute(f"COMMENT ON SCHEMA peers IS '{stamp}'")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) peers.organizations")


def find_file(name: str) -> Path:
    """Where the SQLite file with the rows of a database is kept."""
    return home() / f"{name}_{hash_file(Path(__file__)):x}.db"


def ensure_file(url: str, name: str) -> Path:
    """Write the same rows to a SQLite file, unless it is there."""
    path = find_file(name)
    if path.exists():
        return path
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with sqlite3.connect(fresh) as file, psycopg.connect(url) as connection:
        file.executescript(_SQLITE)
        told = ", ".join(f"{column}::text" for column in _COLUMNS)
        rows = connection.cursor("rows").execute(
            f"SELECT {told}, ST_X(geometry), ST_Y(geometry) FROM peers.organizations"
        )
        file.executemany(f"INSERT INTO organizations VALUES ({', '.join('?' * (len(_COLUMNS) + 2))})", rows)
        file.executescript(_INDEXES)
    file.close()
    fresh.replace(path)
    return path
