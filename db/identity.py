"""Which statements speak of one legal entity: deterministic, explained, never merging on doubt. Pure.

Evidence is weighed in tiers, the strongest first, so that the order of statements does not matter:

1. a reviewed decision (db/decisions.csv);
2. one corporate number, stated by a source or proven by the tax agency's register;
3. one name and one address; 4. one name and one representative (as a keyed digest);
5. one name, written with its form in one place, and one municipality: where no two of them differ in both
   address and representative, and no register lists two of them at two addresses;
6. one name and one notice, for a source that names no place.

Different numbers are never one entity, nor is what a decision calls different. Evidence that points to two
entities at once, such as a name and municipality that two registered corporations share, joins nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from db.clusters import Clusters, Mark

ONE_DAY = timedelta(days=1)
LINKED_ONLY = "labour_case"
"""Labour cases are linked to an organization as possible or confirmed; they never make or join one."""

Decisions = Mapping[frozenset[str], str]
"""Pairs of statement ids, decided "same" or "different"."""

_Keys = Callable[["Trace"], Iterable[Hashable]]


@dataclass(frozen=True, slots=True)
class Trace:
    """What one statement offers for telling entities apart; None or empty where its source is silent.

    `number` is the corporate number that its source states, or that the tax agency's register proves.
    `listed` names the register in which the statement stands now: a register lists an entity once.
    """

    statement_id: str
    block: str
    kind: str
    source: str
    first_run: int
    number: str | None = None
    municipality: str | None = None
    address: str | None = None
    form_position: str | None = None
    representatives: frozenset[str] = frozenset()
    disposition: tuple[str, date] | None = None
    natural_person: bool = False
    listed: str | None = None


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
    is_listed = row["kind"] not in ("disposition", LINKED_ONLY) and row["withdrawn_at"] is None
    return Trace(
        statement_id=row["id"],
        block=row["block"],
        kind=row["kind"],
        source=row["source"],
        first_run=row["first_run"],
        number=keys.get("corporate_number"),
        municipality=keys.get("municipality"),
        address=keys.get("address"),
        form_position=keys.get("form_position"),
        representatives=frozenset(keys.get("representatives", ())),
        disposition=(facts["kind"], date.fromisoformat(issued)) if issued else None,
        natural_person=content["organization"]["grade"] == "sole_proprietor",
        listed=row["source"] if is_listed else None,
    )


def cluster_statements(traces: Iterable[Trace], decisions: Decisions) -> list[Entity]:
    """The entities among statements whose names meet, oldest first; the same whatever their order.

    A natural person's statements are joined only as two sources' words on one notice.
    """
    ordered = sorted((trace for trace in traces if trace.kind != LINKED_ONLY), key=_age)
    if len(ordered) < 2:  # as of most names: there is nothing to tell apart
        return [Entity([trace.statement_id]) for trace in ordered]
    clusters = Clusters([_mark(trace) for trace in ordered])
    _apply_decisions(clusters, ordered, decisions)
    for evidence, keys in _TIERS:
        for bucket in _group(ordered, keys):
            clusters.unite_all(bucket, evidence)
    for bucket in _group(ordered, _place_keys):
        if not _is_anyones(clusters, ordered, bucket):
            clusters.unite_all(bucket, "name_and_municipality")
    _join_notices(clusters, ordered)
    return _write_entities(clusters, ordered)


def _age(trace: Trace) -> tuple[int, str]:
    return trace.first_run, trace.statement_id


def _mark(trace: Trace) -> Mark:
    # Of a person, one source tells one notice once: nothing else may bring two of its notices together.
    told = frozenset((trace.source,)) if trace.natural_person else frozenset()
    return Mark(trace.number, trace.address is not None, bool(trace.representatives), told)


def _apply_decisions(clusters: Clusters, ordered: Sequence[Trace], decisions: Decisions) -> None:
    places = {trace.statement_id: index for index, trace in enumerate(ordered)}
    known = [
        (tuple(sorted(places[name] for name in pair)), decision)
        for pair, decision in decisions.items()
        if len(pair) == 2 and pair <= places.keys()
    ]
    for (one, other), decision in known:
        if decision == "different":
            clusters.keep_apart(one, other)
    for (one, other), decision in sorted(known):
        people = ordered[one].natural_person or ordered[other].natural_person
        if decision == "same" and not people:
            clusters.unite(one, other, "reviewed_decision")


def _number_keys(trace: Trace) -> Iterable[Hashable]:
    return () if trace.number is None else (trace.number,)


def _address_keys(trace: Trace) -> Iterable[Hashable]:
    return () if trace.address is None else ((trace.block, trace.address),)


def _representative_keys(trace: Trace) -> Iterable[Hashable]:
    return ((trace.block, person) for person in sorted(trace.representatives))


def _place_keys(trace: Trace) -> Iterable[Hashable]:
    return () if trace.municipality is None else ((trace.block, trace.municipality, trace.form_position),)


_TIERS: tuple[tuple[str, _Keys], ...] = (
    ("corporate_number", _number_keys),
    ("name_and_address", _address_keys),
    ("name_and_representative", _representative_keys),
)


def _group(ordered: Sequence[Trace], keys: _Keys) -> Iterator[list[int]]:
    """Statements that share a key, in order of age; people's have none."""
    buckets: dict[Hashable, list[int]] = defaultdict(list)
    for index, trace in enumerate(ordered):
        for key in () if trace.natural_person else keys(trace):
            buckets[key].append(index)
    return (bucket for bucket in buckets.values() if len(bucket) > 1)


