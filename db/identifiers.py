"""Public identifiers: opaque, permanent, and derived from nothing that names a person."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_PREFIXES = {
    "organization": "org_",
    "disposition": "dsp_",
    "permit": "prm_",
    "support_registration": "prm_",
    "labour_case": "lab_",
}
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]

KINDS = {"org_": "organization", "dsp_": "disposition", "prm_": "permit", "lab_": "labour_case"}
"""The kind of record by the beginning of its id."""


def sort_by_kind(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids of records by their kind, each in the order given."""
    sorted_ids: dict[str, list[str]] = defaultdict(list)
    for name in ids:
        sorted_ids[KINDS[name[:4]]].append(name)
    return sorted_ids


def make_statement_id(source: str, kind: str, key: tuple[str, ...]) -> str:
    """The id of a statement, from its source, kind and the raw fields that tell it from others."""
    return "st_" + _digest("\x1f".join((source, kind, *key)))


@lru_cache(maxsize=65536)  # asked for at every step of a publication
def make_public_id(kind: str, statement_id: str) -> str:
    """The id of a record of `kind` that `statement_id` was the first to state."""
    return _PREFIXES[kind] + _digest(statement_id)


def _digest(text: str) -> str:
    """Ten bytes in base 32 (RFC 4648), in lower case: sixteen characters of five bits, here in pairs."""
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=10).digest(), "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(70, -1, -10)])
