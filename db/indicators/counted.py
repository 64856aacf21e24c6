"""Our own counts per year and place: statements over `published`, as `db.queries` writes them."""

from collections.abc import Mapping

from db.statements import Statement
from db.vocabulary import PermitStatus, Role

_STANDS = "v.edition_from <= $1 AND v.edition_to > $1"
_YEAR = "extract(year FROM v.issued_on)::int"
_COUNT = "count(*)::int AS records"
# The whole country counts records of unknown prefecture too, which no place does.
_PLACES = "v.prefecture, grouping(v.prefecture) = 1 AS is_country"

_IN_FORCE = [str(PermitStatus.IN_FORCE), str(PermitStatus.SUSPENDED)]
_SUPERVISORS = [str(Role.SUPERVISING_ORGANIZATION), str(Role.SUPERVISING_SUPPORT_ORGANIZATION)]


def count_dispositions(*, edition: int) -> Statement:
    """Dispositions on record by kind, role, year and place: (kind, role, year, prefecture, is_country, records, plans)."""
    columns = f"v.category AS kind, v.roles[1] AS role, {_YEAR} AS year, {_PLACES}, {_COUNT}"
    plans = "sum((v.summary::json ->> 'plan_count')::int)::int AS plans"
    return Statement(
        f"SELECT {columns}, {plans} FROM published.version_disposition v WHERE {_STANDS}"
        " GROUP BY GROUPING SETS ((1, 2, 3), (1, 2, 3, v.prefecture))",
        (edition,),
    )


def count_labour_cases(*, edition: int) -> Statement:
    """Labour-law cases on record by year and place: (year, prefecture, is_country, records)."""
    return Statement(
        f"SELECT {_YEAR} AS year, {_PLACES}, {_COUNT} FROM published.version_labour_case v WHERE {_STANDS}"
        " GROUP BY GROUPING SETS ((1), (1, v.prefecture))",
        (edition,),
    )


def count_permits(*, edition_of_year: Mapping[int, int]) -> Statement:
    """Permits of supervising organizations in force at the last edition of each year: (role, year, prefecture,
    is_country, records).

    A permit counts for a year only where the list that names it is of that year: what an older list said is
    not known to hold still.
    """
    listed = "left(coalesce(v.summary::json ->> 'listed_as_of', v.updated_at::text), 4)::int"
    return Statement(
        f"SELECT v.roles[1] AS role, y.year, {_PLACES}, {_COUNT}"
        " FROM unnest($1::int[], $2::int[]) AS y(year, edition)"
        " JOIN published.version_permit v ON v.edition_from <= y.edition AND v.edition_to > y.edition"
        f" WHERE v.category = ANY($3::text[]) AND v.roles && $4::text[] AND {listed} = y.year"
        " GROUP BY GROUPING SETS ((1, 2), (1, 2, v.prefecture))",
        (list(edition_of_year), list(edition_of_year.values()), _IN_FORCE, _SUPERVISORS),
    )
