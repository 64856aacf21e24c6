"""Pieces of three characters whose totals are kept: those of which both pairs are frequent. Pure.

No piece is in more names than a pair in it: of the few whose pairs are frequent, some are frequent themselves, and of
all the others that three characters could be none is.
"""

from collections.abc import Iterable, Set

_MARK = "^"
"""The second character of a gram that stands for a beginning: a piece that looks like one is not kept."""


def list_triples(names: str, pairs: Set[str]) -> set[str]:
    """The pieces of three characters in folded names, one a line, of which both pairs are among `pairs`."""
    if not pairs:
        return set()
    pieces = {name[at : at + 3] for name in names.split("\n") for at in range(len(name) - 2)}
    return {piece for piece in pieces if piece[:2] in pairs and piece[1:] in pairs and is_kept(piece)}


def list_pieces(names: str, grams: Iterable[str], pairs: Set[str]) -> list[str]:
    """Everything in folded names of which the total is kept: their grams, and the pieces of three of frequent pairs."""
    return [*grams, *list_triples(names, pairs)]


def is_kept(piece: str) -> bool:
    """Whether the total of a piece of three characters may be kept."""
    return len(piece) == 3 and piece[1] != _MARK
