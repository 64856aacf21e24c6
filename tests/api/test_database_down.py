"""A database that goes away: what is in memory still serves, the rest says when to come back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tests.api import fictional_register as register
from tests.api.serving import DEADLINE_SECONDS, Served, on_day, serve
from tests.postgis import Database, connect


@contextmanager
def shut_out(database: Database) -> Iterator[None]:
    """The database lets nobody in, and those within are put out."""
    name = sql.Identifier(database.name)
    with connect("postgres") as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false").format(name))
        _put_out(connection, database)
        try:
            yield
        finally:
            connection.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true").format(name))


def _put_out(connection: psycopg.Connection, database: Database) -> None:
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database.name])


def test_kept_answers_serve_while_the_database_is_away(fresh: Served) -> None:
    fresh.publish(*register.first_statements(), observed_on=on_day(1))
    kept = fresh.get("/v1/dispositions")
    with shut_out(fresh.database):
        assert fresh.get("/v1/dispositions").content == kept.content
        assert fresh.read("/healthz") == {"status": "ok"}
        assert fresh.read("/v1/sources")["total"] == 1
        for path in ("/v1/dispositions?limit=3", "/readyz", "/v1/organizations/org_aaaaaaaaaaaaaaaa"):
            response = fresh.get(path)
            assert response.status_code == 503
            assert response.json()["type"].endswith("/problems/database-unavailable")
            assert int(response.headers["retry-after"]) > 0
            assert fresh.database.name not in response.text
    assert fresh.read("/v1/dispositions?limit=3")["total"] == register.NUMBERED + 7
    fresh.publish(*register.second_statements(), observed_on=on_day(2))
    assert fresh.read("/v1/dispositions")["total"] == register.NUMBERED + 8


def test_a_server_may_start_before_its_database(database: Database) -> None:
    with shut_out(database):
        with_it = serve(database)
        api = with_it.__enter__()
        assert api.get("/v1/dispositions").status_code == 503
        assert api.get("/healthz").status_code == 200
    try:
        _await_answer(api)
        assert api.read("/v1/dispositions")["total"] == 0
    finally:
        with_it.__exit__(None, None, None)


def _await_answer(api: Served) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while api.get("/v1/sources").status_code != 200:
        assert time.monotonic() < deadline, "the server did not find its database again"
        time.sleep(0.05)


def test_a_database_of_another_schema_is_not_ready(fresh: Served) -> None:
    with psycopg.connect(fresh.database.owner, autocommit=True) as connection:
        connection.execute("UPDATE published.alembic_version SET version_num = 'other'")
    response = fresh.get("/readyz")
    assert response.status_code == 503
    assert response.json()["type"].endswith("/problems/schema-mismatch")
