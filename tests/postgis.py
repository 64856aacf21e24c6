"""The PostGIS on which tests run: one cluster for all sessions, one fresh database for every test."""

import fcntl
import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from db import local
from db.local.provision import create_database
from db.migrate import migrate
from db.session import CHECKOUT, make_engine

# Apart from the data of KANRI_HOME, whatever that is; the unpacked programs may well be the same.
HOME = Path(os.environ.get("KANRI_TEST_HOME", CHECKOUT / ".kanri/tests"))
PACKAGES = None if os.geteuid() == 0 else CHECKOUT / ".kanri/postgres"
COUNTER = itertools.count()


@dataclass(frozen=True)
class Database:
    """A migrated database of one test: name, and addresses in libpq's form for the owner and the API."""

    name: str
    owner: str
    api: str


@contextmanager
def run_cluster() -> Iterator[Path]:
    """Keep the tests' cluster running, and stop it when the last of all sessions at work leaves."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        local.start(HOME, durable=False, packages=PACKAGES)
        yield HOME
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        local.stop(HOME)


def prepare_template() -> str:
    """The name of a database with all migrations applied, made once for each state of the schema's code."""
    name = f"template_{_digest_schema()}"
    with (HOME / "template.lock").open("w") as lock, connect("postgres") as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = dict(connection.execute("SELECT datname, datistemplate FROM pg_database").fetchall())
        if found.get(name) is True:
            return name
        for stale in (stale for stale in found if stale.startswith("template_")):
            _drop(connection, stale)
        create_database(connection, name, template=local.DATABASE)
        _migrate(local.url(HOME, local.OWNER, name))
        connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
    return name


@contextmanager
def lend_database(template: str) -> Iterator[Database]:
    """A database of its own, gone afterwards with whatever was left connected to it."""
    name = f"test_{os.getpid()}_{next(COUNTER)}"
    with connect("postgres") as connection:
        create_database(connection, name, template)
        try:
            yield Database(name, local.url(HOME, local.OWNER, name), local.url(HOME, local.READER, name))
        finally:
            _drop(connection, name)


def connect(database: str) -> psycopg.Connection:
    """A superuser's connection in autocommit."""
    return psycopg.connect(local.url(HOME, local.SUPERUSER, database), autocommit=True)


def _drop(connection: psycopg.Connection, name: str) -> None:
    named = sql.Identifier(name)
    connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(named))
    connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))


def _migrate(url: str) -> None:
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()


def _digest_schema() -> str:
    files = [path for folder in ("db", "alembic") for path in (CHECKOUT / folder).rglob("*.py")]
    contents = b"\0".join(path.read_bytes() for path in sorted(files))
    return hashlib.sha256(contents).hexdigest()[:16]
