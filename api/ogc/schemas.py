"""JSON Schema of each collection: what features have, what can be asked for, what it can be sorted by."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.contract.words import explain
from api.formats import SCHEMA
from api.ogc.answers import answer, find_collection, read_form, root_of
from api.ogc.collections import FeatureCollection
from api.ogc.properties import ID, PROPERTIES, Property, list_queryables, list_sortables
from db.features import MUNICIPALITY

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


async def answer_schema(request: Request) -> Response:
    """What features have."""
    return _answer(request, "schema", lambda one: {ID.name: ID, **PROPERTIES[one.kind]}, with_geometry=True)


async def answer_queryables(request: Request) -> Response:
    """What can be asked for, as parameters and in filters."""
    return _answer(request, "queryables", lambda one: list_queryables(one.kind), with_geometry=True)


async def answer_sortables(request: Request) -> Response:
    """What they can be sorted by."""
    return _answer(request, "sortables", lambda one: list_sortables(one.kind), with_geometry=False)


def _answer(
    request: Request, part: str, choose: Callable[[FeatureCollection], Mapping[str, Property]], *, with_geometry: bool
) -> Response:
    collection, form = find_collection(request), read_form(request, (SCHEMA,))
    properties = {name: one.describe() for name, one in choose(collection).items()}
    body = {
        "$schema": _DIALECT,
        "$id": f"{root_of(request)}/collections/{collection.id}/{part}",
        "type": "object",
        "title": collection.title,
        "description": explain(collection.description, collection.description_ja),
        "properties": {**properties, **(_describe_geometry(collection) if with_geometry else {})},
        "additionalProperties": False,
    }
    return answer(form, f"{collection.title}: {part}", body)


def _describe_geometry(collection: FeatureCollection) -> dict[str, Any]:
    kind = "geometry-any" if collection.kind == MUNICIPALITY else "geometry-point"
    told = explain(
        "The place. In filters, a place that is known to its area alone stands at the area's point, which is not drawn.",
        "場所。区域までしか分からない場所は、絞り込みでは区域の代表点で判定しますが、点としては示しません。",
    )
    return {"geometry": {"format": kind, "x-ogc-role": "primary-geometry", "title": "geometry", "description": told}}
