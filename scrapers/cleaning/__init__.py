"""From verbatim cells to facts: one module for each kind of statement, and one line for each in the table below."""

from collections.abc import Callable
from typing import Any

from scrapers.cleaning.cells import read_day, read_number
from scrapers.cleaning.dispositions import clean_disposition, read_reason
from scrapers.cleaning.permits import clean_permit
from scrapers.cleaning.support import clean_support_registration
from scrapers.items import Statement, StatementKind
from scrapers.labour_cases.facts import clean_labour_case

__all__ = ["clean_statement", "fill_facts", "read_day", "read_number", "read_reason"]

_CLEANERS: dict[StatementKind, Callable[[Statement], dict[str, Any]]] = {
    StatementKind.DISPOSITION: clean_disposition,
    StatementKind.PERMIT: clean_permit,
    StatementKind.LABOUR_CASE: clean_labour_case,
    StatementKind.SUPPORT_REGISTRATION: clean_support_registration,
}


def clean_statement(statement: Statement) -> dict[str, Any]:
    """The facts of a row; raises Rejected with the field and its text where a cell cannot be read."""
    return _CLEANERS[statement.kind](statement)


def fill_facts(clean: Callable[[Statement], dict[str, Any]], statement: Statement) -> None:
    """Fill `content["facts"]` with what `clean` makes of a row."""
    statement.content["facts"] = clean(statement)
