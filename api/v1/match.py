"""Matching names with organizations, many at a time: candidates with reasons, and a match only where it is certain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.bodies import Member, parse_json, read_body, read_object, read_text, read_whole, refuse
from api.database import Database
from api.formats import JSON
from api.languages import LANG, read_wish
from api.parameters import BadValue, Parameter, read_query
from api.problems import Problem
from api.resolver import Found, Search
from api.services import services_of, state_of
from api.v1.hits import write_closing, write_hit
from api.v1.labels import choose_labels, name_headers
from api.v1.records import require_json
from api.values import read_municipality, read_prefecture
from api.workers import work
from db.statements import Condition
from db.vocabulary import PREFECTURES
from japanese.names import Hit, Place, QueryKeys, is_certain, query_keys
from japanese.names.keys import read_number
from japanese.names.ranking import weigh_number
from japanese.names.verdicts import Features
from japanese.text import fold_width

MOST_QUERIES = 500
MOST_CANDIDATES = 20
LONGEST_NAME = 200
LARGEST_BODY = 1024 * 1024
_DEFAULT_CANDIDATES = 5


def _read_place(value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue("must be a text")
    return PREFECTURES[read_prefecture(value)][0]


def _read_municipality(value: Any) -> str:
    text = read_text(40)(value)
    return read_municipality(text) if fold_width(text).isdecimal() else text


QUERY: Mapping[str, Member] = {
    "name": Member(read_text(LONGEST_NAME)),
    "prefecture": Member(_read_place),
    "municipality": Member(_read_municipality),
    "number": Member(read_text(40)),
    "limit": Member(read_whole(1, MOST_CANDIDATES)),
}


MATCH_PARAMETERS: Mapping[str, Parameter] = {LANG.name: LANG}


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a batch; at least one of name and number is given."""

    name: str = ""
    prefecture: str = ""
    municipality: str = ""
    number: str = ""
    limit: int = _DEFAULT_CANDIDATES

    def keys(self) -> QueryKeys:
        """What is compared: the name, and the number beside it or in it."""
        keys = query_keys(self.name or self.number)
        return replace(keys, number=read_number(self.number)) if self.number else keys


@dataclass(frozen=True, slots=True)
class Answered:
    """The candidates of one query, and whether the first is meant beyond doubt."""

    query: QueryKeys
    found: Sequence[Found]
    is_certain: bool


async def match_organizations(request: Request) -> Response:
    """The candidates of every query, in the order of the queries."""
    require_json(request)
    wish = read_wish(request, read_query(request.scope["query_string"], MATCH_PARAMETERS))
    services, state = services_of(request), state_of(request)
    settings = services.settings
    body = await read_body(request, (JSON,), LARGEST_BODY, settings.receive_seconds)
    queries = read_queries(parse_json(body))
    async with services.gate:
        items = [
            await _write_answer(await answer_query(services.database, state.current.number, one), one.limit, settings.public_url)
            for one in queries
        ]
    empty = [item for item in items if not item["candidates"]]
    closing = write_closing([] if empty else items, state, settings.public_url)
    told = {"items": items, "labels": choose_labels(wish, "organization", [orjson.dumps(items)]), **closing}
    return Response(orjson.dumps(told), media_type=JSON, headers={"cache-control": "no-store", **name_headers(wish)})


def read_queries(body: Any) -> list[Asked]:
    """The queries of a body; a Problem points at what is wrong."""
    told = read_object(body, {"queries": Member(lambda value: value, is_needed=True)}, "").get("queries")
    if not isinstance(told, list) or not 1 <= len(told) <= MOST_QUERIES:
        raise refuse("/queries", f"must be a list of 1 to {MOST_QUERIES} queries")
    return [_read_one(one, f"/queries/{at}") for at, one in enumerate(told)]


def _read_one(value: Any, pointer: str) -> Asked:
    asked = Asked(**read_object(value, QUERY, pointer))
    if asked.name == "" and asked.number == "":
        raise Problem("missing-parameter", f"The query at {pointer} needs name or number.", pointer=pointer)
    if asked.number != "" and read_number(asked.number) is None:
        raise Problem("unreadable-number", pointer=f"{pointer}/number")
    return asked


async def answer_query(
    database: Database, edition: int, asked: Asked, conditions: Sequence[Condition] = ()
) -> Answered:
    """The candidates of a query, best first; where a number was given beside a name, nothing is certain against either."""
    keys = await work(asked.keys)
    found = await Search(database, edition, keys, Place(asked.prefecture, asked.municipality), conditions).run()
    certain = is_certain([one.hit for one in found])
    if found and asked.name != "" and asked.number != "":
        found = [Found(weigh_number(keys, one.hit), one.summary) for one in found]
        certain = certain and _agree(keys, found[0].hit.features)
    return Answered(keys, found, certain)


def _agree(keys: QueryKeys, features: Features) -> bool:
    """Whether the number and the name of a query mean the same organization.

    Of permits and plans not all are known. A corporate number is given to one alone: whoever is not known to have it may
    be a namesake.
    """
    is_corporate = keys.number is not None and keys.number[0] == "corporate"
    numbers = ("same",) if is_corporate else ("same", "unknown")
    return features["number"] in numbers and features["name"] == "same"


async def _write_answer(answered: Answered, limit: int, public_url: str) -> dict[str, Any]:
    def write() -> dict[str, Any]:
        candidates = [write_candidate(one, answered, public_url, first=at == 0) for at, one in enumerate(answered.found[:limit])]
        return {"match": candidates[0]["id"] if answered.is_certain else None, "candidates": candidates}

    return await work(write)


def write_candidate(found: Found, answered: Answered, public_url: str, *, first: bool) -> dict[str, Any]:
    """One candidate: who, how well, why, and whether it is meant beyond doubt."""
    hit = write_hit(found, answered.query, public_url)
    return {**hit, "features": write_features(found.hit), "match": first and answered.is_certain}


def write_features(hit: Hit) -> dict[str, Any]:
    """What the score rests on; every member is always there, null where it played no part."""
    told = hit.features
    return {
        "kind": told["matched"],
        "similarity": told.get("similarity"),
        "exact": bool(told.get("exact")) or told["matched"] == "number",
        "legal_form": told.get("legal_form"),
        "by": told.get("by"),
        "prefecture": told.get("prefecture"),
        "municipality": told.get("municipality"),
        "number": told.get("number"),
        "name": told.get("name"),
    }
