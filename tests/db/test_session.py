"""Which database an environment names."""

import asyncio
from pathlib import Path

import asyncpg
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db import session
from tests.postgis import Database


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_READ_URL", "KANRI_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_the_home_is_in_the_checkout_unless_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert session.kanri_home() == session.CHECKOUT / ".kanri"
    monkeypatch.setenv("KANRI_HOME", str(tmp_path / "a/../b"))
    assert session.kanri_home() == tmp_path / "b"


def test_without_a_url_the_homes_database_is_meant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KANRI_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    assert session.is_embedded()
    assert session.database_url().startswith("postgresql://kanri@/kanri?host=")
    assert session.api_url().startswith("postgresql://kanri_api@/kanri?host=")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_any_form_of_url_is_understood(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://someone:p%40ss@db.example:5433/register")
    assert session.database_url() == "postgresql://someone:p%40ss@db.example:5433/register"
    assert session.sqlalchemy_url(session.database_url()).startswith("postgresql+psycopg://someone:p%40ss@")


def test_the_api_has_its_own_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.example/register")
    monkeypatch.setenv("DATABASE_READ_URL", "postgres://reader@db.example/register")
    assert session.api_url() == "postgresql://reader@db.example/register"


def test_requests_are_counted_in_the_primary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_READ_URL", "postgres://reader@replica.example/register")
    assert session.limits_url() == "postgresql://reader@replica.example/register"
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.example/register")
    assert session.limits_url() == "postgresql://owner@db.example/register?options=-c%20role%3Dkanri_api"


def test_the_api_gives_up_the_owners_rights(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{database.owner}&options=-c%20work_mem%3D7MB")
    question = "SELECT current_user || ' ' || current_setting('work_mem')"
    with psycopg.connect(session.api_url()) as connection:
        assert connection.execute(question).fetchone() == ("kanri_api 7MB",)
    assert asyncio.run(_ask_with_asyncpg(session.api_url(), question)) == "kanri_api 7MB"


async def _ask_with_asyncpg(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def test_the_engine_reaches_the_database(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    monkeypatch.setenv("DATABASE_URL", database.owner)
    engine = session.make_engine()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT current_database()")) == database.name
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT CAST(:row AS integer)", "the database failed: InvalidTextRepresentation"),
        ("SELECT CAST(:row AS date)", "the database failed: InvalidDatetimeFormat"),
        ("INSERT INTO register.run (source) VALUES (:row)", 'the database failed: null value in column "observed_on"'),
    ],
)
def test_a_failure_is_told_without_the_row_that_caused_it(database: Database, statement: str, told: str) -> None:
    engine = session.make_engine(database.owner)
    with engine.connect() as connection, pytest.raises(DBAPIError) as error:
        connection.execute(text(statement), {"row": "架空　太郎"})
    engine.dispose()
    said = session.describe_database_error(error.value)
    assert said.startswith(told) and "太郎" not in said


def test_a_failed_statement_does_not_repeat_its_values(database: Database) -> None:
    engine = session.make_engine(database.owner)
    with engine.connect() as connection, pytest.raises(DBAPIError) as error:
        connection.execute(text("SELECT 1 / 0 WHERE :row <> ''"), {"row": "架空　太郎"})
    engine.dispose()
    assert "division by zero" in str(error.value) and "太郎" not in str(error.value)
