"""The shapes that the documents are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from db.naming import Naming


class StatementRow(NamedTuple):
    """One stored statement with the document it was read from."""

    id: str
    source: str
    kind: str
    record_id: str | None
    content: Mapping[str, Any]
    locator: Mapping[str, Any]
    url: str
    sha256: str
    media_type: str
    retrieved_at: datetime
    first_seen_at: datetime
    last_seen_at: datetime
    withdrawn_at: datetime | None

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the row states, by kind of statement."""
        facts: Mapping[str, Any] = self.content["facts"]
        return facts

    @property
    def organization(self) -> Mapping[str, Any]:
        """How the row names its party."""
        organization: Mapping[str, Any] = self.content["organization"]
        return organization

    @property
    def place(self) -> Mapping[str, Any]:
        """Where the row places its party."""
        place: Mapping[str, Any] = self.content["place"]
        return place

    @property
    def is_sole_proprietor(self) -> bool:
        """Whether the party is a natural person, or may be one."""
        return bool(self.organization["grade"] == "sole_proprietor")


@dataclass(frozen=True, slots=True)
class Subject:
    """One legal entity as published: its id, its statements, and what joins and surrounds them."""

    organization_id: str
    statements: tuple[StatementRow, ...]
    same_as: tuple[tuple[str, str, str], ...] = ()
    links: tuple[Mapping[str, Any], ...] = ()
    corporation: Mapping[str, Any] | None = None


@dataclass(slots=True)
class PublicRecord:
    """A public record: the document lists show, what the single record adds, and the columns of `version`.

    `naming` is by what it is found by name: None where any source tells of a natural person.
    """

    kind: str
    id: str
    summary: dict[str, Any]
    detail: dict[str, Any]
    columns: dict[str, Any] = field(default_factory=dict)
    naming: Naming | None = None


def years_before(day: date, years: int) -> date:
    """The same day `years` years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
