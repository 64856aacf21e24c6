"""How a name is read: from evidence where there is some, else guessed by an analyser and marked so."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from sudachipy import Dictionary, SplitMode, Tokenizer

from japanese.kana import has_kanji, read_kana
from japanese.legal_form_table import FORMS
from japanese.legal_forms import split_legal_form, tidy_name
from japanese.romaji import romanize, skeleton
from japanese.variants import fold_variants

Source = Literal["register", "name", "guessed"]


class Reading(NamedTuple):
    """One way to read a name: the katakana, its romanization key, and where it comes from."""

    kana: str
    key: str
    source: Source
    cut: bool = False  # a legal form was cut off the kana that the source gives


_SMALL = str.maketrans("ァィゥェォャュョ", "アイウエオヤユヨ")
_RARE = re.compile("[ァィゥェォ]|[テデトドフヴ][ャュョ]")
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        ["エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェイ", "ケイ",
        "エル", "エム", "エヌ", "オー", "ピー", "キュー", "アール", "エス", "ティー", "ユー", "ブイ",
        "ダブリュー", "エックス", "ワイ", "ゼット"],
        strict=True,
    )
)  # fmt: skip
_UNREAD = {"補助記号", "空白", "記号"}
# What the register leaves of a legal form when it cuts 協同組合 or 森林組合 off the reading of the whole.
_LEFTOVERS = (
    "ジギョウ",
    "ギョギョウ",
    "ノウギョウ",
    "セイサン",
    "セイカツ",
    "スイサンカコウギョウ",
    "ショウテンガイシンコウ",
)
# Words read in two ways, of which an analyser knows one.
_TWO_WAYS = (("ニッポン", "ニホン"), ("ニホン", "ニッポン"))


def read_name(name: str, kana: str = "") -> tuple[Reading, ...]:
    """The readings of a name without its legal form: the register's kana, or kana in the name itself.

    Without evidence the readings are guessed; a name with no Japanese letters has none.
    """
    form = split_legal_form(name)
    if (given := read_kana(kana)) is not None:
        return _spell_out(given, "register", form is not None and form.family == "cooperative")
    core = tidy_name(name) if form is None else form.core
    if (own := read_kana(core)) is not None:
        return _spell_out(own, "name")
    return tuple(reading for guess in guess_readings(core) for reading in _spell_out(guess, "guessed"))


def guess_readings(text: str) -> tuple[str, ...]:
    """What a morphological analyser thinks a text sounds like, in katakana; none for what it cannot read."""
    words = _analyser().tokenize(_fold(text), SplitMode.C)
    first = "".join(
        _read_word(word.surface(), word.reading_form())
        for word in words
        if word.part_of_speech()[0] not in _UNREAD
    )
    if not first:
        return ()
    return (first, *(first.replace(*pair) for pair in _TWO_WAYS if pair[0] in first))


def strip_form_key(key: str) -> tuple[str, str] | None:
    """Cut a legal form from the front or the end of a romanization key: (rest, code of the form)."""
    match = _FORM_BEHIND.fullmatch(key) or _FORM_IN_FRONT.fullmatch(key)
    return None if match is None else (match["rest"], _FORM_KEYS[match["form"]])


def _fold(text: str) -> str:
    return fold_variants(tidy_name(text))


def _read_word(surface: str, reading: str) -> str:
    if (kana := read_kana(reading)) is not None:
        return kana
    return "".join(_LETTERS.get(char, "") for char in surface.casefold() if not has_kanji(char))


@lru_cache(maxsize=1)
def _analyser() -> Tokenizer:
    return Dictionary(dict="core").tokenizer()


def _spell_out(kana: str, source: Source, leftovers: bool = False) -> tuple[Reading, ...]:
    """A reading as it stands, without the legal form in it, and as a table of single kana would spell it."""
    form = split_legal_form(kana)
    cores = [kana] if form is None or not form.core else [kana, form.core + form.site]
    if leftovers:
        cores += [core for end in _LEFTOVERS if (core := cores[-1].removesuffix(end)) and core != cores[-1]]
    readings = [Reading(core, skeleton(romanize(core)), source, core != kana) for core in cores]
    if _RARE.search(cores[-1]):
        readings.append(Reading(cores[-1], skeleton(romanize(cores[-1].translate(_SMALL))), source))
    return tuple(dict.fromkeys(reading for reading in readings if reading.key))


def _build_form_keys() -> dict[str, str]:
    return {
        skeleton(romanize(kana)): code
        for code, kind in FORMS.items()
        for word in kind.spellings
        if (kana := read_kana(word)) is not None
    }


_FORM_KEYS = _build_form_keys()
_FORM = f"(?P<form>{'|'.join(sorted(_FORM_KEYS, key=len, reverse=True))})"
_FORM_BEHIND = re.compile(f"(?P<rest>.{{2,}}?){_FORM}")
_FORM_IN_FRONT = re.compile(f"{_FORM}(?P<rest>.{{2,}})")
