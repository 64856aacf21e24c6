"""Features: lists of them in pages, and one alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.cursors import Cursor, write_cursor
from api.database import Row
from api.editions import Edition, EditionState, write_moment
from api.formats import GEOJSON, HTML
from api.languages import read_wish
from api.ogc.answers import Link, answer, choose_answer, find_collection, link, root_of
from api.ogc.collections import SINGLE, FeatureCollection, choose_crs
from api.ogc.features import list_codes, write_map_features
from api.ogc.questions import FeatureQuestion, read_feature_question
from api.parameters import read_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.help import EMPTY_ANSWER
from api.v1.labels import choose_labels, name_headers
from api.v1.municipalities import list_credits
from db.area_totals import Area
from db.features import count_municipalities, select_municipalities
from db.pages import is_dense, select_page, select_survivor
from db.queries import count_records
from db.statements import EVERY_ID, Condition, Position, Statement

_UNANSWERABLE = (asyncpg.DataError, asyncpg.InternalServerError)
"""What the database says of a value or a shape that it cannot work with."""


async def list_features(request: Request) -> Response:
    """A page of a collection's features."""
    collection, services, state = find_collection(request), services_of(request), state_of(request)
    key = services.settings.cursor_key
    question = read_feature_question(collection, request.scope["query_string"], state, key)
    form = choose_answer(request, question.given.get("f"), (GEOJSON,))
    areas = await _read_areas(request, collection, question.edition)
    rows = await _fetch(request, question, _select_one_more(question, state, areas))
    page = rows[: question.limit]
    total = await _find_total(request, question, state, rows, areas)
    links, headers = _link_page(request, question, form), {"content-crs": f"<{question.crs.uri}>"}
    if len(rows) > len(page):
        following = _link_next(request, question, form, page[-1], total)
        links.append(following)
        headers["link"] = f'<{following["href"]}>; rel="next"'
    features = write_map_features(collection, page, question.crs, services.settings.public_url)
    wish = read_wish(request, question.given)
    labels = choose_labels(wish, collection.kind, list_codes(collection, features))
    told = {**_tell_page(question, state, page, total), "labels": labels}
    body = {"type": "FeatureCollection", "features": list(map(orjson.Fragment, features)), "links": links, **told}
    return answer(form, collection.title, body, {**headers, **name_headers(wish)})


async def get_feature(request: Request) -> Response:
    """One feature."""
    collection, services, state = find_collection(request), services_of(request), state_of(request)
    given = read_query(request.scope["query_string"], SINGLE)
    form, crs = choose_answer(request, given.get("f"), (GEOJSON,)), choose_crs(given.get("crs"))
    wanted = request.path_params["feature"]
    row = None if _is_no_id(wanted) else await _fetch_feature(request, collection, wanted, state)
    if row is None:
        return await _send_on(request, collection, wanted)
    here = f"{root_of(request)}/collections/{collection.id}"
    other = HTML if form == GEOJSON else GEOJSON
    links = [
        link("self", _with_form(f"{here}/items/{wanted}", given, form), form),
        link("alternate", _with_form(f"{here}/items/{wanted}", given, other), other),
        link("collection", here),
    ]
    found, wish = write_map_features(collection, [row], crs, services.settings.public_url), read_wish(request, given)
    labels = choose_labels(wish, collection.kind, list_codes(collection, found))
    body = {**orjson.loads(found[0]), "links": links, "labels": labels}
    headers = {"content-crs": f"<{crs.uri}>", **name_headers(wish)}
    return answer(form, f"{collection.title}: {wanted}", body, headers)


async def _fetch_feature(
    request: Request, collection: FeatureCollection, wanted: str, state: EditionState
) -> Row | None:
    edition, condition = state.current, Condition("v.id = {}", (wanted,))
    asked: dict[str, Any] = {"edition": edition.number, "conditions": [condition], "order": EVERY_ID, "limit": 1}
    areas = await _read_areas(request, collection, edition)
    return await services_of(request).database.fetch_row(_select_features(collection, areas, asked))


def _is_no_id(text: str) -> bool:
    return not text.isprintable() or len(text) > 40


async def _send_on(request: Request, collection: FeatureCollection, wanted: str) -> Response:
    # Ids are permanent: a merged one leads to the record that took it up.
    merged = None if _is_no_id(wanted) else await services_of(request).database.fetch_row(select_survivor(record_id=wanted))
    if merged is None:
        raise Problem("not-found")
    query = request.scope["query_string"].decode("latin-1")
    address = f"{root_of(request)}/collections/{collection.id}/items/{merged['survivor']}"
    return RedirectResponse(f"{address}?{query}" if query else address, 308)


