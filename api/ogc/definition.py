"""The definition of /ogc in OpenAPI 3.0, with the real address of every collection: readers of maps look for it."""

from functools import lru_cache
from html import escape
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.contract.document import COMMON_PROBLEMS, CONTRACT_VERSION
from api.contract.words import explain
from api.formats import GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from api.ogc.answers import ROOT, read_form, root_of
from api.ogc.collections import FEATURES, FORM, SINGLE, FeatureCollection
from api.ogc.tiling.matrix import DEEPEST, NAME
from api.ogc.tiling.metadata import MVT
from api.pages.layout import MEDIA_TYPE, write_both, write_page
from api.parameters import Parameter
from api.problems import MEDIA_TYPE as PROBLEM

_INTRODUCTION = explain(
    "The register as maps: OGC API – Features and Tiles. Read only, without a key.",
    "登録簿の地図データ（OGC API – Features、Tiles）。読み取り専用で鍵は要りません。",
)


async def answer_definition(request: Request) -> Response:
    """The definition of everything under /ogc."""
    form = read_form(request, (OPENAPI,))
    document = write_definition(root_of(request))
    if form == HTML:
        return Response(_write_page(document), media_type=MEDIA_TYPE)
    return Response(orjson.dumps(document), media_type=f"{OPENAPI};version=3.0")


