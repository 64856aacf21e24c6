"""What fingers do: how grave a difference between typed and meant letters is, and what may be meant."""

import re

from rapidfuzz.distance import OSA

from japanese.romaji import skeleton

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {key: (row, column) for row, keys in enumerate(_KEYBOARD) for column, key in enumerate(keys)}
_OFTEN = 0.9  # a letter left out, doubled, swapped with its neighbour, or hit beside the right key
_CONSONANTS = "bcdfghjkmpqrstvwxz"
# Two consonants that no Japanese syllable has together: a vowel is missing between them.
_GAP = re.compile(
    rf"(?<=([{_CONSONANTS}]))(?!\1|y|(?<=[sc])h|(?<=t)(?:s|ch)|(?<=[kg])w)(?=[{_CONSONANTS}n]|$)"
)


def weigh_errors(typed: str, meant: str) -> float:
    """Typing errors between two spellings; a single one of a frequent kind counts a little less than one."""
    errors = OSA.distance(typed, meant)
    return float(errors) if errors != 1 else _weigh_error(typed, meant)


def mend(typed: str) -> set[str]:
    """Keys of what may be meant: a letter too many, two swapped, or a vowel between consonants missing."""
    shorter = {typed[:at] + typed[at + 1 :] for at in range(len(typed))}
    swapped = {typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(len(typed) - 1)}
    filled = {
        typed[: gap.start()] + vowel + typed[gap.start() :]
        for gap in _GAP.finditer(typed)
        for vowel in "aiueo"
    }
    return {skeleton(mended) for mended in shorter | swapped | filled} - {""}


def _weigh_error(typed: str, meant: str) -> float:
    if len(typed) < len(meant) or sorted(typed) == sorted(meant):
        return _OFTEN
    at = next(
        (at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), len(meant)
    )
    if len(typed) > len(meant):
        return _OFTEN if typed[at] in typed[max(0, at - 1) : at] + typed[at + 1 : at + 2] else 1.0
    return _OFTEN if _beside(typed[at], meant[at]) else 1.0


def _beside(typed: str, meant: str) -> bool:
    """Whether two keys touch on a keyboard."""
    if typed not in _PLACES or meant not in _PLACES:
        return False
    (row, column), (other_row, other_column) = _PLACES[typed], _PLACES[meant]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
