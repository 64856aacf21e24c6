"""The facts of a labour-law case as statements keep them."""

from typing import Any

from japanese.text import squeeze
from scrapers.grounds import read_law_articles, violations_of_labour_law
from scrapers.items import Statement
from scrapers.labour_cases.bureaus import BUREAUS
from scrapers.labour_cases.outcomes import Outcome
from scrapers.labour_cases.row import LabourRow


def clean_labour_case(statement: Statement) -> dict[str, Any]:
    """Outcomes first and in full, then what was announced; a labour case belongs to no regime of the Act."""
    row: LabourRow = statement.verbatim["row"]
    articles = read_law_articles("\n".join(row.laws))
    return {
        "outcomes": [write_outcome(outcome) for outcome in row.outcomes],
        "site": row.site,
        "bureau": row.bureau,
        "bureau_code": None if row.bureau is None else BUREAUS.get(row.bureau),
        "announced_on": None if row.announced_on is None else row.announced_on.isoformat(),
        "announced_on_text": squeeze(row.verbatim["announced_on"]),
        "laws": row.laws,
        "violations": sorted({str(label) for label in violations_of_labour_law(articles)}),
        "summary": row.summary,
    }


def write_outcome(outcome: Outcome) -> dict[str, Any]:
    """One entry of what became of a case."""
    return {
        "kind": str(outcome.kind),
        "on": None if outcome.on is None else outcome.on.isoformat(),
        "reason": outcome.reason,
        "text": outcome.text,
    }
