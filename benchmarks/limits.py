"""The statements that our API itself sends for the questions of the benchmark, for PostgreSQL alone to run."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import psycopg

from api.editions import Edition, EditionState
from api.v1.collections import COLLECTIONS
from api.v1.questions import read_question
from benchmarks.peers.questions import Samples, ask_ours
from db.gram_pages import choose_stretch, select_frequent_grams
from db.pages import select_page, select_record
from db.statements import Statement

_EDITION = 1_000_000  # beyond any: the newest
_LISTS = ("list of 50", "bbox, 500 as JSON", *(f"{size}-character search" for size in (1, 2, 3)))


def list_limits(samples: Samples, url: str) -> dict[str, list[str]]:
    """SQL by question, with its values in place; totals that are kept are read from the database."""
    collection = COLLECTIONS["organization"]
    found = {
        "item": [
            write_literals(select_record(kind=collection.kind, record_id=one, edition=_EDITION)) for one in samples.ids
        ]
    }
    questions = ask_ours(samples)
    with psycopg.connect(url) as connection:
        rows = connection.execute(write_literals(select_frequent_grams(edition=_EDITION)).encode()).fetchall()
    frequent = {gram: count for kind, gram, count in rows if kind == collection.kind}
    for name in _LISTS:
        found[name] = [_write_list(path.partition("?")[2], frequent) for path in questions[name].paths]
    return found


def _write_list(query: str, frequent: Mapping[str, int]) -> str:
    collection = COLLECTIONS["organization"]
    now = datetime.fromisoformat("2026-04-01T00:00:00+00:00")
    edition = Edition(_EDITION, now, date(2026, 4, 1), True, {})
    state = EditionState((edition,), (), now, "")
    question = read_question(collection, query.encode(), state, b"")
    conditions = question.conditions()
    counts, gather = not question.is_unfiltered, False
    if len(conditions) == 1 and len(grams := conditions[0].grams) == 1 and grams[0] in frequent:
        stretch = choose_stretch(frequent[grams[0]], question.limit + 1, None)
        conditions += [] if stretch is None else [stretch.condition]
        counts, gather = False, stretch is not None
    page = select_page(
        kind=collection.kind,
        edition=_EDITION,
        conditions=conditions,
        order=question.order,
        limit=question.limit + 1,
        count=counts,
        gather=gather,
    )
    return write_literals(page)


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: lambda value: "'" + value.replace("'", "''") + "'",
    int: str,
    float: str,
    list: lambda value: "ARRAY[" + ", ".join(map(write_value, value)) + "]",
}


def write_value(value: object) -> str:
    """A value as SQL writes it."""
    return _WRITERS[type(value)](value)


def write_literals(statement: Statement) -> str:
    """A statement with its values in place of $1, $2 …, on one line."""
    sql = statement.sql
    for place in range(len(statement.values), 0, -1):
        sql = sql.replace(f"${place}", write_value(statement.values[place - 1]))
    return " ".join(sql.split())

