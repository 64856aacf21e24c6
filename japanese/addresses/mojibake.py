"""Addresses read in the wrong encoding: the bytes are put back and read again, lost characters masked."""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from japanese.addresses.variants import MASK

# (the encoding in which the text was wrongly read, the one in which it was written)
_MISREADINGS = (
    ("cp932", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "cp932"),
    ("cp1252", "cp932"),
    ("latin-1", "euc_jp"),
    ("cp1252", "euc_jp"),
    ("cp932", "euc_jp"),
    ("euc_jp", "utf-8"),
    ("mac_roman", "utf-8"),
    ("mac_roman", "cp932"),
    ("gbk", "utf-8"),
    ("gbk", "cp932"),
    ("big5", "utf-8"),
    ("cp437", "cp932"),
    ("cp850", "cp932"),
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PLACE_WORD = re.compile("[都道府県市区町村]")
# Signs that a program puts where bytes make no character; ・ is what Windows puts.
_LOST = frozenset("\ufffd・〓□")
# A lost byte among the bytes put back.
_GAP = -1


def repair_text(text: str) -> Iterator[str]:
    """What the text may have been before it was read in a wrong encoding, fewest lost characters first."""
    once = set() if text.isascii() else set(_reread(text)) - {text}
    tries = {*_unescape(text), *once, *(twice for first in once for twice in _reread(first))} - {text}
    yield from sorted(
        (repaired for repaired in tries if _PLACE_WORD.search(repaired)),
        key=lambda repaired: (repaired.count(MASK), repaired),
    )


def _unescape(text: str) -> Iterator[str]:
    if "&#" in text:
        yield html.unescape(text)
    if "%" in text:
        yield unquote(text)
        yield unquote(text, encoding="cp932")
    if "\\u" in text:
        yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _reread(text: str) -> Iterator[str]:
    for wrong, right in _MISREADINGS:
        raw = _put_back(text, wrong)
        if raw is not None:
            repaired = _decode_utf8(raw) if right == "utf-8" else _decode_double(raw, right)
            # A few characters are always lost; many mean that this was not what happened.
            if repaired.count(MASK) * 5 <= len(repaired) * 2:
                yield repaired


def _put_back(text: str, encoding: str) -> list[int] | None:
    """The misread bytes, with gaps for lost ones; None if the text cannot come from this encoding."""
    raw: list[int] = []
    for sign in text:
        if sign in _LOST:
            raw.append(_GAP)
            continue
        try:
            raw.extend(sign.encode(encoding))
        except UnicodeEncodeError:
            # Bytes that an encoding leaves undefined come through as control characters.
            if ord(sign) > 0xFF:
                return None
            raw.append(ord(sign))
    return raw


def _decode_utf8(raw: list[int]) -> str:
    """UTF-8 with gaps: a character that lacks a byte, or whose byte is a gap, is a mask."""
    pieces: list[str] = []
    at = 0
    while at < len(raw):
        first = raw[at]
        if 0 <= first < 0x80:
            pieces.append(chr(first))
            at += 1
            continue
        wanted = 2 if 0xE0 <= first < 0xF0 else 1 if 0xC0 <= first < 0xE0 else 3 if first >= 0xF0 else 2
        end = at + 1
        while end < len(raw) and end - at <= wanted and (raw[end] == _GAP or 0x80 <= raw[end] < 0xC0):
            end += 1
        pieces.append(_decode_piece(raw[at:end], "utf-8"))
        at = end
    return "".join(pieces)


def _decode_double(raw: list[int], encoding: str) -> str:
    """Shift_JIS or EUC-JP with gaps: characters of one or two bytes."""
    pieces: list[str] = []
    at = 0
    while at < len(raw):
        first = raw[at]
        half_width = encoding == "cp932" and 0xA0 <= first < 0xE0
        length = 1 if 0 <= first < 0x80 or half_width else 2
        pieces.append(_decode_piece(raw[at : at + length], encoding))
        at += length
    return "".join(pieces)


def _decode_piece(piece: list[int], encoding: str) -> str:
    if _GAP in piece:
        return MASK
    try:
        return bytes(piece).decode(encoding)
    except UnicodeDecodeError:
        return MASK
