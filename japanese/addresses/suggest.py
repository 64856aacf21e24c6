"""What may be meant where an address cannot be followed: said as a suggestion, never taken for granted."""

from dataclasses import replace

from japanese.addresses.gazetteer import Gazetteer, Municipality
from japanese.addresses.guesses import read_one_error
from japanese.addresses.names import NameHit
from japanese.addresses.place import Note, Place, Precision
from japanese.addresses.prefectures import PREFECTURE_NAMES
from japanese.addresses.search import COUNTY, Reading, find_town, weigh_hits
from japanese.addresses.text import AddressText
from japanese.addresses.towns import goes_on

# A town that stands for its municipality has at least so many signs: shorter names are too common.
_TELLING = 3


def suggest_town(place: Place, text: AddressText, gazetteer: Gazetteer, start: int) -> Place:
    """The place with the town one typing error away from what was written, if there is one, as a suggestion."""
    if place.municipality_code is None or not text.words_from(start) or text.words_from(start)[0].isascii():
        return place
    towns = gazetteer.towns_of(place.municipality_code)
    if not len(towns):
        return replace(place, notes=(*place.notes, Note("no_towns", "the gazetteer has no towns of this municipality")))
    note = Note("unknown_town", "the gazetteer has no town of this name in the municipality")
    similar = towns.guesses.find_longer(text.key, start) or towns.guesses.find_similar(text.key, start)
    names = list(dict.fromkeys(towns.named(guess.name).name for guess in similar))
    if not names or len(names) > 3:
        return replace(place, notes=(*place.notes, note))
    head = f"{place.prefecture}{place.municipality}"
    return replace(place, notes=(*place.notes, note), suggestion=" / ".join(head + name for name in names))


def read_without_municipality(
    text: AddressText, gazetteer: Gazetteer, prefecture: str, start: int
) -> Reading | None:
    """The only town of the prefecture with which the text goes on, where the municipality is missing or of old."""
    county = COUNTY.match(text.key, start)
    at = start if county is None else county.end()
    best: list[Reading] = []
    for municipality in gazetteer.municipalities_in(prefecture):
        town = gazetteer.towns_of(municipality.code).find(text.key, at, text.compact)
        if town is None or town.end - at < _TELLING or goes_on(text.key, town.end):
            continue
        if not best or town.end > best[0].town.end:  # type: ignore[union-attr]
            best = []
        elif town.end < best[0].town.end:  # type: ignore[union-attr]
            continue
        best.append(Reading(NameHit(municipality, at, "town_only"), municipality, town))
    return best[0] if len(best) == 1 else None


def suggest_municipality(place: Place, text: AddressText, gazetteer: Gazetteer, start: int) -> Place | None:
    """The municipality one typing error away; placed there only if it alone is in the county or its town follows."""
    if place.prefecture_code is None:
        return None
    found = _find_similar(text, gazetteer, place.prefecture_code, start)
    if not found:
        return None
    names = list(dict.fromkeys(one.name for one, _ in found))
    note = Note("unknown_municipality", f"{place.prefecture} has no municipality of this name today")
    place = replace(place, notes=(*place.notes, note), suggestion=" / ".join(f"{place.prefecture}{name}" for name in names[:3]))
    if len(names) > 1:
        return place
    municipality, end = found[0]
    town = find_town(gazetteer.towns_of(municipality.code), text, end, municipality.code)
    sure = town is not None and town.way == "town" and town.end - town.start > 1
    suggestion = f"{place.prefecture}{municipality.name}{town.town.name if town is not None and sure else ''}"
    place = replace(place, suggestion=suggestion)
    if not sure and not _is_only_one(text, gazetteer, municipality, start):
        return place
    return replace(
        place, municipality=municipality.name, municipality_code=municipality.code, point=municipality.point,
        precision=Precision.MUNICIPALITY, confidence=0.5, matched=text.words_until(end), rest=text.words_from(end),
    )


def _find_similar(
    text: AddressText, gazetteer: Gazetteer, prefecture: str, start: int
) -> list[tuple[Municipality, int]]:
    """Municipalities whose name is one typing error away, and where the name ends in the key."""
    written = text.key[start : start + 24]
    found = [
        (municipality, start + read)
        for name, municipality in gazetteer.names.keys_in(prefecture)
        if len(name) > 2 and (read := read_one_error(name, written)) is not None
    ]
    longest = max((end for _, end in found), default=0)
    return [(municipality, end) for municipality, end in found if end == longest]


def _is_only_one(text: AddressText, gazetteer: Gazetteer, municipality: Municipality, start: int) -> bool:
    """Whether the county is written as it is, and the municipality is the only one in it."""
    if not municipality.county or not text.key.startswith(municipality.county, start):
        return False
    inside = [one for one in gazetteer.municipalities_in(municipality.prefecture_code) if one.county == municipality.county]
    return len(inside) == 1


def read_elsewhere(place: Place, text: AddressText, gazetteer: Gazetteer, start: int) -> Place | None:
    """A municipality of another prefecture than the one written: said, and not taken."""
    readings = weigh_hits(text, gazetteer, gazetteer.names.find_anywhere(text.key, start))
    if not readings:
        return None
    names = [PREFECTURE_NAMES[one.municipality.prefecture_code] + one.municipality.name for one in readings]
    note = Note("other_prefecture", f"no municipality of this name is in {place.prefecture}")
    return replace(place, notes=(*place.notes, note), suggestion=" / ".join(names[:3]))
