"""Which statements speak of one legal entity: deterministic, explained, never merging on doubt. Pure.

Statements meet here only inside a block (same name core and legal form), so a name always agrees already;
what decides is the place, the representative (as a keyed digest) or a number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

ONE_DAY = timedelta(days=1)
LINKED_ONLY = "labour_case"
"""Labour cases are linked to an organization as possible or confirmed; they never make or join one."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What one statement offers for telling entities apart; None or empty where its source is silent."""

    statement_id: str
    kind: str
    source: str
    first_run: int
    corporate_number: str | None
    municipality: str | None
    address: str | None
    form_position: str | None
    representatives: frozenset[str]
    disposition: tuple[str, date] | None
    natural_person: bool
    organization_id: str | None


@dataclass(slots=True)
class Entity:
    """Statements found to be of one entity, and why (`same_as`: pairs of statement ids with the evidence)."""

    statements: list[str]
    same_as: list[tuple[str, str, str]] = field(default_factory=list)


def trace_statement(row: Mapping[str, Any]) -> Trace:
    """The trace of a stored statement (a row of `register.statement`)."""
    content = row["content"]
    keys, facts = content["identity"], content["facts"]
    issued = facts.get("issued_on") if row["kind"] == "disposition" else None
    return Trace(
        statement_id=row["id"],
        kind=row["kind"],
        source=row["source"],
        first_run=row["first_run"],
        corporate_number=keys.get("corporate_number"),
        municipality=keys.get("municipality"),
        address=keys.get("address"),
        form_position=keys.get("form_position"),
        representatives=frozenset(keys.get("representatives", ())),
        disposition=(facts["kind"], date.fromisoformat(issued)) if issued else None,
        natural_person=content["organization"]["grade"] == "sole_proprietor",
        organization_id=row["organization_id"],
    )


def explain_sameness(one: Trace, other: Trace) -> str | None:
    """Why two statements of one block are of one entity; None where nothing says so."""
    if one.natural_person or other.natural_person:
        return _same_notice(one, other)
    if one.corporate_number and other.corporate_number:
        return "corporate_number" if one.corporate_number == other.corporate_number else None
    if one.address and one.address == other.address:
        return "name_and_address"
    if one.representatives & other.representatives:
        return "name_and_representative"
    if one.municipality and one.municipality == other.municipality and one.form_position == other.form_position:
        return "name_and_municipality"
    return None


def _same_notice(one: Trace, other: Trace) -> str | None:
    # People are never followed from notice to notice: only two sources' words on one notice are joined.
    if one.natural_person and other.natural_person and one.source != other.source and _one_notice(one, other):
        return "same_notice"
    return None


def _one_notice(one: Trace, other: Trace) -> bool:
    if one.disposition is None or other.disposition is None:
        return False
    same_kind = one.disposition[0] == other.disposition[0]
    return same_kind and abs(one.disposition[1] - other.disposition[1]) <= ONE_DAY


def cluster_statements(traces: Sequence[Trace], decisions: Mapping[frozenset[str], str]) -> list[Entity]:
    """The entities of one block; `decisions` maps a pair of statement ids to "same" or "different".

    A pair decided "different" keeps its two entities apart whatever else agrees.
    """
    ordered = sorted((trace for trace in traces if trace.kind != LINKED_ONLY), key=_age)
    entities = [Entity([trace.statement_id]) for trace in ordered]
    by_id = {trace.statement_id: trace for trace in ordered}
    for one, other in combinations(ordered, 2):
        evidence = _decide(one, other, decisions)
        if evidence is not None:
            _unite(entities, one, other, evidence, by_id, decisions)
    for trace in ordered:
        _adopt_notice(entities, trace, by_id, decisions)
    return entities


def _decide(one: Trace, other: Trace, decisions: Mapping[frozenset[str], str]) -> str | None:
    decided = decisions.get(frozenset((one.statement_id, other.statement_id)))
    if decided is not None:
        return "reviewed_decision" if decided == "same" else None
    return explain_sameness(one, other)


def _age(trace: Trace) -> tuple[int, str]:
    return trace.first_run, trace.statement_id


def _find(entities: list[Entity], trace: Trace) -> Entity:
    return next(entity for entity in entities if trace.statement_id in entity.statements)


def _unite(
    entities: list[Entity],
    one: Trace,
    other: Trace,
    evidence: str,
    by_id: Mapping[str, Trace],
    decisions: Mapping[frozenset[str], str],
) -> None:
    first, second = _find(entities, one), _find(entities, other)
    if first is second or _contradict(first, second, by_id, decisions):
        return
    first.statements += second.statements
    first.same_as += [*second.same_as, (one.statement_id, other.statement_id, evidence)]
    entities.remove(second)


def _contradict(
    first: Entity, second: Entity, by_id: Mapping[str, Trace], decisions: Mapping[frozenset[str], str]
) -> bool:
    # A chain of agreements must not bridge two entities that a number or a reviewed decision keeps apart.
    for left in first.statements:
        for right in second.statements:
            if decisions.get(frozenset((left, right))) == "different":
                return True
            numbers = {by_id[left].corporate_number, by_id[right].corporate_number} - {None}
            if len(numbers) == 2:
                return True
    return False


def _adopt_notice(
    entities: list[Entity],
    trace: Trace,
    by_id: Mapping[str, Trace],
    decisions: Mapping[frozenset[str], str],
) -> None:
    """A notice that names no place joins the one entity of its block that had that notice, if only one had."""
    home = _find(entities, trace)
    if trace.disposition is None or trace.address or trace.natural_person or len(home.statements) > 1:
        return
    fitting = [
        entity
        for entity in entities
        if entity is not home
        and any(by_id[other].source != trace.source and _one_notice(trace, by_id[other]) for other in entity.statements)
    ]
    if len(fitting) == 1:
        other = next(by_id[name] for name in fitting[0].statements if _one_notice(trace, by_id[name]))
        _unite(entities, other, trace, "name_and_notice", by_id, decisions)
