"""The addresses of tiles: sets, tilesets, TileJSON, the tiles themselves and a style."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.formats import JSON
from api.ogc.answers import answer, find_collection, link, link_forms, read_form, root_of
from api.ogc.collections import FeatureCollection
from api.ogc.tiling.matrix import NAME, URI, describe_set, read_tile
from api.ogc.tiling.metadata import MVT, describe_tileset, describe_tilesets, list_layers, write_tilejson
from api.ogc.tiling.style import write_style
from api.parameters import read_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.municipalities import list_credits
from db.tiles import Layer, counts_areas, select_tile

_TITLE = "OpenKanri"


async def list_sets(request: Request) -> Response:
    """The tile matrix sets: one."""
    form = read_form(request)
    here = f"{root_of(request)}/tileMatrixSets/{NAME}"
    sets = [{"id": NAME, "title": NAME, "uri": URI, "links": [link("self", here, JSON, NAME)]}]
    return answer(form, "Tile matrix sets", {"tileMatrixSets": sets, "links": link_forms(request, form)})


async def answer_set(request: Request) -> Response:
    """The definition of a tile matrix set."""
    _check_set(request)
    form = read_form(request)
    return answer(form, NAME, describe_set())


async def list_tilesets(request: Request) -> Response:
    """The tilesets of the dataset or of a collection."""
    collection, form = _read_parent(request), read_form(request)
    body = describe_tilesets(root_of(request), _address(request, collection), _title(collection))
    return answer(form, "Tilesets", {**body, "links": link_forms(request, form)})


async def answer_tileset(request: Request) -> Response:
    """The metadata of a tileset."""
    _check_set(request)
    collection, form = _read_parent(request), read_form(request)
    body = describe_tileset(root_of(request), _address(request, collection), _title(collection), list_layers(collection))
    return answer(form, _title(collection), body)


async def answer_tilejson(request: Request) -> Response:
    """The same as TileJSON."""
    _check_set(request)
    read_query(request.scope["query_string"], {})
    collection = _read_parent(request)
    layers, credits = list_layers(collection), list_credits(state_of(request))
    body = write_tilejson(_address(request, collection), _title(collection), layers, credits)
    return Response(orjson.dumps(body), media_type=JSON)


async def answer_tile(request: Request) -> Response:
    """One vector tile; of nothing, an empty one."""
    _check_set(request)
    read_query(request.scope["query_string"], {})
    collection = _read_parent(request)
    zoom, row, column = read_tile(*(request.path_params[name] for name in ("matrix", "row", "column")))
    layers = [Layer(one.id, one.kind) for one in list_layers(collection)]
    services, edition = services_of(request), state_of(request).current
    areas = await services.areas.read(services.database, edition) if counts_areas(layers, zoom) else ()
    statement = select_tile(
        layers=layers, edition=edition.number, zoom=zoom, column=column, row=row, areas=areas
    )
    found = await services.database.fetch_row(statement)
    return Response(b"" if found is None else found["tile"], media_type=MVT)


async def answer_style(request: Request) -> Response:
    """A MapLibre style that draws the dataset's tiles."""
    read_query(request.scope["query_string"], {})
    body: dict[str, Any] = write_style(root_of(request))
    return Response(orjson.dumps(body), media_type=JSON)


def _check_set(request: Request) -> None:
    if request.path_params["set"] != NAME:
        raise Problem("not-found", f"The tile matrix set is {NAME}.")


def _read_parent(request: Request) -> FeatureCollection | None:
    return find_collection(request) if "collection" in request.path_params else None


def _address(request: Request, collection: FeatureCollection | None) -> str:
    root = root_of(request)
    return root if collection is None else f"{root}/collections/{collection.id}"


def _title(collection: FeatureCollection | None) -> str:
    return _TITLE if collection is None else f"{_TITLE}: {collection.title} / {collection.title_ja}"
