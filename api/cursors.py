"""Cursors: where a page ended, in which edition and under which filters, sealed against change."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

from api.problems import Problem
from db.statements import Order, Position

_SEAL_BYTES = 12
_LONGEST = 400

_READERS: Mapping[str, Callable[[str], Any]] = {
    "first_seen_at": datetime.fromisoformat,
    "issued_on": date.fromisoformat,
    "updated_at": datetime.fromisoformat,
}
"""How the value of a sorted column is read back; others are texts and numbers, and come as they are."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins. `published_at` tells this database's edition from another's."""

    edition: int
    published_at: int
    question: str
    total: int | None
    position: Position


def digest_question(path: str, wording: Mapping[str, str], order: Order) -> str:
    """A short digest of what a list was asked: whatever it is, the next page must ask the same."""
    text = "\x1f".join((path, *(f"{name}={value}" for name, value in wording.items()), order.write()))
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def write_cursor(cursor: Cursor, key: bytes) -> str:
    """The cursor as text for a URL."""
    position = cursor.position
    value = position.value.isoformat() if isinstance(position.value, date) else position.value
    content = orjson.dumps(
        [cursor.edition, cursor.published_at, cursor.question, cursor.total, value, position.id]
    )
    return base64.urlsafe_b64encode(_seal(content, key) + content).rstrip(b"=").decode()


def read_cursor(text: str, key: bytes, question: str, order: Order) -> Cursor:
    """The cursor that `write_cursor` wrote for this question; a Problem where it is not one."""
    content = _open(text, key)
    edition, published_at, asked, total, value, record_id = content
    if asked != question:
        raise Problem("cursor-of-other-filters", parameter="cursor")
    read = _READERS.get(order.column)
    if order.by_id:
        value = None
    elif value is not None and read is not None:
        value = read(value)
    return Cursor(edition, published_at, asked, total, Position(value, record_id))


def _open(text: str, key: bytes) -> list[Any]:
    try:
        padded = text[:_LONGEST].encode() + b"=" * (-len(text) % 4)
        raw = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Problem("invalid-cursor", parameter="cursor") from None
    seal, content = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
    # The text itself is compared too: base64 has several spellings of the same bytes.
    spelled = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    if not hmac.compare_digest(seal, _seal(content, key)) or spelled != text:
        raise Problem("invalid-cursor", parameter="cursor")
    opened: list[Any] = orjson.loads(content)
    return opened


def _seal(content: bytes, key: bytes) -> bytes:
    return hmac.digest(key, content, "sha256")[:_SEAL_BYTES]
