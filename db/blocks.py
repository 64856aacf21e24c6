"""Groups of statements, resolved into entities and their public records. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import orjson

from db.corporations.match import Corporation, Match, summarize_matches
from db.documents import PublicRecord, StatementRow, Subject, build_records
from db.documents.labour_cases import build_labour_case
from db.documents.revocations import find_ended
from db.identifiers import make_public_id
from db.identity import LINKED_ONLY, Entity, Trace, cluster_statements, trace_statement

Row = Mapping[str, Any]
"""A statement as a row of the register; `content` and `locator` are JSON text until the group is resolved."""


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one name, or of names that a number or a decision joins, as rows of the register.

    `matches` tells for each statement by id what the register of corporate numbers says of it.
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    corporations: Mapping[str, Corporation] = field(default_factory=dict)
    matches: Mapping[str, Match] = field(default_factory=dict)
    decisions: Mapping[frozenset[str], str] = field(default_factory=dict)


_UNMATCHED = Match()


class News(NamedTuple):
    """A statement that is of another organization or record than the register knew: its owner and what founded it."""

    statement: str
    owner: str | None
    record: str
    first_seen_at: datetime
    founder: str | None


@dataclass(slots=True)
class Resolution:
    """The entities of a group: which statement is of whom, under which ids, and which ids were merged away.

    `persons` are the ids that natural persons' statements may bear, or may have borne for an organization's.
    """

    subjects: list[Subject] = field(default_factory=list)
    labour_cases: list[tuple[StatementRow, list[dict[str, Any]]]] = field(default_factory=list)
    owners: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    founders: dict[str, str] = field(default_factory=dict)
    founded: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    former_ids: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)

    def note_merger(self, former: str | None, current: str) -> None:
        """An id that its founding statement no longer bears was merged into the id that the statement bears now."""
        if former is not None and former != current and former in self.founded:
            self.merged[former] = current

    def build(self, today: date) -> list[PublicRecord]:
        """Every public record of the group."""
        records = [record for subject in self.subjects for record in build_records(subject, today)]
        cases = [build_labour_case(row, links) for row, links in self.labour_cases]
        return records + [case for case in cases if case is not None]


def resolve_group(group: Group) -> Resolution:
    """Decide whose statements these are. Ids follow the oldest statement, so they survive what comes later."""
    by_id = {row["id"]: _open_row(row) for row in group.rows}
    entities = cluster_statements([_trace(row, group) for row in by_id.values()], group.decisions)
    people = [row for row in by_id.values() if row["content"]["organization"]["grade"] == "sole_proprietor"]
    resolution = Resolution(founded=_list_founded(group.rows), persons=_list_founded(people))
    for entity in entities:
        _add_subject(resolution, entity, by_id, group)
    _link_labour_cases(resolution, by_id, group)
    # An id is let go only here, where its founding statement is: another group may still bear it.
    borne = {value for row in group.rows for value in (row["organization_id"], row["record_id"])}
    resolution.former_ids |= (borne & resolution.founded) | resolution.persons
    return resolution


def _open_row(row: Row) -> Row:
    return {**row, "content": orjson.loads(row["content"]), "locator": orjson.loads(row["locator"])}


def _trace(row: Row, group: Group) -> Trace:
    trace, match = trace_statement(row), group.matches.get(row["id"], _UNMATCHED)
    if match.number is None and not match.crowded:
        return trace
    # Where several corporations of the name stand in the municipality, that says nothing.
    place = None if match.crowded else trace.municipality
    return replace(trace, number=match.number or trace.number, municipality=place)


def _list_founded(rows: Sequence[Row]) -> frozenset[str]:
    """Every id that these statements may have been the first to bear."""
    kinds = ("organization", "permit")
    return frozenset(make_public_id(kind, row["id"]) for row in rows for kind in (*kinds, row["kind"]))


def _add_subject(resolution: Resolution, entity: Entity, by_id: Mapping[str, Row], group: Group) -> None:
    rows = sorted((by_id[name] for name in entity.statements), key=lambda row: (row["first_run"], row["id"]))
    organization_id = make_public_id("organization", rows[0]["id"])
    records = _assign_records(rows)
    for row in rows:
        resolution.owners[row["id"]] = (organization_id, records[row["id"]])
        resolution.note_merger(row["organization_id"], organization_id)
        resolution.note_merger(row["record_id"], records[row["id"]])
    statements = tuple(_statement_row(row, records[row["id"]]) for row in rows)
    # A permit known from its revocation alone is merged into the register's row once that is seen.
    for told, home in find_ended(statements).aliases().items():
        resolution.former_ids.add(told)
        if told != home:
            resolution.merged[told] = home
    matches = [group.matches.get(row["id"], _UNMATCHED) for row in rows]
    corporation = summarize_matches(matches, group.corporations)
    resolution.founders[organization_id] = rows[0]["id"]
    resolution.subjects.append(
        Subject(organization_id, statements, tuple(entity.same_as), corporation=corporation)
    )


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


def _link_labour_cases(resolution: Resolution, by_id: Mapping[str, Row], group: Group) -> None:
    for row in by_id.values():
        if row["kind"] == LINKED_ONLY:
            record_id = make_public_id(LINKED_ONLY, row["id"])
            resolution.owners[row["id"]] = (None, record_id)
            number = group.matches.get(row["id"], _UNMATCHED).number
            found = [_link(row, subject, by_id, number) for subject in resolution.subjects]
            links = [link for link in found if link is not None]
            resolution.labour_cases.append((_statement_row(row, record_id), links))
    _tell_subjects(resolution)


def _link(
    case: Row, subject: Subject, by_id: Mapping[str, Row], number: str | None
) -> dict[str, Any] | None:
    """Name, prefecture and municipality agree: possible; confirmed where both were found to be one corporation.

    `number` is the only corporation of the case's name in its municipality, if the register knows one.
    """
    place = case["content"]["identity"].get("municipality")
    known = [by_id[row.id] for row in subject.statements]
    places = {row["content"]["identity"].get("municipality") for row in known if row["block"] == case["block"]}
    if place is None or place not in places or case["content"]["organization"]["grade"] == "sole_proprietor":
        return None
    reasons = ["name", "prefecture", "municipality"]
    if number is not None and subject.corporation is not None and subject.corporation.get("number") == number:
        return {"id": subject.organization_id, "status": "confirmed", "reasons": [*reasons, "corporate_number"]}
    return {"id": subject.organization_id, "status": "possible", "reasons": reasons}


def _tell_subjects(resolution: Resolution) -> None:
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case, links in resolution.labour_cases:
        if case.withdrawn_at is None:
            for link in links:
                told[link["id"]].append({**link, "id": case.record_id})
    resolution.subjects = [
        replace(subject, links=tuple(told[subject.organization_id])) if subject.organization_id in told else subject
        for subject in resolution.subjects
    ]


def list_news(resolved: Iterable[tuple[Group, Resolution]]) -> list[News]:
    """Whose each statement is, where that is news."""
    return [
        News(row["id"], owner, record, row["first_seen_at"], resolution.founders.get(owner or ""))
        for group, resolution in resolved
        for row in group.rows
        for owner, record in [resolution.owners[row["id"]]]
        if (row["organization_id"], row["record_id"]) != (owner, record)
    ]