async def _fetch(request: Request, question: FeatureQuestion, statement: Statement) -> list[Row]:
    try:
        return await services_of(request).database.fetch(statement)
    except Problem as problem:
        if isinstance(problem.__cause__, _UNANSWERABLE):
            told = "The filter asks what the database cannot work out."
            raise Problem("invalid-parameter", told, parameter="filter") from problem
        if isinstance(problem.__cause__, asyncpg.QueryCanceledError) and question.reads_documents:
            told = "The filter takes longer than is allowed. Narrow it by properties that it can be sorted by, or by bbox."
            raise Problem("invalid-parameter", told, parameter="filter") from problem
        raise


async def _read_areas(request: Request, collection: FeatureCollection, edition: Edition) -> Sequence[Area]:
    services = services_of(request)
    return () if collection.of_records else await services.areas.read(services.database, edition)


def _select_one_more(question: FeatureQuestion, state: EditionState, areas: Sequence[Area]) -> Statement:
    # One feature beyond the page tells whether there is a next one.
    asked = {
        "edition": question.edition.number,
        "conditions": question.conditions,
        "order": question.order,
        "after": None if question.cursor is None else question.cursor.position,
        "limit": question.limit + 1,
        "offset": question.offset,
    }
    if question.collection.of_records:
        known, records = _known_total(question, state), question.edition.totals.get(question.collection.kind, 0)
        asked |= {"count": known is None, "dense": is_dense(known, records)}
    return _select_features(question.collection, areas, asked)


def _select_features(collection: FeatureCollection, areas: Sequence[Area], asked: Mapping[str, Any]) -> Statement:
    if collection.of_records:
        return select_page(kind=collection.kind, feature=True, **asked)
    return select_municipalities(areas=areas, **asked)


def _known_total(question: FeatureQuestion, state: EditionState) -> int | None:
    # The first page counts and its cursor carries the number on; an edition was counted when it was made.
    if question.cursor is not None:
        return question.cursor.total
    if question.is_unfiltered and question.collection.of_records:
        return question.edition.totals.get(question.collection.kind, 0)
    return None


async def _find_total(
    request: Request, question: FeatureQuestion, state: EditionState, rows: Sequence[Row], areas: Sequence[Area]
) -> int:
    known = _known_total(question, state)
    if known is not None:
        return known
    if rows or question.offset == 0:
        return int(rows[0]["total"]) if rows else 0
    # An offset beyond the last feature leaves no row to tell the number.
    asked: dict[str, Any] = {"edition": question.edition.number, "conditions": question.conditions}
    if question.collection.of_records:
        statement = count_records(kind=question.collection.kind, **asked)
    else:
        statement = count_municipalities(areas=areas, **asked)
    return int((await _fetch(request, question, statement))[0]["total"])


def _tell_page(question: FeatureQuestion, state: EditionState, page: Sequence[Row], total: int) -> dict[str, Any]:
    credits = {} if question.collection.of_records else {"credits": list_credits(state)}
    return {
        "timeStamp": write_moment(state.modified),
        "numberMatched": total,
        "numberReturned": len(page),
        "edition": question.edition.describe(),
        "searched": state.searched,
        "help": None if page else EMPTY_ANSWER,
        **credits,
    }


def _link_page(request: Request, question: FeatureQuestion, form: str) -> list[Link]:
    here = f"{root_of(request)}/collections/{question.collection.id}"
    other = HTML if form == GEOJSON else GEOJSON
    itself = question.write_self(f=_SHORT[form]) if form == HTML else question.write_self()
    return [
        link("self", _with_query(f"{here}/items", itself), form),
        link("alternate", f"{here}/items?{question.write_self(f=_SHORT[other])}", other),
        link("collection", here),
    ]


def _link_next(request: Request, question: FeatureQuestion, form: str, last: Row, total: int) -> Link:
    edition, position = question.edition, Position(last["sort_value"], last["id"])
    cursor = Cursor(edition.number, edition.stamp, question.digest, total, position)
    sealed = write_cursor(cursor, services_of(request).settings.cursor_key)
    here = f"{root_of(request)}/collections/{question.collection.id}"
    same = {"f": _SHORT[form]} if form == HTML else {}
    return link("next", f"{here}/items?{question.write_query(**same, cursor=sealed)}", form)


_SHORT = {GEOJSON: "json", HTML: "html"}


def _with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _with_form(address: str, given: Mapping[str, str], form: str) -> str:
    crs = {"crs": given["crs"]} if "crs" in given else {}
    return f"{address}?" + "&".join(f"{name}={value}" for name, value in {"f": _SHORT[form], **crs}.items())

