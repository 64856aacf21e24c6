"""A statement's own id, and the digest by which a changed row is told from an unchanged one."""

import hashlib

import orjson

from db.identifiers import make_statement_id
from scrapers.items import Statement


def identify_statement(statement: Statement, secret: bytes) -> None:
    """Fill `id` and `source_digest`."""
    statement.id = make_statement_id(statement.source, statement.kind, statement.key)
    verbatim = orjson.dumps(statement.verbatim, default=str, option=orjson.OPT_SORT_KEYS)
    statement.source_digest = hashlib.blake2b(verbatim, digest_size=16, key=secret).hexdigest()
