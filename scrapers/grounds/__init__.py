"""The published reason of a disposition: what it cites, and what it says was done."""

from scrapers.grounds.citations import Citation, UnreadableReason, read_citations
from scrapers.grounds.labour import LawArticle, read_law_articles, violations_of_labour_law
from scrapers.grounds.laws import Law
from scrapers.grounds.violations import ViolationFound, classify_violations

__all__ = [
    "Citation",
    "Law",
    "LawArticle",
    "UnreadableReason",
    "ViolationFound",
    "classify_violations",
    "read_citations",
    "read_law_articles",
    "violations_of_labour_law",
]
