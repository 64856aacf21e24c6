"""The conditions that filters put on version `v`, each with its values bound."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from api.cities import span_wards
from api.values import Box, Point
from db.statements import POINT, Condition

_BOX = "box(point({}, {}), point({}, {}))"
_METRES_PER_DEGREE = 110_000  # less than any degree of latitude, so that a box around is never too small


def column_is_any(column: str) -> Callable[[Any], Condition]:
    """The column holds one of the words that are chosen."""
    return lambda chosen: Condition(f"v.{column} = ANY({{}}::text[])", (list(chosen),))


def column_is(column: str) -> Callable[[Any], Condition]:
    """The column holds this value."""
    return lambda chosen: Condition(f"v.{column} = {{}}", (chosen,))


def array_has_any(column: str) -> Callable[[Any], Condition]:
    """The column, a list, holds one of the words that are chosen."""
    return lambda chosen: Condition(f"v.{column} && {{}}::text[]", (list(chosen),))


def ground_is(codes: tuple[str, ...]) -> Condition:
    """One of these provisions was cited, or one beneath it."""
    # A code also stands for whatever lies under it: titp:37-1 for titp:37-1-4, but never for titp:37-10.
    beneath = [code.replace("_", "\\_") + "-%" for code in codes]
    return Condition(
        "(v.grounds && {}::text[] OR EXISTS (SELECT FROM unnest(v.grounds) AS g(code) WHERE g.code LIKE "
        "ANY({}::text[])))",
        (list(codes), beneath),
    )


def municipality_is(codes: tuple[str, ...]) -> Condition:
    """The place lies in one of these municipalities."""
    # The code of a designated city stands for the city and for all of its wards.
    spans = [span for span in map(span_wards, codes) if span is not None]
    pieces = ["v.municipality = ANY({}::text[])", *["v.municipality > {} AND v.municipality < {}"] * len(spans)]
    return Condition(f"({' OR '.join(pieces)})", (list(codes), *(edge for span in spans for edge in span)))


def place_is_in(box: Box) -> Condition:
    """The place's point lies in the box, whatever its precision."""
    # The planner takes any box for as small as any other.
    return replace(_in_any_span(box, f"{POINT} <@ {_BOX}"), led=True)


def shape_reaches_into(box: Box) -> Condition:
    """The outline, or the point that stands for it, has a part in the box."""
    return _in_any_span(box, "ST_Intersects(v.geometry, ST_MakeEnvelope({}, {}, {}, {}, 4326))")


def _in_any_span(box: Box, piece: str) -> Condition:
    spans = [(box.west, box.east)] if box.west <= box.east else [(box.west, 180.0), (-180.0, box.east)]
    edges = tuple(edge for west, east in spans for edge in (west, box.south, east, box.north))
    return Condition(f"({' OR '.join([piece] * len(spans))})", edges)


def is_near(point: Point, radius: float) -> Condition:
    """Within `radius` metres of `point` on the ellipsoid; a box in degrees finds the candidates by index."""
    tall = radius / _METRES_PER_DEGREE
    shrink = math.cos(math.radians(min(abs(point.latitude) + tall, 89.9)))
    wide = min(tall / shrink, 180.0)
    box = (point.longitude - wide, point.latitude - tall, point.longitude + wide, point.latitude + tall)
    return Condition(
        f"{POINT} <@ {_BOX} AND ST_DWithin(v.geometry::geography,"
        " ST_SetSRID(ST_MakePoint({}, {}), 4326)::geography, {})",
        (*box, point.longitude, point.latitude, float(radius)),
    )
