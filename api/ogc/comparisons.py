"""The comparisons of a filter: a property with values of its kind, or the place with a shape."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from api.ogc.crs import Crs
from api.ogc.properties import CASTS, Property
from api.ogc.spatial import write_spatial
from api.ogc.times import read_written_day
from api.parameters import BadValue
from api.problems import Problem
from api.values import read_moment
from db.statements import Condition

GEOMETRY = "geometry"
_LONGEST_TEXT = 200
_MOST_VALUES = 200
_MOST_WILDCARDS = 8
_MOST_DOCUMENTS = 8
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")

_OPERATORS = ("=", "<>", "<", "<=", ">", ">=")
_TURNED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TEMPORAL = {"t_after": ">", "t_before": "<", "t_equals": "="}


def refuse(reason: str) -> Problem:
    """The one problem that a filter can have."""
    return Problem("invalid-parameter", f"The value of filter {reason}.", parameter="filter")


class Comparer:
    """Puts comparisons into SQL: only of known properties, and only with values of their kinds."""

    def __init__(self, known: Mapping[str, Property], crs: Crs, *, of_points: bool) -> None:
        self._known = known
        self._crs = crs
        self._of_points = of_points
        self._shapes = 0
        self._documents = 0

    @property
    def reads_documents(self) -> bool:
        """Whether what was compared so far reads the document of every record."""
        return self._documents > 0

    def compare(self, node: dict[str, Any]) -> Condition:
        """The condition of one comparison."""
        if "property" in node:
            return self._stand_alone(node)
        name, arguments = str(node.get("op", "")).lower(), node.get("args", [])
        if name.startswith("s_"):
            return self._compare_place(name, arguments)
        compare = _COMPARISONS.get(name)
        if compare is None:
            raise refuse("has an operator or a function that is not known here")
        return compare(self, name, arguments)

    def _stand_alone(self, node: dict[str, Any]) -> Condition:
        one, sql = self._find(node)
        if one.kind != "truth":
            raise refuse(f"needs a comparison for {one.name}")
        return Condition(sql)

    def _compare_place(self, name: str, arguments: list[Any]) -> Condition:
        self._shapes += 1
        try:
            return write_spatial(name, arguments, self._crs, self._shapes, self._of_points)
        except BadValue as wrong:
            raise refuse(str(wrong)) from None

    def _find(self, node: Any) -> tuple[Property, str]:
        name = node.get("property") if isinstance(node, dict) else None
        one = self._known.get(name) if isinstance(name, str) else None
        if one is None or one.expression is None:
            raise refuse("may compare these properties only, each with a value: " + ", ".join([*self._known, GEOMETRY]))
        self._documents += one.reads_document
        if self._documents > _MOST_DOCUMENTS:
            raise refuse(f"may compare {_MOST_DOCUMENTS} times with properties that no index serves, such as {one.name}")
        return one, one.expression.replace("{", "{{").replace("}", "}}")

    def _read_pair(self, arguments: list[Any]) -> tuple[Property, str, Any, bool, bool]:
        # (property, its SQL, the value, whether the value came first, whether case does not matter)
        if len(arguments) != 2:
            raise refuse("has a comparison without two sides")
        turned = not _leads_to_property(arguments[0])
        side, other = reversed(arguments) if turned else arguments
        folded = isinstance(side, dict) and side.get("op") == "casei"
        one, sql = self._find(side["args"][0] if folded and side.get("args") else side)
        if folded and one.kind != "text":
            raise refuse("has casei of a property that is no text")
        return one, f"lower({sql})" if folded else sql, _unfold(other) if folded else other, turned, folded

    def compare_values(self, name: str, arguments: list[Any]) -> Condition:
        """A property with one value."""
        one, sql, value, turned, folded = self._read_pair(arguments)
        operator = _TURNED[name] if turned else name
        return Condition(f"({sql} {operator} {_place(one, folded)})", (read_value(one, value),))

    def compare_like(self, name: str, arguments: list[Any]) -> Condition:
        """A text with a pattern of % and _."""
        one, sql, value, turned, folded = self._read_pair(arguments)
        if turned or one.kind != "text" or not isinstance(value, str):
            raise refuse("has like without a text property and a pattern")
        return Condition(f"({sql} LIKE {_place(one, folded)})", (_check_pattern(value),))

    def compare_in(self, name: str, arguments: list[Any]) -> Condition:
        """A property with several values."""
        if len(arguments) != 2 or not isinstance(arguments[1], list):
            raise refuse("has in without a list")
        values = arguments[1]
        if not 0 < len(values) <= _MOST_VALUES:
            raise refuse(f"may have from 1 to {_MOST_VALUES} values in a list")
        one, sql, _, _, folded = self._read_pair([arguments[0], values[0]])
        read = [read_value(one, _unfold(value) if folded else value) for value in values]
        told = "ANY({}::" + CASTS[one.kind] + "[])"
        if folded:
            told = "ANY(SELECT lower(f.value) FROM unnest({}::text[]) AS f(value))"
        return Condition(f"({sql} = {told})", (read,))

    def compare_between(self, name: str, arguments: list[Any]) -> Condition:
        """A property with two bounds, both included."""
        if len(arguments) != 3:
            raise refuse("has between without two bounds")
        one, sql = self._find(arguments[0])
        bounds = tuple(read_value(one, value) for value in arguments[1:])
        return Condition(f"({sql} BETWEEN {_place(one)} AND {_place(one)})", bounds)

    def compare_null(self, name: str, arguments: list[Any]) -> Condition:
        """Whether a property, or the place, is not known."""
        if len(arguments) == 1 and arguments[0] == {"property": GEOMETRY}:
            return Condition("(v.geometry IS NULL)")
        _, sql = self._find(arguments[0] if len(arguments) == 1 else None)
        return Condition(f"({sql} IS NULL)")

    def compare_times(self, name: str, arguments: list[Any]) -> Condition:
        """A day or a moment with another."""
        one, sql, value, turned, _ = self._read_pair(arguments)
        if one.kind not in ("date", "moment"):
            raise refuse("compares a time with a property that is none")
        operator = _TEMPORAL[name]
        return Condition(f"({sql} {_TURNED[operator] if turned else operator} {_place(one)})", (read_value(one, value),))

    def compare_interval(self, name: str, arguments: list[Any]) -> Condition:
        """A day or a moment with an interval, whose ends belong to it unless it must lie within (t_during)."""
        one, sql, value, turned, _ = self._read_pair(arguments)
        bounds = value.get("interval") if isinstance(value, dict) else None
        if turned or one.kind not in ("date", "moment") or (bounds is None and name == "t_during"):
            raise refuse(f"has {name} without a time and an interval")
        if bounds is None:
            return self.compare_times("t_equals", arguments)
        if len(bounds) != 2:
            raise refuse("has an interval without two ends")
        ends = [(sign, bound) for sign, bound in zip(_ENDS[name], bounds, strict=True) if bound != ".."]
        pieces = [f"{sql} {sign} {_place(one)}" for sign, _ in ends] or [f"{sql} IS NOT NULL"]
        return Condition(f"({' AND '.join(pieces)})", tuple(read_value(one, bound) for _, bound in ends))


_ENDS = {"t_intersects": (">=", "<="), "t_during": (">", "<")}

_COMPARISONS: Mapping[str, Callable[[Comparer, str, list[Any]], Condition]] = {
    **dict.fromkeys(_OPERATORS, Comparer.compare_values),
    **dict.fromkeys(_TEMPORAL, Comparer.compare_times),
    **dict.fromkeys(_ENDS, Comparer.compare_interval),
    "like": Comparer.compare_like,
    "in": Comparer.compare_in,
    "between": Comparer.compare_between,
    "isnull": Comparer.compare_null,
}
"""By the operator's name in small letters."""


