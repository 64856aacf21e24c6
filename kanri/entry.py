"""The entry point, where failures become sentences."""

import sys

import click
import psycopg
from sqlalchemy.exc import DBAPIError

from db import local
from db.session import describe_database_error
from kanri.root import kanri


def main() -> None:
    """Entry point: every failure that we know is one sentence, not a traceback."""
    try:
        kanri(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except local.LocalDatabaseError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (DBAPIError, psycopg.Error) as error:
        click.echo(f"Error: {describe_database_error(error)}", err=True)
        sys.exit(1)
