"""How a Japanese text is folded before it is read or compared; nothing folded is ever shown."""

import re
import unicodedata
from functools import lru_cache

from japanese.variants import fold_variants, has_variants

# CJK compatibility ideographs: NFKC would replace them, and people and places are written with them.
_PROTECTED = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
# Keys of which another round of folding can change nothing: nearly all.
_PLAIN = re.compile("[ぁ-ゖァ-ヺー々一-鿿0-9a-z-]*")
# Texts in which only variants could be folded: no width, case, space or dot, and a long-vowel mark only after kana.
_FOLDED = re.compile("(?:[々一-鿿0-9a-z]|[ぁ-ゖァ-ヺ]ー*)*")
# The same without Latin letters and digits.
_USUAL = re.compile("(?:[々一-鿿]|[ぁ-ゖァ-ヺ]ー*)*")
_SELECTORS = re.compile("[\ufe00-\ufe0f\u180b-\u180d\U000e0100-\U000e01ef]")
_ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_SPACES = re.compile(rf"[\s{_ZERO_WIDTH}]+")
_MIDDLE_DOTS = "・･·•‧∙⋅●."
_IGNORED = re.compile(rf"[\s{_ZERO_WIDTH}{re.escape(_MIDDLE_DOTS)}]+")
_DASHES = "‐‑‒–—―−─ー－ｰ﹣~〜～"
# A dash after kana is the long-vowel mark, however typed; elsewhere it is a hyphen.
_LONG_MARK = re.compile(rf"(?<=[ぁ-ゖァ-ヺー])[-{re.escape(_DASHES)}]")
_HYPHEN = re.compile(rf"(?<![ぁ-ゖァ-ヺー])[{re.escape(_DASHES)}]")


def fold_width(text: str) -> str:
    """Fold full and half width and compatibility forms (NFKC) but keep CJK compatibility ideographs."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    parts = _PROTECTED.split(text)
    return "".join(part if at % 2 else unicodedata.normalize("NFKC", part) for at, part in enumerate(parts))


def squeeze(text: str) -> str:
    """Remove every white space, ideographic and zero-width ones and line breaks included."""
    return _SPACES.sub("", text)


def strip_selectors(text: str) -> str:
    """Remove variation selectors (異体字セレクタ), which choose a glyph and not a character."""
    return _SELECTORS.sub("", text)


def fold_dashes(text: str) -> str:
    """Write a dash after kana as the long-vowel mark ー and any other dash as a plain hyphen."""
    return _HYPHEN.sub("-", _LONG_MARK.sub("ー", text))


@lru_cache(maxsize=4096)
def match_key(text: str) -> str:
    """The key under which two spellings of one name meet: width, case, variants, spaces, middle dots folded.

    For matching only, never for display. Idempotent. Katakana stays katakana and hiragana hiragana.
    """
    if _FOLDED.fullmatch(text) and not has_variants(text):
        return text
    key = _fold_once(text)
    if _PLAIN.fullmatch(key):
        return key
    while (again := _fold_once(key)) != key:
        key = again
    return key


def is_usual(text: str) -> bool:
    """Whether a text is common kanji and kana alone, in which no width, space, dash or case is to be folded."""
    return _USUAL.fullmatch(text) is not None


def _fold_once(text: str) -> str:
    if _FOLDED.fullmatch(text):
        return fold_variants(text)
    bare = _IGNORED.sub("", strip_selectors(fold_width(text)))
    return fold_dashes(fold_variants(bare).casefold())


def grams(text: str) -> set[str]:
    """All single characters and neighbouring pairs of the match key, for one- and two-character searches."""
    key = match_key(text)
    return set(key) | {key[at : at + 2] for at in range(len(key) - 1)}
