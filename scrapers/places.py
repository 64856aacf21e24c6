"""Where a record's party is: its address placed by the gazetteer that this home holds, never finer than known."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from db.gazetteer import open_gazetteer
from db.vocabulary import Grade
from japanese.addresses import Place, Precision, coarsen, geocode
from scrapers.items import Statement
from scrapers.parties import clean_address


class Places:
    """The places of one run, read from one gazetteer."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.gazetteer = open_gazetteer(home)

    def __reduce__(self) -> tuple[Callable[[Path], "Places"], tuple[Path]]:
        """Another process opens the same gazetteer, once."""
        return _open_once, (self.home,)

    def locate(self, statement: Statement) -> None:
        """Fill `content["place"]` from the party's address; a natural person's is the municipality's."""
        place = geocode(clean_address(statement.party.address), self.gazetteer)
        if statement.content["organization"]["grade"] == Grade.SOLE_PROPRIETOR:
            point = self.gazetteer.municipality_point(place.municipality_code) if place.municipality_code else None
            place = coarsen(place, Precision.MUNICIPALITY, point)
        statement.content["place"] = write_place(place)


@cache
def _open_once(home: Path) -> Places:
    return Places(home)


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
