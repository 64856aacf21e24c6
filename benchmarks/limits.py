"""The statements that our API itself sends for the questions of the benchmark, for PostgreSQL alone to run."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from api.editions import Edition, EditionState
from api.v1.collections import COLLECTIONS
from api.v1.questions import read_question
from benchmarks.peers.questions import Samples, ask_ours
from db.queries import Statement, select_page, select_record

_EDITION = 1_000_000  # beyond any: the newest
_LISTS = ("list of 50", "bbox, 500 as JSON", *(f"{size}-character search" for size in (1, 2, 3)))


def list_limits(samples: Samples) -> dict[str, list[str]]:
    """SQL by question, with its values in place."""
    collection = COLLECTIONS["organization"]
    found = {
        "item": [
            write_literals(select_record(kind=collection.kind, record_id=one, edition=_EDITION)) for one in samples.ids
        ]
    }
    questions = ask_ours(samples)
    for name in _LISTS:
        found[name] = [_write_list(path.partition("?")[2]) for path in questions[name].paths]
    return found


def _write_list(query: str) -> str:
    collection = COLLECTIONS["organization"]
    now = datetime.fromisoformat("2026-04-01T00:00:00+00:00")
    edition = Edition(_EDITION, now, date(2026, 4, 1), True, {})
    state = EditionState((edition,), (), now, "")
    question = read_question(collection, query.encode(), state, b"")
    statement = select_page(
        kind=collection.kind,
        edition=_EDITION,
        conditions=question.conditions(),
        order=question.order,
        limit=question.limit + 1,
        count=not question.is_unfiltered,
    )
    return write_literals(statement)


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

