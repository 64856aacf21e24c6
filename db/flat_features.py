"""Records as features of a map with flat properties, written once at publication: to make them anew took most of an answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from db.documents import PublicRecord
from db.documents.parts import write_time
from db.vocabulary import EXACT_PRECISIONS

_PLACE = (
    "prefecture_code", "municipality_code", "prefecture", "municipality", "town", "precision", "status", "area_code",
    "first_seen_at", "updated_at", "withdrawn_at",
)  # fmt: skip
_DONE = ("grounds", "violations", "authorities")
_RECEIVED = ("countries", "occupations")

FLAT_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "organization": (
        "name", "name_kana", "name_en", "legal_form", "grade", "corporate_number", "roles", "regimes", "address", "telephone",
        "disposition_count", "last_disposition_on", *_DONE, *_RECEIVED, "has_dispositions", *_PLACE,
    ),
    "disposition": (
        "kind", "regime", "role", "provision", "organization_id", "organization_name", "grade", "issued_on", "announced_on",
        *_DONE, "reason", "permit_number", "plan_count", *_PLACE,
    ),
    "permit": (
        "number", "class", "permit_status", "regime", "role", "organization_id", "organization_name", "grade",
        "first_permitted_on", "expires_on", "revoked_on", *_RECEIVED, "care", "listed_as_of", *_PLACE,
    ),
}  # fmt: skip
"""By kind of record: the properties of its feature, in order; other kinds are on no map."""

_LISTS = ("roles", "regimes", *_DONE, *_RECEIVED)


def write_flat_feature(record: PublicRecord, updated_at: datetime) -> bytes | None:
    """The record as a GeoJSON feature in UTF-8 without its end; None of a kind that is on no map.

    Its last property, `record_url`, is for the answering server to add, which alone knows its own address. A point is there where the place is known to the town or finer; else the code of the area is.
    """
    names = FLAT_MEMBERS.get(record.kind)
    if names is None:
        return None
    summary, place = record.summary, record.summary["place"]
    is_exact = place["precision"] in EXACT_PRECISIONS and place["point"] is not None
    known = {
        **summary,
        **place,
        **{name: ",".join(record.columns.get(name, ())) or None for name in _LISTS},
        **_name_party(summary),
        "area_code": None if is_exact else place["municipality_code"] or place["prefecture_code"],
        "has_dispositions": record.columns.get("has_dispositions"),
        "updated_at": write_time(updated_at),
    }
    properties = {name: known[name] for name in names}
    point = place["point"] if is_exact else None
    feature = {"type": "Feature", "id": record.id, "geometry": point, "properties": properties}
    return orjson.dumps(feature)[:-2]


def _name_party(summary: Mapping[str, Any]) -> dict[str, Any]:
    party = summary.get("organization")
    if party is None:
        return {}
    return {"organization_id": party["id"], "organization_name": party["name"], "grade": party["grade"]}
