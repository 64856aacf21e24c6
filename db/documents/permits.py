"""Permits (監理団体の許可) and support registrations (登録支援機関の登録) as published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from db.documents.parts import (
    clock_columns,
    clock_members,
    finest_place,
    place_columns,
    search_columns,
    write_evidence,
    write_party,
    write_place,
)
from db.documents.shapes import PublicRecord, StatementRow


def build_permit(
    record_id: str,
    organization_id: str,
    rows: Sequence[StatementRow],
    revocations: Sequence[StatementRow],
    today: date,
) -> PublicRecord:
    """The permit that registry rows state, with the revocation that ended it where a notice proves one."""
    main = max(rows, key=lambda row: (row.withdrawn_at is None, row.first_seen_at, row.id))
    facts = main.facts
    clock = clock_members(rows)
    revocation = revocations[0] if revocations else None
    state = describe_status(facts, clock["status"] == "withdrawn", revocation, today)
    number = facts["number"] or (revocation.facts["permit_number"] if revocation else None)
    place = finest_place(rows)
    summary = {
        "id": record_id,
        "regime": facts["regime"],
        "role": facts["role"],
        "number": number,
        "class": facts["class"],
        "organization": write_party(organization_id, main),
        "first_permitted_on": facts["first_permitted_on"],
        "expires_on": facts["expires_on"],
        "permit_status": state,
        "revoked_on": revocation.facts["issued_on"] if revocation else None,
        "countries": facts["countries"],
        "occupations": facts["occupations"],
        "care": facts["care"],
        "listed_as_of": facts["listed_as_of"],
        "place": write_place(place),
        "evidence": [write_evidence(row) for row in (*rows, *revocations)],
        **clock,
    }
    columns = {
        **clock_columns(rows),
        **place_columns(place),
        "category": state,
        "organization_id": organization_id,
        "issued_on": _read_day(facts["first_permitted_on"]),
        "roles": [facts["role"]],
        "regimes": [facts["regime"]],
        "countries": facts["countries"],
        "occupations": facts["occupations"],
        "numbers": [number] if number else [],
        **search_columns(rows),
    }
    return PublicRecord("permit", record_id, summary, {}, columns)


def describe_status(
    facts: dict[str, Any] | Any, gone: bool, revocation: StatementRow | None, today: date
) -> str:
    """What the sources prove: `revoked` and `expired` need a proof, otherwise a gone permit is `no_longer_listed`."""
    if revocation is not None:
        return "revoked"
    if gone:
        expires = _read_day(facts["expires_on"])
        return "expired" if expires is not None and expires < today else "no_longer_listed"
    return str(facts["status"])


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
