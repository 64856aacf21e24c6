"""Which database: the only place that reads DATABASE_URL, DATABASE_READ_URL and KANRI_HOME."""

import os
import re
import traceback
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import orjson
import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from db import local

CHECKOUT = Path(__file__).resolve().parent.parent
LIBPQ = "postgresql://"
SQLALCHEMY = "postgresql+psycopg://"


def kanri_home() -> Path:
    """The data folder: KANRI_HOME, else `.kanri` in the checkout, else (no checkout) the user's own."""
    named = os.environ.get("KANRI_HOME", "")
    if named != "":
        return Path(named).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / ".kanri"
    return Path.home() / ".local/share/openkanri"


def is_embedded() -> bool:
    """Whether the database is the home's own, since DATABASE_URL is not set."""
    return os.environ.get("DATABASE_URL", "") == ""


def database_url() -> str:
    """The owner's address in libpq's form, which psycopg and asyncpg take; starts nothing."""
    return local.url(kanri_home()) if is_embedded() else libpq_url(os.environ["DATABASE_URL"])


def api_url() -> str:
    """The least-privilege address, in libpq's form: all that an answering process needs to know.

    DATABASE_READ_URL; else the embedded database as kanri_api; else DATABASE_URL, reduced to that role.
    """
    named = os.environ.get("DATABASE_READ_URL", "")
    if named != "":
        return libpq_url(named)
    if is_embedded():
        return local.url(kanri_home(), local.READER)
    return _assume_role(database_url(), local.READER)


def limits_url() -> str:
    """Where the processes of one service count requests together, with the same rights: never a replica, if that can be told.

    Where DATABASE_READ_URL may name a replica, DATABASE_URL names what it is a replica of.
    """
    return api_url() if is_embedded() else _assume_role(database_url(), local.READER)


def open_database() -> str:
    """The owner's address of a database that answers: the embedded one is installed and started if needed."""
    return local.start(kanri_home()) if is_embedded() else database_url()


def make_engine(url: str | None = None) -> Engine:
    """A SQLAlchemy engine on `url` (any form), by default the owner's database."""
    # A failed statement is told without its values: some hold the text of a row, and a row names people.
    return create_engine(
        sqlalchemy_url(url or database_url()), hide_parameters=True, json_deserializer=orjson.loads
    )


def describe_database_error(error: DBAPIError | psycopg.Error) -> str:
    """What the database says of a failure, without its details: they quote the row, and a row names people."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    told = cause.diag.message_primary if isinstance(cause, psycopg.Error) else None
    if isinstance(cause, psycopg.DataError):
        told = type(cause).__name__  # what it says of a value that cannot be read is the value
    elif told is None:
        # Nothing was sent yet, so nothing can be quoted: which server, and why it does not answer.
        told = str(cause) if isinstance(cause, psycopg.OperationalError) else type(cause).__name__
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(CHECKOUT))]
    where = f" ({ours[-1].name}, {Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""
    return f"the database failed: {told}{where}"


def libpq_url(url: str) -> str:
    """`url` as libpq writes it, whatever driver it named: `postgresql://…`."""
    return re.sub(r"^postgres(ql)?(\+\w+)?://", LIBPQ, url)


def sqlalchemy_url(url: str) -> str:
    """`url` as SQLAlchemy takes it, with the psycopg driver: `postgresql+psycopg://…`."""
    return SQLALCHEMY + libpq_url(url).removeprefix(LIBPQ)


def _assume_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query["options"] = f"{query.get('options', '')} -c role={role}".strip()
    return urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))
