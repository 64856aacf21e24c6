"""How people write Japanese names in Latin letters: made apart from the program, or tests prove nothing."""

import random
import re
import string

_VOWELS = "aiueo"
_HEPBURN = {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ヲ": "o",
    "ン": "n",
    "ワ": "wa", "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ヴ": "vu", "ヱ": "e", "ヰ": "i", "ティ": "ti",
    "ディ": "di",
    "ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "ウィ": "wi", "ウェ": "we", "ウォ": "wo",
    "シェ": "she",
    "チェ": "che", "ジェ": "je", "トゥ": "tu", "デュ": "dyu", "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve",
    "ヴォ": "vo",
    "ツァ": "tsa", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo",
}  # fmt: skip
_LINES = """
アイウエオ kカキクケコ sサ_スセソ tタ__テト nナニヌネノ hハヒ_ヘホ mマミムメモ rラリルレロ
gガギグゲゴ zザ_ズゼゾ dダ__デド bバビブベボ pパピプペポ
"""
_KUNREI = {
    "shi": "si",
    "chi": "ti",
    "tsu": "tu",
    "fu": "hu",
    "ji": "zi",
    "she": "sye",
    "che": "tye",
    "je": "zye",
}


def _build() -> dict[str, str]:
    table = dict(_HEPBURN)
    for line in _LINES.split():
        head, kana = (line[0], line[1:]) if line[0].isascii() else ("", line)
        table |= {char: head + vowel for char, vowel in zip(kana, _VOWELS, strict=True) if char != "_"}
    for char in "キギニヒビピミリ":
        table |= {
            char + small: table[char][0] + end
            for small, end in zip("ャュョ", ("ya", "yu", "yo"), strict=True)
        }
    for char, head in {"シ": "sh", "チ": "ch", "ジ": "j", "ヂ": "j"}.items():
        table |= {char + small: head + end for small, end in zip("ャュョ", "auo", strict=True)}
    return table


TABLE = _build()
_KUNREI_TABLE = TABLE | {
    kana: _KUNREI.get(letters)
    or re.sub("^(sh|ch|j)(?=[auo])", lambda m: {"sh": "sy", "ch": "ty", "j": "zy"}[m[1]], letters)
    for kana, letters in TABLE.items()
}
_CUT = re.compile("|".join(sorted(TABLE, key=len, reverse=True)) + "|[ッー]")


def _spell(
    kana: str, table: dict[str, str], mark: str, n_before_vowel: str = "n", t_before_ch: str = "t"
) -> str:
    out, doubled = "", False
    morae = _CUT.findall(kana)
    for at, mora in enumerate(morae):
        if mora == "ッ":
            doubled = True
            continue
        letters = mark if mora == "ー" else table[mora]
        if mora == "ン" and at + 1 < len(morae) and table.get(morae[at + 1], "x")[0] in _VOWELS + "y":
            letters = n_before_vowel
        if doubled and letters and letters[0] not in _VOWELS + "n" + mark:
            letters = (t_before_ch if letters.startswith("ch") else letters[0]) + letters
        out, doubled = out + letters, False
    return out


def _lengthen(text: str, long: dict[str, str]) -> str:
    text = re.sub("ou|oo|o:", long["o"], text)
    text = re.sub("uu|u:", long["u"], text)
    return re.sub("([aie]):", lambda match: long[match[1]], text).replace(":", "")


def spell_hepburn(kana: str) -> str:
    """Revised Hepburn with macrons, as libraries write it."""
    return _lengthen(_spell(kana, TABLE, ":", "n'"), dict(zip(_VOWELS, "āīūēō", strict=True)))


def spell_plain(kana: str) -> str:
    """Hepburn as on road signs: no long vowels, m before b, m and p, a capital."""
    plain = _lengthen(_spell(kana, TABLE, ":"), dict(zip(_VOWELS, _VOWELS, strict=True)))
    return re.sub("n(?=[bmp])", "m", plain).capitalize()


def spell_kunrei(kana: str) -> str:
    """Kunrei with circumflexes, as schools teach it."""
    return _lengthen(_spell(kana, _KUNREI_TABLE, ":"), dict(zip(_VOWELS, "âîûêô", strict=True)))


def spell_keyboard(kana: str) -> str:
    """What a typist types (waapuro): ou and uu as in kana, - for the long mark, nn, cch, du."""
    table = TABLE | {"ヅ": "du", "ヂ": "di"}
    return _spell(kana, table, "-", "nn", "c")


def spell_passport(kana: str) -> str:
    """OH for long o, as in passports and on name cards, in capitals."""
    long = dict(zip(_VOWELS, _VOWELS, strict=True)) | {"o": "oh"}
    return re.sub("n(?=[bmp])", "m", _lengthen(_spell(kana, TABLE, ":"), long)).upper()


SPELLERS = (spell_hepburn, spell_plain, spell_kunrei, spell_keyboard, spell_passport)


def mistype(text: str, chance: random.Random) -> str:
    """One typing error: a letter wrong, left out, too many, or swapped with the next."""
    at = chance.randrange(max(1, len(text) - 1))
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        )
    )
