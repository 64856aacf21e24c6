"""Indicators of oversight: published figures and our own counts per year and place, page by page."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api import values
from api.cursors import Cursor, digest_question, read_cursor, write_cursor
from api.editions import Edition, EditionState
from api.filters import FILTERS
from api.formats import JSON
from api.languages import LANG, read_wish
from api.parameters import Parameter, read_query, write_query
from api.problems import Problem
from api.services import Services, services_of, state_of
from api.v1.collections import AS_OF, DEFAULT_LIMIT, PAGING
from api.v1.labels import choose_labels, name_headers
from api.v1.observations import Observation, gather_counts, gather_figures, index_denominators, write_item
from api.v1.questions import choose_edition
from api.v1.records import require_json
from api.values import describe
from db.indicators.counted import count_dispositions, count_labour_cases, count_permits
from db.indicators.reviewed import read_series
from db.statements import EVERY_ID, Position

_EARLIEST, _LATEST = 1990, 2100
_NOT_QUESTION = frozenset(("limit", "cursor"))

NOTE = {
    "en": "A rate made of these numbers is not the prevalence of violations. Inspections aim at suspected workplaces; "
    "dispositions count what was found and decided, which also follows how much was looked for; a place with more is not "
    "proven worse. Items for the whole country (place is null) include those for its prefectures: do not add them up. "
    "Published figures are given as they were read, with where; one that was not seen at its publisher says so.",
    "ja": "これらの数値から計算した割合は、違反の広がりを示すものではありません。監督指導は違反が疑われる事業場を対象に行われ、"
    "行政処分の件数は発見され処分されたものの数で、調査の量にも左右されます。件数の多い地域ほど悪いとは限りません。"
    "全国の項目（place が null）は都道府県の項目を含むため、足し合わせないでください。"
    "公表された数値は読み取った場所とともに示し、公表元で確認していないものはそのように示します。",
}


def _year(name: str, en: str, ja: str) -> Parameter:
    schema = {"type": "integer", "minimum": _EARLIEST, "maximum": _LATEST}
    return Parameter(name, values.whole_number(_EARLIEST, _LATEST), schema, en, ja, 2020)


def _list_parameters() -> dict[str, Parameter]:
    names = list(read_series())
    words = values.list_schema({"type": "string", "enum": names})
    found = (
        Parameter("series", values.several(values.one_of(names)), words, "What is counted.", "何の数か。",
                  "permit_revocation", listed=True),
        _year("year_from", "This year or later.", "この年以後。"),
        _year("year_to", "This year or earlier.", "この年以前。"),
        Parameter("level", values.one_of(("country", "prefecture")),
                  {"type": "string", "enum": ["country", "prefecture"]},
                  "Only items for the whole country, or only those for prefectures. Without it: both.",
                  "全国の項目だけ、または都道府県の項目だけ。指定しなければ両方。", "country"),
        FILTERS["prefecture"].parameter,
        AS_OF,
        PAGING["limit"],
        PAGING["cursor"],
        LANG,
    )  # fmt: skip
    return {parameter.name: parameter for parameter in found}


INDICATOR_PARAMETERS: Mapping[str, Parameter] = _list_parameters()


async def list_indicators(request: Request) -> Response:
    """Every figure and count that is asked for, by series, year and place."""
    require_json(request)
    services, state = services_of(request), state_of(request)
    given = read_query(request.scope["query_string"], INDICATOR_PARAMETERS)
    _check_years(given)
    wording = {name: describe(value) for name, value in given.items() if name not in _NOT_QUESTION}
    # A cursor belongs to its question; in which language it is labelled is no part of it.
    asked = {name: value for name, value in wording.items() if name != LANG.name}
    digest, key = digest_question("indicators", asked, EVERY_ID), services.settings.cursor_key
    cursor = read_cursor(given["cursor"], key, digest, EVERY_ID) if "cursor" in given else None
    edition = choose_edition(given, cursor, state)
    found = await _observe(services, edition, state)
    chosen = sorted((one for one in found if _is_asked(one, given)), key=lambda one: one.position)
    limit = given.get("limit", DEFAULT_LIMIT)
    page = [one for one in chosen if cursor is None or one.position > cursor.position.id][: limit + 1]
    following = None
    if len(page) > limit:
        end = Cursor(edition.number, edition.stamp, digest, len(chosen), Position(None, page[limit - 1].position))
        query = write_query({**wording, "limit": str(limit), "cursor": write_cursor(end, key)})
        following = f"{services.settings.public_url}/v1/indicators?{query}"
    denominators = index_denominators(found)
    as_of = given["as_of"].isoformat() if "as_of" in given else None
    items, wish = [write_item(one, denominators, services.settings.public_url, as_of) for one in page[:limit]], read_wish(request, given)
    body = {
        "items": items,
        "total": len(chosen),
        "next": following,
        "note": NOTE,
        "labels": choose_labels(wish, "indicator", [orjson.dumps(items)]),
        "edition": edition.describe(),
    }
    headers = name_headers(wish) | ({} if following is None else {"link": f'<{following}>; rel="next"'})
    return Response(orjson.dumps(body), media_type=JSON, headers=headers)


async def _observe(services: Services, edition: Edition, state: EditionState) -> list[Observation]:
    database, number = services.database, edition.number
    years = _last_editions(state.editions, edition)
    counts = gather_counts(
        await database.fetch(count_dispositions(edition=number)),
        await database.fetch(count_labour_cases(edition=number)),
        await database.fetch(count_permits(edition_of_year={year: one.number for year, one in years.items()})),
        {year: str(one.observed_on) for year, one in years.items()},
    )
    return [*gather_figures(), *counts]


def _last_editions(editions: Sequence[Edition], until: Edition) -> dict[int, Edition]:
    """The last edition of each year of observation, none later than `until`."""
    return {one.observed_on.year: one for one in editions if one.observed_on is not None and one.number <= until.number}


def _is_asked(one: Observation, given: Mapping[str, Any]) -> bool:
    year = one.year
    return all(
        (
            one.series.name in given.get("series", (one.series.name,)),
            "year_from" not in given or (year is not None and year >= given["year_from"]),
            "year_to" not in given or (year is not None and year <= given["year_to"]),
            "level" not in given or (one.prefecture is None) == (given["level"] == "country"),
            "prefecture" not in given or one.prefecture in given["prefecture"],
        )
    )


def _check_years(given: Mapping[str, Any]) -> None:
    if given.get("year_from", _EARLIEST) > given.get("year_to", _LATEST):
        raise Problem("contradictory-parameters", "year_from is later than year_to.", parameter="year_from")


