"""Addresses whose characters were broken on the way: text read in the wrong encoding, and single characters lost."""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from japanese.addresses.guesses import MASK

# (the encoding in which the text was wrongly read, the one in which it was written)
_MISREADINGS = (
    ("cp932", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "cp932"),
    ("latin-1", "cp932"),
    ("latin-1", "euc_jp"),
    ("cp932", "euc_jp"),
    ("mac_roman", "utf-8"),
    ("mac_roman", "cp932"),
    ("euc_jp", "utf-8"),
    ("gbk", "utf-8"),
    ("gbk", "cp932"),
    ("cp437", "cp932"),
    ("cp850", "cp932"),
)
# Signs that programs print for a character they do not have.
_LOST = re.compile("[?？\ufffd〓□■●◆＊*＿_]")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PLACE_WORD = re.compile("[都道府県市区町村]")


def mask_lost(text: str) -> str:
    """The text with one mask for each character that was lost; unchanged where none was."""
    return _LOST.sub(MASK, text)


def repair_text(text: str) -> Iterator[str]:
    """What the text may have been before it was read in a wrong encoding; only readings that look like an address."""
    seen = {text}
    for repaired in (*_unescape(text), *_reread(text), *(twice for once in _reread(text) for twice in _reread(once))):
        if repaired not in seen and _PLACE_WORD.search(repaired):
            seen.add(repaired)
            yield repaired


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
        raw = _encode(text, wrong)
        if raw is None:
            continue
        repaired = raw.decode(right, errors="replace")
        # Lost bytes leave a few replacement signs; many of them mean that this was not what happened.
        if repaired.count("\ufffd") * 4 <= len(repaired):
            yield repaired


def _encode(text: str, encoding: str) -> bytes | None:
    """The bytes that were misread; bytes that the wrong encoding lacks came through as control characters."""
    pieces = []
    for sign in text:
        try:
            pieces.append(sign.encode(encoding))
        except UnicodeEncodeError:
            if ord(sign) < 0x100:
                pieces.append(bytes([ord(sign)]))
            elif sign in "\ufffd":
                pieces.append(b"\xff")
            else:
                return None
    return b"".join(pieces)
