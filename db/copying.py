"""The driver itself, for more than a few rows: COPY into the database, whose lines db/lines.py writes, and text out of it as it is."""

from typing import Any

from psycopg import Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from sqlalchemy import Connection


def driver_cursor(connection: Connection) -> Cursor[Any]:
    """The psycopg cursor under a SQLAlchemy connection, for COPY."""
    cursor: Cursor[Any] = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    return cursor


def verbatim_cursor(connection: Connection) -> Cursor[Any]:
    """A cursor that leaves columns of type text in the bytes that came, UTF-8; varchar is read."""
    cursor = driver_cursor(connection)
    cursor.adapters.register_loader("text", _Verbatim)
    return cursor


class _Verbatim(Loader):
    def load(self, data: Buffer) -> bytes:
        return bytes(data)
