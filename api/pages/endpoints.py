"""The addresses of the pages and of the contract; they are not part of the contract themselves."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from html import escape

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.announce import Endpoint
from api.contract.document import write_contract
from api.contract.rendition import to_openapi_30
from api.editions import write_moment
from api.formats import JSON
from api.operations import OPERATIONS
from api.pages.guide import write_guide
from api.pages.layout import MEDIA_TYPE, STYLE, write_page
from api.pages.reference import write_reference
from api.parameters import read_query
from api.problems import PROBLEMS, Problem, ProblemType
from api.services import services_of

_SECURITY_DAYS = 180


@lru_cache(maxsize=4)
def _contract(server: str) -> dict[str, object]:
    return write_contract(server)


def _server_of(request: Request) -> str:
    read_query(request.scope["query_string"], {})
    return services_of(request).settings.public_url


async def answer_contract(request: Request) -> Response:
    """The contract in OpenAPI 3.1."""
    return Response(orjson.dumps(_contract(_server_of(request))), media_type=JSON)


async def answer_contract_30(request: Request) -> Response:
    """The contract in OpenAPI 3.0.3."""
    return Response(orjson.dumps(to_openapi_30(_contract(_server_of(request)))), media_type=JSON)


async def answer_reference(request: Request) -> Response:
    """The reference for people."""
    return Response(write_reference(_contract(_server_of(request))), media_type=MEDIA_TYPE)


async def answer_guide(request: Request) -> Response:
    """The guide for people."""
    return Response(write_guide(_server_of(request)), media_type=MEDIA_TYPE)


async def answer_style(request: Request) -> Response:
    """The style sheet of all pages."""
    read_query(request.scope["query_string"], {})
    return Response(STYLE, media_type="text/css; charset=utf-8")


async def answer_landing(request: Request) -> Response:
    """Where everything is."""
    server = _server_of(request)
    body = {
        "name": "OpenKanri",
        "documentation": f"{server}/docs",
        "guide": f"{server}/docs/guide",
        "openapi": f"{server}/v1/openapi.json",
        "maps": f"{server}/ogc",
        "resources": list(dict.fromkeys(f"{server}{one.path}" for one in OPERATIONS if "{" not in one.path)),
    }
    return Response(orjson.dumps(body), media_type=JSON)


async def answer_problems(request: Request) -> Response:
    """Every registered kind of failure."""
    read_query(request.scope["query_string"], {})
    body = "<h1>Problem types</h1>\n" + "".join(_write_problem(problem, "h2") for problem in PROBLEMS.values())
    return Response(write_page("Problem types", body), media_type=MEDIA_TYPE)


async def answer_problem(request: Request) -> Response:
    """One registered kind of failure."""
    read_query(request.scope["query_string"], {})
    problem = PROBLEMS.get(request.path_params["name"])
    if problem is None:
        raise Problem("not-found")
    return Response(write_page(problem.title, _write_problem(problem, "h1")), media_type=MEDIA_TYPE)


async def answer_security(request: Request) -> Response:
    """Whom to tell of a weakness (RFC 9116), where the operator has said so."""
    read_query(request.scope["query_string"], {})
    settings = services_of(request).settings
    if settings.security_contact == "":
        raise Problem("not-found")
    expires = write_moment(datetime.now(UTC) + timedelta(days=_SECURITY_DAYS))
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {expires}",
        "Preferred-Languages: ja, en",
        f"Canonical: {settings.public_url}/.well-known/security.txt",
    ]
    headers = {"cache-control": "max-age=86400"}
    return Response("\n".join(lines) + "\n", media_type="text/plain; charset=utf-8", headers=headers)


def _write_problem(problem: ProblemType, heading: str) -> str:
    return (
        f'<section><{heading}><a href="/problems/{problem.name}">{escape(problem.title)}</a></{heading}>\n'
        f'<p>Status {problem.status} · <code>/problems/{problem.name}</code></p>\n<p>{escape(problem.meaning)}</p>\n'
        f'<p lang="ja">{escape(problem.title_ja)}。{escape(problem.meaning_ja)}</p></section>\n'
    )


PAGES: dict[str, Endpoint] = {
    "/": answer_landing,
    "/.well-known/security.txt": answer_security,
    "/docs": answer_reference,
    "/docs/guide": answer_guide,
    "/docs/style.css": answer_style,
    "/problems": answer_problems,
    "/problems/{name}": answer_problem,
    "/v1/openapi.json": answer_contract,
    "/v1/openapi-3.0.json": answer_contract_30,
}
