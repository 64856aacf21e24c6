"""Dispositions (行政処分) as published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from db.documents.parts import (
    finest_place,
    name_party,
    place_columns,
    write_clock,
    write_evidence,
    write_party,
    write_place,
)
from db.documents.shapes import PublicRecord, StatementRow, years_before

BAR_YEARS = 5
"""A revocation bars its party for five years (arts. 10 and 26); a natural person is shown no longer than that."""


def build_disposition(
    record_id: str, organization_id: str, rows: Sequence[StatementRow], today: date
) -> PublicRecord | None:
    """The disposition that `rows` state together; None where it may not be shown (see `is_withheld`).

    The first row is the one with the fullest facts (ISA's workbook); a press release adds `announced_on`
    and its authorities.
    """
    main = min(rows, key=lambda row: (row.source != "isa_dispositions", row.first_seen_at, row.id))
    facts, hidden = main.facts, main.is_sole_proprietor
    if hidden and is_withheld(rows, today):
        return None
    place = finest_place(rows)
    announced = sorted(row.facts["announced_on"] for row in rows if row.facts.get("announced_on"))
    authorities = sorted({name for row in rows for name in row.facts["authorities"]})
    grounds = sorted({citation["code"] for citation in facts["citations"]})
    violations = [] if hidden else sorted({found["code"] for found in facts["violations"]})
    life, life_columns = write_clock(rows)
    summary = {
        "id": record_id,
        "kind": facts["kind"],
        "regime": facts["regime"],
        "role": facts["role"],
        "provision": facts["provision"],
        "organization": write_party(organization_id, main),
        "issued_on": facts["issued_on"],
        "issued_on_text": facts["issued_on_text"],
        "announced_on": announced[0] if announced else None,
        "effective_from": facts["issued_on"],
        "effective_to": None,
        "grounds": grounds,
        "citations": facts["citations"],
        "possible_grounds": facts.get("possible_grounds", []),
        "violations": violations,
        "reason": None if hidden else facts["reason"],
        "authorities": authorities,
        "permit_number": None if hidden else facts["permit_number"],
        "plan_count": facts["plan_count"],
        "place": write_place(place),
        "evidence": [write_evidence(row) for row in sorted(rows, key=lambda row: (row.source, row.id))],
        **life,
    }
    detail = {
        "plan_numbers": [] if hidden else facts["plan_numbers"],
        "violation_clauses": [] if hidden else facts["violations"],
    }
    columns = {
        **life_columns,
        **place_columns(place),
        "category": facts["kind"],
        "organization_id": organization_id,
        "issued_on": date.fromisoformat(facts["issued_on"]),
        "roles": [facts["role"]],
        "regimes": [facts["regime"]],
        "grounds": _with_chains(facts["citations"]),
        "violations": violations,
        "authorities": authorities,
        "numbers": [] if hidden else [*facts["plan_numbers"], *filter(None, [facts["permit_number"]])],
    }
    return PublicRecord("disposition", record_id, summary, detail, columns, name_party(rows))


def is_withheld(rows: Sequence[StatementRow], today: date) -> bool:
    """Whether a natural person's disposition is hidden: withdrawn by its source, or its bar has passed."""
    if all(row.withdrawn_at is not None for row in rows):
        return True
    issued = max(date.fromisoformat(row.facts["issued_on"]) for row in rows)
    return issued <= years_before(today, BAR_YEARS)


def _with_chains(citations: Sequence[dict[str, Any]]) -> list[str]:
    # A ground is also found by the provisions it was reached through.
    codes: set[str] = set()
    pending = list(citations)
    while pending:
        citation = pending.pop()
        codes.add(citation["code"])
        pending += citation.get("via") or []
    return sorted(codes)
