"""Who is a legal person and who is a human being: one grade, and no name of a person beyond this door."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations

from db.vocabulary import Grade
from japanese.legal_forms import has_corporate_form, split_legal_form
from japanese.text import match_key

REPRESENTATIVE_MARK = "〔代表者〕"

_TITLES = (
    "代表取締役会長兼社長|代表取締役会長|代表取締役社長|代表取締役|代表執行役|代表理事|代表社員|業務執行社員|職務執行者"
    "|取締役社長|取締役|組合長理事|代表者|代表|理事長|会長|会頭|組合長|社長|理事|院長|園長"
)
_LEADING_TITLE = re.compile(rf"^\s*(?:{_TITLES})[\s:：]*(?=\S[\s\S]*\S)")
_BETWEEN_PERSONS = re.compile("[\r\n、,;/，；／]+")
_NOBODY = re.compile(r"[\s\W_]*|なし|不明|同上|非公表|空欄")
_SAYS_SOLE = re.compile(r"個人事業[主者]|個人経営|個人農家")
_BRACKETED = re.compile("[(（〔【\\[]([^()（）〔〕【】\\[\\]]*)[)）〕】\\]]")
_BETWEEN_PARTS = re.compile(r"[\s・･]+")
_HONORIFICS = "氏|様|さん|殿|容疑者|被告|社長|理事長"

# One character with what belongs to it: selectors, combining and half-width voicing marks.
_CLUSTER = re.compile("[\\s\\S][\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
# Written or left out at will inside a name: hyphens, the long-vowel mark, apostrophes, commas.
_LOOSE = str.maketrans("", "", "-ー'’,")
_LINE_BREAKS = re.compile(r"[\r\n\v\f\u2028\u2029]+")
_RUN_OF_SPACES = re.compile(r"(\s)\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]|_x000[dD]_")
_TO_CLEAN = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]|_x000")


def grade_party(name: str, representative: str | None, declared: Grade | None = None) -> Grade:
    """Whether a party is a legal person or a sole proprietor (個人事業主); when in doubt it is the latter.

    A name equal to a representative's, or one that says so, is a person's whatever else speaks against it.
    Else a corporate form makes a legal person, or what the source proves otherwise (`declared`, such as by a
    corporate number). Remarks in brackets prove nothing: the form in `○○（株式会社××内）` is another's.
    """
    if declared is Grade.SOLE_PROPRIETOR or _SAYS_SOLE.search(name) or _is_named_alike(name, representative):
        return Grade.SOLE_PROPRIETOR
    if has_corporate_form(_drop_remarks(name)) or declared is Grade.LEGAL_PERSON:
        return Grade.LEGAL_PERSON
    return Grade.SOLE_PROPRIETOR


def list_representatives(cell: str | None) -> list[str]:
    """The persons named in a 代表者名 cell, one for each line, titles off; none for a dash."""
    parts = _BETWEEN_PERSONS.split(cell) if cell else []
    persons = [_LEADING_TITLE.sub("", part).strip() for part in parts]
    return [person for person in persons if _fold(person) and not _NOBODY.fullmatch(person)]


def list_representative_keys(representatives: str | None, secret: bytes) -> list[str]:
    """The keyed digest of each person of a cell, sorted, for matching parties that share one of several."""
    keys = {representative_key(person, secret) for person in list_representatives(representatives)}
    return sorted(key for key in keys if key is not None)


def representative_key(representative: str | None, secret: bytes) -> str | None:
    """A keyed digest of the persons of a cell, in any order and spelling, for matching only.

    None where no person is named. Raises ValueError for an empty secret: names could be tried against it.
    """
    if not secret:
        raise ValueError("the key of representatives needs a secret")
    persons = sorted(_person_key(person) for person in list_representatives(representative))
    if not persons:
        return None
    return hmac.new(secret, "\n".join(persons).encode(), hashlib.sha256).hexdigest()


def cut_representative(text: str, representatives: str | None) -> str:
    """The text with each person of a 代表者名 cell replaced by 〔代表者〕, however spaced, folded or ordered.

    A family name is cut where an honorific (氏, 様, 容疑者 …) follows; alone it may be a place or the firm's.
    """
    persons = list_representatives(representatives)
    if not persons:
        return text
    clusters = list(_CLUSTER.finditer(text))
    places = [(match.start(), match.end(), key) for match in clusters for key in _fold(match[0])]
    folded = "".join(key for _, _, key in places)
    taken = sorted(span for person in persons for span in _find_person(folded, person))
    cut, position = [], 0
    for start, end in taken:
        if places[start][0] < position:
            continue
        cut.append(text[position : places[start][0]] + REPRESENTATIVE_MARK)
        position = places[end - 1][1]
    return "".join(cut) + text[position:]


@lru_cache(maxsize=4096)  # each step of a row asks for its name and address again
def clean_name(text: str) -> str:
    """A name for display: line breaks and what cannot be seen removed, a run of spaces cut to its first one.

    The publisher's own space (U+3000 in Japanese, U+0020 between Latin words) and every character stay.
    """
    if not _TO_CLEAN.search(text):
        return text
    return _RUN_OF_SPACES.sub(r"\1", _LINE_BREAKS.sub("", _INVISIBLE.sub("", text))).strip()


def clean_address(text: str) -> str:
    """An address for display: as a name, because a line break there is a wrapped line and no word's end."""
    return clean_name(text)


