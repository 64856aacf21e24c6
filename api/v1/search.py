"""Type-ahead over organizations: by name, reading, number or place, however they are typed, or by place and trade."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api import values
from api.database import Database
from api.editions import Edition
from api.filters import FILTERS
from api.formats import JSON
from api.languages import LANG, read_wish
from api.parameters import Parameter, read_query
from api.problems import Problem
from api.resolver import Found, Search, read_candidates
from api.services import Services, services_of, state_of
from api.v1.hits import count_legal_forms, write_closing, write_hit
from api.v1.labels import choose_labels, name_headers
from api.v1.records import require_json
from api.workers import work
from db.name_search import is_in_place, select_by_conditions
from db.statements import Condition
from japanese.names import Hit, QueryKeys, query_keys
from japanese.names.probes import GOOD

_FILTERS = ("prefecture", "municipality", "occupation", "country")
_MOST = 50
_DEFAULT = 10
_PLACE_SCORE = 0.45
"""What being in a place of the name is worth: less than a name that contains it. What is merely alike gives way."""

_TYPED = Parameter(
    "q",
    values.read_search,
    {"type": "string", "minLength": 1, "maxLength": values.LONGEST_SEARCH, "pattern": values.SEARCH_SHAPE},
    "What is on the contract, in a message or in memory: a name or the beginning of one in kanji (variants too), kana "
    "or any romanization, with or without its legal form, a few typing errors forgiven; an English name; a permit, plan, "
    "registration or corporate number with or without prefix and hyphens, in any width; or a prefecture or municipality. "
    "Natural persons are never found. May be left out where a filter is given.",
    "契約書やメッセージにある名称またはその先頭部分。漢字（異体字も可）、かな、各種ローマ字、英語名で探せます。法人格の有無や"
    "少しの打ち間違いは問いません。許可番号・認定番号・登録番号・法人番号（接頭辞やハイフンの有無、全角半角は自由）、"
    "都道府県名・市区町村名でも探せます。個人は見つかりません。絞り込み条件があれば省略できます。",
    "kyodo",
)
_LIMIT = Parameter(
    "limit",
    values.whole_number(1, _MOST),
    {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _DEFAULT},
    "At most so many organizations.",
    "最大の件数。",
    5,
)

SEARCH_PARAMETERS: Mapping[str, Parameter] = {
    one.name: one for one in (_TYPED, *(FILTERS[name].parameter for name in _FILTERS), _LIMIT, LANG)
}


async def search_organizations(request: Request) -> Response:
    """Organizations that may be meant, best first: an exact number, the name, the reading, then what is similar."""
    require_json(request)
    services, state = services_of(request), state_of(request)
    given = read_query(request.scope["query_string"], SEARCH_PARAMETERS)
    conditions = _write_conditions(given)
    if "q" not in given and not conditions:
        raise Problem("missing-parameter", f"Give q, or one of {', '.join(_FILTERS)}.", parameter="q")
    limit, edition, url = given.get("limit", _DEFAULT), state.current.number, services.settings.public_url
    query = await work(lambda: query_keys(given["q"])) if "q" in given else None
    if query is not None:
        found = await search_text(services, state.current, query, conditions)
    else:
        found = await _search_filters(services.database, edition, conditions, limit)
    wish = read_wish(request, given)
    items = await work(lambda: [write_hit(one, query, url) for one in found[:limit]])
    body = {
        "items": items,
        "facets": {"legal_form": count_legal_forms(found)},
        "suggestions": [] if items or "q" not in given else await services.gazetteer.suggest(given["q"]),
        "labels": choose_labels(wish, "organization", [orjson.dumps(items)]),
        **write_closing(items, state, url),
    }
    return Response(orjson.dumps(body), media_type=JSON, headers=name_headers(wish))


def _write_conditions(given: Mapping[str, Any]) -> list[Condition]:
    asked = [(FILTERS[name].condition, given[name]) for name in _FILTERS if name in given]
    return [write(value) for write, value in asked if write is not None]


async def search_text(
    services: Services, edition: Edition, query: QueryKeys, conditions: Sequence[Condition]
) -> list[Found]:
    """What a typed text finds; where no name is good, also those in a place of that name."""
    database, number = services.database, edition.number
    frequent = await services.frequent.read(database, edition)
    search = Search(database, number, query, conditions=conditions, frequent=frequent)
    found = await search.run(complete=True)
    if not found or found[0].hit.score < GOOD:
        there = await _search_named_place(database, number, query.text, conditions)
        there += await _search_with_place(database, number, query.text, conditions)
        found = [*there, *(one for one in found if not there or one.hit.candidate.id in search.floored)]
    best: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: -one.hit.score):
        best.setdefault(one.hit.candidate.id, one)
    return list(best.values())


async def _search_named_place(
    database: Database, edition: int, name: str, conditions: Sequence[Condition]
) -> list[Found]:
    """Those in a prefecture or municipality of this name."""
    marked = [*conditions, is_in_place(name)]
    found = await _search_filters(database, edition, marked, _MOST)
    features = {"matched": "place", "place": name}
    return [replace(one, hit=Hit(one.hit.candidate, _PLACE_SCORE, features)) for one in found]


async def _search_with_place(
    database: Database, edition: int, text: str, conditions: Sequence[Condition]
) -> list[Found]:
    """A name and a place beside it, in either order: 今治 架空, kakuu Imabari."""
    words = text.split()
    found: list[Found] = []
    for place, rest in ((words[-1], words[:-1]), (words[0], words[1:])) if len(words) > 1 else ():
        query = await work(lambda rest=rest: query_keys(" ".join(rest)))  # type: ignore[misc]
        search = Search(database, edition, query, conditions=[*conditions, is_in_place(place)])
        found += [one for one in await search.run(complete=True) if one.hit.score >= GOOD]
    return found


async def _search_filters(
    database: Database, edition: int, conditions: Sequence[Condition], limit: int
) -> list[Found]:
    """Organizations that meet the filters, whatever they are called, in order of their ids."""
    rows = await database.fetch(select_by_conditions(edition=edition, conditions=conditions, limit=limit))
    read = await work(lambda: [read_candidates(row) for row in rows])
    return [Found(Hit(candidates[0], 0.0, {}), summary) for summary, candidates in read]
