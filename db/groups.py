"""Loading groups: the names that are resolved together, with their statements and what the register says of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, text

from db.blocks import Group, Row
from db.corporations.files import holds_corporations, prepare_keys
from db.corporations.lookup import find_other_blocks, find_registered
from db.corporations.match import Corporation, Match, Registered, match_statement
from db.decisions import Decided, apply_decisions, read_decisions
from db.identity import LINKED_ONLY
from db.lines import write_array

_LOAD = """
SELECT s.id, s.source, s.kind, s.block, s.record_id, s.organization_id, s.content::text, s.locator::text,
       s.first_run, s.first_seen_at, coalesce(s.last_seen_at, s.first_seen_at) AS last_seen_at, s.withdrawn_at,
       d.url, d.sha256, d.media_type, d.retrieved_at
FROM register.statement s JOIN register.document d ON d.id = s.document_id
WHERE s.block = ANY(CAST(:blocks AS text[])) ORDER BY s.block, s.first_run, s.id
"""
_STATED = """
SELECT DISTINCT block FROM register.statement WHERE content #>> '{identity,corporate_number}' = ANY(:numbers)
"""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What identities are decided by, besides the statements: reviewed decisions, and whether numbers are loaded."""

    decided: Decided = field(default_factory=Decided)
    has_numbers: bool = False


@dataclass(slots=True)
class _Loaded:
    """What was loaded so far, and how its names hang together."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    matches: dict[str, Match] = field(default_factory=dict)
    corporations: dict[str, Corporation] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def prepare_grounds(connection: Connection) -> tuple[Grounds, set[str]]:
    """What identities are decided by today, and the blocks for which that is news."""
    prepare_keys(connection)
    decided, touched = apply_decisions(connection, read_decisions())
    return Grounds(decided, holds_corporations(connection)), touched


def load_groups(connection: Connection, names: Iterable[str], grounds: Grounds) -> list[Group]:
    """The groups to which these names belong, each once."""
    wanted = set(names)
    loaded, pending = _Loaded(), set(wanted)
    while pending:
        _load(connection, loaded, pending, grounds)
        pending = _find_linked(connection, loaded, pending, grounds) - loaded.rows.keys()
    groups = _gather(loaded, grounds.decided)
    return [_make_group(loaded, group, grounds) for group in groups if not wanted.isdisjoint(group)]


def _load(connection: Connection, loaded: _Loaded, names: set[str], grounds: Grounds) -> None:
    loaded.rows |= {name: [] for name in names}
    found = connection.execute(text(_LOAD), {"blocks": write_array(sorted(names))})
    columns = tuple(found.keys())
    # Two rows of a file share most of their words: what is one object is sent once to those who draft.
    same: dict[Any, Any] = {}
    rows = [dict(zip(columns, [same.setdefault(value, value) for value in row], strict=True)) for row in found.all()]
    contents = [orjson.loads(row["content"]) for row in rows]
    registered = Registered(is_loaded=grounds.has_numbers)
    if grounds.has_numbers:
        stated = {number for content in contents if (number := content["identity"].get("corporate_number"))}
        registered = find_registered(connection, {row["block"] for row in rows}, stated)
        loaded.corporations |= registered.corporations
    for row, content in zip(rows, contents, strict=True):
        loaded.rows[row["block"]].append(row)
        match = loaded.matches[row["id"]] = match_statement({**row, "content": content}, registered)
        # A labour case is only linked: its number joins no names.
        if match.number is not None and row["kind"] != LINKED_ONLY:
            loaded.numbers[match.number].add(row["block"])


def _find_linked(connection: Connection, loaded: _Loaded, names: set[str], grounds: Grounds) -> set[str]:
    """Names that a decision, or a number that was just met, joins to these."""
    linked = {name for known in names for name in grounds.decided.links.get(known, ())}
    numbers = {number for number, blocks in loaded.numbers.items() if blocks & names}
    if numbers:
        linked |= set(connection.scalars(text(_STATED), {"numbers": sorted(numbers)}))
    if numbers and grounds.has_numbers:
        linked |= {name for blocks in find_other_blocks(connection, numbers).values() for name in blocks}
    return linked


def _gather(loaded: _Loaded, decided: Decided) -> list[set[str]]:
    """The names in groups: those of one number together, and those that a decision links."""
    home = {name: {name} for name in loaded.rows}
    for joined in (*loaded.numbers.values(), *decided.links.values()):
        group = set().union(*(home[name] for name in joined if name in home))
        home |= dict.fromkeys(group, group)
    return sorted({min(group): group for group in home.values()}.values(), key=min)


def _make_group(loaded: _Loaded, names: set[str], grounds: Grounds) -> Group:
    rows = tuple(row for name in sorted(names) for row in loaded.rows[name])
    matches = {row["id"]: loaded.matches[row["id"]] for row in rows}
    return Group(tuple(sorted(names)), rows, loaded.corporations, matches, grounds.decided.pairs)
