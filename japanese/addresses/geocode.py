"""An address in, a place out: prefecture, municipality, town and point, each only as far as it is certain."""

import re
from collections.abc import Sequence
from dataclasses import replace

from japanese.addresses.gazetteer import Gazetteer, Municipality
from japanese.addresses.mojibake import repair_text
from japanese.addresses.names import find_prefecture, find_short_prefecture
from japanese.addresses.place import Note, Place, Precision
from japanese.addresses.prefectures import PREFECTURE_NAMES
from japanese.addresses.search import WAY_CONFIDENCE, Reading, read_masked, read_municipality, weigh_hits
from japanese.addresses.suggest import (
    read_elsewhere,
    read_without_municipality,
    suggest_by_town,
    suggest_municipality,
    suggest_prefecture,
    suggest_town,
)
from japanese.addresses.text import AddressText
from japanese.addresses.variants import MASK

# An address is a line or two; what is longer is something else.
_LONGEST = 400
_MOST_ALTERNATIVES = 10
_OTHER_PREFECTURE = re.compile(f"(?:{'|'.join(PREFECTURE_NAMES.values())})")

_WAY_NOTES = {
    "base": Note(
        "no_such_part", "the gazetteer has this town only in numbered parts, and not the one written"
    ),
    "loose": Note("near_spelling", "the town's name differs by a sign that comes and goes"),
    "alike": Note(
        "near_spelling", "the town's name is written with a character that prints like the right one"
    ),
    "masked": Note("lost_characters", "characters of the town's name were lost; only one town fits"),
    "weak": Note("longer_name", "the address goes on after the town's name; it may be part of a longer name"),
    "unnamed": Note("no_town", "no town is written; the municipality has only one, or a part without towns"),
    "street": Note("street_names", "the street names before the town were skipped"),
}


def geocode(text: str, gazetteer: Gazetteer, prefecture_hint: str | None = None) -> Place:
    """The place of an address, no finer than certain; `prefecture_hint` (JIS) decides between equal names."""
    if len(text) > _LONGEST:
        return Place(rest=text, notes=(Note("too_long", f"longer than {_LONGEST} characters: not read"),))
    place = _geocode_words(AddressText(text), gazetteer, prefecture_hint)
    if place.precision is Precision.NONE or (place.precision is Precision.PREFECTURE and not place.matched):
        return _geocode_broken(text, gazetteer, prefecture_hint) or place
    return place


def _geocode_broken(text: str, gazetteer: Gazetteer, prefecture_hint: str | None) -> Place | None:
    """The place of a text read in a wrong encoding, by the way to read it again that is followed furthest."""
    best: Place | None = None
    for repaired in repair_text(text):
        place = _geocode_words(AddressText(repaired), gazetteer, prefecture_hint)
        if place.municipality is None or (
            best is not None and not place.precision.is_finer_than(best.precision)
        ):
            continue
        note = Note("mojibake", f"read in a wrong encoding; repaired to: {repaired}")
        best = replace(place, notes=(note, *place.notes), confidence=place.confidence * 0.9)
        if best.precision is Precision.TOWN:
            break
    return best


def _geocode_words(text: AddressText, gazetteer: Gazetteer, prefecture_hint: str | None) -> Place:
    place = _geocode_plain(text, gazetteer, prefecture_hint)
    if place.precision is Precision.TOWN or MASK not in text.key:
        return place
    readings = read_masked(text, gazetteer)
    if len(readings) != 1 or (readings[0].town is None and place.municipality is not None):
        return place
    note = Note("lost_characters", "characters of the name were lost; only one place fits")
    return _place_reading(text, gazetteer, readings[0], 0.8, (note,))


def _geocode_plain(text: AddressText, gazetteer: Gazetteer, prefecture_hint: str | None) -> Place:
    prefecture = find_prefecture(text.key)
    if prefecture is None:
        return _read_anywhere(text, gazetteer, prefecture_hint)
    code, start = prefecture
    readings = read_municipality(text, gazetteer, code, start)
    if len(readings) == 1:
        return _place_reading(text, gazetteer, readings[0], 1.0)
    if readings:
        return _place_ambiguous(text, gazetteer, readings, code, start)
    return _read_unknown(text, gazetteer, code, start)


