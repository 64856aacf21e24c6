"""Published labour-law cases (労働基準関係法令違反に係る公表事案): never a disposition under the Act."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.documents.parts import (
    name_party,
    place_columns,
    public_name,
    write_clock,
    write_evidence,
    write_place,
)
from db.documents.shapes import PublicRecord, StatementRow


def build_labour_case(row: StatementRow, links: Sequence[Mapping[str, Any]]) -> PublicRecord | None:
    """The case that `row` states, outcomes first; None for a natural person's withdrawn case.

    After the publisher withdrew it, a legal person's case keeps its date, laws and place and loses its story.
    """
    facts, hidden, gone = row.facts, row.is_sole_proprietor, row.withdrawn_at is not None
    if hidden and gone:
        return None
    quiet = hidden or gone
    life, life_columns = write_clock([row])
    summary = {
        "id": row.record_id,
        "outcomes": facts["outcomes"],
        "employer": {"name": public_name(row), "grade": row.organization["grade"]},
        "organizations": [] if hidden else [dict(link) for link in links],
        "bureau": facts["bureau"],
        "announced_on": facts["announced_on"],
        "announced_on_text": facts["announced_on_text"],
        "laws": facts["laws"],
        "violations": facts["violations"],
        "summary": None if quiet else facts["summary"],
        "place": write_place(row.place),
        "evidence": [write_evidence(row)],
        **life,
    }
    columns = {
        **life_columns,
        **place_columns(row.place),
        "organization_id": _find_confirmed(summary["organizations"]),
        "issued_on": date.fromisoformat(facts["announced_on"]) if facts["announced_on"] else None,
        "violations": facts["violations"],
        "authorities": ["labour_bureau"],
        "roles": ["employer"],
    }
    return PublicRecord("labour_case", str(row.record_id), summary, {}, columns, name_party([row]))


def _find_confirmed(links: Sequence[Mapping[str, Any]]) -> str | None:
    """The organization that the case is known to concern: what is only possible is no answer to a filter."""
    confirmed = [str(link["id"]) for link in links if link["status"] == "confirmed"]
    return confirmed[0] if len(confirmed) == 1 else None
