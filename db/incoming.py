"""A run's statements on their way into the register: each is a line as COPY takes it. Pure."""

from collections.abc import Mapping
from typing import Any

import orjson

from db.lines import read_line, write_line

COLUMNS = ("id", "kind", "block", "url", "sha256", "media_type", "retrieved_at", "locator", "content", "source_digest")
"""What a line holds, in its order."""


def write_statement(statement: Mapping[str, Any]) -> bytes:
    """A statement as a line: whoever makes it writes it once, and nobody reads it before the database does."""
    document = statement["document"]
    return write_line((
        statement["id"],
        statement["kind"],
        statement["block"],
        document["url"],
        document["sha256"],
        document["media_type"],
        document["retrieved_at"],
        orjson.dumps(statement["locator"]).decode(),
        orjson.dumps(statement["content"]).decode(),
        statement["source_digest"],
    )).encode()  # fmt: skip


def read_statement(line: bytes) -> dict[str, Any]:
    """What such a line says, for whoever writes it elsewhere than into the register."""
    told = dict(zip(COLUMNS, read_line(line.decode()), strict=True))
    document = {name: told.pop(name) for name in ("url", "sha256", "media_type", "retrieved_at")}
    read = {name: orjson.loads(told.pop(name) or "null") for name in ("locator", "content")}
    return {**told, "document": document, **read}
