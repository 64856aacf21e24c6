"""Steps that a process beside can take, and how they go wrong there."""

import os
import time

from scrapers.items import Rejected, Statement


def fill(statement: Statement) -> None:
    """What the real steps fill, of nothing but the row's number."""
    statement.id = statement.key[0]
    facts = {"number": statement.key[0], "care": False, "countries": [], "telephone": "", "remarks": None}
    statement.content |= {"facts": facts, "block": "o:架空"}


def hurry(statement: Statement) -> None:
    """Earlier rows take longer: answers come in another order than questions."""
    time.sleep(0.02 / (1 + int(statement.key[0])))


def reject_seventh(statement: Statement) -> None:
    """A row that cannot be read."""
    if statement.key[0] == "7":
        raise Rejected("care", "neither a mark nor a blank", "架空の印")


def fail_at_nine(statement: Statement) -> None:
    """A failure that nobody foresaw, with a message that quotes the row."""
    if statement.key[0] == "9":
        raise ZeroDivisionError(statement.party.name)


def die_at_nine(statement: Statement) -> None:
    """The process is ended from outside."""
    if statement.key[0] == "9":
        os._exit(9)