def _read_anywhere(text: AddressText, gazetteer: Gazetteer, prefecture_hint: str | None) -> Place:
    """A text without a prefecture: the municipality of the country that it follows furthest."""
    hits = gazetteer.names.find_anywhere(text.key, 0)
    readings = weigh_hits(text, gazetteer, hits)
    short = find_short_prefecture(text.key)
    if short is not None:
        readings = _merge(readings, read_municipality(text, gazetteer, *short))
    if not readings or readings[0].town is None:
        readings = _merge(
            readings, weigh_hits(text, gazetteer, gazetteer.names.find_ward(text.key, 0)), only_towns=True
        )
    if len(readings) > 1 and prefecture_hint is not None:
        hinted = [reading for reading in readings if reading.municipality.prefecture_code == prefecture_hint]
        readings = hinted or readings
    note = Note("no_prefecture", "the address names no prefecture")
    if len(readings) == 1 and _is_clear(readings[0], prefecture_hint):
        return _place_reading(text, gazetteer, readings[0], 0.95, (note,))
    if readings:
        return _place_ambiguous(text, gazetteer, readings, None, 0)
    if prefecture_hint in PREFECTURE_NAMES:
        return _add_note(_read_unknown(text, gazetteer, prefecture_hint, 0), note)
    if short is not None and short[1] == len(text.key):
        return _add_note(_place_prefecture(text, gazetteer, short[0], short[1]), note)
    return suggest_prefecture(Place(rest=text.words, notes=(note,)), text, gazetteer)


def _merge(one: list[Reading], other: list[Reading], only_towns: bool = False) -> list[Reading]:
    """The readings of most weight of both."""
    if only_towns:
        other = [reading for reading in other if reading.town is not None]
    if not one or not other:
        return one or other
    if one[0].weight[:2] == other[0].weight[:2]:
        known = {reading.municipality.code for reading in one}
        return [*one, *(reading for reading in other if reading.municipality.code not in known)]
    return max(one, other, key=lambda readings: readings[0].weight)


def _is_clear(reading: Reading, prefecture_hint: str | None) -> bool:
    """Whether a name without prefecture is enough: not for 本町 alone, which is a town almost everywhere."""
    if reading.town is not None or reading.hit.form == "full":
        return True
    return reading.municipality.prefecture_code == prefecture_hint or reading.hit.change is not None


def _place_reading(
    text: AddressText, gazetteer: Gazetteer, reading: Reading, confidence: float, notes: tuple[Note, ...] = ()
) -> Place:
    """A reading as a place."""
    municipality, hit = reading.municipality, reading.hit
    notes += _note_name(reading)
    end = hit.end if reading.town is None else reading.town.end
    rest, extra = _cut_second(text.words_from(end), gazetteer)
    place = Place(
        prefecture=PREFECTURE_NAMES[municipality.prefecture_code],
        prefecture_code=municipality.prefecture_code,
        municipality=municipality.name,
        municipality_code=municipality.code,
        rest=rest,
        point=municipality.point,
        precision=Precision.MUNICIPALITY,
        confidence=confidence * _weigh_name(reading),
        matched=text.words_until(end),
        notes=(*notes, *extra),
    )
    if reading.town is None:
        return suggest_town(place, text, gazetteer, hit.end)
    return _add_town(place, reading)


def _weigh_name(reading: Reading) -> float:
    """How sure the municipality is by its name: a name without its county may also be that of a town."""
    if reading.wrong_county or reading.hit.change is not None:
        return 0.9
    return 0.8 if reading.hit.form == "no_county" and reading.town is None else 1.0


def _add_town(place: Place, reading: Reading) -> Place:
    """The place at its town; a town without a point is named, and placed at the municipality."""
    assert reading.town is not None
    found, way = reading.town.town, reading.town.way
    notes = place.notes if way not in _WAY_NOTES else (*place.notes, _WAY_NOTES[way])
    confidence = place.confidence * WAY_CONFIDENCE[way]
    if found.point is None:
        note = Note("no_town_point", "the gazetteer knows the town but not where it is")
        return replace(place, town=found.name or None, notes=(*notes, note), confidence=confidence)
    return replace(
        place,
        town=found.name or None,
        point=found.point,
        precision=Precision.TOWN,
        confidence=confidence,
        notes=notes,
    )


