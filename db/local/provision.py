"""What a new cluster needs before the first migration: roles, the database, its extensions."""

import psycopg
from psycopg import sql

from db.local.cluster import make_url
from db.local.errors import LocalDatabaseError
from db.local.folders import Folders
from db.local.servers import EXTENSIONS

DATABASE = "kanri"
OWNER = "kanri"
READER = "kanri_api"
SUPERUSER = "postgres"

CREATE_ROLES = {
    OWNER: f"CREATE ROLE {OWNER} LOGIN CREATEDB",
    # No right by itself but to connect; the migrations grant it what is public.
    READER: f"CREATE ROLE {READER} LOGIN NOINHERIT",
}
CLOSE_CLUSTER = (
    f"GRANT {READER} TO {OWNER}",
    "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC",
)
CREATE_DATABASE = "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY file_copy"
CLOSE_DATABASE = (
    "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {name} TO {reader}",
)


def ensure_database(folders: Folders) -> None:
    """Create whatever of roles, database and extensions is missing; quick where nothing is."""
    if _is_complete(folders):
        return
    with psycopg.connect(make_url(folders, SUPERUSER, "postgres"), autocommit=True) as connection:
        _create_roles(connection)
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            create_database(connection, DATABASE, template="template1")
    with psycopg.connect(make_url(folders, SUPERUSER, DATABASE), autocommit=True) as connection:
        _create_extensions(connection)


def create_database(connection: psycopg.Connection, name: str, template: str) -> None:
    """Create the owner's database, closed to all but owner and reader; takes a superuser in autocommit."""
    words = {"name": name, "owner": OWNER, "reader": READER, "template": template}
    identifiers = {key: sql.Identifier(word) for key, word in words.items()}
    for statement in (CREATE_DATABASE, *CLOSE_DATABASE):
        connection.execute(sql.SQL(statement).format(**identifiers))


def _is_complete(folders: Folders) -> bool:
    try:
        with psycopg.connect(make_url(folders, SUPERUSER, DATABASE)) as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_extension WHERE extname = ANY(%s)", [list(EXTENSIONS)]
            ).fetchone()
    except psycopg.OperationalError:  # no such database yet
        return False
    return found == (len(EXTENSIONS),)


def _create_roles(connection: psycopg.Connection) -> None:
    roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for name, statement in CREATE_ROLES.items():
        if name not in roles:
            connection.execute(sql.SQL(statement))
    for statement in CLOSE_CLUSTER:
        connection.execute(sql.SQL(statement))


def _create_extensions(connection: psycopg.Connection) -> None:
    """All extensions or none, and only where they do what the register asks of them."""
    try:
        with connection.transaction():
            for name in EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
            check_trigrams(connection)
            _check_projection(connection)
    except psycopg.Error as error:
        raise LocalDatabaseError(
            f"This PostgreSQL's extensions do not work ({str(error).splitlines()[0]}). "
            "Reinstall its PostGIS package, or set DATABASE_URL to a server with a working one."
        ) from error


def check_trigrams(connection: psycopg.Connection) -> None:
    """Under LC_CTYPE=C pg_trgm drops every letter beyond ASCII and finds nothing, without a word."""
    if connection.execute("SELECT cardinality(show_trgm('Öß'))").fetchone() != (3,):
        raise LocalDatabaseError(
            "This database does not know letters beyond ASCII (LC_CTYPE): searching would find nothing. "
            "Install a UTF-8 locale (C.UTF-8), then start again with an empty KANRI_HOME."
        )


def _check_projection(connection: psycopg.Connection) -> None:
    """Tiles need web Mercator, for which PROJ must find its own database."""
    found = connection.execute(
        "SELECT round(ST_X(ST_Transform(ST_SetSRID(ST_MakePoint(135, 35), 4326), 3857)))::int"
    ).fetchone()
    if found != (15028131,):
        raise LocalDatabaseError(
            "This PostGIS does not transform coordinates: reinstall PROJ and PostGIS, or set DATABASE_URL."
        )
