"""All public records of one legal entity."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from db.documents.dispositions import build_disposition
from db.documents.organizations import build_organization
from db.documents.permits import build_permit, build_unlisted_permit
from db.documents.revocations import find_ended
from db.documents.shapes import PublicRecord, StatementRow, Subject


def build_records(subject: Subject, today: date) -> list[PublicRecord]:
    """The organization of `subject` with its permits and dispositions; empty where nothing may be shown."""
    records = [record for record in _build_parts(subject, today) if record is not None]
    if not records:
        return []
    return [*records, build_organization(subject, records)]


def _build_parts(subject: Subject, today: date) -> Iterator[PublicRecord | None]:
    ended = find_ended(subject.statements)
    for (kind, record_id), rows in sorted(_group_rows(subject.statements).items()):
        if kind == "disposition":
            yield build_disposition(record_id, subject.organization_id, rows, today)
        else:
            yield build_permit(record_id, subject.organization_id, rows, ended.listed.get(record_id, ()))
    for record_id, notices in sorted(ended.unlisted.items()):
        yield build_unlisted_permit(record_id, subject.organization_id, notices)


def _group_rows(rows: Sequence[StatementRow]) -> dict[tuple[str, str], list[StatementRow]]:
    groups: dict[tuple[str, str], list[StatementRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.first_seen_at, row.id)):
        groups[row.kind, str(row.record_id)].append(row)
    return groups
