"""English words behind katakana: what a name typed in English may be, where no English name is registered.

Only consonants are compared, in the classes that katakana tells apart: グローバルネットワーク and Global
Network are both grbrntwk. A hint for finding, never a proof.
"""

import re
from functools import lru_cache

from japanese.romaji import romanize, strip_marks

_ENGLISH = [
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("[st]ion", "son"), ("dge", "s"), ("igh|ough|augh", "o"), ("^(?:kn|gn)", "n"), ("^wr", "r"),
        ("mb$", "m"), ("ck|cc(?![eiy])", "k"), ("ph", "h"), ("sch", "sk"), ("ch(?=[nr])", "k"),
        ("t?ch", "t"), ("sh|th", "s"), ("wh", "w"), ("x", "ks"), ("qu", "kw"), ("c(?=[eiy])", "s"),
        ("g(?=[ei])", "s"), ("c", "k"), ("q", "k"), ("ts", "t"), ("[zj]", "s"), ("r(?![aeiouy])", ""),
        ("l", "r"), ("v", "b"), ("f", "h"), ("m(?=[bp])", "n"), ("h(?![aeiouy])", ""),
        ("w(?![aeiouy])", ""),
    )
]  # fmt: skip
_KANA = (("sh", "s"), ("tch", "t"), ("ch", "t"), ("ts", "t"), ("j", "s"), ("z", "s"), ("f", "h"), ("v", "b"))
_VOWELS = re.compile("[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")
_LOANWORD = re.compile("[ァ-ヺー]{3}")


def has_loanword(name: str) -> bool:
    """Whether a name has a word in katakana, which may be English."""
    return _LOANWORD.search(name) is not None


def sound_english(text: str) -> str:
    """The consonants that an English text keeps in katakana."""
    words = re.split(r"[\s\-・,.&/]+", text.casefold())
    return _DOUBLED.sub(r"\1", "".join(map(_sound_word, words)))


def sound_kana(kana: str) -> str:
    """The consonants of katakana, in the same classes."""
    letters = romanize(kana)
    for plain, sound in _KANA:
        letters = letters.replace(plain, sound)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", letters))


@lru_cache(maxsize=8192)
def _sound_word(word: str) -> str:
    letters = _DOUBLED.sub(r"\1", strip_marks(word))
    for pattern, sound in _ENGLISH:
        letters = pattern.sub(sound, letters)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", letters))
