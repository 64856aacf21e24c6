"""Reviewed decisions on identity (db/decisions.csv): which records are of one organization, and which are not.

A line names two ids, of organizations (`org_…`) or statements (`st_…`), and says `same` or `different`:

    different,org_aaaaaaaaaaaaaaaa,org_bbbbbbbbbbbbbbbb,"two cooperatives of one name in one town",maintainer,2026-05-01

`reason` is written for the public and names no person; `reviewed_by` is a role, never a name. Lines take effect
with the next publication and are undone by removing them. An organization's id stands for the statement that
founded it, so a decision keeps its meaning after it was merged. People are never joined by a decision.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, text

DECISIONS = Path(__file__).with_name("decisions.csv")
COLUMNS = ("decision", "one", "other", "reason", "reviewed_by", "reviewed_on")
_WORDS = frozenset(("same", "different"))
_ID = re.compile(r"(?:org|st)_[a-z2-7]{16}")
_FIND = """
SELECT s.id AS name, s.id AS statement, s.block FROM register.statement s WHERE s.id = ANY(:ids)
UNION ALL
SELECT o.id, s.id, s.block FROM register.organization o JOIN register.statement s ON s.id = o.founder
WHERE o.id = ANY(:ids)
"""


class UnreadableDecision(ValueError):
    """A line of the file that cannot be followed; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewed line."""

    decision: str
    one: str
    other: str
    reason: str
    reviewed_by: str
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions as the register knows their statements; ids that it does not hold are passed over.

    `links` are blocks of names that a "same" joins: they are resolved together.
    """

    pairs: Mapping[frozenset[str], str] = field(default_factory=dict)
    links: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_decisions(path: Path | None = None) -> list[Decision]:
    """The decisions of a file, ours by default; raises UnreadableDecision rather than pass one over."""
    path = DECISIONS if path is None else path
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise UnreadableDecision(f"{path.name}: the columns are {','.join(COLUMNS)}")
        decisions = [_read_line(f"{path.name} line {reader.line_num}", row) for row in reader]
    _check_pairs(path.name, decisions)
    return decisions


def _read_line(where: str, row: Mapping[str, str]) -> Decision:
    if None in row or None in row.values() or not all(value.strip() for value in row.values()):
        raise UnreadableDecision(f"{where}: every column is filled, and there is no other")
    if row["decision"] not in _WORDS:
        raise UnreadableDecision(f"{where}: decision is same or different")
    if not (_ID.fullmatch(row["one"]) and _ID.fullmatch(row["other"])) or row["one"] == row["other"]:
        raise UnreadableDecision(f"{where}: one and other are two ids, org_… or st_…")
    try:
        day = date.fromisoformat(row["reviewed_on"])
    except ValueError:
        raise UnreadableDecision(f"{where}: reviewed_on is a day, YYYY-MM-DD") from None
    return Decision(row["decision"], row["one"], row["other"], row["reason"], row["reviewed_by"], day)


def _check_pairs(name: str, decisions: Sequence[Decision]) -> None:
    seen: set[frozenset[str]] = set()
    for decision in decisions:
        pair = frozenset((decision.one, decision.other))
        if pair in seen:
            raise UnreadableDecision(f"{name}: {decision.one} and {decision.other} are decided twice")
        seen.add(pair)


def apply_decisions(connection: Connection, decisions: Sequence[Decision]) -> tuple[Decided, set[str]]:
    """What is decided, and the blocks for which that is news since the last publication.

    The register remembers what was applied, so that a line that was taken out is undone.
    """
    current = {(line.decision, line.one, line.other) for line in decisions}
    rows = connection.execute(text("SELECT decision, one, other FROM register.decision"))
    applied = {(row.decision, row.one, row.other) for row in rows}
    news = current ^ applied
    found = _find_statements(connection, {name for line in current | applied for name in line[1:]})
    if news:
        connection.execute(text("DELETE FROM register.decision"))
        _store(connection, current)
    touched = {found[name][1] for _, *names in news for name in names if name in found}
    return _resolve(current, found), touched


def _find_statements(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = connection.execute(text(_FIND), {"ids": sorted(ids)})
    return {row.name: (row.statement, row.block) for row in rows}


def _store(connection: Connection, lines: Iterable[tuple[str, str, str]]) -> None:
    insert = text("INSERT INTO register.decision (decision, one, other) VALUES (:decision, :one, :other)")
    values = [dict(zip(("decision", "one", "other"), line, strict=True)) for line in sorted(lines)]
    if values:
        connection.execute(insert, values)


def _resolve(lines: Iterable[tuple[str, str, str]], found: Mapping[str, tuple[str, str]]) -> Decided:
    pairs: dict[frozenset[str], str] = {}
    links: dict[str, frozenset[str]] = {}
    for decision, one, other in sorted(lines):
        if one in found and other in found:
            (left, left_block), (right, right_block) = found[one], found[other]
            pairs.setdefault(frozenset((left, right)), decision)  # "different" comes first and wins
            if decision == "same":
                both = links.get(left_block, frozenset()) | links.get(right_block, frozenset())
                both |= {left_block, right_block}
                links |= dict.fromkeys(both, both)
    return Decided(pairs, links)
