"""What a reason says was done: labels of the closed list, each with the clause that earned it."""

from dataclasses import dataclass

from db.vocabulary import Violation
from japanese.text import fold_width, squeeze
from scrapers.grounds.citations import Citation
from scrapers.grounds.clauses import is_conclusion, split_clauses
from scrapers.grounds.rules import BY_CITATION, RULES


@dataclass(frozen=True, slots=True)
class ViolationFound:
    """A label and the clause of the reason, or the citation in it, that led to it."""

    code: Violation
    clause: str


def classify_violations(reason: str, citations: list[Citation]) -> list[ViolationFound]:
    """The labels of a reason in the order of its text: several may fit one clause, and none says how grave.

    A cited item labels where no clause has said the same. A clause that no rule knows is `unclassified`, with
    its words; only clauses that draw the legal conclusion go without a label.
    """
    found = [label for clause in split_clauses(reason) for label in _label_clause(clause)]
    said = {label.code for label in found}
    for citation in citations:
        places = [place.code.removeprefix("titp:") for place in _list_cited(citation)]
        codes = {BY_CITATION[place] for place in places if place in BY_CITATION} - said
        found += [ViolationFound(code, citation.text) for code in sorted(codes)]
        said |= codes
    return list(dict.fromkeys(found))


def _label_clause(clause: str) -> list[ViolationFound]:
    plain = squeeze(fold_width(clause))
    labels = [
        rule.label
        for rule in RULES
        if rule.words.search(plain) and (rule.unless is None or not rule.unless.search(plain))
    ]
    if not labels and not is_conclusion(clause):
        labels = [Violation.UNCLASSIFIED]
    return [ViolationFound(label, clause) for label in labels]


def _list_cited(citation: Citation) -> list[Citation]:
    """The places cited that speak of the party itself: those below regulation 52 speak of plans it guided."""
    if citation.code.startswith("titp:enforcement_regulation:52-"):
        return [citation]
    return [citation, *(place for below in citation.via for place in _list_cited(below))]
