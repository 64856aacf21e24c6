"""Migrations run over one connection: the caller's, or a new one to the database that db.session names."""

from sqlalchemy import Connection, text
from sqlalchemy.schema import SchemaItem

from alembic import context
from db.models import RECORD_KINDS, metadata
from db.session import make_engine

_SCHEMAS = ("register", "published")


def _include(
    item: SchemaItem, name: str | None, type_: str, reflected: bool, compare_to: SchemaItem | None
) -> bool:
    # Partitions are made by hand in the migrations; their parents are what the models know.
    if reflected and type_ == "table":
        return name not in {f"{parent}_{kind}" for parent in ("version", "naming") for kind in RECORD_KINDS}
    return True


def _include_name(name: str | None, type_: str, parents: object) -> bool:
    return type_ != "schema" or name in _SCHEMAS


def run_migrations(connection: Connection) -> None:
    """Bring the database to the newest schema, in one transaction."""
    for schema in _SCHEMAS:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_schemas=True,
        include_object=_include,
        include_name=_include_name,
        version_table_schema="published",
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run_migrations(given)
else:
    with make_engine().begin() as made:
        run_migrations(made)
