"""Where a record's party is: its address placed by the gazetteer that this home holds, never finer than known."""

from pathlib import Path
from typing import Any, Self

from db.gazetteer import open_gazetteer
from db.vocabulary import Grade
from japanese.addresses import Gazetteer, Place, Precision, coarsen, geocode
from scrapers.items import Statement
from scrapers.parties import clean_address


class Places:
    """The places of one run, read from one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    @classmethod
    def open(cls, home: Path) -> Self:
        """With the home's gazetteer."""
        return cls(open_gazetteer(home))

    def locate(self, statement: Statement) -> None:
        """Fill `content["place"]` from the party's address; a natural person's is the municipality's."""
        place = geocode(clean_address(statement.party.address), self.gazetteer)
        if statement.content["organization"]["grade"] == Grade.SOLE_PROPRIETOR:
            point = self.gazetteer.municipality_point(place.municipality_code) if place.municipality_code else None
            place = coarsen(place, Precision.MUNICIPALITY, point)
        statement.content["place"] = write_place(place)


def write_place(place: Place) -> dict[str, Any]:
    """A place as statements keep it."""
    return {
        "prefecture_code": place.prefecture_code,
        "municipality": place.municipality,
        "municipality_code": place.municipality_code,
        "town": place.town,
        "point": None if place.point is None else list(place.point),
        "precision": str(place.precision),
    }
