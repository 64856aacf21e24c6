"""What agreement is worth, and the measures of likeness that all comparisons share."""

from typing import Any, NamedTuple

from rapidfuzz.distance import OSA, Indel

from japanese.legal_form_table import FORMS

Features = dict[str, Any]

# What each kind of agreement is worth, in bands: number, then name, then reading, then similar.
NUMBER = 1.0
SAME_NAME, LOOKALIKE_NAME, SAME_CORE = 0.99, 0.965, 0.96
SAME_ENGLISH, SAME_ENGLISH_CORE = 0.98, 0.95
SAME_READING, GUESSED_READING = 0.88, 0.87
SIMILAR = 0.84
GUESSED_QUERY = 0.8  # of what it would be worth if the query were known to sound so
# The legal form: "same" costs nothing. It shifts a name within its band and never out of it.
FORM_COST = {
    "same": 0.0,
    "absent": 0.005,
    "related": 0.01,
    "unnamed": 0.01,
    "different": 0.03,
    "elsewhere": 0.015,
}
# One typing error counts 1; an unusual mixture of two ways to spell is none.
MIXED_SPELLING = 0.3
NOT_SPELLED = 0.05  # keys alike where the spellings are not
SITE_COST = 0.05
CUT_COST = 0.002  # a reading that meets the query only without the legal form it ends in
# Likeness of a name and the least, and the largest, part of it.
PART_OF, WHOLE_OF = 0.6, 0.75
# Likeness of two names that differ only in characters which are mistaken for one another.
LOOKALIKE = 0.98
# Likeness of English with katakana, against likeness of letters.
LOANWORD = 0.85


class Verdict(NamedTuple):
    """One way in which a name answers a query."""

    score: float
    features: Features


def liken(asked: str, listed: str) -> float:
    """Likeness of two keys from 0 to 1: few edits, one a part of the other, or much in the same order."""
    likeness = OSA.normalized_similarity(asked, listed)
    if likeness > WHOLE_OF:
        return likeness
    return max(likeness, _weigh_part(asked, listed), 0.8 * Indel.normalized_similarity(asked, listed))


def _weigh_part(asked: str, listed: str) -> float:
    """Likeness of a name and a part of it; less than that of two names which differ by one letter of five."""
    shorter, longer = sorted((asked, listed), key=len)
    if len(shorter) < 2 or shorter not in longer:
        return 0.0
    weight = PART_OF + (WHOLE_OF - PART_OF) * len(shorter) / len(longer)
    return weight if longer.startswith(shorter) else weight - 0.02


def compare_codes(asked: str | None, listed: str | None) -> str:
    """How two forms go together where their place in the name is not known: in English and in sounds."""
    if asked is None:
        return "absent"
    if listed is None:
        return "unnamed"
    related = FORMS[asked].family == FORMS[listed].family
    return "same" if asked == listed else "related" if related else "different"
