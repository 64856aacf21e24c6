"""Towns whose name is not spelled in the address as in the gazetteer: near spellings, lost characters, typing errors."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

# Signs that come and go in names of towns: 木之本西山 for 木之本町西山, 一宮 for 一ノ宮, 三ケ月 for 三ヶ月.
_LOOSE = re.compile("[町村区ノケツ番|]")
# Kana and kanji that print alike, as they stand in a key (where 二 is already 2 and 千 is 1000).
_ALIKE = str.maketrans(
    {"ニ": "2", "ハ": "8", "ミ": "3", "チ": "1000", "ー": "1", "カ": "力", "ロ": "口", "エ": "工", "ト": "卜", "タ": "夕", "オ": "才"}
)
_WORD_GOES_ON = re.compile(r"[0-9]*[^\x00-\x7f]")
# Stands in a key for a character that was lost on the way (see mojibake.py).
MASK = "?"


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
        return _index_changed(self._names, lambda name: _LOOSE.sub("", name))

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        return _index_changed(self._names, lambda name: name.translate(_ALIKE))

    def find_loose(self, key: str, start: int = 0) -> Guess | None:
        """The name that differs only by signs that come and go; None when two names would do."""
        kept = [(key[at], at) for at in range(start, len(key)) if _LOOSE.match(key[at]) is None]
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
        hits = [name for name in self._names if _fits_mask(name, key, start)]
        longest = max((len(name) for name in hits), default=0)
        best = [name for name in hits if len(name) == longest]
        if len(best) != 1:
            return None
        return Guess(best[0], min(start + longest, len(key)), "masked")

    def find_similar(self, key: str, start: int = 0) -> list[Guess]:
        """The names one typing error away from what the address goes on with; only those that agree longest."""
        text = key[start : start + 32]
        found = [(name, read) for name in self._names if (read := read_one_error(name, text)) is not None]
        longest = max((read for _, read in found), default=0)
        return [Guess(name, start + read, "similar") for name, read in found if read == longest]


    def find_longer(self, key: str, start: int = 0) -> list[Guess]:
        """The names that end with the one written: a town that took another name before its own (四谷三栄町)."""
        found = [
            Guess(name, start + size, "longer")
            for name in self._names
            for size in range(len(name) - 1, 1, -1)
            if key.startswith(name[-size:], start) and not _WORD_GOES_ON.match(key, start + size)
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
    """The longest changed name with which the changed text (signs and their positions) begins, if it means one town only."""
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


def _fits_mask(name: str, key: str, start: int) -> bool:
    """Whether a name fits here, counting a lost character as any; at least half of it must be there."""
    text = key[start : start + len(name)]
    if len(text) == len(name) - 1 and name.endswith("-"):
        name = name[:-1]
    if len(text) != len(name):
        return False
    lost = text.count(MASK)
    return 0 < lost <= len(name) // 2 and all(a in (b, MASK) for a, b in zip(text, name, strict=True))



def read_one_error(name: str, text: str) -> int | None:
    """How many signs of `text` are `name` with one sign changed, missing, added or swapped; None if more is wrong."""
    if len(name) < 2 or len(text) < 2 or (text[0] != name[0] and text[1:3] != name[1:3] and text[:2] != name[1:3]):
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
