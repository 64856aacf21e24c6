"""The benchmarks' own database server, and databases on it that are gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from db import local
from db.local.provision import create_database
from db.migrate import migrate
from db.session import kanri_home, make_engine


def home() -> Path:
    """Where the benchmarks keep their databases and the peers' environments."""
    return kanri_home() / "benchmarks"


@contextmanager
def run_database() -> Iterator[None]:
    """The benchmarks' own database server, stopped in the end unless it ran before."""
    running = local.status(home())["running"]
    local.start(home())
    try:
        yield
    finally:
        if not running:
            local.stop(home())


@contextmanager
def lend_database(name: str) -> Iterator[str]:
    """The owner's address of an empty register on the running server, gone afterwards."""
    with psycopg.connect(local.url(home(), local.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        create_database(connection, name, template=local.DATABASE)
        try:
            url = local.url(home(), local.OWNER, name)
            engine = make_engine(url)
            migrate(engine)
            engine.dispose()
            yield url
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
