"""From an address to what answers it: by the table where it can be, by the router in every other case."""

import asyncio
import re
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from api.dispatch import Dispatch, Endpoint
from tests.api.serving import Served

ROUTER = "the router"


def name_endpoint(name: str) -> Endpoint:
    async def answer(request: Request) -> Response:
        return Response(name, headers={f"piece-{piece}": value for piece, value in request.path_params.items()})

    return answer


TEMPLATES = ("/", "/things", "/things/{id}", "/things/list", "/things/{id}/parts", "/parts/{kind}/{id}", "/files/{name}.csv")
DISPATCH_TABLE = {template: name_endpoint(template) for template in TEMPLATES}


def dispatch(path: str, method: str = "GET", **more: Any) -> tuple[str, dict[str, str], Any]:
    """Who answers, with which pieces of the address, and which endpoint the scope is said to have."""
    sent: list[Any] = []

    async def answer_otherwise(scope: Any, receive: Any, send: Any) -> None:
        sent.append({"body": ROUTER.encode(), "headers": []})

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b"", **more}
    asyncio.run(Dispatch(answer_otherwise, DISPATCH_TABLE)(scope, receive, send))
    headers = dict(sent[0]["headers"])
    pieces = {name.decode(): value.decode() for name, value in headers.items() if name.startswith(b"piece-")}
    return sent[-1]["body"].decode(), pieces, scope.get("endpoint")


@pytest.mark.parametrize(
    ("path", "template", "pieces"),
    [
        ("/", "/", {}),
        ("/things", "/things", {}),
        ("/things/list", "/things/list", {}),
        ("/things/1", "/things/{id}", {"piece-id": "1"}),
        ("/things/lists", "/things/{id}", {"piece-id": "lists"}),
    ],
)
def test_the_table_answers_for_itself(path: str, template: str, pieces: dict[str, str]) -> None:
    assert dispatch(path) == (template, pieces, DISPATCH_TABLE[template])


@pytest.mark.parametrize("path", ["/nowhere", "/things/", "/things/1/parts", "/parts/a/1", "/parts/{kind}/1", "/files/a.csv", "//", "/1", "things"])
def test_the_router_answers_what_the_table_cannot_tell(path: str) -> None:
    assert dispatch(path) == (ROUTER, {}, None)


@pytest.mark.parametrize("more", [{"method": "POST"}, {"type": "websocket"}, {"root_path": "/mounted"}])
def test_the_router_answers_what_is_no_plain_question(more: dict[str, Any]) -> None:
    for path in ("/things", "/things/1"):
        assert dispatch(path, **more) == (ROUTER, {}, None)


def test_the_table_answers_as_the_router_would(api: Served) -> None:
    routes = [route for route in api.app.routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    table = Dispatch(api.app, {route.path: route.endpoint for route in routes})
    answered = 0
    for path in (re.sub(r"\{[^}]*\}", piece, route.path) for route in routes for piece in ("x1", "a.csv", "架空", "{id}")):
        scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path}
        found = table._find(scope)
        if found is not None:
            answered += 1
            first = next(route for route in routes if route.matches(scope)[0] == Match.FULL)
            assert (first.endpoint, first.matches(scope)[1]["path_params"]) == (found, scope["path_params"]), path
    assert answered > 100
