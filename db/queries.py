"""Reads: keyword-only functions that return a statement; they touch no connection.

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
_MOST_ON_A_PAGE = 1_000
_ITEM = f"SELECT {SUMMARY}, {DETAIL}, v.last_seen_at, v.sources::text AS sources"
_PLACE = (
    ", v.precision, v.prefecture, v.municipality, ST_X(v.geometry) AS longitude, ST_Y(v.geometry) AS latitude"
)
_ORGANIZATION = "".join(
    f", (SELECT o.{column} FROM published.version_organization o WHERE o.id = v.organization_id"
    f" AND o.edition_from <= $1 AND o.edition_to > $1) AS {name}"
    for column, name in (
        (f"summary::{DOCUMENT_TYPE}", "organization_summary"),
        ("last_seen_at", "organization_last_seen_at"),
        ("sources::text", "organization_sources"),
    )
)
POINT = "point(ST_X(v.geometry), ST_Y(v.geometry))"
"""The place of a record as the one index of places has it: exact to the last bit, and read without the record."""

STANDS = "v.edition_from <= $1 AND v.edition_to > $1"
"""What makes a version stand in the edition of a statement, whose number is always $1."""

NAMED = "n.edition_from <= $1 AND n.edition_to > $1"
"""What makes a naming stand in it."""


def select_record(*, kind: str, record_id: str, edition: int, organization: bool = False) -> Statement:
    """The one record of this id in that edition: (summary, detail, last_seen_at, sources).

    Where asked for, also its organization's: organization_summary, organization_last_seen_at, organization_sources.
    """
    joined = _ORGANIZATION if organization else ""
    return Statement(f"{_ITEM}{joined} FROM {table_of(kind)} v WHERE v.id = $2 AND {STANDS}", (edition, record_id), True)


def select_survivor(*, record_id: str) -> Statement:
    """The id into which this id was merged: (survivor)."""
    return Statement("SELECT survivor FROM published.alias WHERE id = $1", (record_id,), True)


def select_page(
    *,
    kind: str,
    edition: int,
    conditions: Sequence[Condition],
    order: Order,
    after: Position | None = None,
    limit: int | None,
    count: bool = False,
    detail: bool = False,
    place: bool = False,
    organization: bool = False,
    feature: bool = False,
    offset: int = 0,
    dense: bool = False,
    gather: bool = False,
) -> Statement:
    """`limit` records from `after` on, all where it is None: (summary, last_seen_at, sources, id, sort_value).

    Further columns where asked for: detail; precision, prefecture, municipality, longitude, latitude; total;
    organization_summary, organization_last_seen_at, organization_sources. As `feature`: (feature, id, sort_value), total.
    `dense` where so many match (see `is_dense`) that the next ones are found by walking the list; `gather` where so few
    do, found by an index, that they are gathered first and then put in order.
    """
    writer = StatementWriter(edition)
    columns = FEATURE if feature else f"{SUMMARY}, v.last_seen_at, v.sources::text AS sources"
    columns += f", v.id, v.{order.column} AS sort_value"
    columns += f", {DETAIL}" if detail else ""
    columns += _PLACE if place else ""
    columns += _ORGANIZATION if organization else ""
    # A whole list is walked by its ids however many are wanted: planned once for each number of them.
    walked = not conditions and order.by_id and not (count or offset or limit is None)
    end = ("" if limit is None else f" LIMIT {limit if walked else writer.bind(limit)}")
    end += f" OFFSET {writer.bind(offset)}" if offset else ""
    if gather or (count and after is None):
        return _gather_and_select(kind, conditions, columns, order, after, end, writer, count)
    if dense and conditions and order.by_id and after is not None:
        return _walk_and_check(kind, conditions, columns, order, after, end, writer)
    source = f"FROM {match(kind, conditions, writer)}"
    total = f", (SELECT count(*) {source}) AS total" if count else ""
    end = f"ORDER BY {order.write()}{end}"
    if after is None:
        return Statement(f"SELECT {columns}{total} {source} {end}", writer.values, walked)
    parts = [f"(SELECT {columns}{total} {source} AND {piece} {end})" for piece in split_after(order, after, writer)]
    if len(parts) == 1:
        return Statement(parts[0], writer.values, walked)
    # Each part walks its own stretch of one index; together they are the rest of the list, in order.
    outer = Order("sort_value", order.descending).write("page")
    union = " UNION ALL ".join(parts)
    most = "" if limit is None else f" LIMIT {limit:d}"
    return Statement(f"SELECT * FROM ({union}) AS page ORDER BY {outer}{most}", writer.values)


def is_dense(matching: int | None, records: int) -> bool:
    """Whether of so many records so many match that a page of them is found sooner by walking the list than by an index.

    A walk passes (records / matching) for each that matches, a page has up to a thousand; an index looks up every match.
    """
    return matching is not None and matching * matching > _MOST_ON_A_PAGE * records


def count_records(*, kind: str, edition: int, conditions: Sequence[Condition]) -> Statement:
    """How many records meet the conditions: (total)."""
    writer = StatementWriter(edition)
    return Statement(f"SELECT count(*) AS total FROM {match(kind, conditions, writer)}", writer.values)


def match_records(*, kind: str, edition: int, conditions: Sequence[Condition]) -> Statement:
    """What follows FROM for the records that meet the conditions, as `v`; $1 is the edition. No statement by itself."""
    writer = StatementWriter(edition)
    return Statement(match(kind, conditions, writer), writer.values)


def count_facets(
    *, kind: str, edition: int, conditions: Sequence[Condition], dimensions: Sequence[Dimension]
) -> Statement:
    """How many records that meet the conditions have each value, most first: (facet, value, count)."""
    writer = StatementWriter(edition)
    matching = match(kind, conditions, writer)
    columns = ", ".join(f"{one.sql} AS d{at}" for at, one in enumerate(dimensions))
    counts = [
        f"SELECT {at} AS at, '{one.name}' AS facet, {_spread(one, at)}, count(*) AS count FROM matched GROUP BY value"
        for at, one in enumerate(dimensions)
    ]
    return Statement(
        f"WITH matched AS MATERIALIZED (SELECT {columns} FROM {matching})"
        f" SELECT facet, value, count FROM ({' UNION ALL '.join(counts)}) AS counted"
        " ORDER BY at, count DESC, value NULLS LAST",
        writer.values,
    )


def _spread(dimension: Dimension, at: int) -> str:
    return f"unnest(d{at}) AS value" if dimension.is_list else f"d{at} AS value"


def count_groups(
    *,
    kind: str,
    edition: int,
    conditions: Sequence[Condition],
    dimensions: Sequence[Dimension],
    limit: int,
) -> Statement:
    """How many records, of how many organizations, each combination has: (… dimensions, count, organizations)."""
    writer = StatementWriter(edition)
    matching, _, where = match(kind, conditions, writer).partition(" WHERE ")
    source, columns = [matching], []
    for at, one in enumerate(dimensions):
        if one.is_list:
            source.append(f"CROSS JOIN LATERAL unnest({one.sql}) AS s{at}(value)")
        columns.append(f's{at}.value AS "{one.name}"' if one.is_list else f'{one.sql} AS "{one.name}"')
    places = ", ".join(str(at) for at in range(1, len(dimensions) + 1))
    return Statement(
        f"SELECT {', '.join(columns)}, count(*) AS count, count(DISTINCT v.organization_id) AS organizations"
        f" FROM {' '.join(source)} WHERE {where} GROUP BY {places} ORDER BY {places} LIMIT {writer.bind(limit)}",
        writer.values,
    )


def select_editions(*, after: int) -> Statement:
    """The editions beyond a number, oldest first."""
    return Statement(
        "SELECT number, published_at, observed_on, sample, totals FROM published.edition"
        " WHERE number > $1 ORDER BY number",
        (after,),
    )


def select_sources() -> Statement:
    """Every source with its freshness, then the reference data: (name, status, last_good_at, is_searched)."""
    columns = "name, status::text AS status, last_good_at"
    return Statement(
        f"SELECT {columns}, true AS is_searched FROM published.source UNION ALL"
        f" SELECT {columns}, false FROM published.reference ORDER BY is_searched DESC, name",
        (),
    )


def select_revision() -> Statement:
    """The revision of the schema: (version_num)."""
    return Statement("SELECT version_num FROM published.alembic_version", ())


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


def _walk_and_check(
    kind: str,
    conditions: Sequence[Condition],
    columns: str,
    order: Order,
    after: Position,
    end: str,
    writer: StatementWriter,
) -> Statement:
    (beyond,) = split_after(order, after, writer)
    # A subquery that is neither merged nor sorted: the planner takes any box for a small one, and would look up all in it.
    walk = f"(SELECT v.* FROM {table_of(kind)} v WHERE {STANDS} AND {beyond} ORDER BY {order.write()} OFFSET 0) v"
    named = f"EXISTS (SELECT FROM {names_of(kind)} n WHERE n.id = v.id AND {NAMED} AND {{}} OFFSET 0)"
    checks = [named.format(writer.add(one)) if one.of_names else writer.add(one) for one in conditions]
    return Statement(f"SELECT {columns} FROM {walk} WHERE {' AND '.join(checks)} ORDER BY {order.write()}{end}", writer.values)


def _gather_and_select(
    kind: str,
    conditions: Sequence[Condition],
    columns: str,
    order: Order,
    after: Position | None,
    end: str,
    writer: StatementWriter,
    count: bool,
) -> Statement:
    # What matches is found once: counted, sorted by its keys alone, and only the page's rows are fetched whole.
    matched, joined = _select_keys(kind, conditions, order, after, writer)
    led = bool(conditions) and all(condition.led for condition in conditions)
    return Statement(
        f"WITH matched AS MATERIALIZED ({matched})"
        f" SELECT {columns}{', (SELECT count(*) FROM matched) AS total' if count else ''}"
        f" FROM (SELECT matched.* FROM matched ORDER BY {order.write('matched')}{end}) AS page"
        f" JOIN {table_of(kind)} v ON v.id = page.id AND {joined} ORDER BY {order.write('page')}",
        writer.values,
        led,
    )


def _select_keys(
    kind: str, conditions: Sequence[Condition], order: Order, after: Position | None, writer: StatementWriter
) -> tuple[str, str]:
    """What selects the keys of the records that match, and what beside its id leads from each to the record."""
    if conditions and order.by_id and all(condition.of_names for condition in conditions):
        # Who is found by name has one naming in an edition: the records themselves are not looked at.
        where = [NAMED, *map(writer.add, conditions), *_list_beyond(order, after, writer, "n")]
        return f"SELECT n.id FROM {names_of(kind)} n WHERE {' AND '.join(where)}", STANDS
    # By the primary key, not by where they lie: what an index answers alone need not be looked up to be counted.
    keys = "v.id, v.edition_from" if order.by_id else f"v.id, v.edition_from, v.{order.column}"
    where = [match(kind, conditions, writer), *_list_beyond(order, after, writer)]
    return f"SELECT {keys} FROM {' AND '.join(where)}", "v.edition_from = page.edition_from"


def _list_beyond(order: Order, after: Position | None, writer: StatementWriter, table: str = "v") -> list[str]:
    if after is None:
        return []
    (beyond,) = split_after(order, after, writer, table)
    return [beyond]


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