def _is_anyones(clusters: Clusters, ordered: Sequence[Trace], bucket: Sequence[int]) -> bool:
    """Whether name and municipality point to several entities at once.

    Stronger evidence was weighed before: two clusters that have an address differ in it, and two that have a
    representative differ in that.
    """
    marks = [(root, clusters.mark(root)) for root in clusters.roots(bucket)]
    if sum(mark.has_address and mark.has_representative for _, mark in marks) > 1:
        return True
    placed = {root for root, mark in marks if mark.has_address}
    # A register that shows two addresses of one name on one day shows two entities.
    told = [(ordered[index].listed, clusters.find(index)) for index in bucket]
    listed = {(register, root) for register, root in told if register is not None and root in placed}
    return len({register for register, _ in listed}) < len(listed)


class _Notices:
    """Which statements tell of one notice: same name, kind, and day give or take one."""

    def __init__(self, ordered: Sequence[Trace]) -> None:
        self.ordered = ordered
        self._by_day: dict[tuple[str, str, date], list[int]] = defaultdict(list)
        for index, trace in enumerate(ordered):
            if trace.disposition is not None:
                self._by_day[trace.block, *trace.disposition].append(index)

    def near(self, index: int) -> list[int]:
        """All statements of this one's notice, itself among them; none for what is no notice."""
        trace = self.ordered[index]
        if trace.disposition is None:
            return []
        kind, day = trace.disposition
        days = (day - ONE_DAY, day, day + ONE_DAY)
        found = sorted(other for near in days for other in self._by_day.get((trace.block, kind, near), ()))
        return [other for other in found if self.ordered[other].natural_person == trace.natural_person]

    def told_by(self, index: int, source: str) -> list[int]:
        """Those of them that `source` tells."""
        return [other for other in self.near(index) if self.ordered[other].source == source]


def _join_notices(clusters: Clusters, ordered: Sequence[Trace]) -> None:
    """Join two sources' words on one notice where each is the only one that fits the other."""
    notices = _Notices(ordered)
    adopted: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, trace in enumerate(ordered):
        if trace.natural_person:
            _join_person(clusters, notices, index)
        elif _is_placeless(clusters, ordered, index):
            home = _find_home(clusters, notices, index)
            if home is not None:
                adopted[home, trace.source].append(index)
    for (home, _), indices in adopted.items():
        # Two of one source that fit one notice: one of them is another's, and nobody knows which.
        if len(indices) == 1:
            clusters.unite(home, indices[0], "name_and_notice")


def _join_person(clusters: Clusters, notices: _Notices, index: int) -> None:
    source = notices.ordered[index].source
    for other in notices.near(index):
        teller = notices.ordered[other].source
        if teller != source and notices.told_by(index, teller) == [other] and notices.told_by(other, source) == [index]:
            clusters.unite(index, other, "same_notice")


def _is_placeless(clusters: Clusters, ordered: Sequence[Trace], index: int) -> bool:
    trace = ordered[index]
    silent = trace.address is None and trace.municipality is None
    return trace.disposition is not None and silent and clusters.size(index) == 1


def _find_home(clusters: Clusters, notices: _Notices, index: int) -> int | None:
    """The statement of the one entity that had this notice and of whom its source has not told it yet."""
    source = notices.ordered[index].source
    told = {clusters.find(other) for other in notices.told_by(index, source)}
    homes = {clusters.find(other): other for other in reversed(notices.near(index))}
    fitting = [other for root, other in homes.items() if root not in told]
    return fitting[0] if len(fitting) == 1 else None


def _write_entities(clusters: Clusters, ordered: Sequence[Trace]) -> list[Entity]:
    entities: dict[int, Entity] = defaultdict(lambda: Entity([]))
    for index, trace in enumerate(ordered):
        entities[clusters.find(index)].statements.append(trace.statement_id)
    for one, other, evidence in clusters.edges:
        pair = (ordered[one].statement_id, ordered[other].statement_id)
        entities[clusters.find(one)].same_as.append((*pair, evidence))
    return list(entities.values())
