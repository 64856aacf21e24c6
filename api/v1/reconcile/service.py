"""The address of the reconciliation service: its manifest, queries and extensions, by GET or as a posted form."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.bodies import parse_json, read_body, refuse
from api.formats import JSON
from api.parameters import Parameter, read_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.match import LARGEST_BODY
from api.v1.reconcile.extend import extend_rows
from api.v1.reconcile.properties import ANY_TYPE, TYPES
from api.v1.reconcile.queries import answer_batch, read_batch
from api.v1.records import require_json
from api.values import LINES_SHAPE

FORM = "application/x-www-form-urlencoded"
_WIDTH, _HEIGHT = 430, 260


def _json_text(name: str, en: str, ja: str, example: str) -> Parameter:
    def read(text: str) -> Any:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Problem("unreadable-queries", f"The value of {name} is not JSON.", parameter=name) from None

    return Parameter(name, read, {"type": "string", "pattern": LINES_SHAPE}, en, ja, example, multiline=True)


SERVICE_PARAMETERS: Mapping[str, Parameter] = {
    one.name: one
    for one in (
        _json_text("queries", "A batch of queries as JSON, by key. Without it and extend: the manifest.",
                   "問い合わせ（JSON、キーごと）。extend とともに省略すると manifest を返します。", '{"q0": {"query": "高洋水産"}}'),
        _json_text("extend", "Ids and properties as JSON, whose values are asked for.", "値を求める識別子と項目（JSON）。",
                   '{"ids": ["org_aaaaaaaaaaaaaaaa"], "properties": [{"id": "prefecture"}]}'),
    )
}  # fmt: skip


async def answer_service(request: Request) -> Response:
    """The manifest, or the answers to queries or an extension that stand in the address."""
    require_json(request)
    given = read_query(request.scope["query_string"], SERVICE_PARAMETERS)
    if not given:
        return _write(write_manifest(services_of(request).settings.public_url))
    return _write(await _answer(request, given))


async def answer_posted(request: Request) -> Response:
    """The answers to queries or an extension that were posted as a form; nothing of them is kept."""
    require_json(request)
    read_query(request.scope["query_string"], {})
    body = await read_body(request, (FORM,), LARGEST_BODY, services_of(request).settings.receive_seconds)
    return _write(await _answer(request, _read_form(body)), {"cache-control": "no-store"})


def _read_form(body: bytes) -> dict[str, Any]:
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=8)
    except ValueError:
        raise refuse("", "is not a form in UTF-8") from None
    unknown = [name for name, _ in fields if name not in SERVICE_PARAMETERS]
    if unknown or len(dict(fields)) != len(fields):
        raise refuse("", "must have the field queries or extend, and no other")
    with _told_as_text():
        return {name: parse_json(value.encode(), f"/{name}") for name, value in fields}


async def _answer(request: Request, given: Mapping[str, Any]) -> dict[str, Any]:
    if len(given) != 1:
        raise Problem("contradictory-parameters", "Give queries or extend, and not both.", parameter="extend")
    database, edition = services_of(request).database, state_of(request).current.number
    with _told_as_text():
        if "extend" in given:
            return await extend_rows(database, edition, given["extend"])
        batch = read_batch(given["queries"])
    async with services_of(request).gate:
        return await answer_batch(database, edition, batch)


@contextmanager
def _told_as_text() -> Iterator[None]:
    """The protocol sends JSON as text within a form: the form is right and its text is not."""
    try:
        yield
    except Problem as problem:
        if problem.type.name != "invalid-body":
            raise
        raise Problem("unreadable-queries", problem.detail, **problem.members) from None


def _write(body: Any, headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), media_type=JSON, headers=headers)


def write_manifest(public_url: str) -> dict[str, Any]:
    """What the service can do and where, as the protocol describes it."""
    return {
        "versions": ["0.1", "0.2"],
        "name": "OpenKanri: organizations of Japan's Technical Intern Training Program (技能実習制度の団体)",
        "identifierSpace": f"{public_url}/v1/organizations/",
        "schemaSpace": f"{public_url}/v1/reconcile/properties",
        "documentation": f"{public_url}/docs",
        "defaultTypes": [{"id": ANY_TYPE, "name": TYPES[ANY_TYPE]}],
        "view": {"url": f"{public_url}/v1/organizations/{{{{id}}}}"},
        "preview": {"url": f"{public_url}/v1/reconcile/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {
            kind: {
                "service_url": public_url,
                "service_path": f"/v1/reconcile/suggest/{kind}",
                "flyout_service_url": public_url,
                "flyout_service_path": f"/v1/reconcile/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {"propose_properties": {"service_url": public_url, "service_path": "/v1/reconcile/properties"}},
    }
