"""Which revocation (許可の取消し) ended which permit, and the permits that only a revocation tells of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.documents.shapes import StatementRow
from db.identifiers import make_public_id

Rows = Sequence[StatementRow]


@dataclass(slots=True)
class Ended:
    """Notices by the id of the permit they ended; `unlisted` are permits that no register row was ever seen of."""

    listed: dict[str, list[StatementRow]] = field(default_factory=lambda: defaultdict(list))
    unlisted: dict[str, list[StatementRow]] = field(default_factory=dict)

    def aliases(self) -> dict[str, str]:
        """The id that a permit would bear by each notice's number, and the id that it does bear."""
        homes = [*self.listed.items(), *self.unlisted.items()]
        return {make_unlisted_id(row): home for home, rows in homes for row in rows if _number(row) is not None}


def make_unlisted_id(row: StatementRow) -> str:
    """The id of a permit of which this notice is the first word."""
    return make_public_id("permit", row.id)


def find_ended(statements: Rows) -> Ended:
    """The permits of one entity that its revocation notices ended."""
    revocations = _group_notices(statements)
    if not revocations:
        return Ended()
    permits: dict[str, list[StatementRow]] = defaultdict(list)
    for row in statements:
        if row.kind == "permit":
            permits[str(row.record_id)].append(row)
    ended = Ended()
    unlisted: dict[str, list[StatementRow]] = defaultdict(list)
    for notices in revocations:
        number = next((number for row in notices if (number := _number(row)) is not None), None)
        home = _find_permit(permits, notices[0], number)
        if home is not None:
            ended.listed[home] += notices
        elif number is not None:
            unlisted[number] += notices
    for rows in unlisted.values():
        founder = min((row for row in rows if _number(row) is not None), key=lambda row: (row.first_seen_at, row.id))
        ended.unlisted[make_unlisted_id(founder)] = rows
    return ended


def _group_notices(statements: Rows) -> list[list[StatementRow]]:
    """The sources' words on each revocation. People hold no permits; where one seems to, nothing is made of it."""
    groups: dict[str, list[StatementRow]] = defaultdict(list)
    for row in statements:
        told = row.kind == "disposition" and row.facts["kind"] == "permit_revocation"
        if told and not row.is_sole_proprietor:
            groups[str(row.record_id)].append(row)
    return [sorted(rows, key=lambda row: (_number(row) is None, row.first_seen_at, row.id)) for rows in groups.values()]


def _find_permit(permits: Mapping[str, Rows], notice: StatementRow, number: str | None) -> str | None:
    """The permit that the notice ended: the one of its number, else the newest that began before it."""
    numbered = [name for name, rows in permits.items() if number is not None and _number_of(rows) == number]
    if numbered:
        return numbered[0]
    fitting = [
        (str(rows[0].facts["first_permitted_on"]), name)
        for name, rows in permits.items()
        if (number is None or _number_of(rows) is None)
        and rows[0].facts["regime"] == notice.facts["regime"]
        and str(rows[0].facts["first_permitted_on"]) <= notice.facts["issued_on"]
    ]
    return max(fitting)[1] if fitting else None


def _number(row: StatementRow) -> str | None:
    number: str | None = row.facts["permit_number"]
    return number


def _number_of(rows: Rows) -> str | None:
    return next((row.facts["number"] for row in rows if row.facts["number"] is not None), None)
