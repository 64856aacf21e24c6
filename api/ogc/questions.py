"""What a list of features is asked: its query read, and the conditions that it puts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.conditions import place_is_in, shape_reaches_into
from api.cursors import Cursor, digest_question, read_cursor
from api.editions import Edition, EditionState
from api.ogc.collections import FeatureCollection, choose_crs, read_order
from api.ogc.comparisons import Comparer
from api.ogc.crs import Crs
from api.ogc.filters import LANGUAGES, write_filter
from api.ogc.times import Days
from api.parameters import BadValue, read_query, write_query
from api.problems import Problem
from api.v1.collections import DEFAULT_LIMIT
from api.v1.questions import choose_edition
from api.values import describe
from db.name_search import contains_name
from db.statements import Condition, Order

_PAGING = frozenset({"limit", "offset", "cursor"})
_NOT_FILTERS = _PAGING | {"f", "crs", "bbox-crs", "filter-crs", "filter-lang", "sortby", "lang"}


@dataclass(frozen=True, slots=True)
class FeatureQuestion:
    """A list's question in one settled wording, with the edition that answers it."""

    collection: FeatureCollection
    given: Mapping[str, Any]
    wording: Mapping[str, str]
    conditions: tuple[Condition, ...]
    reads_documents: bool
    order: Order
    digest: str
    edition: Edition
    cursor: Cursor | None

    @property
    def limit(self) -> int:
        """How many features are wanted."""
        return int(self.given.get("limit", DEFAULT_LIMIT))

    @property
    def offset(self) -> int:
        """How many are left out before them."""
        return int(self.given.get("offset", 0))

    @property
    def crs(self) -> Crs:
        """In which system they are wanted."""
        return choose_crs(self.given.get("crs"))

    @property
    def is_unfiltered(self) -> bool:
        """Whether every feature is asked for."""
        return all(name in _NOT_FILTERS for name in self.given)

    def write_query(self, **changes: str) -> str:
        """The query string of the same question with these parameters instead; an offset never goes with a cursor."""
        return write_query({name: text for name, text in self.wording.items() if name not in ("cursor", "offset")} | changes)

    def write_self(self, **changes: str) -> str:
        """The query string of this very question."""
        return write_query({**self.wording, **changes})


def read_feature_question(
    collection: FeatureCollection, query: bytes, state: EditionState, key: bytes
) -> FeatureQuestion:
    """The question that a query string asks; a Problem where it asks none."""
    given = read_query(query, collection.parameters)
    if "offset" in given and "cursor" in given:
        raise Problem("contradictory-parameters", "offset and cursor exclude each other.", parameter="offset")
    wording = {name: describe(value) for name, value in given.items()}
    comparer = Comparer(collection.queryables, choose_crs(given.get("filter-crs")), of_points=collection.of_records)
    conditions = tuple(_write_conditions(collection, given, comparer))
    compared = [one for name, one in collection.queryables.items() if name in given]
    reads_documents = comparer.reads_documents or any(one.reads_document for one in compared)
    order = read_order(collection, given.get("sortby"))
    asked = {name: text for name, text in wording.items() if name not in _PAGING | {"f", "crs", "lang"}}
    digest = digest_question(f"/ogc/{collection.id}", asked, order)
    cursor = read_cursor(given["cursor"], key, digest, order) if "cursor" in given else None
    edition = choose_edition(given, cursor, state)
    return FeatureQuestion(collection, given, wording, conditions, reads_documents, order, digest, edition, cursor)


def _write_conditions(
    collection: FeatureCollection, given: Mapping[str, Any], comparer: Comparer
) -> Iterator[Condition]:
    for name, value in given.items():
        if name in collection.queryables:
            yield _is_equal(collection, name, value)
    if "q" in given:
        yield contains_name(given["q"])
    if "bbox" in given:
        yield _is_in_box(collection, given)
    if "datetime" in given:
        yield from _is_at(collection, given["datetime"])
    if "filter" in given:
        yield write_filter(given["filter"], given.get("filter-lang", LANGUAGES[0]), comparer)


def _is_equal(collection: FeatureCollection, name: str, value: Any) -> Condition:
    one = collection.queryables[name]
    told = value if one.kind in ("text", "number", "truth") else describe(value)
    try:
        comparer = Comparer(collection.queryables, choose_crs(None), of_points=collection.of_records)
        return comparer.compare_values("=", [{"property": name}, told])
    except Problem:
        raise Problem("invalid-parameter", f"The value of {name} is too long.", parameter=name) from None


def _is_in_box(collection: FeatureCollection, given: Mapping[str, Any]) -> Condition:
    # The same box means the same as in /v1.
    lies_in = place_is_in if collection.of_records else shape_reaches_into
    try:
        return lies_in(choose_crs(given.get("bbox-crs")).read_box(given["bbox"]))
    except BadValue as wrong:
        raise Problem("invalid-parameter", f"The value of bbox {wrong}.", parameter="bbox") from None


def _is_at(collection: FeatureCollection, days: Days) -> Iterator[Condition]:
    # The standard: what has no time of its own matches every time.
    if collection.time is None:
        return
    sql = collection.queryables[collection.time].expression
    ends = [(sign, day) for sign, day in ((">=", days.first), ("<=", days.last)) if day is not None]
    if ends:
        within = " AND ".join(f"{sql} {sign} {{}}" for sign, _ in ends)
        yield Condition(f"({sql} IS NULL OR ({within}))", tuple(day for _, day in ends))
