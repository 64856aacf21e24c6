"""The towns of one municipality, found by the longest name that an address goes on with."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from japanese.addresses.fold import fold_key
from japanese.addresses.guesses import Guesses
from japanese.addresses.place import Point
from japanese.addresses.text import AddressText

# The gazetteer's word for the part of a municipality that has no oaza; it never stands in an address.
_NO_OAZA = "（大字なし）"
_CHOME = re.compile(r"[0-9]+-$")


class Town(NamedTuple):
    """A town (町丁目, 大字, 小字) with its representative point in degrees, None where it has none."""

    town: str
    koaza: str
    lon: float | None
    lat: float | None

    @property
    def point(self) -> Point | None:
        """Longitude and latitude."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def name(self) -> str:
        """The name as the gazetteer prints it, koaza behind its town; empty for the part without an oaza."""
        return self.koaza if self.town == _NO_OAZA else self.town + self.koaza

    @property
    def key(self) -> str:
        """The matching key of the whole name: the name itself, not a copy, where they are equal."""
        name = self.name
        key = fold_key(name)
        return name if key == name else key


class TownHit(NamedTuple):
    """A town found in a key: where its name begins and ends there, and by which way it was found."""

    town: Town
    start: int
    end: int
    way: str


class Towns:
    """The towns of one municipality by their keys; nothing changes after it is made."""

    def __init__(self, towns: Iterable[Town]) -> None:
        # Most keys have one town; the others of the few that have several are kept apart, which saves memory.
        self._by_key: dict[str, Town] = {}
        self._doubles: dict[str, list[Town]] = {}
        for town in towns:
            key = town.key
            if self._by_key.setdefault(key, town) is not town:
                self._doubles.setdefault(key, []).append(town)
        self._unnamed = _find_unnamed(self._by_key)
        self._by_key.pop("", None)
        self._lengths = _sort_lengths(self._by_key)
        self._bases = _gather_bases(self._by_key)
        self._base_lengths = _sort_lengths(self._bases)

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def named(self, key: str, source: str = "") -> Town:
        """The town of a key; among like spellings the one that stands in `source`."""
        town = self._by_key[key]
        others = self._doubles.get(key)
        if others is None:
            return town
        return max(
            (town, *others),
            key=lambda one: (one.town in source, one.town + one.koaza in source, len(one.town)),
        )

    def find(self, key: str, start: int = 0, source: str = "") -> TownHit | None:
        """The town with the longest name with which `key` goes on at `start`."""
        probe = key + "-" if key[-1:].isdigit() else key
        room = len(probe) - start
        for length in self._lengths:
            if length > room:
                continue
            name = probe[start : start + length]
            town = self._by_key.get(name)
            if town is not None and _may_end(probe, start + length, town):
                return TownHit(self.named(name, source), start, min(start + length, len(key)), "town")
        return None

    def find_base(self, text: AddressText, start: int = 0) -> TownHit | None:
        """A town that the gazetteer has only in numbered parts (丁目), and the address names none of them."""
        for length in self._base_lengths:
            end = start + length
            keys = self._bases.get(text.key[start:end])
            if keys is not None and end <= len(text.key) and not text.goes_on(end):
                return TownHit(_join_parts([self._by_key[key] for key in keys]), start, end, "base")
        return None

    def find_unnamed(self, text: AddressText, start: int = 0) -> TownHit | None:
        """The town that an address may leave out: the municipality's only oaza, or the part without one."""
        if self._unnamed is None or not text.key[start : start + 1].isdigit() or text.goes_on(start):
            return None
        return TownHit(self._unnamed, start, start, "unnamed")

    @cached_property
    def guesses(self) -> Guesses:
        """The ways to read a name that is not spelled as in the gazetteer."""
        return Guesses(self._by_key)


def _may_end(key: str, end: int, town: Town) -> bool:
    """Whether a name may end here: not inside a number, nor a numbered koaza before a dash (末町12-3)."""
    if not key[end - 1].isdigit():
        return True
    following = key[end : end + 1]
    return not following.isdigit() and not (town.koaza and following in ("-", "~"))


def _find_unnamed(by_key: dict[str, Town]) -> Town | None:
    """The part without an oaza, or the only oaza; None where a number alone says nothing."""
    if "" in by_key:
        return by_key[""]
    whole = [town for town in by_key.values() if not town.koaza]
    return whole[0] if whole and all(town.town == whole[0].town for town in by_key.values()) else None


def _sort_lengths(index: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in index}, reverse=True))


def _gather_bases(keys: Iterable[str]) -> dict[str, list[str]]:
    """Names without their chome -> the keys of the numbered parts, where the name alone is no town."""
    known = set(keys)
    bases: dict[str, list[str]] = {}
    for key in known:
        chome = _CHOME.search(key)
        if chome is not None and chome.start() > 0 and key[: chome.start()] not in known:
            bases.setdefault(key[: chome.start()], []).append(key)
    return {base: sorted(parts) for base, parts in bases.items()}


_PART = re.compile(r"[〇一二三四五六七八九十百0-9]+(?:丁目|丁|番)?$")


def _join_parts(parts: list[Town]) -> Town:
    """The numbered parts as one town; its point is that of the part nearest to their middle."""
    middle = _find_middle([part.point for part in parts if part.point is not None])
    lon, lat = middle or (None, None)
    return Town(_PART.sub("", parts[0].name), "", lon, lat)


def _find_middle(points: list[Point]) -> Point | None:
    """The point nearest to the mean of the points."""
    if not points:
        return None
    lon = sum(point[0] for point in points) / len(points)
    lat = sum(point[1] for point in points) / len(points)
    return min(points, key=lambda point: (point[0] - lon) ** 2 + (point[1] - lat) ** 2)
