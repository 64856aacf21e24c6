"""Public identifiers: opaque, permanent, and derived from nothing that names a person."""

import base64
import hashlib
from functools import lru_cache

_PREFIXES = {
    "organization": "org_",
    "disposition": "dsp_",
    "permit": "prm_",
    "support_registration": "prm_",
    "labour_case": "lab_",
}
KINDS = {"org_": "organization", "dsp_": "disposition", "prm_": "permit", "lab_": "labour_case"}
"""The kind of record by the beginning of its id."""


def make_statement_id(source: str, kind: str, key: tuple[str, ...]) -> str:
    """The id of a statement, from its source, kind and the raw fields that tell it from others."""
    return "st_" + _digest("\x1f".join((source, kind, *key)))


@lru_cache(maxsize=65536)  # asked for at every step of a publication
def make_public_id(kind: str, statement_id: str) -> str:
    """The id of a record of `kind` that `statement_id` was the first to state."""
    return _PREFIXES[kind] + _digest(statement_id)


def _digest(text: str) -> str:
    return base64.b32encode(hashlib.blake2b(text.encode(), digest_size=10).digest()).decode().lower()
