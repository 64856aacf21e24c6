"""The addresses under /ogc; its own definition (see `definition`) explains them."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from api.ogc.definition import answer_definition
from api.ogc.items import get_feature, list_features
from api.ogc.landing import answer_collection, answer_conformance, answer_landing, list_collections
from api.ogc.schemas import answer_queryables, answer_schema, answer_sortables
from api.ogc.tiling.endpoints import (
    answer_set,
    answer_style,
    answer_tile,
    answer_tilejson,
    answer_tileset,
    list_sets,
    list_tilesets,
)

Endpoint = Callable[[Request], Awaitable[Response]]

_COLLECTION = "/ogc/collections/{collection}"

OGC: Mapping[str, Endpoint] = {
    "/ogc/": partial(answer_landing),  # where some clients look first
    "/ogc": answer_landing,
    "/ogc/api": answer_definition,
    "/ogc/conformance": answer_conformance,
    "/ogc/collections": list_collections,
    _COLLECTION: answer_collection,
    f"{_COLLECTION}/items": list_features,
    f"{_COLLECTION}/items/{{feature}}": get_feature,
    f"{_COLLECTION}/queryables": answer_queryables,
    f"{_COLLECTION}/sortables": answer_sortables,
    f"{_COLLECTION}/schema": answer_schema,
    "/ogc/tileMatrixSets": list_sets,
    "/ogc/tileMatrixSets/{set}": answer_set,
    "/ogc/styles/openkanri.json": answer_style,
    **{
        f"{parent}/tiles{rest}": partial(endpoint)  # each its own: the access log tells them apart
        for parent in ("/ogc", _COLLECTION)
        for rest, endpoint in {
            "": list_tilesets,
            "/{set}": answer_tileset,
            "/{set}/tilejson.json": answer_tilejson,
            "/{set}/{matrix}/{row}/{column}": answer_tile,
        }.items()
    },
}
"""By template."""
