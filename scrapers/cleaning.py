"""From verbatim cells to facts, one function for each kind of statement."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from japanese.dates import UnreadableDate, parse_date
from japanese.numbers import UnreadableNumber, parse_act_number
from scrapers.grounds import UnreadableReason, classify_violations, read_citations
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
    reason, citations, violations = read_reason(cells)
    return {
        "kind": cells["kind"],
        "regime": cells["regime"],
        "role": cells["role"],
        "provision": cells["provision"],
        "issued_on": issued_on,
        "issued_on_text": cells.get("issued_on_text") or str(cells["issued_on"]),
        "announced_on": cells.get("announced_on"),
        "citations": [citation.as_json() for citation in citations],
        "violations": [asdict(found) for found in violations],
        "reason": reason,
        "authorities": cells["authorities"],
        "permit_number": None if permit is None else read_number("permit_number", permit, "許"),
        "plan_numbers": numbers,
        "plan_count": len(numbers),
    }


def read_reason(cells: dict[str, Any]) -> tuple[str | None, list[Any], list[Any]]:
    """The published reason with what it cites and what was done; a notice without reasons cites nothing."""
    if cells["reason"] is None:
        return None, [], []
    reason = str(cells["reason"]).strip()
    try:
        citations = read_citations(reason, cells["provision"].partition(":")[2])
        return reason, citations, classify_violations(reason, citations)
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
