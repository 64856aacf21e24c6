"""Reads of records: one by its id, and pages of those that meet conditions. They return statements, and touch no connection."""

from collections.abc import Sequence

from db.statements import (
    DETAIL,
    DOCUMENT_TYPE,
    FEATURE,
    NAMED,
    STANDS,
    SUMMARY,
    Condition,
    Order,
    Position,
    Statement,
    StatementWriter,
    match,
    names_of,
    split_after,
    table_of,
)

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
