"""Reading a query string against a table of parameters: nothing is ignored, no value is repeated back."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from api.deprecation import Deprecation
from api.problems import Problem

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_BREAKS = str.maketrans("", "", "\r\n\t")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.:\[\]-]{1,40}", re.ASCII)
_MOST_FIELDS = 64


class BadValue(ValueError):
    """A value that cannot be understood; the message says what is expected and never what was sent."""


class Contradiction(BadValue):
    """A value whose parts can each be understood, but not together: 422, as with two parameters that contradict."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the query: how it is read, and how it is explained."""

    name: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    en: str
    ja: str
    example: Any = None
    deprecated: Deprecation | None = None
    listed: bool = False
    """Whether several values may be given, separated by commas: any of them matches."""
    multiline: bool = False
    """Whether line breaks and tabs may stand in it, as in what is copied from paper."""
    required: bool = False
    """Whether there is no answer without it: then its absence is a problem of its own."""
    may_be_empty: bool = False
    """Whether it may be given without a value, as a protocol of others has it."""


def read_query(query: bytes, known: Mapping[str, Parameter]) -> dict[str, Any]:
    """The values of a query by parameter name, in the order of `known`; a Problem where one is wrong."""
    given = _split_fields(query)
    for name in given:
        if name not in known:
            raise _unknown(name, known)
    read = {name: _read_value(known[name], given[name]) for name in known if name in given}
    # What is there and wrong is told before what is missing.
    for name, parameter in known.items():
        if parameter.required and name not in given:
            raise Problem("missing-parameter", f"Give {name}.", parameter=name)
    return read


def write_query(wording: Mapping[str, str]) -> str:
    """The query string of values in their settled wording: what links name a question by."""
    return "&".join(f"{name}={quote(text, safe=',:-_.')}" for name, text in wording.items())


def _split_fields(query: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    if not query:
        return fields
    pieces = query.split(b"&")
    if len(pieces) > _MOST_FIELDS:
        raise Problem("malformed-request", f"A query may have {_MOST_FIELDS} parameters.")
    for piece in pieces:
        if piece:
            name, _, value = piece.partition(b"=")
            key = _decode(name)
            if key in fields:
                raise Problem("repeated-parameter", parameter=_show(key))
            fields[key] = _decode(value)
    return fields


def _decode(text: bytes) -> str:
    try:
        return unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("malformed-request", "The query is not UTF-8.") from None


def _read_value(parameter: Parameter, text: str) -> Any:
    try:
        if text.strip() == "" and not parameter.may_be_empty:
            raise BadValue("is empty; leave the parameter out instead")
        if _CONTROL.search(text.translate(_BREAKS) if parameter.multiline else text):
            raise BadValue("contains a control character")
        return parameter.read(text)
    except BadValue as expected:
        name = "contradictory-parameters" if isinstance(expected, Contradiction) else "invalid-parameter"
        detail = f"The value of {parameter.name} {expected}."
        raise Problem(name, detail, parameter=parameter.name) from None


def _unknown(name: str, known: Mapping[str, Parameter]) -> Problem:
    found = difflib.get_close_matches(name[:40].lower(), known, n=1, cutoff=0.5)
    nearest = found[0] if found else None
    detail = "It knows " + ", ".join(known) + "." if known else "It takes none."
    if nearest is not None:
        detail = f"Did you mean {nearest}? {detail}"
    return Problem("unknown-parameter", detail, parameter=_show(name), nearest=nearest)


def _show(name: str) -> str | None:
    # A name of a parameter is repeated, unless it may be anything but a name.
    return name if _PLAIN_NAME.fullmatch(name) else None
