"""Towns not spelled as in the gazetteer: near spellings, lost characters, typing errors."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from japanese.addresses.variants import MASK

# Signs that come and go in names of towns: 木之本西山 for 木之本町西山, 一宮 for 一ノ宮, 三ケ月 for 三ヶ月.
_LOOSE = re.compile("[町村区ノケツ番|]")
_NUMBER = re.compile("[0-9]+")
# Kana and kanji that print alike, as they stand in a key (where 二 is already 2 and 千 is 1000).
_ALIKE = str.maketrans(
    {
        "ニ": "2",
        "ハ": "8",
        "ミ": "3",
        "チ": "1000",
        "ー": "1",
        "カ": "力",
        "ロ": "口",
        "エ": "工",
        "ト": "卜",
        "タ": "夕",
        "オ": "才",
    }
)
# In names of towns a voiced and an unvoiced kana are easily taken for each other: 封シ川 for 封ジ川.
_UNVOICED = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ", "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ"
)


class Guess(NamedTuple):
    """A name of the gazetteer (its key) that may be meant, and where it ends in the key of the address."""

    name: str
    end: int
    way: str


class Guesses:
    """Ways to find a town among the names (keys) of one municipality when the plain way failed."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    @cached_property
    def _loose(self) -> dict[str, list[str]]:
        return _index_changed(self._names, lambda name: _LOOSE.sub("", name.translate(_UNVOICED)))

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        return _index_changed(self._names, lambda name: name.translate(_ALIKE))

    def find_loose(self, key: str, start: int = 0) -> Guess | None:
        """The name that differs only by signs that come and go; None when two names would do."""
        kept = [
            (key[at].translate(_UNVOICED), at)
            for at in range(start, len(key))
            if _LOOSE.match(key[at]) is None
        ]
        guess = _find_changed(self._loose, kept, len(key), "loose")
        if guess is not None and key[guess.end : guess.end + 1] in ("町", "村"):
            return guess._replace(end=guess.end + 1)
        return guess

    def find_alike(self, key: str, start: int = 0) -> Guess | None:
        """The name that prints like the one written; None when two names would do."""
        kept = [(piece, at) for at in range(start, len(key)) for piece in key[at].translate(_ALIKE)]
        return _find_changed(self._alike, kept, len(key), "alike")

    def find_masked(self, key: str, start: int = 0) -> Guess | None:
        """The only longest name that fits where characters were lost."""
        if MASK not in key[start : start + 12]:
            return None
        tries = ((name, read_masked_name(name, key, start)) for name in self._names)
        hits = [Guess(name, end, "masked") for name, end in tries if end is not None]
        longest = max((hit.end for hit in hits), default=0)
        best = [hit for hit in hits if hit.end == longest]
        return best[0] if len(best) == 1 else None

    def find_similar(self, key: str, start: int = 0) -> list[Guess]:
        """The names one typing error away from what the address goes on with; those that agree longest."""
        text = key[start : start + 32]
        found = [(name, read) for name in self._names if (read := read_one_error(name, text)) is not None]
        longest = max((read for _, read in found), default=0)
        return [Guess(name, start + read, "similar") for name, read in found if read == longest]

    def find_longer(self, key: str, start: int, may_end: Callable[[int], bool]) -> list[Guess]:
        """The names that end with the one written: a town that took another before its own (四谷三栄町)."""
        found = [
            Guess(name, start + size, "longer")
            for name in self._names
            for size in range(len(name) - 1, 1, -1)
            if key.startswith(name[-size:], start) and may_end(start + size)
        ]
        longest = max((guess.end for guess in found), default=0)
        return [guess for guess in found if guess.end == longest]


def _index_changed(names: Iterable[str], change: Callable[[str], str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name in names:
        changed = change(name)
        if len(changed) > 1:
            index.setdefault(changed, []).append(name)
    return index


def _find_changed(
    index: dict[str, list[str]], kept: list[tuple[str, int]], length: int, way: str
) -> Guess | None:
    """The longest changed name with which the changed text begins, if it means one town."""
    text = "".join(sign for sign, _ in kept)
    probe = text + "-" if text[-1:].isdigit() else text
    for size in range(min(len(probe), 24), 1, -1):
        names = index.get(probe[:size])
        if names is None or (probe[size - 1].isdigit() and probe[size : size + 1].isdigit()):
            continue
        if len(names) > 1:
            return None
        return Guess(names[0], kept[size - 1][1] + 1 if size <= len(kept) else length, way)
    return None


def read_masked_name(name: str, key: str, start: int = 0, kept: float = 0.5) -> int | None:
    """Where a name ends in a key that lost characters, the share `kept` being left; None if not there.

    One lost character may have been a number of any length: 千 is 1000 in a key.
    """
    at, read, lost = start, 0, 0
    while read < len(name):
        sign = key[at : at + 1]
        if sign == MASK:
            lost += 1
            number = _NUMBER.match(name, read)
            read = read + 1 if number is None else number.end()
        elif sign == name[read]:
            read += 1
        elif not sign and name[read:] == "-":
            break
        else:
            return None
        at += 1
    return at if 0 < lost <= (at - start) * (1 - kept) else None


def read_one_error(name: str, text: str) -> int | None:
    """How many signs of `text` are `name` with one changed, missing, added or swapped; None if none are."""
    if (
        len(name) < 2
        or len(text) < 2
        or (text[0] != name[0] and text[1:3] != name[1:3] and text[:2] != name[1:3])
    ):
        return None
    same = 0
    while same < len(name) and same < len(text) and name[same] == text[same]:
        same += 1
    rest = name[same:]
    if not rest:
        return None
    tries = (
        (len(name), text[same + 1 : len(name)] == rest[1:] and len(name) > 2),
        (len(name) + 1, text[same + 1 : len(name) + 1] == rest),
        (len(name) - 1, text[same : len(name) - 1] == rest[1:] and len(name) > 2),
        (len(name), text[same : same + 2] == rest[1::-1] and text[same + 2 : len(name)] == rest[2:]),
    )
    return next((read for read, fits in tries if fits and read <= len(text)), None)
