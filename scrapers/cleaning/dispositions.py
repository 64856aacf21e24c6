"""Dispositions (行政処分): kind, provision, dates, citations, violations, numbers."""

from dataclasses import asdict
from datetime import date
from typing import Any

from db.vocabulary import Regime
from scrapers.cleaning.cells import read_day, read_number
from scrapers.grounds import Citation, UnreadableReason, classify_violations, read_citations
from scrapers.items import Rejected, Statement


def clean_disposition(statement: Statement) -> dict[str, Any]:
    """A disposition's facts: kind, provision, dates, citations, violations, numbers."""
    cells = statement.verbatim
    issued_on = read_day(cells, "issued_on")
    numbers = [read_number("plan_numbers", number, "認") for number in cells.get("plan_numbers", [])]
    permit = cells.get("permit_number")
    reason, citations, possible, violations = read_reason(cells, issued_on)
    return {
        "kind": cells["kind"],
        "regime": cells["regime"],
        "role": cells["role"],
        "provision": cells["provision"],
        "issued_on": issued_on,
        "issued_on_text": cells.get("issued_on_text") or str(cells["issued_on"]),
        "announced_on": cells.get("announced_on"),
        "citations": [citation.as_json() for citation in citations],
        "possible_grounds": possible,
        "violations": [asdict(found) for found in violations],
        "reason": reason,
        "authorities": cells["authorities"],
        "permit_number": None if permit is None else read_number("permit_number", permit, "許"),
        "plan_numbers": numbers,
        "plan_count": len(numbers),
    }


def read_reason(cells: dict[str, Any], issued_on: str) -> tuple[str | None, list[Citation], list[str], list[Any]]:
    """The published reason, what it cites, what it may cite, and what was done; a notice without reasons cites nothing.

    Brackets are read as printed. Where the publisher left one open, an item that a person would read outside
    of it is a possible ground and not a certain one: nobody is charged with a ground by our mending.
    """
    if cells["reason"] is None:
        return None, [], [], []
    reason, provision = str(cells["reason"]).strip(), cells["provision"].partition(":")[2]
    regime, day = Regime(cells["regime"]), date.fromisoformat(issued_on)
    try:
        mended = read_citations(reason, provision, regime, day)
        printed = {citation.code for citation in read_citations(reason, provision, regime, day, mend=False)}
        certain = [citation for citation in mended if citation.code in printed]
        possible = [citation.code for citation in mended if citation.code not in printed]
        return reason, certain, possible, classify_violations(reason, mended)
    except UnreadableReason as unreadable:
        raise Rejected("reason", str(unreadable), reason) from None
