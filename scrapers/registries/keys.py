"""By which raw fields a permit of the list is told from every other."""

from collections.abc import Iterable
from contextlib import suppress

from japanese.text import squeeze
from scrapers.cleaning.cells import read_day
from scrapers.identity_keys import read_municipality
from scrapers.items import Rejected
from scrapers.registries.names import mend_address, name_key
from scrapers.registries.rows import RegisterRow

Key = tuple[str, ...]


def write_permit_key(row: RegisterRow, twins: frozenset[Key]) -> Key:
    """Name without status, and day of the first permit; raises Rejected for an unreadable day.

    These two survive what happens to a permit: a move, a renewal, a suspension, a change of class, and the
    list's change of format. The list has no number to rely on, and where a column gives one today it may be
    gone tomorrow. Only `twins`, permits of one name and day, are told apart by their municipality.
    """
    key = _write_key(row)
    return key if key not in twins else (*key, _write_place(row))


def find_twins(rows: Iterable[RegisterRow]) -> frozenset[Key]:
    """The keys that two different organizations of one name share: never where one stands in both lists."""
    alike: dict[Key, list[RegisterRow]] = {}
    for row in rows:
        # A row whose day cannot be read is rejected, and told so, when its statement is made.
        with suppress(Rejected):
            alike.setdefault(_write_key(row), []).append(row)
    return frozenset(key for key, same in alike.items() if len(same) > 1 and len(set(map(_write_place, same))) > 1)


def _write_key(row: RegisterRow) -> Key:
    return name_key(row.text("name")), read_day(row.values, "first_permitted_on")


def _write_place(row: RegisterRow) -> str:
    address = squeeze(row.text("prefecture") + mend_address(row.text("address")))
    return read_municipality(address) or address