def _is_named_alike(name: str, representative: str | None) -> bool:
    persons = list_representatives(representative)
    if not persons:
        return False
    alike = {_person_key(person) for person in persons} | {_person_key("".join(persons))}
    return _person_key(_LEADING_TITLE.sub("", name)) in alike


def _drop_remarks(name: str) -> str:
    """The name without brackets that hold more than a legal form."""

    def keep_form(match: re.Match[str]) -> str:
        forms = [split_legal_form(match[1]), split_legal_form(match[0])]
        return match[0] if any(form is not None and not form.core for form in forms) else ""

    return _BRACKETED.sub(keep_form, name)


def _person_key(person: str) -> str:
    """A person's name for matching; a foreign name is the same in either order."""
    parts = _list_parts(person)
    return "".join(sorted(parts) if all(part.isascii() for part in parts) else parts)


def _list_parts(person: str) -> list[str]:
    """Family and given names, folded; a single one where the writing does not part them."""
    return [part for part in ("".join(_fold(word)) for word in _BETWEEN_PARTS.split(person)) if part]


def _fold(text: str) -> str:
    return "".join(match_key(match[0]) for match in _CLUSTER.finditer(text)).translate(_LOOSE)


def _find_person(folded: str, person: str) -> Iterator[tuple[int, int]]:
    parts = _list_parts(person)
    orders = permutations(parts) if len(parts) <= 4 else (parts, reversed(parts))
    for spelling in {"".join(order) for order in orders}:
        if len(spelling) > 1 and spelling in folded:
            yield from (match.span() for match in re.finditer(re.escape(spelling), folded))
    for family in (name for name in _list_family_names(parts) if name in folded):
        pattern = f"{re.escape(family)}(?={_HONORIFICS})"
        # A family name of one character is the tail of many longer ones: 林 of 小林氏.
        alone = r"(?:(?<![一-鿿々])|(?<=[役長事員表者]))" if len(family) == 1 else ""
        yield from (match.span() for match in re.finditer(alone + pattern, folded))


def _list_family_names(parts: list[str]) -> list[str]:
    """What may be the family name: the first part, or any beginning of a name that is not parted."""
    if len(parts) > 1:
        return [parts[0], parts[-1]] if parts[0].isascii() else parts[:1]
    return [part[:length] for part in parts for length in range(1, min(len(part), 4))]
