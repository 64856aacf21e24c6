"""The law articles (違反法条) of a case: one per line in print, and lines broken in the middle made whole."""

import re

from japanese.text import fold_width, squeeze

# 労働安全衛生規則第151条の70第1項, 労働基準法第24条、37条, …ほか: an article that can stand as it is.
_NUMBER = r"第?\d+条?(?:の\d+)*"
_END = r"(?:第?\d+(?:項|号)(?:の\d+)*)*(?:ほか|他|等|違反)?[)]?"
_COMPLETE = re.compile(rf"{_NUMBER}{_END}$")
_TAIL = 40
# A line that opens a new article names a law, however misspelt, before its first number.
_OPENS = re.compile(r"^[^\d第条項号の、,・)][^\d]*\d")


def read_laws(text: str) -> list[str]:
    """The articles of a cell, width folded, without white space; an article broken over lines is rejoined."""
    laws: list[str] = []
    for line in map(squeeze, fold_width(text).split("\n")):
        if not line:
            continue
        if laws and not (_COMPLETE.search(laws[-1][-_TAIL:]) and _OPENS.match(line)):
            laws[-1] += line
        else:
            laws.append(line)
    return laws
