"""A MapLibre style for the tiles: circles by count, without a font or an image from anywhere."""

from typing import Any

from api.ogc.tiling.matrix import DEEPEST, NAME
from api.ogc.tiling.metadata import ATTRIBUTION, CENTER
from db.tiles import COUNTED_UP_TO

_COLOURS = {"permits": "#0072b2", "organizations": "#009e73", "dispositions": "#d55e00"}
"""Told apart by eyes of every kind (Okabe and Ito)."""


def write_style(root: str) -> dict[str, Any]:
    """The style document, version 8; every layer is there, one of them shown at first."""
    return {
        "version": 8,
        "name": "OpenKanri",
        "center": CENTER[:2],
        "zoom": CENTER[2],
        "sources": {
            "openkanri": {
                "type": "vector", "url": f"{root}/tiles/{NAME}/tilejson.json", "attribution": ATTRIBUTION,
                "maxzoom": DEEPEST,
            }
        },
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": "#f4f4f0"}},
            *_draw_municipalities(),
            *(_draw_circles(name, colour) for name, colour in _COLOURS.items()),
        ],
    }  # fmt: skip


def _draw_municipalities() -> list[dict[str, Any]]:
    base: dict[str, Any] = {"source": "openkanri", "source-layer": "municipalities"}
    areas = ["==", ["geometry-type"], "Polygon"]
    shade = ["interpolate", ["linear"], ["get", "dispositions"], 0, "#ffffff", 1, "#fde0c5", 10, "#f59e72", 100, "#b13f64"]
    return [
        {"id": "municipality-areas", "type": "fill", **base, "filter": areas,
         "paint": {"fill-color": shade, "fill-opacity": 0.6}},
        {"id": "municipality-outlines", "type": "line", **base, "filter": areas,
         "paint": {"line-color": "#8a8a80", "line-width": 0.4}},
    ]  # fmt: skip


def _draw_circles(name: str, colour: str) -> dict[str, Any]:
    # A count's circle has an area in proportion; what stands for an area is hollow, what is a place is filled.
    radius = ["min", 30, ["+", 3, ["sqrt", ["get", "count"]]]]
    drawn = ["match", ["get", "precision"], ["municipality", "prefecture", "none"], 0.25, 0.85]
    return {
        "id": name,
        "type": "circle",
        "source": "openkanri",
        "source-layer": name,
        "layout": {"visibility": "visible" if name == "dispositions" else "none"},
        "paint": {
            "circle-color": colour, "circle-radius": radius, "circle-opacity": drawn,
            "circle-stroke-color": colour, "circle-stroke-width": 1,
        },
        "metadata": {"counted-up-to-zoom": COUNTED_UP_TO},
    }  # fmt: skip
