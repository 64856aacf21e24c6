"""Organizations as published: one legal entity, its names and roles over time, its permits and dispositions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from db.documents.parts import (
    finest_place,
    name_party,
    place_columns,
    public_name,
    write_clock,
    write_evidence,
    write_place,
)
from db.documents.shapes import PublicRecord, StatementRow, Subject
from db.naming import Naming

_NOT_LOOKED_UP = {"status": "none", "reasons": [], "candidates": []}
_TELLING = {"permit": 0, "support_registration": 1, "disposition": 2}
"""Whose word on the name and address comes first: the registries' before a notice's."""


def build_organization(subject: Subject, others: Sequence[PublicRecord]) -> PublicRecord:
    """The organization of `subject`; `others` are its permits and dispositions as already built."""
    rows = sorted(subject.statements, key=_telling)
    main, hidden = rows[0], rows[0].is_sole_proprietor
    permits = [record for record in others if record.kind == "permit"]
    dispositions = sorted(
        (record for record in others if record.kind == "disposition"),
        key=lambda record: (record.summary["issued_on"], record.id),
        reverse=True,
    )
    place = finest_place(rows)
    corporation = subject.corporation or {}
    life, life_columns = write_clock(rows)
    summary = {
        "id": subject.organization_id,
        "name": public_name(main),
        "name_kana": corporation.get("kana"),
        "name_en": None if hidden else _first_told(rows, "name_en") or corporation.get("name_en"),
        "other_names": [] if hidden else _other_names(rows),
        "legal_form": main.organization.get("legal_form"),
        "grade": main.organization["grade"],
        "corporate_number": corporation.get("number"),
        "roles": sorted({row.facts["role"] for row in rows}),
        "regimes": sorted({row.facts["regime"] for row in rows}),
        "address": None if hidden else main.organization.get("address"),
        "telephone": None if hidden else _first_told(rows, "telephone"),
        "place": write_place(place),
        "permits": [_brief_permit(record) for record in permits],
        "disposition_count": len(dispositions),
        "last_disposition_on": dispositions[0].summary["issued_on"] if dispositions else None,
        **life,
    }
    detail = {
        "dispositions": [_brief_disposition(record) for record in dispositions],
        "corporate_number_match": corporation.get("match", _NOT_LOOKED_UP),
        "closed_on": corporation.get("closed_on"),
        "successor": corporation.get("successor"),
        "labour_cases": [] if hidden else [dict(link) for link in subject.links],
        "same_as": [{"statements": [one, other], "evidence": why} for one, other, why in subject.same_as],
        "evidence": [write_evidence(row) for row in rows],
    }
    columns = {
        **life_columns,
        **place_columns(place),
        "corporate_number": corporation.get("number"),
        "roles": summary["roles"],
        "regimes": summary["regimes"],
        "has_dispositions": bool(dispositions),
        "category": summary["legal_form"],
        **_gather(others),
    }
    return PublicRecord("organization", subject.organization_id, summary, detail, columns, _name(rows, place, corporation))


def _name(rows: Sequence[StatementRow], place: Mapping[str, Any], corporation: Mapping[str, Any]) -> Naming | None:
    """By what the organization is found: its names as they are written and read, and where it is."""
    naming = name_party(rows, corporation.get("kana") or "", corporation.get("name_en") or "")
    return None if naming is None else replace(naming, place=(place.get("prefecture_code"), place.get("municipality")))


def _telling(row: StatementRow) -> tuple[bool, int, float, str]:
    return (
        row.withdrawn_at is not None,
        _TELLING[row.kind] + (row.source != "isa_dispositions" and row.kind == "disposition"),
        -row.first_seen_at.timestamp(),
        row.id,
    )


def _first_told(rows: Sequence[StatementRow], name: str) -> str | None:
    """What the first row says that says anything: not every register has English names or telephones."""
    return next((row.organization[name] for row in rows if row.organization.get(name)), None)


def _other_names(rows: Sequence[StatementRow]) -> list[str]:
    names = dict.fromkeys(row.organization["name"] for row in rows)
    return [name for name in names if name != rows[0].organization["name"]]


def _brief_permit(record: PublicRecord) -> dict[str, Any]:
    kept = ("id", "regime", "role", "number", "class", "permit_status", "expires_on")
    return {name: record.summary[name] for name in kept}


def _brief_disposition(record: PublicRecord) -> dict[str, Any]:
    return {name: record.summary[name] for name in ("id", "kind", "role", "issued_on", "grounds", "plan_count")}


def _gather(others: Sequence[PublicRecord]) -> dict[str, list[str]]:
    # An organization is found by what its permits and dispositions are found by.
    names = ("grounds", "violations", "authorities", "countries", "occupations", "numbers")
    return {name: sorted({value for record in others for value in record.columns.get(name, [])}) for name in names}
