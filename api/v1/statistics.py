"""Counts of dispositions by several dimensions at once: the same for as long as the edition stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.contract.counts import STATISTICS_GROUP
from api.database import Row
from api.editions import Edition
from api.formats import CSV, JSON, NDJSON
from api.languages import LANG, read_spoken_wish, read_wish
from api.parameters import Parameter, read_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.collections import AS_OF, COLLECTIONS, WHOLE
from api.v1.dimensions import DIMENSIONS, STATISTICS, name_dimensions
from api.v1.exports import CONTENT_TYPES
from api.v1.help import EMPTY_ANSWER
from api.v1.labels import choose_labels, name_headers, write_labels
from api.v1.questions import check_together, write_conditions
from api.v1.records import require_form
from api.v1.tables import BOM, list_columns, write_header, write_row
from db.queries import count_groups, count_records

_DISPOSITIONS = COLLECTIONS["disposition"]
_MOST_DIMENSIONS = 4
_MOST_GROUPS = 20_000
_BY = name_dimensions(
    "by", STATISTICS, _MOST_DIMENSIONS,
    "By what dispositions are counted, up to four dimensions at once. A disposition with several grounds, violations or "
    "authorities counts under each of them.",
    "集計の軸（4つまで）。根拠、違反、行政機関が複数ある処分はそれぞれに数えます。",
    "year",
)  # fmt: skip
_FORMS = (JSON, CSV, NDJSON)
_SUFFIXES = {CSV: "csv", NDJSON: "ndjson"}
_MORE: Mapping[str, Mapping[str, Parameter]] = {
    JSON: {LANG.name: LANG},
    CSV: {name: WHOLE[CSV][name] for name in ("bom", LANG.name)},
    NDJSON: {LANG.name: WHOLE[NDJSON][LANG.name]},
}


def statistics_parameters(form: str = JSON) -> Mapping[str, Parameter]:
    """The parameters of the counts in one form."""
    filters = {name: one for name, one in _DISPOSITIONS.parameters().items() if name in _DISPOSITIONS.every_filter}
    return {_BY.name: _BY, **filters, AS_OF.name: AS_OF, **_MORE[form]}


_PARAMETERS = {form: statistics_parameters(form) for form in _FORMS}


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was asked, and the groups with their dimensions."""

    given: Mapping[str, Any]
    names: tuple[str, ...]
    edition: Edition
    asked: Mapping[str, Any]
    groups: Sequence[Row]


async def count_dispositions(request: Request) -> Response:
    """How many dispositions there are in each group, under the filters of the list."""
    form = require_form(request, _FORMS)
    return await _WRITERS[form](request, await _count(request, form))


def export_counts(form: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that answers the same counts in one form."""

    async def answer_counts(request: Request) -> Response:
        return await _WRITERS[form](request, await _count(request, form))

    return answer_counts


async def _count(request: Request, form: str) -> _Counted:
    database, state = services_of(request).database, state_of(request)
    given = read_query(request.scope["query_string"], _PARAMETERS[form])
    check_together(given)
    edition = state.at_day(given.get("as_of"))
    names: tuple[str, ...] = given.get("by", ("year",))
    asked: dict[str, Any] = {"kind": "disposition", "edition": edition.number, "conditions": write_conditions(_DISPOSITIONS, given)}
    groups = await database.fetch(
        count_groups(**asked, dimensions=[DIMENSIONS[name] for name in names], limit=_MOST_GROUPS + 1)
    )
    if len(groups) > _MOST_GROUPS:
        detail = f"These dimensions make more than {_MOST_GROUPS:,} groups: name fewer, or narrow the filters."
        raise Problem("contradictory-parameters", detail, parameter="by")
    return _Counted(given, names, edition, asked, groups)


async def _write_json(request: Request, counted: _Counted) -> Response:
    total = await services_of(request).database.fetch_row(count_records(**counted.asked))
    items, wish = [dict(group) for group in counted.groups], read_wish(request, counted.given)
    body: dict[str, Any] = {
        "items": items,
        "by": counted.names,
        "total": 0 if total is None else total["total"],
        "labels": choose_labels(wish, "disposition", [orjson.dumps(items)]),
        "edition": counted.edition.describe(),
        "searched": state_of(request).searched,
        "help": None if counted.groups else EMPTY_ANSWER,
    }
    return Response(orjson.dumps(body), media_type=JSON, headers=name_headers(wish))


async def _write_csv(request: Request, counted: _Counted) -> Response:
    members = {name: STATISTICS_GROUP[name] for name in (*counted.names, "count", "organizations")}
    columns = list_columns(members, read_spoken_wish(counted.given))
    mark = BOM if counted.given.get("bom", True) else b""
    body = mark + write_header(columns) + b"".join(write_row(columns, dict(group)) for group in counted.groups)
    return _answer_whole(request, body, CSV, counted)


async def _write_ndjson(request: Request, counted: _Counted) -> Response:
    wish = read_spoken_wish(counted.given)
    lines = (write_labels(wish, _DISPOSITIONS.kind, orjson.dumps(dict(group))) for group in counted.groups)
    return _answer_whole(request, b"".join(line + b"\n" for line in lines), NDJSON, counted)


def _answer_whole(request: Request, body: bytes, form: str, counted: _Counted) -> Response:
    # An empty table cannot say what was searched: the sources are named beside it.
    headers = {"link": f'<{services_of(request).settings.public_url}/v1/sources>; rel="describedby"'}
    if form == CSV:
        headers["content-disposition"] = f'attachment; filename="dispositions-counted.{_SUFFIXES[form]}"'
    headers |= name_headers(read_spoken_wish(counted.given))
    return Response(body, headers={**headers, "content-type": CONTENT_TYPES[form]})


_WRITERS: Mapping[str, Callable[[Request, _Counted], Awaitable[Response]]] = {
    JSON: _write_json, CSV: _write_csv, NDJSON: _write_ndjson,
}  # fmt: skip
