"""Every address and what answers it."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.health import answer_healthz, answer_readyz
from api.v1.collections import COLLECTIONS
from api.v1.records import get_record, list_records
from api.v1.sources import list_sources

Endpoint = Callable[[Request], Awaitable[Response]]


def _record_routes() -> dict[str, Endpoint]:
    routes: dict[str, Endpoint] = {}
    for collection in COLLECTIONS.values():
        routes[f"/v1/{collection.path}"] = list_records(collection)
        routes[f"/v1/{collection.path}/{{id}}"] = get_record(collection)
    return routes


ROUTES: Mapping[str, Endpoint] = {
    **_record_routes(),
    "/v1/sources": list_sources,
    "/healthz": answer_healthz,
    "/readyz": answer_readyz,
}
