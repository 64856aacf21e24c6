"""The part of the register that may concern some blocks of names: by key, then confirmed by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from db.corporations.keys import lookup_keys
from db.corporations.match import Appearance, Corporation, Registered, write_appearance

# What was deleted, or is not to be found by a search as its publisher says, is nobody's candidate.
_ENTRIES = """
SELECT number, name, municipality, city, street, false AS is_former FROM register.corporation
WHERE {where} AND process <> '99' AND NOT excluded
UNION ALL
SELECT f.number, f.name, f.municipality, f.city, f.street, true
FROM register.corporation_former f JOIN register.corporation c USING (number)
WHERE f.{where} AND c.process <> '99' AND NOT c.excluded
"""
_BY_KEY = _ENTRIES.format(where="key = ANY(:wanted)")
_BY_NUMBER = _ENTRIES.format(where="number = ANY(:wanted)")
_CORPORATIONS = """
SELECT number, name, kana, name_en, municipality, closed_on, successor, assigned_on
FROM register.corporation WHERE number = ANY(:wanted)
"""


def find_registered(connection: Connection, blocks: Iterable[str], stated: Iterable[str]) -> Registered:
    """The corporations that have or had a name of one of `blocks`, and those of the numbers that sources stated."""
    names = {block for block in blocks if block.startswith("o:")}
    keys = sorted({key for block in names for key in lookup_keys(block)})
    found = [*_read(connection, _BY_KEY, keys), *_read(connection, _BY_NUMBER, sorted(map(int, stated)))]
    appearances: dict[str, set[Appearance]] = defaultdict(set)
    for one in found:
        appearances[one.block].add(one)
    kept = {block: sorted(appearances[block], key=_order) for block in names if block in appearances}
    numbers = {one.number for entries in kept.values() for one in entries} | set(stated)
    return Registered(_read_corporations(connection, numbers), kept)


def find_other_blocks(connection: Connection, numbers: Iterable[str]) -> dict[str, set[str]]:
    """For each number the blocks of all names that its corporation has or had."""
    blocks: dict[str, set[str]] = defaultdict(set)
    for one in _read(connection, _BY_NUMBER, sorted(map(int, numbers))):
        blocks[one.number].add(one.block)
    return blocks


def _read(connection: Connection, query: str, wanted: Sequence[Any]) -> list[Appearance]:
    rows = connection.execute(text(query), {"wanted": wanted}) if wanted else ()
    return [
        write_appearance(str(row.number), row.name, (row.municipality or "")[:2], _place(row), row.is_former)
        for row in rows
    ]


def _place(row: Any) -> str:
    return f"{row.city or ''}{row.street or ''}"


def _order(one: Appearance) -> tuple[str, bool, str, str]:
    return one.number, one.is_former, one.municipality or "", one.address or ""


def _read_corporations(connection: Connection, numbers: Iterable[str]) -> Mapping[str, Corporation]:
    rows = connection.execute(text(_CORPORATIONS), {"wanted": sorted(map(int, numbers))})
    return {
        str(row.number): Corporation(
            str(row.number), row.name, row.kana, row.name_en, row.municipality, row.closed_on,
            None if row.successor is None else str(row.successor), row.assigned_on,
        )
        for row in rows
    }  # fmt: skip
