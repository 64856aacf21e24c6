"""The queries of a reconciliation: names with columns beside them, and the candidates for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.bodies import Member, read_object, refuse
from api.database import Database
from api.parameters import BadValue
from api.v1.match import LONGEST_NAME, MOST_QUERIES, Answered, Asked, answer_query, write_features
from api.v1.reconcile.properties import ANY_TYPE, PROPERTIES, TYPES, describe, list_types
from api.values import read_prefecture
from api.workers import work
from db.statements import Condition
from db.vocabulary import PREFECTURES
from japanese.names.keys import read_number

MOST_CANDIDATES = 50
_DEFAULT_CANDIDATES = 5
_LONGEST_ID = 200
_NUMBERS = ("corporate_number", "number")


def _read_name(value: Any) -> str:
    # A cell may be empty, or hold far more than a name: neither is an error of who asks.
    if not isinstance(value, str):
        raise BadValue("must be a text")
    return "".join(char if char.isprintable() else " " for char in value).strip()[:LONGEST_NAME]


def _read_types(value: Any) -> tuple[str, ...]:
    types = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
    if (not types and value != []) or any(one not in TYPES for one in types):
        raise BadValue(f"must be one or several of {', '.join(TYPES)}")
    return types


def _read_limit(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 1_000_000:
        raise BadValue("must be a number from 1")
    return min(int(value), MOST_CANDIDATES)


def _read_strictness(value: Any) -> str:
    if value not in ("any", "all", "should"):
        raise BadValue("must be any, all or should")
    return str(value)


def _read_values(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    told = [one.get("name", one.get("id")) if isinstance(one, dict) else one for one in values]
    if any(not isinstance(one, str | int | float) for one in told):
        raise BadValue("must be a text, a number, a truth value, an entity, or a list of them")
    return [str(one) for one in told if str(one).strip()]


def _read_property(value: Any) -> str:
    if value not in PROPERTIES:
        raise BadValue(f"must be one of {', '.join(PROPERTIES)}")
    return str(value)


def _read_any(value: Any) -> Any:
    return value


_QUERY: Mapping[str, Member] = {
    "query": Member(_read_name),
    "type": Member(_read_types),
    "limit": Member(_read_limit),
    "properties": Member(_read_any),
    "type_strict": Member(_read_strictness),
}
_COLUMN: Mapping[str, Member] = {"pid": Member(_read_property, is_needed=True), "v": Member(_read_values, is_needed=True)}


@dataclass(frozen=True, slots=True)
class Query:
    """One query: what is asked, of which types, and columns that only explain."""

    asked: Asked
    conditions: tuple[Condition, ...]
    columns: Mapping[str, list[str]]


def read_batch(value: Any) -> dict[str, Query]:
    """The queries by the keys under which they are answered; a Problem points at what is wrong."""
    if not isinstance(value, dict):
        raise refuse("/queries", "must be an object of queries")
    if len(value) > MOST_QUERIES:
        raise refuse("/queries", f"may have {MOST_QUERIES} queries")
    return {key: _read_query(one, f"/queries/{_point(key)}") for key, one in value.items()}


def _point(key: str) -> str:
    """A key of the batch in a pointer: whatever may be anything but a key is not repeated."""
    return key if key.isascii() and key.isalnum() and len(key) <= 20 else "*"


def _read_query(value: Any, pointer: str) -> Query:
    told = read_object(value, _QUERY, pointer)
    columns = _read_columns(told.get("properties", []), f"{pointer}/properties")
    if "query" not in told and not columns:
        raise refuse(pointer, "needs query or properties")
    first = {pid: values[0] for pid, values in columns.items() if values}
    number = next((first[pid] for pid in _NUMBERS if pid in first and read_number(first[pid]) is not None), "")
    asked = Asked(
        told.get("query", ""), _name_prefecture(first.get("prefecture", "")),
        first.get("municipality_code", first.get("municipality", "")), number, told.get("limit", _DEFAULT_CANDIDATES),
    )  # fmt: skip
    return Query(asked, _of_types(told.get("type", ()), told.get("type_strict", "any")), columns)


def _read_columns(value: Any, pointer: str) -> dict[str, list[str]]:
    if not isinstance(value, list):
        raise refuse(pointer, "must be a list")
    told = [read_object(one, _COLUMN, f"{pointer}/{at}") for at, one in enumerate(value)]
    return {one["pid"]: one.get("v", []) for one in told}


def _name_prefecture(text: str) -> str:
    try:
        return PREFECTURES[read_prefecture(text)][0]
    except BadValue:
        return text


def _of_types(types: tuple[str, ...], strictness: str) -> tuple[Condition, ...]:
    roles = [one for one in types if one != ANY_TYPE]
    if not roles or strictness == "should" or (strictness == "any" and ANY_TYPE in types):
        return ()
    return (Condition(f"v.roles {'@>' if strictness == 'all' else '&&'} {{}}::text[]", (roles,)),)


async def answer_batch(database: Database, edition: int, batch: Mapping[str, Query]) -> dict[str, Any]:
    """The candidates of each query, under its key."""
    return {key: {"result": await _answer_one(database, edition, query)} for key, query in batch.items()}


async def _answer_one(database: Database, edition: int, query: Query) -> list[dict[str, Any]]:
    if query.asked.name == "" and query.asked.number == "":
        return []
    answered = await answer_query(database, edition, query.asked, query.conditions)
    return await work(lambda: _write_candidates(answered, query))


def _write_candidates(answered: Answered, query: Query) -> list[dict[str, Any]]:
    return [
        {
            "id": one.summary["id"],
            "name": one.summary["name"],
            "description": describe(one.summary),
            "type": list_types(one.summary),
            "score": round(one.hit.score * 100, 2),
            "match": at == 0 and answered.is_certain,
            "features": _list_features(write_features(one.hit), one.summary, query.columns),
        }
        for at, one in enumerate(answered.found[: query.asked.limit])
    ]


def _list_features(
    told: Mapping[str, Any], summary: Mapping[str, Any], columns: Mapping[str, list[str]]
) -> list[dict[str, Any]]:
    """The features as the protocol takes them: numbers and truth values."""
    found: list[dict[str, Any]] = [{"id": "exact", "value": told["exact"]}]
    if told["similarity"] is not None:
        found.append({"id": "similarity", "value": told["similarity"]})
    if told["legal_form"] is not None:
        found.append({"id": "same_legal_form", "value": told["legal_form"] == "same"})
    for pid, values in columns.items():
        own = {str(next(iter(value.values()))) for value in PROPERTIES[pid].read(summary)}
        found.append({"id": f"same_{pid}", "value": not own.isdisjoint(values)})
    return found
