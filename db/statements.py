"""What statements are made of: values in their places, conditions, orders, and the tables that they read. Pure.

They read `published` and nothing else. A record stands in edition E where edition_from <= E < edition_to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.models import RECORD_KINDS


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with $1, $2 … and the values for them.

    `keyed`: it looks records up by a key, or by what an index leads to, so that one plan is right whatever the values are.
    """

    sql: str
    values: tuple[object, ...]
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of a WHERE clause on version `v`: each `{}` takes one of `values`, `{edition}` the edition.

    `of_names` says that it is on the record's naming, `n`, and on nothing else. `grams` are entries of the column of that
    name, where the condition asks for one of them and for no more. `led` says that an index leads to what meets it, and
    that nothing is gained by planning anew for other values.
    """

    sql: str
    values: tuple[object, ...] = ()
    grams: tuple[str, ...] = ()
    led: bool = False
    of_names: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """By which column a list is sorted; ties go by id, and rows without a value come last."""

    column: str
    descending: bool = False
    nullable: bool = False

    @property
    def by_id(self) -> bool:
        """Whether the id alone decides."""
        return self.column == "id"

    def write(self, table: str = "v") -> str:
        """The ORDER BY clause."""
        direction = " DESC" if self.descending else ""
        if self.by_id:
            return f"{table}.id{direction}"
        return f"{table}.{self.column}{direction} NULLS LAST, {table}.id"


@dataclass(frozen=True, slots=True)
class Position:
    """The last row of the page before: its value in the order's column, and its id."""

    value: object
    id: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """What records are counted by: an expression on version `v`; of a list, each of its values counts."""

    name: str
    sql: str
    is_list: bool = False


DOCUMENT_TYPE = "bpchar"
"""The type as which documents are asked for: text by another name, which costs nothing and which no column of ours has.

By it a session tells what goes on to the client as it is: to read that as text and to write it as bytes again took long.
"""

SUMMARY, DETAIL, FEATURE = (f"v.{column}::{DOCUMENT_TYPE} AS {column}" for column in ("summary", "detail", "feature"))
"""The documents of a version as columns of an answer."""

EVERY_ID = Order("id")
POINT = "point(ST_X(v.geometry), ST_Y(v.geometry))"
"""The place of a record as the one index of places has it: exact to the last bit, and read without the record."""

STANDS = "v.edition_from <= $1 AND v.edition_to > $1"
"""What makes a version stand in the edition of a statement, whose number is always $1."""

NAMED = "n.edition_from <= $1 AND n.edition_to > $1"
"""What makes a naming stand in it."""


class StatementWriter:
    """Numbers the values of a statement; $1 is the edition."""

    def __init__(self, edition: int) -> None:
        self._values: list[object] = [edition]

    def bind(self, value: object) -> str:
        """The place of one more value in the statement."""
        self._values.append(value)
        return f"${len(self._values)}"

    def add(self, condition: Condition) -> str:
        """A condition with its values in their places."""
        return condition.sql.format(*map(self.bind, condition.values), edition="$1")

    @property
    def values(self) -> tuple[object, ...]:
        """The values, in order."""
        return tuple(self._values)


def match(kind: str, conditions: Sequence[Condition], writer: StatementWriter) -> str:
    """What follows FROM for the records that meet the conditions, as `v`; their namings, where any asks for names, as `n`."""
    where = [STANDS, *map(writer.add, conditions)]
    source = f"{table_of(kind)} v"
    if any(condition.of_names for condition in conditions):
        source, where = f"{names_of(kind)} n JOIN {source} ON v.id = n.id", [NAMED, *where]
    return f"{source} WHERE {' AND '.join(where)}"


def split_after(order: Order, after: Position, writer: StatementWriter, table: str = "v") -> list[str]:
    """What lies beyond a position, as conditions that follow each other in the list's order."""
    beyond = "<" if order.descending else ">"
    last_id = writer.bind(after.id)
    if order.by_id:
        return [f"{table}.id {beyond} {last_id}"]
    column = f"{table}.{order.column}"
    if after.value is None:
        return [f"{column} IS NULL AND {table}.id > {last_id}"]
    value = writer.bind(after.value)
    parts = [f"{column} = {value} AND {table}.id > {last_id}", f"{column} {beyond} {value}"]
    return [*parts, f"{column} IS NULL"] if order.nullable else parts


def table_of(kind: str) -> str:
    """The table that holds the records of one kind."""
    return f"published.version_{_check_kind(kind)}"


def names_of(kind: str) -> str:
    """The table that holds by what names the records of one kind are found."""
    return f"published.naming_{_check_kind(kind)}"


def _check_kind(kind: str) -> str:
    # The partition itself: the planner need not look at the others.
    if kind not in RECORD_KINDS:
        raise ValueError(f"{kind} is not a kind of record")
    return kind