def _note_name(reading: Reading) -> tuple[Note, ...]:
    """Remarks on the name of the municipality as it was written."""
    notes = []
    change = reading.hit.change
    if change is not None:
        gone = f"{change.former} is gone since {change.date}"
        today = reading.municipality
        now = "" if today.abolished_on is not None else f"; this place is in {today.name} today"
        notes.append(Note("former_municipality", gone + now, change.date))
    if reading.wrong_county:
        notes.append(Note("other_county", f"the county written is not that of {reading.municipality.name}"))
    return tuple(notes)


def _cut_second(rest: str, gazetteer: Gazetteer) -> tuple[str, tuple[Note, ...]]:
    """The rest without a second address that stands behind the first."""
    for other in _OTHER_PREFECTURE.finditer(rest):
        text = AddressText(rest[other.start() :])
        prefecture = find_prefecture(text.key)
        if other.start() and prefecture and gazetteer.names.find_in(prefecture[0], text.key, prefecture[1]):
            note = Note("second_address", f"a second address follows, in {other[0]}")
            return rest[: other.start()].rstrip(" 、,"), (note,)
    return rest, ()


def _place_ambiguous(
    text: AddressText, gazetteer: Gazetteer, readings: Sequence[Reading], prefecture: str | None, start: int
) -> Place:
    """What equal readings have in common: the prefecture if it is one, and the readings as a suggestion."""
    codes = {reading.municipality.prefecture_code for reading in readings}
    common = codes.pop() if len(codes) == 1 else prefecture
    city = _find_common_city(gazetteer, [reading.municipality for reading in readings])
    names = [PREFECTURE_NAMES[one.municipality.prefecture_code] + one.municipality.name for one in readings]
    note = Note("ambiguous", f"the address fits {len(readings)} municipalities")
    place = _place_prefecture(text, gazetteer, common, start)
    if city is not None:
        place = replace(
            place,
            municipality=city.name,
            municipality_code=city.code,
            point=city.point,
            precision=Precision.MUNICIPALITY,
            confidence=0.9,
        )
    alternatives = tuple(_place_reading(text, gazetteer, reading, 0.9, (note,)) for reading in readings[:_MOST_ALTERNATIVES])
    return replace(
        place, notes=(*place.notes, note), suggestion=" / ".join(names[:5]), alternatives=alternatives
    )


def _find_common_city(gazetteer: Gazetteer, municipalities: Sequence[Municipality]) -> Municipality | None:
    """The designated city whose wards all of these are."""
    first = municipalities[0]
    if not first.ward or any(
        (one.prefecture_code, one.city) != (first.prefecture_code, first.city) for one in municipalities
    ):
        return None
    return gazetteer.names.named(first.prefecture_code, first.city)


def _place_prefecture(text: AddressText, gazetteer: Gazetteer, code: str | None, end: int) -> Place:
    if code is None:
        return Place(rest=text.words)
    return Place(
        prefecture=PREFECTURE_NAMES[code],
        prefecture_code=code,
        rest=text.words_from(end),
        point=gazetteer.prefecture_point(code),
        precision=Precision.PREFECTURE,
        confidence=0.95 if end else 0.5,
        matched=text.words_until(end) if end else "",
    )


def _read_unknown(text: AddressText, gazetteer: Gazetteer, code: str, start: int) -> Place:
    """A prefecture, and then no municipality that is in it: what can still be said, and what may be meant."""
    place = _place_prefecture(text, gazetteer, code, start)
    if start >= len(text.key) or not gazetteer.municipalities_in(code):
        return place
    direct = read_without_municipality(text, gazetteer, code, start)
    if direct is not None and direct.town is not None:
        note = Note(
            "no_municipality", "the address names no municipality of today; only one has a town of this name"
        )
        if direct.hit.end > start:
            return _place_reading(text, gazetteer, direct, 0.7, (note,))
        name = f"{place.prefecture}{direct.municipality.name}{direct.town.town.name}"
        return replace(place, notes=(*place.notes, note), suggestion=name)
    tries = (suggest_municipality, read_elsewhere, suggest_by_town)
    found = (attempt(place, text, gazetteer, start) for attempt in tries)
    return next((suggested for suggested in found if suggested is not None), place)


def _add_note(place: Place, note: Note) -> Place:
    return replace(place, notes=(note, *place.notes))
