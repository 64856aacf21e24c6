"""What may be meant where an address cannot be followed: said as a suggestion, never taken for granted."""

import re
from dataclasses import replace

from japanese.addresses.gazetteer import Gazetteer, Municipality
from japanese.addresses.guesses import read_one_error
from japanese.addresses.names import NameHit, find_similar_prefectures
from japanese.addresses.place import Note, Place, Precision
from japanese.addresses.prefectures import PREFECTURE_NAMES
from japanese.addresses.search import COUNTY, Reading, find_town, read_municipality, weigh_hits
from japanese.addresses.text import AddressText
from japanese.addresses.variants import FOLD

# A town that stands for its municipality has at least so many signs: shorter names are too common.
_TELLING = 3
_MUNICIPALITY = re.compile("(?:[^0-9]{1,6}?郡)?[^0-9]{1,6}?[市町村]")


def suggest_town(place: Place, text: AddressText, gazetteer: Gazetteer, start: int) -> Place:
    """The place with the town one typing error away from what was written, if any, as a suggestion."""
    if place.municipality_code is None:
        return place
    rest = text.words_from(start)
    if not rest or rest[0].isascii():
        return replace(place, notes=(*place.notes, Note("municipality_only", "the address names no town")))
    city = gazetteer.by_code.get(place.municipality_code)
    if city is not None and gazetteer.wards_of(city):
        return _suggest_ward(place, text, gazetteer.wards_of(city), start)
    towns = gazetteer.towns_of(place.municipality_code)
    if not len(towns):
        return replace(
            place, notes=(*place.notes, Note("no_towns", "the gazetteer has no towns of this municipality"))
        )
    note = Note("unknown_town", "the gazetteer has no town of this name in the municipality")
    place = replace(place, confidence=place.confidence * 0.8)
    similar = towns.guesses.find_longer(
        text.key, start, lambda end: not text.goes_on(end)
    ) or towns.guesses.find_similar(text.key, start)
    names = list(dict.fromkeys(towns.named(guess.name).name for guess in similar))
    if not names or len(names) > 3:
        elsewhere = read_without_municipality(text, gazetteer, place.prefecture_code or "", start)
        if elsewhere is None or elsewhere.town is None:
            return replace(place, notes=(*place.notes, note))
        suggestion = f"{place.prefecture}{elsewhere.municipality.name}{elsewhere.town.town.name}"
        return replace(place, notes=(*place.notes, note), suggestion=suggestion)
    head = f"{place.prefecture}{place.municipality}"
    return replace(place, notes=(*place.notes, note), suggestion=" / ".join(head + name for name in names))


def _suggest_ward(place: Place, text: AddressText, wards: list[Municipality], start: int) -> Place:
    """A designated city without a ward that it has: the wards one typing error away, as a suggestion."""
    written = text.compact[text.source_position(start) :][:12].translate(FOLD)
    names = [ward.name for ward in wards if read_one_error(ward.ward.translate(FOLD), written) is not None]
    note = Note("no_ward", "no ward of the city is written, and the town does not tell which")
    suggestion = " / ".join(f"{place.prefecture}{name}" for name in names) if 0 < len(names) < 4 else None
    return replace(place, notes=(*place.notes, note), suggestion=suggestion)


def read_without_municipality(
    text: AddressText, gazetteer: Gazetteer, prefecture: str, start: int
) -> Reading | None:
    """The prefecture's only town with which the text goes on, where no municipality of today is written."""
    county = COUNTY.match(text.key, start)
    return _find_only_town(text, gazetteer, prefecture, start if county is None else county.end(), _TELLING)


def _find_only_town(
    text: AddressText, gazetteer: Gazetteer, prefecture: str, at: int, shortest: int
) -> Reading | None:
    """The only town of the prefecture with the longest name that stands at a position of the key."""
    best: list[Reading] = []
    longest = at + shortest
    for municipality in gazetteer.municipalities_in(prefecture):
        town = gazetteer.towns_of(municipality.code).find(text.key, at, text.compact)
        if town is not None and town.end >= longest and not text.goes_on(town.end):
            best = best if town.end == longest else []
            longest = town.end
            best.append(Reading(NameHit(municipality, at, "town_only"), municipality, town))
    return best[0] if len(best) == 1 else None


