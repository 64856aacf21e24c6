"""The migrations make what the models say, from nothing, and can be undone."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from alembic import command
from db.migrate import head_revision
from db.models import RECORD_KINDS, metadata
from db.session import CHECKOUT
from tests.cli import open_engine
from tests.postgis import Database

PARTITIONS = {f"version_{kind}" for kind in RECORD_KINDS}


def compare(connection: Connection) -> list[object]:
    """What the models have and the database has not, or the other way round."""
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": lambda name, kind, parents: kind != "schema" or name in ("register", "published"),
            "include_object": lambda item, name, kind, reflected, other: not (
                reflected and kind == "table" and name in {*PARTITIONS, "alembic_version"}
            ),
        },
    )
    return list(compare_metadata(context, metadata))


def test_migrations_make_what_the_models_say(database: Database) -> None:
    with open_engine(database.owner) as engine, engine.connect() as connection:
        assert compare(connection) == []
        assert connection.scalar(text("SELECT version_num FROM published.alembic_version")) == head_revision()


def test_a_forgotten_migration_is_seen(database: Database) -> None:
    with open_engine(database.owner) as engine, engine.connect() as connection:
        connection.execute(text("ALTER TABLE register.statement DROP COLUMN source_digest"))
        assert compare(connection) != []


def test_migrations_can_be_undone_and_done_again(database: Database) -> None:
    config = Config(str(CHECKOUT / "alembic.ini"))
    with open_engine(database.owner) as engine:
        for step, revision in ((command.downgrade, "base"), (command.upgrade, "head")):
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                step(config, revision)
        with engine.connect() as connection:
            assert compare(connection) == []
