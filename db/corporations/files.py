"""Which files of corporate numbers the register holds, and under which keys."""

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, text, update

from db.copying import driver_cursor
from db.corporations.keys import corporation_keys, keys_version
from db.models import corporation_file

_NAMES = "SELECT name FROM register.corporation UNION SELECT name FROM register.corporation_former"
_REKEY = """
UPDATE register.{table} c SET key = n.key FROM keyed n WHERE c.name = n.name AND c.key <> n.key
"""


def find_file(connection: Connection, sha256: str) -> bool:
    """Whether a file of this content was loaded before."""
    return connection.scalar(select(corporation_file.c.name).where(corporation_file.c.sha256 == sha256)) is not None


def note_file(connection: Connection, sha256: str, name: str, counts: Mapping[str, int]) -> None:
    """Note that a file was loaded, in the transaction that loaded it."""
    values = {"sha256": sha256, "name": name, "counts": dict(counts), "keys_version": keys_version()}
    connection.execute(insert(corporation_file).values(**values, loaded_at=text("clock_timestamp()")))


def holds_corporations(connection: Connection) -> bool:
    """Whether any file was loaded: without one nothing can be matched."""
    return connection.scalar(select(corporation_file.c.sha256).limit(1)) is not None


def prepare_keys(connection: Connection) -> None:
    """Make the stored keys anew where a newer version of the program folds names differently."""
    stale = select(corporation_file.c.sha256).where(corporation_file.c.keys_version != keys_version()).limit(1)
    if connection.scalar(stale) is None:
        return
    connection.execute(text("CREATE TEMP TABLE keyed (name text, key text) ON COMMIT DROP"))
    names = connection.execute(text(_NAMES).execution_options(yield_per=10_000)).scalars()
    for batch in names.partitions():
        with driver_cursor(connection) as cursor, cursor.copy("COPY keyed FROM STDIN") as copy:
            for row in zip(batch, corporation_keys(batch), strict=True):
                copy.write_row(row)
    connection.execute(text(_REKEY.format(table="corporation")))
    connection.execute(text(_REKEY.format(table="corporation_former")))
    connection.execute(update(corporation_file).values(keys_version=keys_version()))
