"""Which municipality and town an address means: readings weighed by how far the gazetteer follows them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from japanese.addresses.fold import fold_key
from japanese.addresses.gazetteer import Gazetteer, Municipality
from japanese.addresses.names import NameHit, find_masked_prefectures, find_prefecture
from japanese.addresses.prefectures import PREFECTURE_NAMES
from japanese.addresses.streets import find_behind_streets, has_direction, uses_streets
from japanese.addresses.text import AddressText
from japanese.addresses.towns import TownHit, Towns
from japanese.addresses.variants import MASK

# How sure a town is, by the way it was found.
WAY_CONFIDENCE = {
    "town": 1.0,
    "street": 0.95,
    "loose": 0.9,
    "base": 0.8,
    "weak": 0.75,
    "unnamed": 0.85,
    "former": 0.95,
    "alike": 0.8,
    "masked": 0.7,
}
# Prefecture and municipality stand within so many signs.
_MASKED_WITHIN = 18
COUNTY = re.compile(r"[^0-9~|]{1,6}?郡")
# A name with one of these endings is whole: what follows is a koaza or a building, not more of the name.
_WHOLE = ("町", "村", "-", "~", "丁", "通", "割", "線", "田")
# What may follow a short name of a town directly: the letters of Ishikawa's and Ehime's plots.
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_CYCLE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_PLOT = re.compile(rf"[{_IROHA}{_CYCLE}](?:[0-9部|]|$)|[0-9]+(?:地割|部)|部")


class Reading(NamedTuple):
    """One way to read an address: the municipality, its name in the text, and the town if one follows."""

    hit: NameHit
    municipality: Municipality
    town: TownHit | None
    wrong_county: bool = False

    @property
    def weight(self) -> tuple[int, float, int]:
        """Readings compare by: a town was found, how surely, how much of the text is explained."""
        if self.town is None:
            return 0, 1.0, self.hit.end
        return 1, WAY_CONFIDENCE[self.town.way], self.town.end


def read_municipality(text: AddressText, gazetteer: Gazetteer, prefecture: str, start: int) -> list[Reading]:
    """The best readings of a text inside a prefecture, from `start`; several only if they are equal."""
    hits = gazetteer.names.find_in(prefecture, text.key, start)
    wrong_county = False
    if not hits:
        county = COUNTY.match(text.key, start)
        if county is not None:
            wrong_county = True
            hits = [
                hit
                for hit in gazetteer.names.find_in(prefecture, text.key, county.end())
                if hit.municipality.county or hit.change
            ]
    return weigh_hits(text, gazetteer, hits, wrong_county)


def read_masked(text: AddressText, gazetteer: Gazetteer) -> list[Reading]:
    """The best readings of a text that lost characters of the prefecture's or the municipality's name."""
    key = text.key
    if MASK not in key[:_MASKED_WITHIN]:
        return []
    known = find_prefecture(key)
    starts = (
        [known]
        if known is not None
        else find_masked_prefectures(key) or [(code, 0) for code in PREFECTURE_NAMES]
    )
    hits: list[NameHit] = []
    for code, start in starts:
        hits += gazetteer.names.find_masked_in(code, key, start)
        if start and known is None:
            hits += gazetteer.names.find_in(code, key, start)
    hits.sort(key=lambda hit: -hit.end)
    readings = weigh_hits(text, gazetteer, hits)
    return [reading for reading in readings if _is_told_apart(reading, hits, known is not None)]


def _is_told_apart(reading: Reading, hits: list[NameHit], prefecture_known: bool) -> bool:
    """Whether what was not lost is enough: a town or a known prefecture; one loss must not decide another."""
    if reading.town is None:
        return prefecture_known
    others = {hit.municipality.code for hit in hits if hit.end == reading.hit.end}
    return reading.town.way != "masked" or len(others) == 1


def weigh_hits(
    text: AddressText, gazetteer: Gazetteer, hits: Iterable[NameHit], wrong_county: bool = False
) -> list[Reading]:
    """The readings of most weight among those that the hits allow, one for each municipality."""
    best: list[Reading] = []
    for hit in _keep_longest(hits):
        for reading in _follow(text, gazetteer, hit):
            if not best or reading.weight > best[0].weight:
                best = [reading._replace(wrong_county=wrong_county)]
            elif reading.weight == best[0].weight and all(
                reading.municipality != other.municipality for other in best
            ):
                best.append(reading._replace(wrong_county=wrong_county))
    return best


def _keep_longest(hits: Iterable[NameHit]) -> list[NameHit]:
    """Of each prefecture only the longest name: 京都市 is not meant where 京都市下京区 is written."""
    longest: dict[str, int] = {}
    kept = []
    for hit in hits:
        if longest.setdefault(hit.municipality.prefecture_code, hit.end) == hit.end:
            kept.append(hit)
    return kept


def _follow(text: AddressText, gazetteer: Gazetteer, hit: NameHit) -> Iterable[Reading]:
    """A hit with the town behind it; for a designated city without its ward, each ward that has the town."""
    wards = gazetteer.wards_of(hit.municipality)
    found = 0
    for municipality in wards or (hit.municipality,):
        town = find_town(
            gazetteer.towns_of(municipality.code), text, hit.end, municipality.code, guess=not wards
        )
        if town is None and hit.change is not None:
            town = _find_under_former_name(gazetteer.towns_of(municipality.code), text, hit)
        if town is not None or not wards:
            found += 1
            yield Reading(hit, municipality, town)
    if not found:
        yield Reading(hit, hit.municipality, None)


def _find_under_former_name(towns: Towns, text: AddressText, hit: NameHit) -> TownHit | None:
    """A town that took its former municipality's name into its own: 水海道市天満町 became 水海道天満町."""
    if hit.change is None:
        return None
    own = fold_key(hit.change.own_name)
    for lead in (own, own[:-1]):
        town = towns.find(lead + text.key[hit.end :], 0, text.compact)
        if town is not None and town.end > len(lead):
            return TownHit(town.town, hit.end, hit.end + town.end - len(lead), "former")
    return None


