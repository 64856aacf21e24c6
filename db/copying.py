"""COPY: the way into the database for more than a few rows; db/lines.py writes them."""

from typing import Any

from psycopg import Cursor
from sqlalchemy import Connection


def driver_cursor(connection: Connection) -> Cursor[Any]:
    """The psycopg cursor under a SQLAlchemy connection, for COPY."""
    cursor: Cursor[Any] = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    return cursor
