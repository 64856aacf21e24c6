"""Who a case is about: the organization and its site in one cell, and whether it may be a natural person."""

import re
import unicodedata
from itertools import pairwise

from db.vocabulary import Grade
from japanese.legal_forms import split_legal_form
from japanese.text import fold_width, squeeze
from scrapers.parties import grade_party

# A place of work that stands beside the name; 製作所 or 研究所 is as often the name itself.
_SITE = re.compile(
    r"..*(?:工場|製造所|製油所|製鉄所|製鐵所|営業所|事業所|作業所|支店|支社|支所|支部|本社|本店|本所|本部|出張所|事業部|"
    r"センター|倉庫|オフィス|店)$"
)
# （株）架空一及び（株）架空二: each party must show its own corporate form.
_AND = re.compile(r"及び|並びに|、")
# Somebody is named in person, or stands behind the name.
_PERSON = re.compile(r"個人事業|事業主|代表取締役|代表者|代表社員|理事長")
# A line shorter than the longest by this many characters was broken by hand, not because the cell was full.
_BROKEN_BY_HAND = 3
_LONGEST = 200


def join_lines(text: str) -> str:
    """A cell as one line: Japanese wraps inside words, so a line break is deleted, never made a space."""
    return re.sub(r"[^\S\n]+", " ", text).replace(" \n", "\n").replace("\n ", "\n").replace("\n", "").strip()


def measure_width(line: str) -> float:
    """Width of a line in full-width characters."""
    return sum(1 if unicodedata.east_asian_width(character) in "FWA" else 0.5 for character in line)


def find_site(text: str, widest: float) -> str | None:
    """The place of work (工場, 営業所…) that ends the joined name of an organization; None in doubt.

    A corporate form inside the name ends it, so what follows is the site. With a form in front only a space
    parts the two, or a line broken well short of `widest` (the edition's longest wrapped line), and the last
    part must end like a site: a wrapped name is never cut.
    """
    joined = join_lines(text)
    if len(joined) > _LONGEST or _AND.search(joined) or (form := split_legal_form(joined)) is None:
        return None
    if form.position == "inside":
        return _end_of(joined, form.site)
    parts = _split_parts(text, widest)
    return parts[-1] if len(parts) > 1 and _SITE.fullmatch(parts[-1]) else None


def _end_of(joined: str, site: str) -> str | None:
    """The published spelling of a site found in the folded name: the shortest end that folds to it."""
    wanted = squeeze(site)
    for start in range(len(joined) - 1, -1, -1):
        if squeeze(fold_width(joined[start:])) == wanted:
            return joined[start:].strip() or None
    return None


def _split_parts(text: str, widest: float) -> list[str]:
    lines = text.split("\n")
    whole = lines[0]
    for earlier, later in pairwise(lines):
        by_hand = measure_width(earlier) <= widest - _BROKEN_BY_HAND
        whole += (" " if by_hand else "") + later
    return whole.split()


def grade_labour_party(name: str) -> Grade:
    """Whether the party of a labour-law case is a legal person; in doubt it is a sole proprietor.

    `個人事業主` stands instead of a name; a trade name (屋号) without corporate form may be a natural
    person's; of several parties in one cell each must show a form.
    """
    parts = [part for part in _AND.split(join_lines(name)) if part]
    proven = bool(parts) and not any(map(_is_doubtful, parts))
    return Grade.LEGAL_PERSON if proven else Grade.SOLE_PROPRIETOR


def _is_doubtful(party: str) -> bool:
    return _PERSON.search(party) is not None or grade_party(party, None) is Grade.SOLE_PROPRIETOR
