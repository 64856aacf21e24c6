"""Permits (監理団体の許可) and support registrations (登録支援機関の登録) as published."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from db.documents.parts import (
    finest_place,
    name_party,
    place_columns,
    write_clock,
    write_evidence,
    write_party,
    write_place,
)
from db.documents.shapes import PublicRecord, StatementRow
from db.vocabulary import PermitStatus

_TOKYO = ZoneInfo("Asia/Tokyo")
_SILENT: Mapping[str, Any] = {
    "number": None,
    "class": None,
    "first_permitted_on": None,
    "expires_on": None,
    "countries": [],
    "occupations": [],
    "care": None,
}
"""What a notice of revocation says of the permit that it ended: nothing of this but the number."""


def build_permit(
    record_id: str, organization_id: str, rows: Sequence[StatementRow], notices: Sequence[StatementRow]
) -> PublicRecord | None:
    """The permit that register rows state, with the revocation that ended it where `notices` prove one.

    None for a natural person's registration that its register no longer shows.
    """
    main = max(rows, key=lambda row: (row.withdrawn_at is None, row.first_seen_at, row.id))
    if main.is_sole_proprietor and main.withdrawn_at is not None:
        return None
    proofs = _list_proofs(notices)
    status = describe_status(main, bool(proofs))
    return _write_permit(record_id, organization_id, main, rows, proofs, status)


def build_unlisted_permit(
    record_id: str, organization_id: str, notices: Sequence[StatementRow]
) -> PublicRecord:
    """The permit of which only its revocation tells; a withdrawn notice proves nothing any more."""
    proofs = _list_proofs(notices)
    main = (proofs or notices)[0]
    status = PermitStatus.REVOKED if proofs else PermitStatus.NO_LONGER_LISTED
    return _write_permit(record_id, organization_id, main, notices, proofs, status)


def describe_status(main: StatementRow, revoked: bool) -> PermitStatus:
    """What the sources prove: `revoked` by a notice; `expired` where the permit ran out before it was found gone.

    A permit that left the register for no reason that a source tells is `no_longer_listed`.
    """
    if revoked:
        return PermitStatus.REVOKED
    if main.withdrawn_at is None:
        return PermitStatus(main.facts["status"])
    expires = _read_day(main.facts["expires_on"])
    ran_out = expires is not None and expires < _day_of(main.withdrawn_at)
    return PermitStatus.EXPIRED if ran_out else PermitStatus.NO_LONGER_LISTED


def _list_proofs(notices: Sequence[StatementRow]) -> list[StatementRow]:
    """The notices that still stand, ISA's before those that carry no number."""
    standing = [row for row in notices if row.withdrawn_at is None]
    return sorted(standing, key=lambda row: (row.facts["permit_number"] is None, row.first_seen_at, row.id))


def _write_permit(
    record_id: str,
    organization_id: str,
    main: StatementRow,
    rows: Sequence[StatementRow],
    proofs: Sequence[StatementRow],
    status: PermitStatus,
) -> PublicRecord:
    facts, hidden = {**_SILENT, **main.facts}, main.is_sole_proprietor
    number = None if hidden else facts["number"] or _told_number([*proofs, *rows])
    place = finest_place(rows)
    # A revoked permit is stated by its notice for as long as that stands, whether or not its register showed it.
    told = list({row.id: row for row in (*rows, *proofs)}.values())
    life, life_columns = write_clock(told)
    summary = {
        "id": record_id,
        "regime": facts["regime"],
        "role": facts["role"],
        "number": number,
        "class": facts["class"],
        "organization": write_party(organization_id, main),
        "first_permitted_on": facts["first_permitted_on"],
        "expires_on": facts["expires_on"],
        "permit_status": str(status),
        "revoked_on": proofs[0].facts["issued_on"] if proofs else None,
        "countries": facts["countries"],
        "occupations": facts["occupations"],
        "care": facts["care"],
        "languages": facts.get("languages", []),
        "listed_as_of": main.locator.get("as_of"),
        "place": write_place(place),
        "evidence": [write_evidence(row) for row in told],
        **life,
    }
    columns = {
        **life_columns,
        **place_columns(place),
        "category": str(status),
        "organization_id": organization_id,
        "issued_on": _read_day(facts["first_permitted_on"]),
        "roles": [facts["role"]],
        "regimes": [facts["regime"]],
        "countries": facts["countries"],
        "occupations": facts["occupations"],
        "numbers": [number] if number else [],
    }
    return PublicRecord("permit", record_id, summary, _write_detail(facts, hidden), columns, name_party(rows))


def _write_detail(facts: Mapping[str, Any], hidden: bool) -> dict[str, Any]:
    """What else a register says of a legal person; nothing that would lead to a natural one."""
    told = {} if hidden else facts
    return {
        "status_text": told.get("status_text"),
        "postal_code": told.get("postal_code"),
        "telephones": told.get("telephones", []),
        "offices": told.get("offices", []),
        "support": told.get("support"),
        "support_starts_on": told.get("starts_on"),
        "remarks": told.get("remarks"),
    }


def _told_number(rows: Sequence[StatementRow]) -> str | None:
    numbers = (row.facts.get("permit_number") or row.facts.get("number") for row in rows)
    return next((number for number in numbers if number is not None), None)


def _day_of(moment: datetime) -> date:
    return moment.astimezone(_TOKYO).date()


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