def _leads_to_property(node: Any) -> bool:
    if not isinstance(node, dict):
        return False
    inner = node.get("args") or [None]
    return "property" in node or (node.get("op") == "casei" and _leads_to_property(inner[0]))


def _unfold(node: Any) -> Any:
    if not isinstance(node, dict) or node.get("op") != "casei" or len(node.get("args", [])) != 1:
        raise refuse("has casei on one side only")
    return node["args"][0]


def _place(one: Property, folded: bool = False) -> str:
    place = "{}::" + CASTS[one.kind]
    return f"lower({place})" if folded else place


def read_value(one: Property, value: Any) -> Any:
    """A value of a property's kind, ready to be bound."""
    read = _READERS[one.kind](value)
    if read is None:
        raise refuse(f"compares {one.name} with a value that is no {_TOLD[one.kind]}")
    return read


_TOLD = {"text": "text", "date": "day", "moment": "moment", "number": "number", "truth": "truth value"}


def _read_text(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or _CONTROL.search(value):
        return None
    return value


def _read_number(value: Any) -> float | None:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and math.isfinite(value) else None


def _read_truth(value: Any) -> bool | None:
    # Programs without truth values ask with 0 and 1.
    return bool(value) if isinstance(value, bool) or value in (0.0, 1.0) else None


def _read_day(value: Any) -> date | None:
    if isinstance(value, dict):
        value = value.get("date") or value.get("timestamp")
    try:
        return read_written_day(value) if isinstance(value, str) else None
    except BadValue:
        return None


def _read_moment(value: Any) -> datetime | None:
    if isinstance(value, dict):
        value = value.get("timestamp") or value.get("date")
    try:
        return read_moment(value.removesuffix("T")) if isinstance(value, str) else None
    except BadValue:
        return None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": _read_text, "date": _read_day, "moment": _read_moment, "number": _read_number, "truth": _read_truth,
}  # fmt: skip


def _check_pattern(pattern: str) -> str:
    if _read_text(pattern) is None:
        raise refuse("has a pattern that is too long or holds control characters")
    bare = re.sub(r"\\.", "", pattern, flags=re.DOTALL)
    if bare.endswith("\\"):
        raise refuse("has a pattern that ends with a backslash")
    if bare.count("%") > _MOST_WILDCARDS:
        raise refuse(f"may have {_MOST_WILDCARDS} percent signs in a pattern")
    return pattern
