"""Whole lists in one answer: CSV, GeoJSON and NDJSON, streamed from a cursor however long they are."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.database import Row
from api.editions import EditionState
from api.formats import CSV, GEOJSON, NDJSON
from api.languages import Wish, read_spoken_wish, read_wish
from api.services import Services, services_of, state_of
from api.streams import StreamedAnswer
from api.v1.collections import Collection
from api.v1.help import EMPTY_ANSWER
from api.v1.labels import choose_all_labels, name_headers, write_labels
from api.v1.places import read_place
from api.v1.questions import Question, read_question
from api.v1.shapes import Shape, choose_shape, shown_members
from api.v1.tables import BOM, list_columns, write_header, write_row
from db.pages import select_page

Pieces = AsyncGenerator[bytes, None]
Batches = AsyncGenerator[list[Row], None]

CONTENT_TYPES = {CSV: "text/csv; charset=utf-8; header=present", GEOJSON: GEOJSON, NDJSON: NDJSON}


def export_records(collection: Collection, form: str, suffix: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that answers a whole collection in one form."""

    async def answer_export(request: Request) -> Response:
        return export_list(request, collection, form, suffix)

    return answer_export


def export_list(request: Request, collection: Collection, form: str, suffix: str) -> Response:
    """The answer to a list's question in a form that is streamed."""
    services, state = services_of(request), state_of(request)
    question = read_question(collection, request.scope["query_string"], state, services.settings.cursor_key, form)
    shape = choose_shape(collection.kind, question.given)
    batches = services.database.stream(
        select_page(
            kind=collection.kind,
            edition=question.edition.number,
            conditions=question.conditions(),
            order=question.order,
            limit=question.given.get("limit"),
            detail=shape.needs_detail,
            place=form == GEOJSON,
            organization=shape.with_organization,
        )
    )
    if form == GEOJSON:
        wish = read_wish(request, question.given)
        pieces = _write_geojson(batches, question, shape, state, choose_all_labels(wish, collection.kind))
        return StreamedAnswer(pieces, GEOJSON, {**_describe(services, collection, form, suffix), **name_headers(wish)})
    wish = read_spoken_wish(question.given)
    pieces = _WRITERS[form](batches, question, shape, state, wish)
    headers = {**_describe(services, collection, form, suffix), **name_headers(wish)}
    return StreamedAnswer(pieces, CONTENT_TYPES[form], headers)


def _describe(services: Services, collection: Collection, form: str, suffix: str) -> Mapping[str, str]:
    # An empty table cannot say what was searched: the sources are named beside it.
    headers = {"link": f'<{services.settings.public_url}/v1/sources>; rel="describedby"'}
    if form == CSV:
        headers["content-disposition"] = f'attachment; filename="{collection.path}.{suffix}"'
    return headers


async def _write_ndjson(
    batches: Batches, question: Question, shape: Shape, state: EditionState, wish: Wish | None
) -> Pieces:
    kind = question.collection.kind
    async for rows in batches:
        lines = [shape.write(row, question.edition, state) for row in rows]
        yield b"".join([write_labels(wish, kind, line) + b"\n" for line in lines])


async def _write_csv(
    batches: Batches, question: Question, shape: Shape, state: EditionState, wish: Wish | None
) -> Pieces:
    columns = list_columns(shown_members(question.collection.kind, shape), wish)
    begun = (BOM if question.given.get("bom", True) else b"") + write_header(columns)
    async for rows in batches:
        lines = [write_row(columns, shape.pick(row, question.edition, state)) for row in rows]
        yield begun + b"".join(lines)
        begun = b""
    if begun:
        yield begun


async def _write_geojson(
    batches: Batches, question: Question, shape: Shape, state: EditionState, labels: Mapping[str, Any] | None
) -> Pieces:
    before, count = b'{"type":"FeatureCollection","features":[', 0
    async for rows in batches:
        features = [write_feature(row, shape.write(row, question.edition, state)) for row in rows]
        yield before + b",".join(features)
        before, count = b",", count + len(rows)
    yield (before if count == 0 else b"") + _write_end(count, question, state, labels)


def write_feature(row: Row, record: bytes) -> bytes:
    """A GeoJSON feature of a record; see `read_place` for where it is shown."""
    point, area = read_place(row)
    properties = record[:-1] + b"," + orjson.dumps(area)[1:]
    return b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b}' % (
        orjson.dumps(row["id"]),
        orjson.dumps(point),
        properties,
    )


def _write_end(
    count: int, question: Question, state: EditionState, labels: Mapping[str, Any] | None
) -> bytes:
    searched: Sequence[object] = state.searched
    told = {
        "numberReturned": count,
        "labels": labels,
        "edition": question.edition.describe(),
        "searched": searched,
        "help": EMPTY_ANSWER if count == 0 else None,
    }
    return b"]," + orjson.dumps(told)[1:]


_WRITERS: Mapping[str, Callable[[Batches, Question, Shape, EditionState, Wish | None], Pieces]] = {
    CSV: _write_csv,
    NDJSON: _write_ndjson,
}
