"""The landing page, what it conforms to, and the collections."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.editions import EditionState
from api.formats import GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from api.ogc.answers import Link, answer, find_collection, link, link_forms, read_form, root_of
from api.ogc.collections import FEATURES, FeatureCollection
from api.ogc.crs import CRS84, SYSTEMS
from api.ogc.tiling.metadata import JAPAN, link_tiles
from api.services import state_of

_OGC = "http://www.opengis.net/spec"
_REL = "http://www.opengis.net/def/rel/ogc/1.0"
_OPENAPI_TYPE = f"{OPENAPI};version=3.0"

CONFORMANCE = tuple(
    f"{_OGC}/{name}"
    for name in (
        *(f"ogcapi-common-1/1.0/conf/{one}" for one in ("core", "landing-page", "json", "html", "oas30")),
        "ogcapi-common-2/1.0/conf/collections",
        *(f"ogcapi-features-1/1.0/conf/{one}" for one in ("core", "geojson", "html", "oas30")),
        "ogcapi-features-2/1.0/conf/crs",
        *(
            f"ogcapi-features-3/1.0/conf/{one}"
            for one in ("queryables", "queryables-query-parameters", "filter", "features-filter")
        ),
        *(f"ogcapi-features-5/1.0/conf/{one}" for one in ("schemas", "returnables-and-receivables", "queryables", "sortables")),
        *(
            f"cql2/1.0/conf/{one}"
            for one in (
                "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
                "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions",
            )
        ),
        *(f"ogcapi-tiles-1/1.0/conf/{one}" for one in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30")),
    )
)  # fmt: skip
"""What is kept, test by test."""

TITLE = "OpenKanri maps"
_DESCRIPTION = (
    "The open register of Japan's Technical Intern Training Program on the map: organizations, dispositions and permits as "
    "features and tiles. No point is drawn that is finer than what is known; natural persons are never placed below their "
    "municipality. 技能実習制度の団体、行政処分、許可の地図データです。"
)


async def answer_landing(request: Request) -> Response:
    """Where everything under /ogc is."""
    form, root = read_form(request), root_of(request)
    links = [
        *link_forms(request, form),
        link("service-desc", f"{root}/api", _OPENAPI_TYPE, "The definition of this API (OpenAPI 3.0)"),
        link("service-doc", f"{root}/api?f=html", HTML, "Its documentation"),
        link("conformance", f"{root}/conformance", JSON, "What it conforms to"),
        link("data", f"{root}/collections", JSON, "The collections"),
        *link_tiles(root),
        link("license", "https://creativecommons.org/licenses/by/4.0/", HTML, "CC BY 4.0"),
    ]
    return answer(form, TITLE, {"title": TITLE, "description": _DESCRIPTION, "links": links})


async def answer_conformance(request: Request) -> Response:
    """What is conformed to."""
    form = read_form(request)
    return answer(form, "Conformance", {"conformsTo": CONFORMANCE, "links": link_forms(request, form)})


async def list_collections(request: Request) -> Response:
    """Every collection."""
    form, state = read_form(request), state_of(request)
    described = [_describe(one, root_of(request), state) for one in FEATURES.values()]
    body = {"links": link_forms(request, form), "crs": list(SYSTEMS), "collections": described}
    return answer(form, "Collections", body)


async def answer_collection(request: Request) -> Response:
    """One collection."""
    collection, form = find_collection(request), read_form(request)
    body = _describe(collection, root_of(request), state_of(request))
    return answer(form, collection.title, {**body, "links": [*link_forms(request, form), *body["links"]]})


def _describe(collection: FeatureCollection, root: str, state: EditionState) -> dict[str, Any]:
    total = state.current.totals.get(collection.kind, 0) if collection.of_records else None
    counted: Mapping[str, int] = {} if total is None else {"itemCount": total}
    return {
        "id": collection.id,
        "title": f"{collection.title} / {collection.title_ja}",
        "description": f"{collection.description}\n\n{collection.description_ja}",
        "itemType": "feature",
        **counted,
        "extent": {
            "spatial": {"bbox": [JAPAN], "crs": CRS84.uri},
            "temporal": {"interval": [[None, None]], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
        },
        "crs": list(SYSTEMS),
        "storageCrs": CRS84.uri,
        "links": _link_parts(collection, f"{root}/collections/{collection.id}"),
    }


def _link_parts(collection: FeatureCollection, here: str) -> list[Link]:
    return [
        link("items", f"{here}/items", GEOJSON, collection.title),
        link("items", f"{here}/items?f=html", HTML, collection.title),
        link(f"{_REL}/queryables", f"{here}/queryables", SCHEMA, "What can be asked for"),
        link(f"{_REL}/sortables", f"{here}/sortables", SCHEMA, "What it can be sorted by"),
        link(f"{_REL}/schema", f"{here}/schema", SCHEMA, "What features have"),
        *link_tiles(here),
    ]
