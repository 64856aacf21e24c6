"""The parts that several documents share: place, evidence, clock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from db.documents.shapes import StatementRow
from db.naming import Naming
from db.vocabulary import PREFECTURES

SOLE_PROPRIETOR_NAME = "個人事業主"
_PRECISIONS = ("building", "block", "town", "municipality", "prefecture", "none")


@lru_cache(maxsize=1024)
def write_time(moment: datetime | None) -> str | None:
    """A moment as UTC ISO 8601 with a Z."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_place(place: Mapping[str, Any]) -> dict[str, Any]:
    """A place as published: never finer than `precision` says."""
    code = place.get("prefecture_code")
    point = place.get("point")
    return {
        "prefecture": PREFECTURES[code][0] if code else None,
        "prefecture_code": code,
        "municipality": place.get("municipality"),
        "municipality_code": place.get("municipality_code"),
        "town": place.get("town"),
        "point": {"type": "Point", "coordinates": list(point)} if point else None,
        "precision": place.get("precision", "none"),
    }


def place_columns(place: Mapping[str, Any]) -> dict[str, Any]:
    """The columns by which a record is found on the map."""
    point = place.get("point")
    return {
        "prefecture": place.get("prefecture_code"),
        "municipality": place.get("municipality_code"),
        "precision": place.get("precision", "none"),
        "geometry": f"SRID=4326;POINT({point[0]} {point[1]})" if point else None,
    }


def finest_place(statements: Sequence[StatementRow]) -> Mapping[str, Any]:
    """The place of the most telling statement: the newest among those of the finest precision."""
    if len(statements) == 1:
        return statements[0].place
    ranked = sorted(statements, key=lambda row: (row.withdrawn_at is None, row.first_seen_at, row.id), reverse=True)
    return min((row.place for row in ranked), key=lambda place: _PRECISIONS.index(place.get("precision", "none")))


def write_evidence(row: StatementRow) -> dict[str, Any]:
    """Where a statement can be checked: the publisher's file by address and content, and the cell in it."""
    return {
        "source": row.source,
        "statement": row.id,
        "url": row.url,
        "retrieved_at": write_time(row.retrieved_at),
        "sha256": row.sha256,
        "media_type": row.media_type,
        "locator": dict(row.locator),
        "withdrawn_at": write_time(row.withdrawn_at),
    }


def write_party(organization_id: str, row: StatementRow) -> dict[str, Any]:
    """The party of a record; a natural person's name is never written."""
    return {"id": organization_id, "name": public_name(row), "grade": row.organization["grade"]}


def public_name(row: StatementRow) -> str:
    """The name that may be shown."""
    return SOLE_PROPRIETOR_NAME if row.is_sole_proprietor else str(row.organization["name"])


def read_clock(rows: Sequence[StatementRow]) -> dict[str, datetime | None]:
    """First and last sight of a record, and its withdrawal: withdrawn only when every source withdrew it."""
    gone = all(row.withdrawn_at is not None for row in rows)
    return {
        "first_seen_at": min(row.first_seen_at for row in rows),
        "last_seen_at": max(row.last_seen_at for row in rows) if gone else None,
        "withdrawn_at": max(row.withdrawn_at for row in rows if row.withdrawn_at) if gone else None,
    }


def write_clock(rows: Sequence[StatementRow]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The members that tell a record's life, and the same for the columns of `version`.

    `last_seen_at` of a living record is filled when it is served.
    """
    clock = read_clock(rows)
    status = "published" if clock["withdrawn_at"] is None else "withdrawn"
    members = {
        "status": status,
        "first_seen_at": write_time(clock["first_seen_at"]),
        "withdrawn_at": write_time(clock["withdrawn_at"]),
    }
    columns = {
        "first_seen_at": clock["first_seen_at"],
        "last_seen_at": clock["last_seen_at"],
        "status": status,
        "sources": sorted({row.source for row in rows}),
    }
    return members, columns


def name_party(rows: Sequence[StatementRow], kana: str = "", english: str = "") -> Naming | None:
    """By what a record is found by its party's name; None where any row tells of a natural person.

    `kana` and `english` are what the corporate-number register says; without kana the readings are guessed.
    """
    if any(row.is_sole_proprietor for row in rows):
        return None
    told = {(row.organization["name"], row.organization.get("name_en") or english) for row in rows}
    told |= {(name, english) for name, _ in told}
    return Naming(tuple(sorted(told)), kana)
