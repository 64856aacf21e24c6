"""Blocks: the statements that share a name, resolved into entities and their public records."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from db.documents import PublicRecord, StatementRow, Subject, build_records
from db.documents.labour_cases import build_labour_case
from db.documents.revocations import find_ended
from db.identifiers import make_public_id
from db.identity import LINKED_ONLY, Entity, cluster_statements, trace_statement

_LOAD = """
SELECT s.id, s.source, s.kind, s.block, s.record_id, s.organization_id, s.content, s.locator,
       s.first_run, s.first_seen_at, coalesce(s.last_seen_at, s.first_seen_at) AS last_seen_at, s.withdrawn_at,
       d.url, d.sha256, d.media_type, d.retrieved_at
FROM register.statement s JOIN register.document d ON d.id = s.document_id
WHERE s.block = ANY(:blocks) ORDER BY s.block, s.first_run, s.id
"""


@dataclass(frozen=True, slots=True)
class Block:
    """All statements of one name, oldest first, as rows of the register."""

    name: str
    rows: tuple[Mapping[str, Any], ...]


@dataclass(slots=True)
class Resolution:
    """The entities of a block: which statement is of whom, under which ids, and which ids were merged away."""

    subjects: list[Subject] = field(default_factory=list)
    labour_cases: list[tuple[StatementRow, list[dict[str, Any]]]] = field(default_factory=list)
    owners: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    former_ids: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)

    def build(self, today: date) -> list[PublicRecord]:
        """Every public record of the block."""
        records = [record for subject in self.subjects for record in build_records(subject, today)]
        cases = [build_labour_case(row, links) for row, links in self.labour_cases]
        return records + [case for case in cases if case is not None]


def load_blocks(connection: Connection, names: Sequence[str]) -> Iterator[Block]:
    """The blocks of these names with their statements."""
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(text(_LOAD), {"blocks": list(names)}).mappings():
        groups[row["block"]].append(dict(row))
    for name, rows in sorted(groups.items()):
        yield Block(name, tuple(rows))


def resolve_block(block: Block, decisions: Mapping[frozenset[str], str] | None = None) -> Resolution:
    """Decide whose statements these are. Ids follow the oldest statement, so they survive what comes later."""
    by_id = {row["id"]: row for row in block.rows}
    entities = cluster_statements([trace_statement(row) for row in block.rows], decisions or {})
    resolution = Resolution()
    resolution.former_ids = {
        value for row in block.rows for value in (row["organization_id"], row["record_id"]) if value is not None
    }
    for entity in entities:
        _add_subject(resolution, entity, by_id)
    _link_labour_cases(resolution, block)
    return resolution


def _add_subject(resolution: Resolution, entity: Entity, by_id: Mapping[str, Mapping[str, Any]]) -> None:
    rows = sorted((by_id[name] for name in entity.statements), key=lambda row: (row["first_run"], row["id"]))
    organization_id = make_public_id("organization", rows[0]["id"])
    records = _assign_records(rows)
    for row in rows:
        resolution.owners[row["id"]] = (organization_id, records[row["id"]])
        _note_merger(resolution, row["organization_id"], organization_id, by_id)
        _note_merger(resolution, row["record_id"], records[row["id"]], by_id)
    statements = tuple(_statement_row(row, records[row["id"]]) for row in rows)
    # A permit known from its revocation alone is merged into the register's row once that is seen.
    for told, home in find_ended(statements).aliases().items():
        resolution.former_ids.add(told)
        if told != home:
            resolution.merged[told] = home
    resolution.subjects.append(Subject(organization_id, statements, tuple(entity.same_as)))


def _note_merger(
    resolution: Resolution, former: str | None, current: str, by_id: Mapping[str, Mapping[str, Any]]
) -> None:
    # An id that its founding statement no longer bears was merged into the id that the statement bears now.
    if former is None or former == current:
        return
    founders = {make_public_id(kind, name) for name, row in by_id.items() for kind in ("organization", row["kind"])}
    if former in founders:
        resolution.merged[former] = current


def _assign_records(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Record id of each statement: one notice told by two sources within a day is one disposition.

    Rows of one first day are one permit, though its key may have changed: of a permit that changed its class
    both lists may have a row, and a namesake of the same day changes how the two are told apart.
    """
    assigned: dict[str, str] = {}
    leaders: list[Mapping[str, Any]] = []
    for row in rows:
        leader = next((other for other in leaders if _tell_one_record(other, row)), None)
        if leader is None:
            leaders.append(row)
            leader = row
        assigned[row["id"]] = make_public_id(leader["kind"], leader["id"])
    return assigned


