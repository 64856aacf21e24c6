"""Kyoto's way to name a place by its streets: 寺町通御池上る… says where to walk, and the town follows.

Street names are only skipped; the town (町) behind the last direction is what the gazetteer knows.
"""

import re
from collections.abc import Iterator

from japanese.addresses.text import AddressText
from japanese.addresses.towns import TownHit, Towns

# Directions as they stand in a key, hiragana and が folded: 上る, 上がる, 下る, 東入, 西入ル, 東へ入る.
_DIRECTION = re.compile(
    "(?:上|下)(?:ケ|カ)?ル|(?:東|西|南|北)(?:ヘ)?(?:入|イ)ル?|(?:上|下|入)ル?(?=[^0-9]{1,8}町)"
)
# So far behind the ward the town stands at most.
_FARTHEST = 40
# Codes of Kyoto's wards: 26101 ... 26111.
_KYOTO = re.compile("261[01][0-9]")


def uses_streets(municipality_code: str) -> bool:
    """Whether addresses of this municipality are written by streets: the wards of Kyoto."""
    return _KYOTO.fullmatch(municipality_code) is not None


def has_direction(key: str, start: int) -> bool:
    """Whether the text says where to walk from a street."""
    return _DIRECTION.search(key, start) is not None or "通" in key[start:]


def find_behind_streets(towns: Towns, text: AddressText, start: int) -> TownHit | None:
    """The town behind the last direction of a street address, or else behind a street's name."""
    for at in _list_starts(text.key, start):
        hit = towns.find(text.key, at, text.compact)
        if hit is not None and hit.end - hit.start > 1 and not text.goes_on(hit.end):
            return hit._replace(way="street")
    return None


def _list_starts(key: str, start: int) -> Iterator[int]:
    """Where a town may begin: behind the directions, last first, then anywhere."""
    yield from reversed([found.end() for found in _DIRECTION.finditer(key, start)])
    yield from range(start + 1, min(len(key), start + _FARTHEST))
