"""Counts of dispositions by several dimensions at once: the same for as long as the edition stands."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.editions import Edition
from api.formats import JSON
from api.parameters import Parameter, read_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.collections import AS_OF, COLLECTIONS
from api.v1.dimensions import DIMENSIONS, STATISTICS, name_dimensions
from api.v1.help import EMPTY_ANSWER
from api.v1.questions import check_together, write_conditions
from api.v1.records import require_json
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

STATISTICS_PARAMETERS: Mapping[str, Parameter] = {
    _BY.name: _BY,
    **{name: one for name, one in _DISPOSITIONS.parameters().items() if name in _DISPOSITIONS.filters},
    AS_OF.name: AS_OF,
}


async def count_dispositions(request: Request) -> Response:
    """How many dispositions there are in each group, under the filters of the list."""
    require_json(request)
    database, state = services_of(request).database, state_of(request)
    given = read_query(request.scope["query_string"], STATISTICS_PARAMETERS)
    check_together(given)
    edition: Edition = state.at_day(given["as_of"]) if "as_of" in given else state.current
    names: tuple[str, ...] = given.get("by", ("year",))
    asked: dict[str, Any] = {"kind": "disposition", "edition": edition.number, "conditions": write_conditions(_DISPOSITIONS, given)}
    groups = await database.fetch(
        count_groups(**asked, dimensions=[DIMENSIONS[name] for name in names], limit=_MOST_GROUPS + 1)
    )
    if len(groups) > _MOST_GROUPS:
        detail = f"These dimensions make more than {_MOST_GROUPS:,} groups: name fewer, or narrow the filters."
        raise Problem("contradictory-parameters", detail, parameter="by")
    total = await database.fetch_row(count_records(**asked))
    body: dict[str, Any] = {
        "items": [dict(group) for group in groups],
        "by": names,
        "total": 0 if total is None else total["total"],
        "edition": edition.describe(),
        "searched": state.searched,
        "help": None if groups else EMPTY_ANSWER,
    }
    return Response(orjson.dumps(body), media_type=JSON)
