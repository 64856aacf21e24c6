"""What geocoding an address yields: the place, how exactly it is known, and why."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

Point = tuple[float, float]


class Precision(StrEnum):
    """How fine a point is, finest first: it is true for the area named, never finer."""

    BUILDING = "building"
    BLOCK = "block"
    TOWN = "town"
    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"
    NONE = "none"

    def is_finer_than(self, other: "Precision") -> bool:
        """Whether this one says more about where something is than the other."""
        order = list(Precision)
        return order.index(self) < order.index(other)


class Note(NamedTuple):
    """A remark on how the text was read: a code for programs, a sentence for people, the date of a change."""

    code: str
    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An address split and placed: JIS X 0401 and 0402 codes, point (longitude, latitude) in degrees."""

    prefecture: str | None = None
    prefecture_code: str | None = None
    municipality: str | None = None
    municipality_code: str | None = None
    town: str | None = None
    rest: str = ""
    point: Point | None = None
    precision: Precision = Precision.NONE
    confidence: float = 0.0
    matched: str = ""
    notes: tuple[Note, ...] = ()
    suggestion: str | None = None
    alternatives: "tuple[Place, ...]" = ()
    """Where the text fits several municipalities equally: each of them, which the place itself does not decide."""

    def has_note(self, code: str) -> bool:
        """Whether a remark of this code was made."""
        return any(note.code == code for note in self.notes)

    def as_item(self) -> dict[str, Any]:
        """The place as the API and the batch command print it; `point` is a GeoJSON point or null."""
        point = None if self.point is None else {"type": "Point", "coordinates": list(self.point)}
        return {
            "prefecture": self.prefecture,
            "prefecture_code": self.prefecture_code,
            "municipality": self.municipality,
            "municipality_code": self.municipality_code,
            "town": self.town,
            "rest": self.rest,
            "point": point,
            "precision": self.precision.value,
            "confidence": round(self.confidence, 3),
            "matched": self.matched,
            "notes": [note._asdict() for note in self.notes],
            "suggestion": self.suggestion,
        }


def coarsen(place: Place, precision: Precision, point: Point | None = None) -> Place:
    """The same place no finer than `precision`, at the area's own point: what a sole proprietor's place is.

    Everything that says more than the area is taken away: town, rest, matched text, suggestion and remarks.
    """
    if (
        not place.precision.is_finer_than(precision)
        and not place.town
        and not place.rest
        and not place.matched
    ):
        return place
    kept = precision if place.precision.is_finer_than(precision) else place.precision
    coarse = replace(
        place,
        town=None,
        rest="",
        matched="",
        notes=(),
        suggestion=None,
        alternatives=(),
        precision=kept,
        point=point if place.precision.is_finer_than(precision) else place.point,
    )
    if precision in (Precision.PREFECTURE, Precision.NONE):
        coarse = replace(coarse, municipality=None, municipality_code=None)
    if precision is Precision.NONE:
        coarse = replace(coarse, prefecture=None, prefecture_code=None, point=None)
    return coarse
