"""Bringing a database to the schema that this code speaks."""

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from alembic import command
from db.session import CHECKOUT


def migrate(engine: Engine) -> None:
    """Apply every migration that the database lacks; a database that has all is left alone."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def head_revision() -> str:
    """The revision that this code speaks."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    return Config(str(CHECKOUT / "alembic.ini"))
