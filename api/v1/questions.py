"""What a list is asked: the query read against the collection, and the conditions that it puts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.conditions import is_near
from api.cursors import Cursor, digest_question, read_cursor
from api.editions import Edition, EditionState
from api.filters import DEFAULT_RADIUS, FILTERS
from api.formats import FORMS, JSON
from api.parameters import read_query, write_query
from api.problems import Problem
from api.v1.collections import COLLECTIONS, DEFAULT_LIMIT, ORDERS, Collection
from api.values import describe
from db.statements import Condition, Order, Position

_PAGING = frozenset({"limit", "cursor", "count"})
_SHAPE = frozenset({"fields", "include", "facet", "lang"})
_UNASKED = _PAGING | _SHAPE
_NOT_FILTERS = _UNASKED | {"sort", "as_of"}
_PARAMETERS = {
    (kind, form): collection.parameters(form) for kind, collection in COLLECTIONS.items() for form in FORMS
}


@dataclass(frozen=True, slots=True)
class Question:
    """A list's question in one settled wording, with the edition that answers it."""

    collection: Collection
    given: Mapping[str, Any]
    wording: Mapping[str, str]
    order: Order
    edition: Edition
    cursor: Cursor | None

    @property
    def digest(self) -> str:
        """What a cursor of this question bears."""
        return _digest(self.collection, self.wording, self.order)

    @property
    def limit(self) -> int:
        """How many records are wanted."""
        return int(self.given.get("limit", DEFAULT_LIMIT))

    @property
    def wants_total(self) -> bool:
        """Whether the total is to be told."""
        return bool(self.given.get("count") != "none")

    @property
    def position(self) -> Position | None:
        """After which record the page begins."""
        return None if self.cursor is None else self.cursor.position

    @property
    def is_unfiltered(self) -> bool:
        """Whether every record of the kind is asked for."""
        return all(name in _NOT_FILTERS for name in self.given)

    def conditions(self) -> list[Condition]:
        """The conditions that the filters put."""
        return write_conditions(self.collection, self.given)

    def write_query(self, cursor: str) -> str:
        """The query string of the page at `cursor`."""
        return write_query({**self.wording, "cursor": cursor})


def read_question(
    collection: Collection, query: bytes, state: EditionState, key: bytes, form: str = JSON
) -> Question:
    """The question that a query string asks; a Problem where it asks none."""
    given = read_query(query, _PARAMETERS[collection.kind, form])
    check_together(given)
    wording = {name: describe(value) for name, value in given.items()}
    order = ORDERS[given.get("sort", collection.default_order)]
    # Most pages neither follow another nor are followed: what a cursor bears is worked out where there is one.
    cursor = read_cursor(given["cursor"], key, _digest(collection, wording, order), order) if "cursor" in given else None
    return Question(collection, given, wording, order, choose_edition(given, cursor, state), cursor)


def _digest(collection: Collection, wording: Mapping[str, str], order: Order) -> str:
    asked = {name: value for name, value in wording.items() if name not in _UNASKED}
    return digest_question(collection.path, asked, order)


def choose_edition(given: Mapping[str, Any], cursor: Cursor | None, state: EditionState) -> Edition:
    """The edition that answers a list: that of the cursor, else of the day asked for, else the one that is public now."""
    if cursor is not None:
        return state.find(cursor.edition, cursor.published_at)
    return state.at_day(given.get("as_of"))


def check_together(given: Mapping[str, Any]) -> None:
    """Refuse values that contradict each other."""
    if "radius_m" in given and "near" not in given:
        raise Problem("contradictory-parameters", "radius_m needs near.", parameter="radius_m")
    earliest, latest = given.get("issued_from"), given.get("issued_to")
    if earliest is not None and latest is not None and earliest > latest:
        detail = "issued_from is later than issued_to."
        raise Problem("contradictory-parameters", detail, parameter="issued_from")


def write_conditions(collection: Collection, given: Mapping[str, Any]) -> list[Condition]:
    """The conditions of the given filters, those asked of dispositions gathered into one."""
    found = [_write_condition(name, given) for name in given if name in collection.filters]
    for names, ask in ((collection.by_disposition, _any_disposition), (collection.by_organization, _organization_is)):
        conditions = [_write_condition(name, given) for name in given if name in names]
        if conditions:
            found.append(ask(collection.owner, [one for one in conditions if one is not None]))
    return [condition for condition in found if condition is not None]


def _write_condition(name: str, given: Mapping[str, Any]) -> Condition | None:
    if name == "near":
        return is_near(given["near"], given.get("radius_m", DEFAULT_RADIUS))
    write = FILTERS[name].condition
    return None if write is None else write(given[name])


def _any_disposition(owner: str, conditions: list[Condition]) -> Condition:
    # One and the same disposition must meet them all.
    return _ask_elsewhere(owner, "SELECT v.organization_id FROM published.version_disposition", conditions)


def _organization_is(owner: str, conditions: list[Condition]) -> Condition:
    return _ask_elsewhere(owner, "SELECT v.id FROM published.version_organization", conditions)


def _ask_elsewhere(owner: str, select: str, conditions: list[Condition]) -> Condition:
    # Inside, `v` is the other record.
    where = " AND ".join(condition.sql for condition in conditions)
    standing = "v.edition_from <= {edition} AND v.edition_to > {edition}"
    sql = f"v.{owner} IN ({select} v WHERE {standing} AND {where})"
    return Condition(sql, tuple(value for condition in conditions for value in condition.values))
