"""The telephone numbers in a cell, as digits."""

import re
from collections.abc import Iterable

from japanese.numbers import normalize_telephone
from scrapers.registries.rows import RegisterRow
from scrapers.tables.grid import Value

# One number as nearly all are written: nothing of it needs mending.
_PLAIN = re.compile("0[1-9](?:-?[0-9]){8,9}")
_BETWEEN = re.compile(r"[\r\n、，,､;；/／]+|(?=FAX|ＦＡＸ|ファックス|ファクス)", re.IGNORECASE)
_FAX = re.compile("FAX|ＦＡＸ|ファックス|ファクス", re.IGNORECASE)


def read_telephones(value: Value | None) -> list[str]:
    """Every telephone number of a cell, digits only; a number that lost its leading 0 gets it back.

    Facsimile numbers and words are left out.
    """
    if value is None:
        return []
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return [value.replace("-", "")]
    parts = _BETWEEN.split(value) if isinstance(value, str) else [value]
    found = (normalize_telephone(part) for part in parts if not (isinstance(part, str) and _FAX.search(part)))
    return list(dict.fromkeys(number for number in found if number is not None))


def list_unread_telephones(rows: Iterable[RegisterRow]) -> list[str]:
    """A sentence where cells hold something that is no telephone number."""
    unread = [row for row in rows if row.text("telephone") and not read_telephones(row.values["telephone"])]
    return [f"{len(unread)} telephone cells hold no telephone number: left out"] if unread else []
