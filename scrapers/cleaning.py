"""From verbatim cells to facts, one function for each kind of statement."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from db.vocabulary import Regime
from japanese.dates import UnreadableDate, parse_date
from japanese.numbers import UnreadableNumber, parse_act_number
from scrapers.grounds import Citation, UnreadableReason, classify_violations, read_citations
from scrapers.items import Rejected, Statement, StatementKind


def clean_statement(statement: Statement) -> dict[str, Any]:
    """The facts of a row; raises Rejected with the field and its text where a cell cannot be read."""
    return _CLEANERS[statement.kind](statement)


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


def read_day(cells: dict[str, Any], field: str) -> str:
    """The ISO date of a cell."""
    try:
        return parse_date(cells[field]).isoformat()
    except UnreadableDate as unreadable:
        raise Rejected(field, str(unreadable), str(cells[field])) from None


def read_number(field: str, value: Any, expected: Any) -> str:
    """A permit or plan number in its canonical form."""
    try:
        return str(parse_act_number(value, expected))
    except UnreadableNumber as unreadable:
        raise Rejected(field, str(unreadable), str(value)) from None


_CLEANERS: dict[StatementKind, Callable[[Statement], dict[str, Any]]] = {
    StatementKind.DISPOSITION: clean_disposition,
}
