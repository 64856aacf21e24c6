"""One hash over everything that is public, by which two registers are told apart."""

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, text

from db.models import FOREVER

# When something was seen differs from crawl to crawl of the same files; what was seen does not.
_CLOCK = frozenset(("first_seen_at", "last_seen_at", "retrieved_at"))

_RECORDS = f"SELECT kind, id, summary, detail FROM published.version WHERE edition_to = {FOREVER} ORDER BY kind, id"


def hash_content(connection: Connection) -> str:
    """SHA-256 over all public records as they stand, in order of kind and id, without the times of crawling.

    `withdrawn_at` counts as whether, not when.
    """
    digest = hashlib.sha256()
    for line in _canonical_records(connection):
        digest.update(line + b"\n")
    return digest.hexdigest()


def _canonical_records(connection: Connection) -> Iterator[bytes]:
    for row in connection.execute(text(_RECORDS).execution_options(yield_per=1000)):
        record = orjson.loads(row.summary) | orjson.loads(row.detail or "{}")
        yield orjson.dumps([row.kind, row.id, _without_clock(record)], option=orjson.OPT_SORT_KEYS)


def _without_clock(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: member is not None if name == "withdrawn_at" else _without_clock(member)
            for name, member in value.items()
            if name not in _CLOCK
        }
    if isinstance(value, list):
        return [_without_clock(member) for member in value]
    return value
