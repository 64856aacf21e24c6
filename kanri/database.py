"""Commands about the database: `db`."""

import sys

import click

from db import local
from db.content_hash import hash_content
from db.migrate import migrate as migrate_database
from db.session import database_url, kanri_home, make_engine, open_database
from kanri.root import kanri


@kanri.group()
def db() -> None:
    """The database."""


@db.command()
def start() -> None:
    """Start the embedded PostGIS, installing it first where it is missing; prints its address."""
    click.echo(open_database())


@db.command()
def stop() -> None:
    """Stop the embedded PostGIS."""
    local.stop(kanri_home())


@db.command()
def status() -> None:
    """Say whether the embedded PostGIS runs. Exits 1 if it does not."""
    state = local.status(kanri_home())
    click.echo(local.describe(state))
    if not state["running"]:
        sys.exit(1)


@db.command()
def url() -> None:
    """Print the address of the database."""
    click.echo(database_url())


@db.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    migrate_database(make_engine(open_database()))


@db.command("hash")
def hash_command() -> None:
    """Print one hash over all that is public, without the times of crawling."""
    with make_engine(open_database()).connect() as connection:
        click.echo(hash_content(connection))
