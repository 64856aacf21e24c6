"""Kana: telling them from other letters, and one katakana spelling of a reading."""

import re

from japanese.text import fold_dashes, fold_width, squeeze, strip_selectors

_TO_KATAKANA = {code: code + 0x60 for code in (*range(ord("ぁ"), ord("ゖ") + 1), ord("ゝ"), ord("ゞ"))}
_MARKS = "・･·'’`-‐=＝,.、。()（）「」&＆/"
_NOT_READ = re.compile(rf"[{re.escape(_MARKS)}]")
_KANA_ONLY = re.compile(r"[ァ-ヺー]+")
# Katakana that no folding changes: a long mark behind kana stays one.
_PLAIN = re.compile(r"[ァ-ヺ][ァ-ヺー]*")
_KANJI = re.compile(r"[々〆〇㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_VOICED = dict(
    zip(
        "カキクケコサシスセソタチツテトハヒフヘホウ",
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ",
        strict=True,
    )
)


def to_katakana(text: str) -> str:
    """Write hiragana and half-width kana as full-width katakana; other characters stay."""
    return _repeat(fold_dashes(strip_selectors(fold_width(text))).translate(_TO_KATAKANA))


def read_kana(text: str) -> str | None:
    """The katakana of a text that is kana throughout (spaces and punctuation aside), else None."""
    if _PLAIN.fullmatch(text):
        return text
    if _KANJI.search(text):  # which stays kanji, however it is folded
        return None
    katakana = _NOT_READ.sub("", squeeze(to_katakana(text)))
    return katakana if _KANA_ONLY.fullmatch(katakana) else None


def has_kana(text: str) -> bool:
    """Whether the text has any kana, of either kind and width."""
    return any("ァ" <= char <= "ヺ" for char in to_katakana(text))


def has_kanji(text: str) -> bool:
    """Whether the text has any kanji, rare and compatibility ones included."""
    return _KANJI.search(text) is not None


def _repeat(katakana: str) -> str:
    """Write out the iteration marks ヽ and ヾ."""
    if "ヽ" not in katakana and "ヾ" not in katakana:
        return katakana
    out = ""
    for char in katakana:
        before = out[-1:]
        out += {"ヽ": before, "ヾ": _VOICED.get(before, before)}.get(char, char)
    return out
