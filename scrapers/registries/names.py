"""A name as a register prints it: with a permit's status behind it, with blanks where a narrow column wrapped it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from db.vocabulary import PermitStatus
from japanese.text import fold_width, squeeze
from scrapers.parties import clean_name

_BRACKETED = re.compile(r"\s*[(（\[［〔【<＜〈《]([^()（）\[\]［］〔〕【】<>＜＞〈〉《》]*)[)）\]］〕】>＞〉》]\s*")
_OPENING = re.compile(r"[(（\[［〔【<＜〈《]")
_BARE = re.compile(r"\s*(?:[※＊*]\s*)?((?:監理)?事業(?:の?(?:全部|一部))?を?(?:休止|停止)中?)\s*$")
_ABOUT_STATUS = re.compile("休止|停止|廃止|取消|取り消|失効|辞退|返納")

# What a word says of the permit; a word that is not here is refused with its text.
_STATUSES: tuple[tuple[re.Pattern[str], PermitStatus], ...] = (
    (re.compile("予定|解除|再開|終了"), PermitStatus.IN_FORCE),
    (re.compile("休止|停止"), PermitStatus.SUSPENDED),
    (re.compile("取消|取り消"), PermitStatus.REVOKED),
    (re.compile("失効"), PermitStatus.EXPIRED),
)

# A blank that parts a house number from a building's name, or two Latin words, is the publisher's own.
_BLANK = re.compile(r"(?P<left>\S)[ \u3000\t]+(?=(?P<right>\S))")
_WHITE = re.compile(r"\s")
_NUMBER_ENDS = re.compile("[0-9０-９号番地階]")
_NUMBER_GOES_ON = re.compile("[0-9０-９-－‐–ー〒番号丁]")
_LATIN = re.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ&＆.,．，'’]")
_LINE_BREAKS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class StatusInName:
    """A permit's status as printed in a name; `code` is None for a word that is not known."""

    text: str
    code: PermitStatus | None


@lru_cache(maxsize=256)  # a row's key and its party ask for it, one after the other
def split_status(name: str) -> tuple[str, StatusInName | None]:
    """A name without the status that stands in it, `○○協同組合(事業休止中)`, and that status.

    Brackets that say anything else, such as a place, stay part of the name.
    """
    line = clean_name(name)
    for match in _BRACKETED.finditer(line) if _OPENING.search(line) else ():
        inside = squeeze(fold_width(match[1]))
        if _ABOUT_STATUS.search(inside):
            return _cut(line, match), read_status(inside)
    bare = _BARE.search(line) if "止" in line else None
    return (line, None) if bare is None or bare.start() == 0 else (_cut(line, bare), read_status(squeeze(bare[1])))


def read_status(text: str) -> StatusInName:
    """What a word of status says."""
    code = next((code for pattern, code in _STATUSES if pattern.search(text)), None)
    return StatusInName(text, code)


def read_remarked_status(remarks: str) -> PermitStatus:
    """What the remarks (備考) of a register say of an organization's activity; in force where they say nothing."""
    text = squeeze(fold_width(remarks))
    suspended = re.search("(?:業務|事業|活動)?休止中", text) is not None
    return PermitStatus.SUSPENDED if suspended else PermitStatus.IN_FORCE


def name_key(name: str) -> str:
    """The raw name as it goes into a statement's key: without status, blanks and differences of width."""
    return squeeze(fold_width(split_status(name)[0]))


def mend_address(text: str) -> str:
    """An address without the line breaks and stray blanks that a narrow column of a PDF leaves in words.

    A blank stays between a house number and what follows it (`2番3号 見本ビル`) and between Latin words.
    """

    if not _WHITE.search(text):
        return text

    def mend(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        latin = _LATIN.match(left) and _LATIN.match(right)
        own = _NUMBER_ENDS.match(left) and not _NUMBER_GOES_ON.match(right)
        return match[0] if latin or own else left

    return _BLANK.sub(mend, _LINE_BREAKS.sub("", text).strip())


def _cut(line: str, match: re.Match[str]) -> str:
    return (line[: match.start()] + line[match.end() :]).strip()