def find_town(
    towns: Towns, text: AddressText, start: int, municipality_code: str, guess: bool = True
) -> TownHit | None:
    """The town with which the address goes on, or behind streets; with `guess`, by a near spelling too."""
    key = text.key
    if start >= len(key) or not len(towns):
        return None
    hit = towns.find(key, start, text.compact) or towns.find_unnamed(text, start)
    streets = uses_streets(municipality_code)
    after = start if hit is None else hit.end
    if streets and has_direction(key, after):
        behind = find_behind_streets(towns, text, after)
        if behind is not None:
            return behind
    if hit is not None and _is_whole(hit, text):
        return hit
    near = towns.find_base(text, start) or (_find_guess(towns, text, start, ("loose",)) if guess else None)
    if near is not None and (hit is None or near.end > hit.end):
        return near
    if hit is not None:
        return hit._replace(way="weak") if hit.end - hit.start > 1 else None
    behind = find_behind_streets(towns, text, start) if streets else None
    return behind or (_find_guess(towns, text, start) if guess else None)


def _is_whole(hit: TownHit, text: AddressText) -> bool:
    """Whether the name ends where the text lets a name end."""
    key = text.key
    return (
        hit.way == "unnamed"
        or not text.goes_on(hit.end)
        or key[hit.end - 1] in _WHOLE
        or text.has_mark_at(hit.end)
        or _PLOT.match(key, hit.end) is not None
    )


def _find_guess(
    towns: Towns, text: AddressText, start: int, ways: tuple[str, ...] = ("alike", "masked")
) -> TownHit | None:
    guesses = towns.guesses
    finders = {"loose": guesses.find_loose, "alike": guesses.find_alike, "masked": guesses.find_masked}
    for way in ways:
        guess = finders[way](text.key, start)
        if guess is not None:
            hit = TownHit(towns.named(guess.name, text.compact), start, guess.end, way)
            if way != "loose" or _is_whole(hit, text):
                return hit
    return None
