"""The sources: what each is, how fresh, and whether it keeps its promises."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.editions import Source
from api.formats import JSON
from api.parameters import read_query
from api.services import state_of
from api.v1.records import require_json


async def list_sources(request: Request) -> Response:
    """Every source with its freshness, from memory: it is part of what the process watches."""
    require_json(request)
    read_query(request.scope["query_string"], {})
    state = state_of(request)
    items = [_write_source(source) for source in state.sources]
    body = {
        "items": items,
        "total": len(items),
        "next": None,
        "edition": state.current.describe(),
    }
    return Response(orjson.dumps(body), media_type=JSON)


def _write_source(source: Source) -> dict[str, Any]:
    status: dict[str, Any] = orjson.loads(source.status)
    role = "source" if source.is_searched else "reference"
    return {**status, "name": source.name, "role": role, "last_good_at": source.describe()["last_good_at"]}
