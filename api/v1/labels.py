"""The labels of the codes in an answer, beside the records: asked for or not, no member changes its type."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from api.languages import Wish
from db.words import LANGUAGES, VOCABULARIES, read_words

_NOTE = (
    "The language asked for is not here: these labels are in English. There are " + ", ".join(LANGUAGES) + "."
)

_PLACES = ("precision", "prefecture")
LABELLED: Mapping[str, tuple[str, ...]] = {
    "organization": (
        "grade", "role", "regime", "permit_class", "permit_status", "kind", "ground", "violation", "authority", "status",
        "country", *_PLACES,
    ),
    "disposition": ("kind", "role", "regime", "grade", "ground", "violation", "authority", "status", *_PLACES),
    "permit": ("role", "regime", "grade", "permit_class", "permit_status", "status", "country", *_PLACES),
    "labour_case": ("grade", "violation", "outcome", "authority", "status", *_PLACES),
    "change": ("change", "cause"),
    "indicator": ("role", "prefecture"),
    "municipality": ("prefecture",),
    "place": ("precision",),
}  # fmt: skip
"""By kind of record or answer: the vocabularies whose codes it holds."""


@lru_cache(maxsize=256)
def _list_labels(name: str, language: str) -> tuple[tuple[bytes, str, str], ...]:
    words = read_words()[name]
    return tuple((orjson.dumps(code), code, word.texts[language].label) for code, word in words.items())


@lru_cache(maxsize=1)
def _list_members() -> Mapping[str, str]:
    # Counts name what they count by as the vocabulary is named.
    return {member: one.name for one in VOCABULARIES.values() for member in (*one.members, one.name)}


def find_labels(member: str, language: str) -> Mapping[str, str] | None:
    """The labels of the codes that a member of a record holds, named by its path; None where it holds none."""
    name = _list_members().get(member)
    return None if name is None else {code: label for _, code, label in _list_labels(name, language)}


def choose_labels(wish: Wish | None, kind: str, told: Iterable[bytes]) -> dict[str, Any] | None:
    """The member `labels` for an answer made of the JSON texts `told`: only codes that stand in them."""
    if wish is None:
        return None
    text = b"\n".join(told)
    words = {
        name: {code: label for mark, code, label in _list_labels(name, wish.language) if mark in text}
        for name in LABELLED[kind]
    }
    return {
        "language": wish.language,
        "fallback": wish.fallback,
        "note": _NOTE if wish.fallback else None,
        "words": {name: labels for name, labels in words.items() if labels},
    }


def write_labels(wish: Wish | None, kind: str, line: bytes) -> bytes:
    """A record's JSON text with its labels as its last member, where they are wished."""
    labels = choose_labels(wish, kind, [line])
    return line if labels is None else b'%b,"labels":%b}' % (line[:-1], orjson.dumps(labels))


def choose_all_labels(wish: Wish | None, kind: str) -> dict[str, Any] | None:
    """The same for an answer that is sent before its records are known: every code that they may hold."""
    every = [mark for name in LABELLED[kind] for mark, _, _ in _list_labels(name, wish.language)] if wish else []
    return choose_labels(wish, kind, every)


def name_headers(wish: Wish | None) -> dict[str, str]:
    """What an answer with labels says in its headers."""
    return {} if wish is None else wish.headers
