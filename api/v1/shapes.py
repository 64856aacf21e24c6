"""Which members a record shows: those of its list or of itself, chosen ones, further ones, and its organization."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.contract import records
from api.contract.forms import ENVELOPE
from api.database import Row
from api.editions import Edition, EditionState

MEMBERS: Mapping[str, tuple[records.Members, records.Members]] = {
    "organization": (records.ORGANIZATION, records.ORGANIZATION_RECORD),
    "disposition": (records.DISPOSITION, records.DISPOSITION_RECORD),
    "permit": (records.PERMIT, records.PERMIT_RECORD),
    "labour_case": (records.LABOUR_CASE, records.LABOUR_CASE_RECORD),
}
"""By kind of record: what lists show, and what the single record shows."""

ORGANIZATION = "organization"
"""The value of `include` that adds the organization's own record."""

(_ORGANIZATION_RECORD,) = records.ORGANIZATION_INCLUDED
_OF_ONE_ORGANIZATION = ("disposition", "permit")


def listed_members(kind: str) -> records.Members:
    """The members that a list of this kind shows unless it is asked otherwise."""
    return MEMBERS[kind][0]


def further_members(kind: str) -> records.Members:
    """The members that only the single record shows, and a list where they are asked for."""
    listed, whole = MEMBERS[kind]
    return {name: schema for name, schema in whole.items() if name not in listed and name not in ENVELOPE}


def included_members(kind: str) -> records.Members:
    """The members that `include` alone adds; what else there is keeps its type."""
    return records.ORGANIZATION_INCLUDED if kind in _OF_ONE_ORGANIZATION else {}


def included_words(kind: str, further: bool) -> list[str]:
    """What `include` may name of a list (`further`) or of a single record."""
    return [*(further_members(kind) if further else ()), *([ORGANIZATION] if included_members(kind) else [])]


@dataclass(frozen=True, slots=True)
class Shape:
    """The members that are wanted, in the order of the contract; None where they are the usual ones."""

    names: tuple[str, ...] | None
    needs_detail: bool
    with_organization: bool

    @property
    def is_usual(self) -> bool:
        """Whether the stored document is the answer."""
        return self.names is None and not self.with_organization

    def write(self, row: Row, edition: Edition, state: EditionState) -> bytes:
        """The record as JSON."""
        if self.is_usual:
            return write_summary(row, edition, state)
        return orjson.dumps(self.pick(row, edition, state))

    def pick(self, row: Row, edition: Edition, state: EditionState) -> dict[str, Any]:
        """The record by member."""
        found: dict[str, Any] = orjson.loads(write_summary(row, edition, state))
        if self.needs_detail and row["detail"] is not None:
            found |= orjson.loads(row["detail"])
        if self.names is not None:
            found = {name: found[name] for name in self.names}
        if self.with_organization:
            found[_ORGANIZATION_RECORD] = _read_organization(row, edition, state)
        return found


def choose_shape(kind: str, given: Mapping[str, Any]) -> Shape:
    """The shape of a list that `fields` and `include` ask for; the id is always there."""
    listed, further = listed_members(kind), further_members(kind)
    included = set(given.get("include", ()))
    wanted = {"id", *given.get("fields", listed), *(included - {ORGANIZATION})}
    joined = ORGANIZATION in included
    if wanted == set(listed):
        return Shape(None, False, joined)
    names = tuple(name for name in (*listed, *further) if name in wanted)
    return Shape(names, any(name in further for name in names), joined)


def choose_record_shape(kind: str, given: Mapping[str, Any]) -> Shape:
    """The shape of a single record: whole, unless `fields` names members; the id is always there."""
    joined = ORGANIZATION in given.get("include", ())
    if "fields" not in given:
        return Shape(None, True, joined)
    names = tuple(name for name in (*listed_members(kind), *further_members(kind)) if name in ("id", *given["fields"]))
    return Shape(names, True, joined)


def shown_members(kind: str, shape: Shape) -> records.Members:
    """The schemas of the members that a shape shows."""
    every = listed_members(kind) | further_members(kind)
    shown = listed_members(kind) if shape.names is None else {name: every[name] for name in shape.names}
    return shown | (included_members(kind) if shape.with_organization else {})


def write_record(row: Row, shape: Shape, edition: Edition, state: EditionState) -> bytes:
    """A single record: what its list shows and what only it has, or what `shape` chooses of both."""
    if not shape.is_usual:
        return orjson.dumps(shape.pick(row, edition, state))
    detail = b"" if row["detail"] is None else b"," + row["detail"][1:-1]
    seen = state.last_seen(edition, row["sources"], row["last_seen_at"])
    return b"%b%b%b}" % (row["summary"][:-1], detail, seen)


def write_summary(row: Row, edition: Edition, state: EditionState) -> bytes:
    """A record as lists show it."""
    seen = state.last_seen(edition, row["sources"], row["last_seen_at"])
    return b"%b%b}" % (row["summary"][:-1], seen)


def _read_organization(row: Row, edition: Edition, state: EditionState) -> dict[str, Any]:
    seen = state.last_seen(edition, row["organization_sources"], row["organization_last_seen_at"])
    found: dict[str, Any] = orjson.loads(b"%b%b}" % (row["organization_summary"][:-1], seen))
    return found
