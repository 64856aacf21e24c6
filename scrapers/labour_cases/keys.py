"""What makes two rows of two editions the same case."""

import re
from collections import Counter
from collections.abc import Sequence

from db.vocabulary import PREFECTURES, Grade
from japanese.text import fold_width, squeeze
from scrapers.labour_cases.names import grade_labour_party
from scrapers.labour_cases.row import LabourRow

CaseKey = tuple[str, ...]

_PREFECTURE = re.compile("|".join(name for name, *_ in PREFECTURES.values()))


def case_key(row: LabourRow) -> CaseKey:
    """The fewest fields that tell a case from all others: bureau, name and date of announcement.

    Width, line breaks and era notation do not matter; outcomes, summary, address and law articles, which are
    added to or corrected later, stay out. Where the party may be a natural person the key holds no name but
    the municipality and the law articles. Some cases share a key: see `number_keys`.
    """
    bureau = row.bureau or ""
    day = row.announced_on.isoformat() if row.announced_on else _fold(row.verbatim["announced_on"])
    if grade_labour_party(row.name) is Grade.LEGAL_PERSON:
        return ("legal_person", bureau, _fold(row.name), day)
    return ("sole_proprietor", bureau, _fold_municipality(row.address), day, _fold(row.verbatim["law"]))


def number_keys(rows: Sequence[LabourRow]) -> list[CaseKey]:
    """Each row's key with its number among the equal ones of the edition, in printed order: unique."""
    seen: Counter[CaseKey] = Counter()
    numbered = []
    for key in map(case_key, rows):
        seen[key] += 1
        numbered.append((*key, str(seen[key])))
    return numbered


def _fold(text: str) -> str:
    return squeeze(fold_width(text)).casefold()


def _fold_municipality(address: str) -> str:
    """The address without numbers and without its prefecture, which not every edition prints."""
    place = _PREFECTURE.sub("", _fold(address), count=1)
    return re.split(r"\d", place, maxsplit=1)[0]
