"""Reads: how many records meet conditions, and what each edition and source tells of itself.

Keyword-only functions that return a statement; they touch no connection.
"""

from collections.abc import Sequence

from db.statements import Condition, Dimension, Statement, StatementWriter, match


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
