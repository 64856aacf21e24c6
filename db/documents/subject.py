"""All public records of one legal entity."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from db.documents.dispositions import build_disposition
from db.documents.organizations import build_organization
from db.documents.permits import build_permit
from db.documents.shapes import PublicRecord, StatementRow, Subject


def build_records(subject: Subject, today: date) -> list[PublicRecord]:
    """The organization of `subject` with its permits and dispositions; empty where nothing may be shown."""
    groups = _group_rows(subject.statements)
    revocations = [
        row
        for row in subject.statements
        if row.kind == "disposition" and row.facts["kind"] == "permit_revocation" and row.withdrawn_at is None
    ]
    records: list[PublicRecord] = []
    for (kind, record_id), rows in sorted(groups.items()):
        if kind == "disposition":
            built = build_disposition(record_id, subject.organization_id, rows, today)
            records += [] if built is None else [built]
        else:
            ended = [row for row in revocations if row.facts["regime"] == rows[0].facts["regime"]]
            ended = ended if kind == "permit" else []
            records.append(build_permit(record_id, subject.organization_id, rows, ended, today))
    if not records:
        return []
    return [*records, build_organization(subject, records)]


def _group_rows(rows: Sequence[StatementRow]) -> dict[tuple[str, str], list[StatementRow]]:
    groups: dict[tuple[str, str], list[StatementRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.first_seen_at, row.id)):
        groups[row.kind, str(row.record_id)].append(row)
    return groups
