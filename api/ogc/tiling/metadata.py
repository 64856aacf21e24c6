"""What tiles there are, told as OGC API – Tiles and as TileJSON."""

from collections.abc import Sequence
from typing import Any

from api.formats import JSON
from api.ogc.answers import Link, link
from api.ogc.collections import FEATURES, FeatureCollection
from api.ogc.tiling.matrix import CRS, DEEPEST, NAME, URI, list_limits
from db.features import MUNICIPALITY
from db.tiles import COUNTED_UP_TO, FIELDS, SHARED_FIELDS, TOTAL_FIELDS

MVT = "application/vnd.mapbox-vector-tile"
JAPAN = [122.9, 20.4, 154.0, 45.6]
CENTER = [137.0, 37.5, 4]
ATTRIBUTION = "OpenKanri (CC BY 4.0); 出入国在留管理庁, 厚生労働省, 外国人技能実習機構"
_REL = "http://www.opengis.net/def/rel/ogc/1.0"
_SCHEME = f"{_REL}/tiling-scheme"


def list_layers(collection: FeatureCollection | None) -> Sequence[FeatureCollection]:
    """The collections of a tileset: one of them, or all."""
    return tuple(FEATURES.values()) if collection is None else (collection,)


def link_tiles(parent: str) -> list[Link]:
    """How the landing page and a collection lead to their tiles."""
    return [link(f"{_REL}/tilesets-vector", f"{parent}/tiles", JSON, "Vector tiles")]


def describe_tilesets(root: str, parent: str, title: str) -> dict[str, Any]:
    """The list of the tilesets of a parent: one."""
    return {"tilesets": [_describe_short(root, parent, title)]}


def _describe_short(root: str, parent: str, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "dataType": "vector",
        "crs": CRS,
        "tileMatrixSetURI": URI,
        "links": [
            link("self", f"{parent}/tiles/{NAME}", JSON, "This tileset"),
            link(_SCHEME, f"{root}/tileMatrixSets/{NAME}", JSON, "Its tile matrix set"),
            link("describedby", f"{parent}/tiles/{NAME}/tilejson.json", JSON, "TileJSON"),
            {**link("item", f"{parent}/tiles/{NAME}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", MVT), "templated": True},
        ],
    }


def describe_tileset(root: str, parent: str, title: str, layers: Sequence[FeatureCollection]) -> dict[str, Any]:
    """The metadata of a tileset."""
    return {
        **_describe_short(root, parent, title),
        "tileMatrixSetLimits": list_limits(),
        "boundingBox": {"lowerLeft": JAPAN[:2], "upperRight": JAPAN[2:], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
        "layers": [
            {
                "id": layer.id,
                "title": f"{layer.title} / {layer.title_ja}",
                "description": _explain(layer),
                "dataType": "vector",
                "geometryDimension": 0,
                "minTileMatrix": "0",
                "maxTileMatrix": str(DEEPEST),
            }
            for layer in layers
        ],
    }


def write_tilejson(parent: str, title: str, layers: Sequence[FeatureCollection]) -> dict[str, Any]:
    """TileJSON 3.0.0."""
    return {
        "tilejson": "3.0.0",
        "name": title,
        "description": " ".join(_explain(layer) for layer in layers[:1]),
        "version": "1.0.0",
        "attribution": ATTRIBUTION,
        "scheme": "xyz",
        "tiles": [f"{parent}/tiles/{NAME}/{{z}}/{{y}}/{{x}}"],
        "minzoom": 0,
        "maxzoom": DEEPEST,
        "bounds": JAPAN,
        "center": CENTER,
        "vector_layers": [
            {"id": layer.id, "description": _explain(layer), "minzoom": 0, "maxzoom": DEEPEST, "fields": list_fields(layer)}
            for layer in layers
        ],
    }


def list_fields(layer: FeatureCollection) -> dict[str, str]:
    """The attributes of a layer's features, by name, with their types."""
    return dict(TOTAL_FIELDS) if layer.kind == MUNICIPALITY else {**SHARED_FIELDS, **FIELDS[layer.kind]}


def _explain(layer: FeatureCollection) -> str:
    if layer.kind == MUNICIPALITY:
        return layer.description
    return (
        f"Up to zoom {COUNTED_UP_TO}: a point for each municipality with the count of its {layer.title.lower()}. Beyond: a point "
        "for each whose place is known to the town or finer, and counts by area for the others; precision says which."
    )


