"""What was published, verbatim, and where: the one shape that travels through the pipelines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from db.vocabulary import Grade


class StatementKind(StrEnum):
    """What a row speaks of; each kind is cleaned by a function of its own."""

    DISPOSITION = "disposition"
    PERMIT = "permit"
    LABOUR_CASE = "labour_case"
    SUPPORT_REGISTRATION = "support_registration"


@dataclass(frozen=True, slots=True)
class Document:
    """A publisher's file as it was fetched. `sha256` names its bytes in the raw store."""

    url: str
    sha256: str
    media_type: str
    retrieved_at: datetime
    label: str = ""


@dataclass(slots=True)
class Party:
    """Whom a row names, in the publisher's own words.

    `representatives` never leaves the pipelines: grading turns it into a keyed digest and drops it.
    `corporate_number` (法人番号) has had its check digit verified.
    """

    name: str
    representatives: str = ""
    address: str = ""
    telephone: str = ""
    declared: Grade | None = None
    corporate_number: str | None = None

    def __reduce__(self) -> tuple[type["Party"], tuple[Any, ...]]:
        """Made again by place: names of fields, set one by one, take twice as long on the way to another process."""
        return Party, _list_party(self)


@dataclass(slots=True)
class Statement:
    """One row: what `source` says in `document` at `locator`.

    `verbatim` holds the publisher's cells by canonical column name; `content` is filled by the pipelines with
    clean values and is what is stored. `key` is the fewest raw fields that tell this row from every other of
    the source. `id` is set by the Unique pipeline.
    """

    source: str
    kind: StatementKind
    document: Document
    locator: Mapping[str, Any]
    key: tuple[str, ...]
    party: Party
    verbatim: dict[str, Any]
    content: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    source_digest: str = ""

    def __reduce__(self) -> tuple[type["Statement"], tuple[Any, ...]]:
        """Made again by place, as its party is."""
        return Statement, _list_statement(self)


_list_party = attrgetter(*(each.name for each in fields(Party)))
_list_statement = attrgetter(*(each.name for each in fields(Statement)))


class Rejected(ValueError):
    """A row that cannot be read: which field, why, and its text (kept in the restricted register only)."""

    def __init__(self, field_name: str, reason: str, text: str = "") -> None:
        super().__init__(f"{field_name}: {reason}")
        self.field_name = field_name
        self.reason = reason
        self.text = text

    def __reduce__(self) -> tuple[type["Rejected"], tuple[str, str, str]]:
        """Made again from its parts in another process; an exception's own way would hand over the message."""
        return Rejected, (self.field_name, self.reason, self.text)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that could not be read: in which file, where, and why."""

    url: str
    locator: Mapping[str, Any]
    refusal: Rejected
