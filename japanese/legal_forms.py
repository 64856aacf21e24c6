"""The legal form (法人格) in a name: which one, where it stands, and the name without it."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from japanese.legal_form_dress import DRESS
from japanese.legal_form_table import ABBREVIATIONS, FORMS, LegalFormKind
from japanese.text import fold_width, is_usual, strip_selectors
from japanese.variants import fold_variants

Position = Literal["front", "behind", "inside"]


class LegalForm(NamedTuple):
    """A legal form found in a name; `corporate` is false where the writing alone proves no legal person."""

    code: str  # such as "kabushiki_kaisha"
    family: str  # such as "company": forms of one family are mixed up in translation
    core: str  # the name without its form, width folded
    site: str  # what follows a form inside the name: 広島本社 in ○○株式会社広島本社
    text: str  # the form as it was written, width folded
    position: Position
    corporate: bool

    @property
    def english(self) -> str:
        """The form in English."""
        return FORMS[self.code].english


def _spellings(kind: LegalFormKind) -> set[str]:
    folded = {fold_variants(word) for word in kind.spellings}
    return folded | {word.translate(_HIRAGANA) for word in folded}


_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_BY_SPELLING = {word: code for code, kind in FORMS.items() for word in _spellings(kind)}
_LONGEST_FIRST = sorted(_BY_SPELLING, key=len, reverse=True)
_WRITTEN = re.compile("|".join(map(re.escape, _LONGEST_FIRST)))
_SHORT = "|".join(ABBREVIATIONS)
_BRACKETED = re.compile(rf"[(\[〔【<〈《]({_SHORT})[)\]〕】>〉》]")
_DRESSED = [(re.compile(pattern, re.IGNORECASE), code, corporate) for pattern, code, corporate in DRESS]
_FOREIGN = re.compile("[A-Za-z\u0400-\u04ff\u0900-\u17ff]")
# White space that touches a Japanese character separates nothing: 株式\n会社.
_LOOSE_SPACE = re.compile(r"(?<=[^\x00-\u1eff])\s+|\s+(?=[^\x00-\u1eff])")
_SPACES = re.compile(r"\s+")
_EDGES = " \t,、;:・-/|"


def tidy_name(name: str) -> str:
    """Fold width, drop variation selectors and white space that separates nothing; keep the characters."""
    if is_usual(name):
        return name
    return _SPACES.sub(" ", _LOOSE_SPACE.sub("", strip_selectors(fold_width(name)))).strip()


@lru_cache(maxsize=4096)  # a name is asked about at every step of a record's way
def split_legal_form(name: str) -> LegalForm | None:
    """Find the legal form of a name: written out, abbreviated in brackets, or in foreign dress; else None.

    An association's form at the end decides what the organization is (○○株式会社労働組合); otherwise the form
    in front, then the one behind, then the one inside. A lone 社 or 協 outside brackets is never a form.
    """
    tidy = tidy_name(name)
    return _find_written(tidy) or _find_bracketed(tidy) or _find_dressed(tidy)


def has_corporate_form(name: str) -> bool:
    """Whether the name proves a legal person by its form. Where the writing leaves doubt the answer is no."""
    form = split_legal_form(name)
    return form is not None and form.corporate


def _find_written(tidy: str) -> LegalForm | None:
    found = list(_WRITTEN.finditer(fold_variants(tidy)))
    if not found:
        return None
    match = _choose(found, len(tidy))
    return _cut(tidy, match.start(), match.end(), _BY_SPELLING[match[0]], True)


def _choose(found: list[re.Match[str]], length: int) -> re.Match[str]:
    last, first = found[-1], found[0]
    ends = last.end() == length
    if ends and last.start() > 0 and _kind(last).family != "company" and not _binds_front(first):
        return last
    if first.start() == 0:
        return first
    return last if ends else first


def _binds_front(match: re.Match[str]) -> bool:
    """A corporation's form in front (一般社団法人○○協同組合連合会) outweighs what its name says of others."""
    return match.start() == 0 and match[0].endswith("法人")


def _kind(match: re.Match[str]) -> LegalFormKind:
    return FORMS[_BY_SPELLING[match[0]]]


def _find_bracketed(tidy: str) -> LegalForm | None:
    match = _BRACKETED.search(fold_variants(tidy))
    return match and _cut(tidy, match.start(), match.end(), ABBREVIATIONS[match[1]], True)


def _find_dressed(tidy: str) -> LegalForm | None:
    if _FOREIGN.search(tidy) is None:
        return None
    for pattern, code, corporate in _DRESSED:
        if match := pattern.search(tidy):
            return _cut(tidy, match.start(), match.end(), code, corporate)
    return None


def _cut(tidy: str, start: int, end: int, code: str, corporate: bool) -> LegalForm:
    before, after = tidy[:start].strip(_EDGES), tidy[end:].strip(_EDGES)
    position: Position = "front" if not before else "inside" if after else "behind"
    core, site = (after, "") if not before else (before, after)
    return LegalForm(code, FORMS[code].family, core, site, tidy[start:end].strip(_EDGES), position, corporate)