@lru_cache(maxsize=4)
def write_definition(server: str) -> dict[str, Any]:
    """The OpenAPI 3.0.3 document."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "OpenKanri maps",
            "version": CONTRACT_VERSION,
            "description": _INTRODUCTION,
            "license": {"name": "CC BY 4.0 (data)", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": server, "description": "This service."}],
        "tags": [
            {"name": "service", "description": "What there is.\n\n全体。"},
            {"name": "tiles", "description": "Vector tiles.\n\nベクトルタイル。"},
            *({"name": one.id, "description": explain(one.description, one.description_ja)} for one in FEATURES.values()),
        ],
        "paths": {path: {"get": operation} for path, operation in _list_operations()},
        "components": {
            "schemas": {"Problem": _PROBLEM, "Object": {"type": "object"}, "FeatureCollection": _FEATURES, "Feature": _FEATURE},
            "responses": {"Problem": {"description": "A failure (RFC 9457).", "content": {PROBLEM: {"schema": _refer("Problem")}}}},
        },
    }  # fmt: skip


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}  # fmt: skip
_FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]}, "id": {"type": "string"},
        "geometry": {"type": "object", "nullable": True}, "properties": {"type": "object"},
        "links": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
_FEATURES = {
    "type": "object",
    "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
        "links": {"type": "array", "items": {"type": "object"}},
        "timeStamp": {"type": "string", "format": "date-time"},
        "labels": {"type": "object", "nullable": True},
        "numberMatched": {"type": "integer", "minimum": 0}, "numberReturned": {"type": "integer", "minimum": 0},
    },
}  # fmt: skip


def _refer(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_operations() -> list[tuple[str, dict[str, Any]]]:
    found = [
        ("/", _operation("getLandingPage", "service", "The landing page", "入口")),
        ("/conformance", _operation("getConformance", "service", "What it conforms to", "適合性")),
        ("/collections", _operation("getCollections", "service", "The collections", "コレクションの一覧")),
        ("/tileMatrixSets", _operation("getTileMatrixSets", "tiles", "The tile matrix sets", "タイル行列集合")),
        (f"/tileMatrixSets/{NAME}", _operation("getWebMercatorQuad", "tiles", "The tile matrix set", "タイル行列集合の定義")),
        ("/styles/openkanri.json", _operation("getStyle", "tiles", "A MapLibre style", "MapLibreのスタイル", forms=False)),
        *_list_tiling("", "dataset", "tiles"),
    ]
    for collection in FEATURES.values():
        found += _list_features(collection)
    return found


def _list_features(collection: FeatureCollection) -> list[tuple[str, dict[str, Any]]]:
    here, one, title, ja = f"/collections/{collection.id}", collection.id, collection.title, collection.title_ja
    listed = [_write_parameter(parameter) for parameter in collection.parameters.values()]
    single = [_path("featureId", {"type": "string"}), *map(_write_parameter, SINGLE.values())]
    return [
        (here, _operation(f"{one}.describe", one, title, ja)),
        (f"{here}/items", _operation(f"{one}.getFeatures", one, f"{title} as features", f"{ja}の一覧", listed,
                                     {GEOJSON: "FeatureCollection"}, forms=False)),
        (f"{here}/items/{{featureId}}", _operation(f"{one}.getFeature", one, "One feature", f"{ja}（1件）", single,
                                                   {GEOJSON: "Feature"}, forms=False, more=("404",))),
        *((f"{here}/{part}", _operation(f"{one}.get{part.capitalize()}", one, f"{title}: {part}", f"{ja}の{part}",
                                        answers={SCHEMA: "Object"})) for part in ("queryables", "sortables", "schema")),
        *_list_tiling(here, one, one),
    ]  # fmt: skip


def _list_tiling(parent: str, prefix: str, tag: str) -> list[tuple[str, dict[str, Any]]]:
    zoom = {"type": "integer", "minimum": 0, "maximum": DEEPEST}
    numbers = [_path("tileMatrix", zoom), _path("tileRow", _NUMBER), _path("tileCol", _NUMBER)]
    tiles = f"{parent}/tiles"
    return [
        (tiles, _operation(f"{prefix}.getTileSets", tag, "Tilesets", "タイルセットの一覧")),
        (f"{tiles}/{NAME}", _operation(f"{prefix}.getTileSet", tag, "A tileset", "タイルセット")),
        (f"{tiles}/{NAME}/tilejson.json", _operation(f"{prefix}.getTileJSON", tag, "TileJSON", "TileJSON", forms=False)),
        (f"{tiles}/{NAME}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", _operation(
            f"{prefix}.getTile", tag, "A vector tile", "ベクトルタイル", numbers, {MVT: ""}, forms=False, more=("404",))),
    ]  # fmt: skip


_NUMBER = {"type": "integer", "minimum": 0, "maximum": 2**DEEPEST - 1}


def _path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _operation(
    name: str,
    tag: str,
    title: str,
    title_ja: str,
    parameters: list[dict[str, Any]] | None = None,
    answers: dict[str, str] | None = None,
    *,
    forms: bool = True,
    more: tuple[str, ...] = (),
) -> dict[str, Any]:
    """An operation; `forms` where it takes f alone."""
    content: dict[str, Any] = {form: _content(schema) for form, schema in (answers or {JSON: "Object"}).items()}
    failures = sorted({*map(str, COMMON_PROBLEMS), *more})
    return {
        "operationId": name,
        "tags": [tag],
        "summary": title,
        "description": explain(f"{title}.", f"{title_ja}。"),
        "parameters": [*(parameters or []), *([_write_parameter(FORM)] if forms else [])],
        "responses": {
            "200": {"description": title, "content": content},
            **{status: {"$ref": "#/components/responses/Problem"} for status in failures},
        },
    }


def _content(schema: str) -> dict[str, Any]:
    return {"schema": _refer(schema) if schema else {"type": "string", "format": "binary"}}


def _write_parameter(parameter: Parameter) -> dict[str, Any]:
    styled = {"style": "form", "explode": False} if parameter.schema.get("type") == "array" else {}
    return {
        "name": parameter.name, "in": "query", "required": False, "description": explain(parameter.en, parameter.ja),
        "schema": dict(parameter.schema), **styled,
    }  # fmt: skip


def _write_page(document: dict[str, Any]) -> bytes:
    parts = [f"<h1>{escape(document['info']['title'])}</h1>{write_both(document['info']['description'])}"]
    for path, methods in document["paths"].items():
        one = methods["get"]
        rows = "".join(
            f"<tr><td><code>{escape(each['name'])}</code></td><td>{write_both(each.get('description', ''))}</td></tr>\n"
            for each in one["parameters"]
        )
        parts.append(
            f"<section><h3>{escape(one['summary'])}</h3>\n"
            f'<p class="path"><span class="get">GET</span> <code>{escape(ROOT + path)}</code></p>\n'
            f"{write_both(one['description'])}<table>{rows}</table></section>\n"
        )
    return write_page("Maps: reference", "".join(parts))