def _tell_one_record(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one["kind"] != other["kind"]:
        return False
    left, right = one["content"]["facts"], other["content"]["facts"]
    if one["kind"] == "disposition":
        return one["source"] != other["source"] and _tell_one_notice(left, right)
    return one["kind"] == "permit" and _tell_one_permit(left, right)


def _tell_one_notice(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    days = date.fromisoformat(left["issued_on"]) - date.fromisoformat(right["issued_on"])
    return bool(left["kind"] == right["kind"] and abs(days) <= timedelta(days=1))


def _tell_one_permit(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    numbers = {left["number"], right["number"]} - {None}
    same = all(left[name] == right[name] for name in ("regime", "role", "first_permitted_on"))
    return same and len(numbers) < 2


def _statement_row(row: Mapping[str, Any], record_id: str) -> StatementRow:
    names = ["id", "source", "kind", "content", "locator", "url", "sha256", "media_type", "retrieved_at", "first_seen_at", "last_seen_at", "withdrawn_at"]
    return StatementRow(record_id=record_id, **{name: row[name] for name in names})


def _link_labour_cases(resolution: Resolution, block: Block) -> None:
    for row in block.rows:
        if row["kind"] != LINKED_ONLY:
            continue
        record_id = make_public_id(LINKED_ONLY, row["id"])
        resolution.owners[row["id"]] = (None, record_id)
        case = _statement_row(row, record_id)
        links = [link for subject in resolution.subjects if (link := _link(case, subject)) is not None]
        resolution.labour_cases.append((case, links))
    _tell_subjects(resolution)


def _link(case: StatementRow, subject: Subject) -> dict[str, Any] | None:
    """Name, prefecture and municipality agree: possible, and never more without a number that proves it."""
    if case.is_sole_proprietor:
        return None
    place = case.content["identity"].get("municipality")
    places = {row.content["identity"].get("municipality") for row in subject.statements}
    if place is None or place not in places:
        return None
    return {"id": subject.organization_id, "status": "possible", "reasons": ["name", "prefecture", "municipality"]}


def _tell_subjects(resolution: Resolution) -> None:
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case, links in resolution.labour_cases:
        if case.withdrawn_at is None:
            for link in links:
                told[link["id"]].append({**link, "id": case.record_id})
    resolution.subjects = [
        Subject(subject.organization_id, subject.statements, subject.same_as, tuple(told[subject.organization_id]))
        for subject in resolution.subjects
    ]


def save_resolution(connection: Connection, block: Block, resolution: Resolution) -> None:
    """Write whose each statement is, where that is news."""
    news = [
        {"id": row["id"], "organization_id": owner, "record_id": record, "seen": row["first_seen_at"]}
        for row in block.rows
        for owner, record in [resolution.owners[row["id"]]]
        if (row["organization_id"], row["record_id"]) != (owner, record)
    ]
    owned = [row for row in news if row["organization_id"] is not None]
    if owned:
        connection.execute(
            text(
                "INSERT INTO register.organization (id, first_seen_at) VALUES (:organization_id, :seen)"
                " ON CONFLICT (id) DO NOTHING"
            ),
            owned,
        )
    if news:
        connection.execute(
            text("UPDATE register.statement SET organization_id = :organization_id, record_id = :record_id WHERE id = :id"),
            news,
        )
