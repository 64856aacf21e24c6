"""Latin spellings of Japanese: writing kana in the common styles, and one key where all of them meet."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

Long = Literal["written", "dropped", "macron", "h", "doubled"]


class Style(NamedTuple):
    """A way to write kana in Latin letters."""

    kunrei: bool = False  # si ti tu hu zi, as schools teach; otherwise shi chi tsu fu ji (Hepburn)
    typed: bool = False  # as on a keyboard: du di for ヅ ヂ, nn for ン before vowels, - for ー
    labial_m: bool = False  # m for ン before b, m, p
    long: Long = "written"  # a long vowel as in kana (ou), or o, ō, oh, oo


HEPBURN = Style()
# What people and offices really write; where two styles agree, a spelling counts twice.
STYLES = (
    Style(long="written"),
    Style(long="dropped"),
    Style(long="macron"),
    Style(long="h"),
    Style(long="doubled"),
    Style(labial_m=True, long="dropped"),
    Style(labial_m=True, long="macron"),
    Style(labial_m=True, long="h"),
    Style(kunrei=True, long="written"),
    Style(kunrei=True, long="dropped"),
    Style(kunrei=True, long="macron"),
    Style(typed=True),
    Style(kunrei=True, typed=True),
)

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
# Capitals: letters on which the styles agree (ティ is ti in Hepburn too, but チ is chi). 1: the d of ヂ.
_OTHERS = {
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ヴ": "vu",
    "ヵ": "ka", "ヶ": "ke",
    "ヮ": "wa", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo",
    "ヷ": "va", "ヸ": "vi", "ヹ": "ve", "ヺ": "vo", "ヂ": "1i", "ヅ": "1u",
    "ティ": "Ti", "ディ": "Di", "トゥ": "Tu", "ドゥ": "Du", "テュ": "Tyu", "デュ": "Dyu", "フュ": "fyu",
    "ヴュ": "vyu",
    "ウィ": "wi", "ウェ": "we", "ウォ": "wo", "イェ": "ye", "クァ": "kwa", "クィ": "kwi", "クェ": "kwe",
    "クォ": "kwo",
    "グァ": "gwa", "クヮ": "kwa", "グヮ": "gwa", "スィ": "Si", "ズィ": "Zi",
    "ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve",
    "ヴォ": "vo",
    "ツァ": "TSa", "ツィ": "TSi", "ツェ": "TSe", "ツォ": "TSo", "ン": "N", "ッ": "Q", "ー": "-",
}  # fmt: skip
_TO_HEPBURN = (
    ("hu", "fu"), ("sy", "sh"), ("si", "shi"), ("ty", "ch"), ("ti", "chi"), ("tu", "tsu"), ("zy", "j"),
    ("zi", "ji"),
)  # fmt: skip


def _build_morae() -> dict[str, str]:
    morae = {
        char: row + vowel for row, kana in _ROWS.items() for char, vowel in zip(kana, "aiueo", strict=True)
    }
    morae |= _OTHERS
    for row, kana in _ROWS.items():
        head = "1" if row == "d" else row
        smalls = zip("ャュョェ", "auoe", strict=True) if row else ()
        morae |= {kana[1] + small: f"{head}y{vowel}" for small, vowel in smalls}
    return morae


_MORAE = _build_morae()
_CUT = re.compile("|".join(sorted(_MORAE, key=len, reverse=True)))
_LONG = re.compile("o[ou]|uu|aa|ee")
_LOST_SMALL_TSU = re.compile("Q+(?=[aiueoNn-]|$)")
_HELD_CONSONANT = re.compile("Q+(.)")
_LONG_MARK = re.compile("([aeiou])-+")
_MACRONS = {"a": "ā", "u": "ū", "e": "ē", "o": "ō"}
_WRITE_LONG = {
    "dropped": lambda match: match[0][0],
    "macron": lambda match: _MACRONS[match[0][0]],
    "h": lambda match: "oh" if match[0][0] == "o" else match[0][0],
    "doubled": lambda match: match[0][0] * 2,
}


def romanize(katakana: str, style: Style = HEPBURN) -> str:
    """Write katakana in Latin letters, lower case, without word breaks; what is no kana is dropped."""
    text = _write_consonants(
        "".join(map(_MORAE.__getitem__, _CUT.findall(katakana))), style.kunrei, style.typed
    )
    return _write_long(_write_n(text, style.labial_m, style.typed), style.long)


@lru_cache(maxsize=32768)
def spellings(katakana: str) -> tuple[str, ...]:
    """The katakana in each of the common styles, in their order; equal spellings stay doubled."""
    plain = "".join(map(_MORAE.__getitem__, _CUT.findall(katakana)))
    heads = {
        (k, t): _write_consonants(plain, k, t) for k, t in {(style.kunrei, style.typed) for style in STYLES}
    }
    written = (_write_n(heads[style.kunrei, style.typed], style.labial_m, style.typed) for style in STYLES)
    return tuple(_write_long(text, style.long) for text, style in zip(written, STYLES, strict=True))


def _write_consonants(text: str, kunrei: bool, typed: bool) -> str:
    text = text.replace("1", "D" if typed else "z")
    if not kunrei:
        for plain, hepburn in _TO_HEPBURN:
            text = text.replace(plain, hepburn)
    if "Q" in text:
        text = _LOST_SMALL_TSU.sub("", text.replace("Qch", "cch" if typed else "tch"))
        text = _HELD_CONSONANT.sub(r"\1\1", text)
    if typed or "-" not in text:
        return text
    return _LONG_MARK.sub(r"\1\1", text).replace("-", "")


def _write_n(text: str, labial_m: bool, typed: bool) -> str:
    if labial_m:
        text = re.sub("N(?=[bmp])", "m", text)
    if typed:
        text = re.sub("N(?=[aiueoyn])", "nn", text)
    return text.lower()


def _write_long(text: str, long: Long) -> str:
    return text if long == "written" else _LONG.sub(_WRITE_LONG[long], text)


# Letters that different styles use for one sound. What is left after all steps is the same whoever wrote:
# no long vowels, no doubled consonants, no m for n, Kunrei consonants.
_DOUBLED = re.compile(r"(.)\1+")
_LABIAL = re.compile("m(?=[bpm])")
_SAME_SOUND = {
    "tch": "ty", "dz": "z", "ck": "k", "ph": "h", "sh": "sy", "ch": "ty", "cy": "ty", "ts": "t",
    "th": "t", "dh": "d",
    "j": "zy", "qu": "ku", "q": "k", "ce": "se", "ci": "si", "c": "k", "x": "ks", "f": "h", "v": "b",
    "l": "r",
    "dy": "zy", "wo": "o", "kw": "ku", "gw": "gu",
}  # fmt: skip
_SOUND = re.compile("|".join(_SAME_SOUND))
# Old registers print kana without small ones (キヨウ for キョウ): both are one key.
_SILENT = re.compile("(?<=[kgsztnhbpmr])i(?=y[auo])|(?<=o)h(?![aeiouy])")
_SOFT = re.compile("(?<=[stz])y(?=[iy])|d(?=[iu])")
_LONG_O_OR_E = re.compile("(o)[ou]+|(e)[ei]+")
_STROKES = str.maketrans("đłøæœßıəơư", "dloaosieou")
_NOT_LETTER = re.compile("[^a-z0-9]+")
_SMALL_TSU = re.compile("xts?u")
_H_FOR_LONG = re.compile("(?<=o)h(?=[aeiouy])")


def strip_marks(text: str) -> str:
    """Lower-case Latin letters and digits without accents, spaces, hyphens and apostrophes."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    letters = plain if text.isascii() and plain.isalnum() else _NOT_LETTER.sub("", plain)
    return _SMALL_TSU.sub("", letters) if "x" in letters else letters


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """The key under which all romanizations of one reading meet; "" without Latin letters or digits."""
    key = _DOUBLED.sub(r"\1", _LABIAL.sub("n", strip_marks(text)))
    key = _SOUND.sub(lambda match: _SAME_SOUND[match[0]], key)
    key = _SOFT.sub(lambda match: "z" if match[0] == "d" else "", key)
    key = _DOUBLED.sub(r"\1", _SILENT.sub("", key))
    return _LONG_O_OR_E.sub(lambda match: match[0][0], key)


def skeletons(text: str) -> tuple[str, ...]:
    """All keys that a typed name may mean: an h after o can be a long mark (Ohyama) or a sound (Ohara)."""
    first = skeleton(text)
    second = skeleton(_H_FOR_LONG.sub("", strip_marks(text)))
    return (first,) if first == second else (first, second)
