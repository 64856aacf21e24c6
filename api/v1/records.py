"""Lists and single records: stored documents, joined and sent."""

import re
from collections.abc import Awaitable, Callable, Sequence

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.cursors import Cursor, write_cursor
from api.database import Row
from api.editions import Edition, EditionState
from api.formats import JSON, choose_media_type
from api.parameters import read_query
from api.problems import Problem
from api.services import Services, services_of, state_of
from api.v1.collections import AS_OF, Collection
from api.v1.help import EMPTY_ANSWER
from api.v1.questions import Question, read_question
from db.queries import Position, Statement, select_page, select_record, select_survivor

Handler = Callable[[Request], Awaitable[Response]]

ITEM_PARAMETERS = {AS_OF.name: AS_OF}
_HELP = orjson.dumps(EMPTY_ANSWER)


def list_records(collection: Collection) -> Handler:
    """The endpoint that lists a collection."""

    async def answer_list(request: Request) -> Response:
        require_json(request)
        services, state = services_of(request), state_of(request)
        key = services.settings.cursor_key
        question = read_question(collection, request.scope["query_string"], state, key)
        rows = await services.database.fetch(_select_one_more(question, state))
        page = rows[: question.limit]
        total = _find_total(question, state, rows)
        following = None
        if len(rows) > len(page):
            following = _write_next(request, question, write_cursor(_end_of(question, page[-1], total), key))
        headers = {} if following is None else {"link": f'<{following}>; rel="next"'}
        body = _write_list(page, total, following, question.edition, state)
        return Response(body, media_type=JSON, headers=headers)

    return answer_list


def get_record(collection: Collection) -> Handler:
    """The endpoint that answers one record of a collection."""
    shape = re.compile(collection.id_pattern, re.ASCII)

    async def answer_record(request: Request) -> Response:
        require_json(request)
        services, state = services_of(request), state_of(request)
        given = read_query(request.scope["query_string"], ITEM_PARAMETERS)
        edition = state.at_day(given["as_of"]) if "as_of" in given else state.current
        record_id = request.path_params["id"]
        if shape.fullmatch(record_id) is None:
            raise Problem("not-found")
        statement = select_record(kind=collection.kind, record_id=record_id, edition=edition.number)
        row = await services.database.fetch_row(statement)
        if row is None:
            return await _send_on(request, services, collection, record_id)
        return Response(write_record(row, edition, state), media_type=JSON)

    return answer_record


def require_json(request: Request) -> None:
    """Refuse a request whose Accept leaves no room for JSON."""
    if choose_media_type(request.headers.get("accept", "").encode("latin-1")) is None:
        raise Problem("not-acceptable", f"This resource can be had as {JSON}.")


def write_record(row: Row, edition: Edition, state: EditionState) -> bytes:
    """A single record: the listed members, those that only it has, when it was last seen, and the edition."""
    detail = b"" if row["detail"] is None else b"," + row["detail"][1:-1].encode()
    seen = state.last_seen(edition, row["sources"], row["last_seen_at"])
    return b'%b%b%b,"edition":%b}' % (row["summary"][:-1].encode(), detail, seen, _dump_edition(edition))


def write_summary(row: Row, edition: Edition, state: EditionState) -> bytes:
    """A record as lists show it."""
    seen = state.last_seen(edition, row["sources"], row["last_seen_at"])
    return b"%b%b}" % (row["summary"][:-1].encode(), seen)


async def _send_on(request: Request, services: Services, collection: Collection, record_id: str) -> Response:
    merged = await services.database.fetch_row(select_survivor(record_id=record_id))
    if merged is None:
        raise Problem("not-found")
    address = f"{services.settings.public_url}/v1/{collection.path}/{merged['survivor']}"
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{address}?{query}" if query else address, 308)


def _select_one_more(question: Question, state: EditionState) -> Statement:
    # One row beyond the page tells whether there is a next one.
    return select_page(
        kind=question.collection.kind,
        edition=question.edition.number,
        conditions=question.conditions(),
        order=question.order,
        after=question.position,
        limit=question.limit + 1,
        count=_known_total(question, state) is None and question.wants_total,
    )


def _known_total(question: Question, state: EditionState) -> int | None:
    # The first page counts and its cursor carries the number on; an edition was counted when it was made.
    if question.cursor is not None and question.cursor.total is not None:
        return question.cursor.total
    if question.is_unfiltered and question.edition is state.current:
        return question.edition.totals.get(question.collection.kind, 0)
    return None


def _find_total(question: Question, state: EditionState, rows: Sequence[Row]) -> int | None:
    if not question.wants_total:
        return None
    known = _known_total(question, state)
    if known is not None:
        return known
    return int(rows[0]["total"]) if rows else 0


def _end_of(question: Question, last: Row, total: int | None) -> Cursor:
    edition, position = question.edition, Position(last["sort_value"], last["id"])
    return Cursor(edition.number, edition.stamp, question.digest, total, position)


def _write_next(request: Request, question: Question, cursor: str) -> str:
    public_url = services_of(request).settings.public_url
    return f"{public_url}{request.scope['path']}?{question.write_query(cursor)}"


def _write_list(
    page: Sequence[Row], total: int | None, following: str | None, edition: Edition, state: EditionState
) -> bytes:
    items = b",".join([write_summary(row, edition, state) for row in page])
    return b'{"items":[%b],"total":%b,"next":%b,"edition":%b,"searched":%b,"help":%b}' % (
        items,
        orjson.dumps(total),
        orjson.dumps(following),
        _dump_edition(edition),
        orjson.dumps([source.describe() for source in state.sources]),
        b"null" if page else _HELP,
    )


def _dump_edition(edition: Edition) -> bytes:
    return orjson.dumps(edition.describe())
