"""Municipalities that are gone, and what they are part of today: an address keeps its old name for years."""

import re
from typing import NamedTuple

from japanese.addresses.changes import CHANGES_TABLE, DIVIDED

_COUNTY = re.compile("^.+?郡(?=..)")


class Change(NamedTuple):
    """A former municipality, the date from which it is gone, and those that its area belongs to today."""

    prefecture: str
    former: str
    date: str
    today: tuple[str, ...]

    @property
    def own_name(self) -> str:
        """The former name without its county (郡)."""
        return _COUNTY.sub("", self.former)


def _read_changes() -> dict[tuple[str, str], Change]:
    changes: dict[tuple[str, str], Change] = {}
    for line in CHANGES_TABLE.strip().splitlines():
        date, prefecture, today, _, *former = line.split()
        for name in former:
            known = changes.get((prefecture, name))
            successors = (today,) if known is None else (*known.today, today)
            changes[prefecture, name] = Change(prefecture, name, date, successors)
    return changes


# (prefecture, former name as written with its county) -> the change.
CHANGES: dict[tuple[str, str], Change] = _read_changes()


def find_successor(prefecture: str, former: str, town: str) -> str | None:
    """Today's municipality of a town of a former one, where that is known for certain."""
    for today, towns in DIVIDED.get((prefecture, former), ()):
        if not towns or town in towns.split():
            return today
    change = CHANGES.get((prefecture, former))
    return change.today[0] if change is not None and len(change.today) == 1 else None