def suggest_by_town(place: Place, text: AddressText, gazetteer: Gazetteer, start: int) -> Place | None:
    """The municipality that has the town behind a municipality that is not known, if only one has it."""
    unknown = _MUNICIPALITY.match(text.key, start)
    if unknown is None or place.prefecture_code is None:
        return None
    found = _find_only_town(text, gazetteer, place.prefecture_code, unknown.end(), 2)
    if found is None or found.town is None:
        return None
    note = Note("unknown_municipality", f"{place.prefecture} has no municipality of this name today")
    name = f"{place.prefecture}{found.municipality.name}{found.town.town.name}"
    return replace(place, notes=(*place.notes, note), suggestion=name)


def suggest_municipality(place: Place, text: AddressText, gazetteer: Gazetteer, start: int) -> Place | None:
    """The municipality one typing error away; placed there if alone in its county or if its town follows."""
    if place.prefecture_code is None:
        return None
    found = _find_similar(text, gazetteer, place.prefecture_code, start)
    if not found:
        return None
    names = list(dict.fromkeys(one.name for one, _ in found))
    note = Note("unknown_municipality", f"{place.prefecture} has no municipality of this name today")
    place = replace(
        place,
        notes=(*place.notes, note),
        suggestion=" / ".join(f"{place.prefecture}{name}" for name in names[:3]),
    )
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
        place,
        municipality=municipality.name,
        municipality_code=municipality.code,
        point=municipality.point,
        precision=Precision.MUNICIPALITY,
        confidence=0.5,
        matched=text.words_until(end),
        rest=text.words_from(end),
    )


def _find_similar(
    text: AddressText, gazetteer: Gazetteer, prefecture: str, start: int
) -> list[tuple[Municipality, int]]:
    """Municipalities whose name is one typing error away, and where the name ends in the key.

    Compared as written, not as keys: in a key 八千代 is a number.
    """
    at = text.source_position(start)
    written = text.compact[at : at + 24].translate(FOLD)
    found = [
        (municipality, at + read)
        for municipality in gazetteer.municipalities_in(prefecture)
        for name in dict.fromkeys((municipality.name, municipality.city + municipality.ward))
        if len(name) > 2 and (read := read_one_error(name.translate(FOLD), written)) is not None
    ]
    longest = max((end for _, end in found), default=0)
    return [(municipality, text.key_position(end)) for municipality, end in found if end == longest]


def _is_only_one(text: AddressText, gazetteer: Gazetteer, municipality: Municipality, start: int) -> bool:
    """Whether the county is written as it is, and the municipality is the only one in it."""
    if not municipality.county or not text.key.startswith(municipality.county, start):
        return False
    inside = [
        one
        for one in gazetteer.municipalities_in(municipality.prefecture_code)
        if one.county == municipality.county
    ]
    return len(inside) == 1


def suggest_prefecture(place: Place, text: AddressText, gazetteer: Gazetteer) -> Place:
    """The prefecture one typing error away, if a municipality and town of it follow; placed no finer."""
    readings = [
        reading
        for code, end in find_similar_prefectures(text.key)
        for reading in read_municipality(text, gazetteer, code, end)
        if reading.town is not None and reading.town.way == "town"
    ]
    if len(readings) != 1 or readings[0].town is None:
        return place
    found = readings[0].municipality
    prefecture = PREFECTURE_NAMES[found.prefecture_code]
    note = Note("unknown_prefecture", "no prefecture has this name")
    return replace(
        place,
        prefecture=prefecture,
        prefecture_code=found.prefecture_code,
        municipality=found.name,
        municipality_code=found.code,
        point=found.point,
        precision=Precision.MUNICIPALITY,
        confidence=0.5,
        rest=text.words_from(readings[0].hit.end),
        matched=text.words_until(readings[0].hit.end),
        notes=(*place.notes, note),
        suggestion=f"{prefecture}{found.name}{readings[0].town.town.name}",
    )


def read_elsewhere(place: Place, text: AddressText, gazetteer: Gazetteer, start: int) -> Place | None:
    """A municipality of another prefecture than the one written: said, and not taken."""
    readings = weigh_hits(text, gazetteer, gazetteer.names.find_anywhere(text.key, start))
    if not readings:
        return None
    names = [PREFECTURE_NAMES[one.municipality.prefecture_code] + one.municipality.name for one in readings]
    note = Note("other_prefecture", f"no municipality of this name is in {place.prefecture}")
    return replace(place, notes=(*place.notes, note), suggestion=" / ".join(names[:3]))
