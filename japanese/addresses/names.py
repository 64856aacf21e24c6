"""The names under which a municipality may stand in an address, and the longest with which a text begins."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from japanese.addresses.fold import fold_key
from japanese.addresses.former import CHANGES, Change
from japanese.addresses.guesses import read_masked_name, read_one_error
from japanese.addresses.prefectures import PREFECTURE_NAMES, SHORT_NAMES

if TYPE_CHECKING:
    from japanese.addresses.gazetteer import Municipality

# Islands that Tokyo's addresses put where others have a county.
_ISLANDS = {
    "大島町": "大島",
    "三宅村": "三宅島",
    "八丈町": "八丈島",
    "神津島村": "神津島",
    "青ヶ島村": "青ヶ島",
}


class NameHit(NamedTuple):
    """A municipality whose name was found: where it ends in the key, in which form, after which change."""

    municipality: "Municipality"
    end: int
    form: str
    change: Change | None = None


class _Name(NamedTuple):
    municipality: "Municipality"
    form: str
    change: Change | None


class _Index:
    """Names (keys) of some municipalities."""

    def __init__(self) -> None:
        self._names: dict[str, list[_Name]] = {}
        self._longest = 0

    def add(self, name: str, entry: _Name) -> None:
        key = fold_key(name)
        known = self._names.setdefault(key, [])
        if all(other.municipality is not entry.municipality for other in known):
            known.append(entry)
        self._longest = max(self._longest, len(key))

    def find(self, key: str, start: int) -> list[NameHit]:
        """Every municipality a name of which stands at `start`, longest name first."""
        hits: list[NameHit] = []
        for length in range(min(self._longest, len(key) - start), 1, -1):
            for name in self._names.get(key[start : start + length], ()):
                hits.append(NameHit(name.municipality, start + length, name.form, name.change))
        return hits

    def find_masked(self, key: str, start: int) -> list[NameHit]:
        """Every municipality whose name fits at `start` although characters were lost."""
        return [
            NameHit(entry.municipality, end, "masked", entry.change)
            for name, entries in self._names.items()
            if (end := read_masked_name(name, key, start)) is not None
            for entry in entries
        ]


class MunicipalityNames:
    """All names by prefecture and for the country, former ones leading to today's municipalities."""

    def __init__(self, municipalities: Iterable["Municipality"]) -> None:
        self._country = _Index()
        self._wards_alone = _Index()
        self._by_prefecture = {code: _Index() for code in PREFECTURE_NAMES}
        self._by_name: dict[tuple[str, str], Municipality] = {}
        self._wards: dict[tuple[str, str], list[Municipality]] = {}
        known = list(municipalities)
        for municipality in known:
            if municipality.abolished_on is None:
                self._add_current(municipality)
        for municipality in known:
            if municipality.abolished_on is not None:
                self._add_abolished(municipality)
        for change in CHANGES.values():
            self._add_change(change)

    def _add_current(self, municipality: "Municipality") -> None:
        prefecture = PREFECTURE_NAMES.get(municipality.prefecture_code)
        if prefecture is None:
            return
        self._by_name[municipality.prefecture_code, fold_key(municipality.name)] = municipality
        if municipality.ward:
            self._wards.setdefault((municipality.prefecture_code, municipality.city), []).append(municipality)
            self._wards_alone.add(municipality.ward, _Name(municipality, "ward", None))
        self._add(municipality, municipality.name, "full", None)
        if municipality.county:
            self._add(municipality, municipality.city, "no_county", None)
        island = _ISLANDS.get(municipality.city)
        if island is not None:
            self._add(municipality, island + municipality.city, "full", None)

    def _add(self, municipality: "Municipality", name: str, form: str, change: Change | None) -> None:
        entry = _Name(municipality, form, change)
        self._country.add(name, entry)
        self._by_prefecture[municipality.prefecture_code].add(name, entry)

    def _add_abolished(self, municipality: "Municipality") -> None:
        """A row that its publisher marks as abolished: known under its old name, with the date."""
        prefecture = PREFECTURE_NAMES.get(municipality.prefecture_code)
        if prefecture is None or (prefecture, municipality.name) in CHANGES:
            return
        change = Change(prefecture, municipality.name, municipality.abolished_on or "", ())
        self._add(municipality, municipality.name, "former", change)
        if municipality.county:
            self._add(municipality, municipality.city, "former", change)

    def _add_change(self, change: Change) -> None:
        code = next(code for code, name in PREFECTURE_NAMES.items() if name == change.prefecture)
        for today in change.today:
            municipality = self.named(code, today)
            if municipality is not None:
                for name in dict.fromkeys((change.former, change.own_name)):
                    self._add(municipality, name, "former", change)

    def named(self, prefecture_code: str, name: str) -> "Municipality | None":
        """Today's municipality of exactly this name, spelling variants apart."""
        return self._by_name.get((prefecture_code, fold_key(name)))

    def wards(self, prefecture_code: str, city: str) -> list["Municipality"]:
        """The wards of a designated city."""
        return self._wards.get((prefecture_code, city), [])

    def find_in(self, prefecture_code: str, key: str, start: int) -> list[NameHit]:
        """Municipalities of a prefecture with which the key goes on at `start`."""
        return self._by_prefecture[prefecture_code].find(key, start)

    def find_masked_in(self, prefecture_code: str, key: str, start: int) -> list[NameHit]:
        """Municipalities of a prefecture whose name fits at `start` although characters were lost."""
        return self._by_prefecture[prefecture_code].find_masked(key, start)

    def find_anywhere(self, key: str, start: int) -> list[NameHit]:
        """Municipalities of any prefecture with which the key goes on at `start`."""
        return self._country.find(key, start)

    def find_ward(self, key: str, start: int) -> list[NameHit]:
        """Wards of designated cities whose name alone stands at `start`."""
        return self._wards_alone.find(key, start)


_PREFECTURE_KEYS = {fold_key(name): code for code, name in PREFECTURE_NAMES.items()}
_SHORT_KEYS = {fold_key(name): code for code, name in SHORT_NAMES.items()}
_LONGEST = max(map(len, _PREFECTURE_KEYS))


def find_prefecture(key: str, start: int = 0) -> tuple[str, int] | None:
    """The prefecture whose full name stands at `start`, and where it ends."""
    return _find_longest(_PREFECTURE_KEYS, key, start)


def find_short_prefecture(key: str, start: int = 0) -> tuple[str, int] | None:
    """The prefecture whose name without its ending stands at `start`, and where it ends."""
    return _find_longest(_SHORT_KEYS, key, start)


def find_masked_prefectures(key: str) -> list[tuple[str, int]]:
    """The prefectures whose name fits at the beginning although characters were lost."""
    tries = ((code, read_masked_name(name, key, kept=0.3)) for name, code in _PREFECTURE_KEYS.items())
    return [(code, end) for code, end in tries if end is not None]


def find_similar_prefectures(key: str) -> list[tuple[str, int]]:
    """The prefectures whose name is one typing error away from the beginning."""
    tries = ((code, read_one_error(name, key)) for name, code in _PREFECTURE_KEYS.items())
    return [(code, end) for code, end in tries if end is not None]


def _find_longest(keys: dict[str, str], key: str, start: int) -> tuple[str, int] | None:
    for length in range(_LONGEST, 1, -1):
        code = keys.get(key[start : start + length])
        if code is not None:
            return code, start + length
    return None
