"""Lists and single records: stored documents, joined and sent."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.cursors import Cursor, write_cursor
from api.database import Row
from api.editions import Edition, EditionState
from api.formats import EXPORTS, FORMS, JSON, choose_form, join_header
from api.languages import read_wish
from api.parameters import read_query
from api.problems import Problem
from api.services import Services, services_of, state_of
from api.v1.collections import Collection, record_parameters
from api.v1.dimensions import FACETS
from api.v1.exports import export_list
from api.v1.help import EMPTY_ANSWER
from api.v1.labels import choose_labels, name_headers
from api.v1.paging import read_page
from api.v1.questions import Question, read_question
from api.v1.shapes import choose_record_shape, choose_shape, write_record
from db.pages import select_record, select_survivor
from db.queries import count_facets
from db.statements import Position

Handler = Callable[[Request], Awaitable[Response]]

_HELP = orjson.dumps(EMPTY_ANSWER)
_SUFFIXES = {form: suffix for suffix, form in EXPORTS.items()}


def list_records(collection: Collection) -> Handler:
    """The endpoint that lists a collection, in pages of JSON or whole in another form."""

    async def answer_list(request: Request) -> Response:
        form = require_form(request, FORMS)
        if form != JSON:
            return export_list(request, collection, form, _SUFFIXES[form])
        services, state = services_of(request), state_of(request)
        key = services.settings.cursor_key
        question = read_question(collection, request.scope["query_string"], state, key)
        shape = choose_shape(collection.kind, question.given)
        rows, total = await read_page(question, shape, state, services)
        page = rows[: question.limit]
        following = None
        if len(rows) > len(page):
            following = _write_next(request, question, write_cursor(_end_of(question, page[-1], total), key))
        headers = {} if following is None else {"link": f'<{following}>; rel="next"'}
        items = [shape.write(row, question.edition, state) for row in page]
        facets = await _count_facets(question, services)
        wish = read_wish(request, question.given)
        labels = choose_labels(wish, collection.kind, [*items, orjson.dumps(facets)])
        body = _write_list(items, total, following, facets, labels, question.edition, state)
        return Response(body, media_type=JSON, headers=headers | name_headers(wish))

    return answer_list


def get_record(collection: Collection) -> Handler:
    """The endpoint that answers one record of a collection."""
    id_shape, parameters = re.compile(collection.id_pattern, re.ASCII), record_parameters(collection.kind)

    async def answer_record(request: Request) -> Response:
        require_json(request)
        services, state = services_of(request), state_of(request)
        given = read_query(request.scope["query_string"], parameters)
        edition = state.at_day(given.get("as_of"))
        record_id = request.path_params["id"]
        if id_shape.fullmatch(record_id) is None:
            raise Problem("not-found")
        shape = choose_record_shape(collection.kind, given)
        statement = select_record(
            kind=collection.kind, record_id=record_id, edition=edition.number, organization=shape.with_organization
        )
        row = await services.database.fetch_row(statement)
        if row is None:
            return await _send_on(request, services, collection, record_id)
        record, wish = write_record(row, shape, edition, state), read_wish(request, given)
        labels = choose_labels(wish, collection.kind, [record])
        return Response(_close_record(record, edition, labels), media_type=JSON, headers=name_headers(wish))

    return answer_record


def require_json(request: Request) -> None:
    """Refuse a request whose Accept leaves no room for JSON."""
    require_form(request, (JSON,))


def require_form(request: Request, offered: tuple[str, ...]) -> str:
    """The form that a request's Accept likes best; a Problem where it leaves no room for any that is offered."""
    form = choose_form(join_header(request, b"accept"), offered)
    if form is None:
        raise Problem("not-acceptable", f"This resource can be had as {', '.join(offered)}.")
    return form


async def _send_on(request: Request, services: Services, collection: Collection, record_id: str) -> Response:
    merged = await services.database.fetch_row(select_survivor(record_id=record_id))
    if merged is None:
        raise Problem("not-found")
    address = f"{services.settings.public_url}/v1/{collection.path}/{merged['survivor']}"
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{address}?{query}" if query else address, 308)


def _end_of(question: Question, last: Row, total: int | None) -> Cursor:
    edition, position = question.edition, Position(last["sort_value"], last["id"])
    return Cursor(edition.number, edition.stamp, question.digest, total, position)


def _write_next(request: Request, question: Question, cursor: str) -> str:
    public_url = services_of(request).settings.public_url
    return f"{public_url}{request.scope['path']}?{question.write_query(cursor)}"


async def _count_facets(question: Question, services: Services) -> dict[str, list[dict[str, Any]]] | None:
    if "facet" not in question.given:
        return None
    names: tuple[str, ...] = question.given["facet"]
    known = FACETS[question.collection.kind]
    statement = count_facets(
        kind=question.collection.kind,
        edition=question.edition.number,
        conditions=question.conditions(),
        dimensions=[known[name] for name in names],
    )
    counted: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for row in await services.database.fetch(statement):
        counted[row["facet"]].append({"value": row["value"], "count": row["count"]})
    return counted


def _write_list(
    items: Sequence[bytes],
    total: int | None,
    following: str | None,
    facets: Mapping[str, Any] | None,
    labels: Mapping[str, Any] | None,
    edition: Edition,
    state: EditionState,
) -> bytes:
    return b'{"items":[%b],"total":%b,"next":%b,"facets":%b,"labels":%b,"edition":%b,"searched":%b,"help":%b}' % (
        b",".join(items),
        orjson.dumps(total),
        orjson.dumps(following),
        orjson.dumps(facets),
        orjson.dumps(labels),
        _dump_edition(edition),
        orjson.dumps(state.searched),
        b"null" if items else _HELP,
    )


def _close_record(record: bytes, edition: Edition, labels: Mapping[str, Any] | None) -> bytes:
    return b'%b,"edition":%b,"labels":%b}' % (record[:-1], _dump_edition(edition), orjson.dumps(labels))


def _dump_edition(edition: Edition) -> bytes:
    return orjson.dumps(edition.describe())
