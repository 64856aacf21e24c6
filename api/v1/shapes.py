"""Which members a listed record shows: those of lists, chosen ones, or further ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.contract import records
from api.database import Row
from api.editions import Edition, EditionState

MEMBERS: Mapping[str, tuple[records.Members, records.Members]] = {
    "organization": (records.ORGANIZATION, records.ORGANIZATION_RECORD),
    "disposition": (records.DISPOSITION, records.DISPOSITION_RECORD),
    "permit": (records.PERMIT, records.PERMIT_RECORD),
    "labour_case": (records.LABOUR_CASE, records.LABOUR_CASE_RECORD),
}
"""By kind of record: what lists show, and what the single record shows."""


def listed_members(kind: str) -> records.Members:
    """The members that a list of this kind shows unless it is asked otherwise."""
    return MEMBERS[kind][0]


def further_members(kind: str) -> records.Members:
    """The members that only the single record shows, and a list where they are asked for."""
    listed, whole = MEMBERS[kind]
    return {name: schema for name, schema in whole.items() if name not in listed and name != "edition"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The members that are wanted, in the order of the contract; None where it is those of lists."""

    names: tuple[str, ...] | None
    needs_detail: bool

    def write(self, row: Row, edition: Edition, state: EditionState) -> bytes:
        """The record as JSON."""
        if self.names is None:
            return write_summary(row, edition, state)
        return orjson.dumps(self.pick(row, edition, state))

    def pick(self, row: Row, edition: Edition, state: EditionState) -> dict[str, Any]:
        """The record by member."""
        found: dict[str, Any] = orjson.loads(write_summary(row, edition, state))
        if self.needs_detail and row["detail"] is not None:
            found |= orjson.loads(row["detail"])
        return found if self.names is None else {name: found[name] for name in self.names}


def choose_shape(kind: str, given: Mapping[str, Any]) -> Shape:
    """The shape that `fields` and `include` ask for; the id is always there."""
    listed, further = listed_members(kind), further_members(kind)
    wanted = {"id", *given.get("fields", listed), *given.get("include", ())}
    if wanted == set(listed):
        return Shape(None, False)
    names = tuple(name for name in (*listed, *further) if name in wanted)
    return Shape(names, any(name in further for name in names))


def shown_members(kind: str, shape: Shape) -> records.Members:
    """The schemas of the members that a shape shows."""
    every = listed_members(kind) | further_members(kind)
    return listed_members(kind) if shape.names is None else {name: every[name] for name in shape.names}


def write_record(row: Row, edition: Edition, state: EditionState) -> bytes:
    """A single record: the listed members, those that only it has, when it was last seen, and the edition."""
    detail = b"" if row["detail"] is None else b"," + row["detail"][1:-1].encode()
    seen = state.last_seen(edition, row["sources"], row["last_seen_at"])
    return b'%b%b%b,"edition":%b}' % (row["summary"][:-1].encode(), detail, seen, orjson.dumps(edition.describe()))


def write_summary(row: Row, edition: Edition, state: EditionState) -> bytes:
    """A record as lists show it."""
    seen = state.last_seen(edition, row["sources"], row["last_seen_at"])
    return b"%b%b}" % (row["summary"][:-1].encode(), seen)
