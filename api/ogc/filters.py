"""Filters in CQL2, text or JSON: read by a library, checked, and put into SQL with every value bound."""

import re
from typing import Any

import cql2

from api.ogc.comparisons import Comparer, refuse
from db.statements import Condition

_TEXT, _JSON, _DRAFT = "cql2-text", "cql2-json", "cql-text"
LANGUAGES = (_TEXT, _JSON, _DRAFT)
"""CQL2 in its two forms, and the text form by its name before the standard: GDAL asks by that one or not at all."""

LONGEST = 4_000
_DEEPEST = 7
_MOST_PARTS = 100
_MOST_NEGATIONS = 50

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_ILIKE = re.compile(r"(\b[A-Za-z_]\w*)\s+ILIKE\s+('(?:[^']|'')*')|'(?:[^']|'')*'")
_NEGATED_TWICE = re.compile(r"-\s*-")
_NOT = re.compile(r"\bnot\b", re.IGNORECASE)


def write_filter(text: str, language: str, comparer: Comparer) -> Condition:
    """The condition that a filter puts; a Problem that names what is wrong, and never repeats it."""
    tree = _read_tree(text, language)
    return _Compiler(comparer).compile(tree, _DEEPEST)


def _read_tree(text: str, language: str) -> Any:
    if len(text) > LONGEST:
        raise refuse(f"may be {LONGEST:,} characters long")
    try:
        if language == _JSON:
            return cql2.parse_json(text).to_json()
        text = _write_standard(text) if language == _DRAFT else text
        _check_text(text)
        return cql2.parse_text(text).to_json()
    except (cql2.ParseError, cql2.ValidationError, ValueError, RecursionError):
        raise refuse(f"is not {language}") from None


def _write_standard(text: str) -> str:
    # The draft compared without case by an operator of its own.
    return _ILIKE.sub(lambda found: f"CASEI({found[1]}) LIKE CASEI({found[2]})" if found[1] else found[0], text)


def _check_text(text: str) -> None:
    # The library descends as deep as a text leads it, and a mistake inside of brackets costs it twice the time
    # for each of them.
    bare = _QUOTED.sub("", text)
    depth = deepest = 0
    for sign in bare:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
        if depth < 0:
            raise refuse("has brackets that do not match")
    if depth != 0 or "'" in bare or '"' in bare:
        raise refuse("has brackets or quotes that do not match")
    if deepest > _DEEPEST or len(_NOT.findall(bare)) > _MOST_NEGATIONS or _NEGATED_TWICE.search(bare):
        raise refuse(f"is nested too deep; brackets go {_DEEPEST} deep")


class _Compiler:
    """Puts the logic of a filter into SQL; `comparer` puts its comparisons."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._parts = 0

    def compile(self, node: Any, levels: int) -> Condition:
        """The condition of one node, with so many levels left beneath it."""
        self._parts += 1
        if levels < 0 or self._parts > _MOST_PARTS:
            raise refuse(f"may have {_MOST_PARTS} parts, {_DEEPEST} levels deep")
        if isinstance(node, bool):
            return Condition("TRUE" if node else "FALSE")
        if not isinstance(node, dict):
            raise refuse("must be a condition")
        arguments = node.get("args", [])
        if node.get("op") in ("and", "or"):
            return self._join(node["op"], arguments, levels)
        if node.get("op") == "not":
            return self._negate(arguments, levels)
        return self._comparer.compare(node)

    def _join(self, word: str, arguments: list[Any], levels: int) -> Condition:
        if len(arguments) < 2:
            raise refuse(f"has {word} without two conditions")
        found = [self.compile(one, levels - 1) for one in arguments]
        sql = f" {word.upper()} ".join(one.sql for one in found)
        return Condition(f"({sql})", tuple(value for one in found for value in one.values))

    def _negate(self, arguments: list[Any], levels: int) -> Condition:
        if len(arguments) != 1:
            raise refuse("has not without one condition")
        inner = self.compile(arguments[0], levels - 1)
        return Condition(f"(NOT {inner.sql})", inner.values)


