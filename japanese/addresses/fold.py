"""From an address as written to a key that meets the gazetteer's key, and back to positions in the text.

Keys: every number in Arabic digits; `丁目`, `丁`, a dash or `の` after a number is `-`;
`番地`, `番`, `号` is `~`; `大字`, `字`, `小字` and `第` before a number are left out;
two numbers that only touch are parted by `|`.
The same function makes the gazetteer's keys, so a rule that is odd for a rare name is odd on both sides.
"""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from japanese.addresses.numerals import KANJI_NUMERALS, read_number
from japanese.addresses.variants import FOLD

# Line breaks stand in the middle of words and are removed, as invisible characters are; spaces part words.
_UNSEEN = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0A, 0x20),
        0x7F,
        0xAD,
        *range(0x200B, 0x2010),
        0x2060,
        0xFEFF,
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    ]
)
_SPACES = re.compile(r"\s+")
# A search tells sooner than a translation that there is nothing to do; what lies beyond U+FFFF is not told apart.
_MAY_BE_UNSEEN = re.compile("[" + re.escape("".join(chr(code) for code in _UNSEEN if code < 0x10000)) + "\U00010000-\U0010ffff]")
_MAY_FOLD = re.compile("[" + re.escape("".join(chr(code) for code in FOLD if code < 0x10000)) + "\U00010000-\U0010ffff]")

_NUMBER = f"[0-9]+|[{KANJI_NUMERALS}]+"
_NEXT_NUMBER = f"(?=[0-9{KANJI_NUMERALS}])"
# Read on text that FOLD has translated: の and 之 are ノ there, every dash is -.
_DASH = rf"[-ー]+(?={_NUMBER}|$|[A-Za-z])"
_TOKEN = re.compile(
    rf"(?P<drop>大字|小字|字|第{_NEXT_NUMBER})"
    rf"|(?P<number>{_NUMBER})"
    rf"(?:(?P<chome>丁目|町目|\?目|丁\?|丁(?!町)|{_DASH}|ノ{_NEXT_NUMBER})(?:ノ{_NEXT_NUMBER}|-)?"
    rf"|(?P<bancho>番[町丁])"
    rf"|(?P<house>番地|\?地|番(?!館)|号(?!館|室|棟))(?:[ノ-]{_NEXT_NUMBER})?)?"
)

_COUNTED: dict[str | None, str] = {"number": "", "chome": "-", "bancho": "番町", "house": "~"}
"""What stands behind a number in a key, by the last group of its token."""


class Key(NamedTuple):
    """A key and where its pieces stood: `key_at[i]` in the key was at `source_at[i]` of the text."""

    text: str
    key_at: list[int]
    source_at: list[int]

    def source_position(self, key_position: int) -> int:
        """Position in the source of a position in the key (end of a piece: end of what it was made from)."""
        if not self.key_at:
            return key_position
        index = bisect_right(self.key_at, key_position) - 1
        if index < 0:
            return key_position
        offset = key_position - self.key_at[index]
        return self.source_at[index] + offset

    def key_position(self, source_position: int) -> int:
        """Position in the key of a position in the source (inside a piece: the piece's beginning)."""
        index = bisect_right(self.source_at, source_position) - 1
        if index < 0:
            return source_position
        if index % 2 == 0:
            return self.key_at[index]
        return self.key_at[index] + source_position - self.source_at[index]


def clean_text(text: str) -> str:
    """The address in normal width, without line breaks, invisible characters and repeated spaces."""
    if _MAY_BE_UNSEEN.search(text):
        text = text.translate(_UNSEEN)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", text).strip()


def fold_key(text: str) -> str:
    """The matching key of a gazetteer's name or of a whole address without spaces."""
    return make_key(text).text


def make_key(text: str) -> Key:
    """The matching key of a text without spaces, with the way back to its positions."""
    folded = text.translate(FOLD) if _MAY_FOLD.search(text) else text
    pieces: list[str] = []
    key_at: list[int] = []
    source_at: list[int] = []
    position, length, after_number = 0, 0, False
    for token in _TOKEN.finditer(folded):
        start, end = token.span()
        if start > position:
            pieces.append(folded[position:start])
            length += start - position
            after_number = False
        piece = "" if token.lastgroup == "drop" else _fold_number(token, after_number)
        after_number = piece[-1:].isdigit() or (after_number and not piece)
        pieces.append(piece)
        key_at += (length, length + len(piece))
        source_at += (start, end)
        length += len(piece)
        position = end
    pieces.append(folded[position:])
    return Key("".join(pieces), key_at, source_at)


def _fold_number(token: re.Match[str], after_number: bool) -> str:
    """A number and what it counts, as it stands in a key."""
    lead = "|" if after_number else ""
    return f"{lead}{read_number(token['number'])}{_COUNTED[token.lastgroup]}"
