"""Loading files of corporate numbers: COPY into a table beside the register, then one merge for each chunk."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg.errors import UniqueViolation
from sqlalchemy import Connection, text

from db.copying import driver_cursor
from db.corporations.chunks import COLUMNS, Chunk
from db.models import corporation

_MORE = ("latest", "sequence")
_CREATE = f"""
CREATE TEMP TABLE arriving ON COMMIT DROP AS
SELECT {", ".join(COLUMNS)}, true AS latest, 0::bigint AS sequence FROM register.corporation WITH NO DATA
"""
_NEWEST = """
(SELECT DISTINCT ON (number) * FROM arriving WHERE latest IS NOT FALSE
 ORDER BY number, updated_on DESC, changed_on DESC, sequence DESC)
"""
_BYTES_A_ROW = 250
"""Of a file in UTF-8: enough to tell a small file from a large one."""


def _place(row: str) -> str:
    return f"{row}.key, coalesce({row}.municipality, ''), coalesce({row}.street, '')"


def _keep(row: str) -> str:
    return f"""
INSERT INTO register.corporation_former (number, key, municipality, street, name, city)
SELECT {row}.number, {_place(row)}, {row}.name, coalesce({row}.city, '')"""


def _add(rows: str) -> str:
    columns = ", ".join(COLUMNS)
    return f"INSERT INTO register.corporation ({columns}) SELECT {columns} FROM {rows} AS n ON CONFLICT DO NOTHING"


# Of a month's full file nearly all is known already.
_DROP_KNOWN = f"""
DELETE FROM arriving a USING register.corporation c WHERE c.number = a.number
AND (a.updated_on, a.changed_on) = (c.updated_on, c.changed_on) AND ({_place("a")}) = ({_place("c")})
"""
_IS_NEWER = "(n.updated_on, n.changed_on) > (c.updated_on, c.changed_on)"
# What a newer row replaces is a former name or place where it differs.
_KEEP_REPLACED = f"""
{_keep("c")} FROM register.corporation c JOIN {_NEWEST} n USING (number)
WHERE {_IS_NEWER} AND ({_place("n")}) <> ({_place("c")})
ON CONFLICT DO NOTHING
"""
_REPLACE = f"""
UPDATE register.corporation c SET {", ".join(f"{name} = n.{name}" for name in COLUMNS if name != "number")}
FROM {_NEWEST} n WHERE n.number = c.number AND {_IS_NEWER}
"""
# And so is what a file itself calls past, or what an older file tells after a newer one.
_KEEP_OLDER = f"""
{_keep("a")} FROM arriving a LEFT JOIN register.corporation c USING (number)
WHERE c.number IS NULL OR ({_place("a")}) <> ({_place("c")})
ON CONFLICT DO NOTHING
"""


@dataclass(slots=True)
class Merged:
    """What loading brought: rows merged, corporations that are new, and those that changed."""

    rows: int = 0
    new: int = 0
    changed: int = 0

    def __add__(self, other: "Merged") -> "Merged":
        """Both together."""
        return Merged(self.rows + other.rows, self.new + other.new, self.changed + other.changed)


def merge_chunks(connection: Connection, chunks: Iterator[Chunk]) -> Iterator[Merged]:
    """Merge rows into the register in the transaction of `connection`; tells after each chunk how far it is.

    A row counts where it is newer than what is stored, so the order of files does not matter.
    """
    connection.execute(text("DROP TABLE IF EXISTS pg_temp.arriving"))
    connection.execute(text(_CREATE))
    merged, hopes = Merged(), True
    for chunk in _read_ahead(chunks):
        # Numbers that the register does not hold yet, as in a first load, are written straight into it.
        if hopes and chunk.plain and _add_new(connection, chunk):
            merged += Merged(chunk.rows, chunk.rows, 0)
        else:
            merged += _merge_chunk(connection, chunk)
            hopes = hopes and not chunk.plain
        yield merged


def _add_new(connection: Connection, chunk: Chunk) -> bool:
    try:
        with connection.begin_nested():
            _copy(connection, "register.corporation", COLUMNS, chunk)
    except UniqueViolation:
        return False
    return True


def _merge_chunk(connection: Connection, chunk: Chunk) -> Merged:
    connection.execute(text("TRUNCATE arriving"))
    _copy(connection, "arriving", COLUMNS if chunk.plain else (*COLUMNS, *_MORE), chunk)
    known = connection.execute(text(_DROP_KNOWN)).rowcount
    new = connection.execute(text(_add(_NEWEST))).rowcount
    changed = 0
    if known + new < chunk.rows:
        connection.execute(text(_KEEP_REPLACED))
        changed = connection.execute(text(_REPLACE)).rowcount
        connection.execute(text(_KEEP_OLDER))
    return Merged(chunk.rows, new, changed)


def _copy(connection: Connection, table: str, columns: Sequence[str], chunk: Chunk) -> None:
    into = f"COPY {table} ({', '.join(columns)}) FROM STDIN (NULL '')"
    with driver_cursor(connection) as cursor, cursor.copy(into) as copy:
        copy.write(chunk.text)


def _read_ahead(chunks: Iterator[Chunk]) -> Iterable[Chunk]:
    """The chunks, each next one being read while the database merges the last: two processors are two."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield chunk


@contextmanager
def suspend_index(connection: Connection, file_bytes: int) -> Iterator[None]:
    """Leave the index on keys for the end of a large load: adding to it row by row costs five times as much.

    The transaction holds both, so that a load which is killed leaves table and index as they were.
    """
    known = connection.scalar(text("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'register.corporation'::regclass"))
    (index,) = corporation.indexes
    if file_bytes / _BYTES_A_ROW < (known or 0) / 4:
        yield
        return
    index.drop(connection)
    yield
    index.create(connection)
    connection.execute(text("ANALYZE register.corporation"))
