"""Identity is the same in any order, and what a number or a decision keeps apart stays apart."""

from datetime import date
from itertools import combinations
from math import prod
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from db.identity import Entity, Trace, cluster_statements

DAYS = [date(2025, 6, day) for day in (1, 2, 20)]


FIELDS: dict[str, tuple[Any, ...]] = {
    "block": ("o:a", "o:b"),
    "kind": ("disposition", "permit"),
    "source": ("one", "two", "three"),
    "first_run": (1, 2, 3),
    "number": (None, "1", "2"),
    "municipality": (None, "38今治市", "13府中市"),
    "address": (None, "x1", "y2"),
    "form_position": ("front", "behind"),
    "representatives": (frozenset(), frozenset("p"), frozenset("q"), frozenset("pq")),
    "disposition": (None, *(("plan_revocation", day) for day in DAYS)),
    "natural_person": (False, False, False, True),
    "listed": (None, "registry"),
}


def read_trace(place: int, choice: int) -> Trace:
    """The trace that a number stands for: statements have few things to differ in, and so much in common."""
    told = {}
    for name, values in FIELDS.items():
        choice, at = divmod(choice, len(values))
        told[name] = values[at]
    return Trace(statement_id=f"st{place}", **told)


MANY = prod(len(values) for values in FIELDS.values())
TRACES = st.lists(st.integers(0, MANY - 1), min_size=2, max_size=9).map(
    lambda choices: [read_trace(place, choice) for place, choice in enumerate(choices)]
)
DECISIONS = st.dictionaries(
    st.frozensets(st.integers(0, 8).map(lambda index: f"st{index}"), min_size=2, max_size=2),
    st.sampled_from(("same", "different")),
    max_size=4,
)


def partition(entities: list[Entity]) -> set[frozenset[str]]:
    return {frozenset(entity.statements) for entity in entities}


@given(TRACES, DECISIONS, st.randoms())
def test_the_order_of_statements_does_not_matter(found: list[Trace], decisions: Any, chance: Any) -> None:
    before = cluster_statements(found, decisions)
    shuffled = found[:]
    chance.shuffle(shuffled)
    after = cluster_statements(shuffled, dict(chance.sample(list(decisions.items()), len(decisions))))
    assert before == after


@given(TRACES, DECISIONS)
def test_each_statement_is_of_one_entity_and_every_join_is_explained(found: list[Trace], decisions: Any) -> None:
    entities = cluster_statements(found, decisions)
    assert sorted(name for entity in entities for name in entity.statements) == [trace.statement_id for trace in found]
    for entity in entities:
        assert len(entity.same_as) == len(entity.statements) - 1
        assert {name for one, other, _ in entity.same_as for name in (one, other)} <= set(entity.statements)


@given(TRACES, DECISIONS)
def test_numbers_that_differ_are_never_one_entity(found: list[Trace], decisions: Any) -> None:
    numbers = {trace.statement_id: trace.number for trace in found}
    for entity in cluster_statements(found, decisions):
        assert len({numbers[name] for name in entity.statements} - {None}) <= 1


@given(TRACES, DECISIONS)
def test_what_was_decided_to_differ_stays_apart(found: list[Trace], decisions: Any) -> None:
    for entity in cluster_statements(found, decisions):
        pairs = {frozenset(pair) for pair in combinations(entity.statements, 2)}
        assert not pairs & {pair for pair, decision in decisions.items() if decision == "different"}


@given(TRACES, DECISIONS)
def test_people_are_joined_only_in_one_notice_told_once_by_each_source(found: list[Trace], decisions: Any) -> None:
    by_id = {trace.statement_id: trace for trace in found}
    for entity in cluster_statements(found, decisions):
        members = [by_id[name] for name in entity.statements]
        if len(members) > 1 and any(trace.natural_person for trace in members):
            assert all(trace.natural_person for trace in members)
            assert len({trace.source for trace in members}) == len(members)
            assert {evidence for *_, evidence in entity.same_as} == {"same_notice"}


@given(TRACES)
@example([Trace("a", "o:a", "permit", "s", 1, address="x1"), Trace("b", "o:b", "permit", "s", 1, address="x1")])
def test_names_that_differ_are_joined_by_nothing_but_a_number(found: list[Trace]) -> None:
    by_id = {trace.statement_id: trace for trace in found}
    for entity in cluster_statements(found, {}):
        for one, other, evidence in entity.same_as:
            assert by_id[one].block == by_id[other].block or evidence == "corporate_number"


def permit(name: str, **told: Any) -> Trace:
    return Trace(name, "o:架空:kyodo_kumiai", "permit", "otit_registry", 1, form_position="front", **told)


def test_evidence_that_points_to_two_numbers_joins_nothing() -> None:
    found = [permit("a", address="x1", number="1"), permit("b", address="x1", number="2"), permit("c", address="x1")]
    assert partition(cluster_statements(found, {})) == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_a_town_with_two_of_one_name_proves_nothing() -> None:
    town = "38今治市"
    found = [
        permit("a", municipality=town, address="x1", representatives=frozenset("p")),
        permit("b", municipality=town, address="y2", representatives=frozenset("q")),
        permit("c", municipality=town, address="z3"),
    ]
    assert len(cluster_statements(found, {})) == 3
    assert len(cluster_statements([found[0], found[2]], {})) == 1


def test_a_decision_takes_out_the_younger_and_leaves_the_rest_together() -> None:
    found = [permit(name, address="x1") for name in "abcd"]
    entities = cluster_statements(found, {frozenset("ad"): "different"})
    assert partition(entities) == {frozenset("abc"), frozenset("d")}


def test_a_release_of_two_parties_is_not_given_to_one() -> None:
    day = ("plan_revocation", date(2025, 6, 1))
    home = Trace("a", "o:a", "disposition", "isa", 1, address="x1", municipality="m", disposition=day)
    told = [Trace(name, "o:a", "disposition", "mhlw", 1, disposition=day) for name in "bc"]
    assert len(cluster_statements([home, told[0]], {})) == 1
    assert len(cluster_statements([home, *told], {})) == 3


def test_a_large_name_is_resolved_as_a_small_one() -> None:
    crowd = [
        permit(f"st{index:05}", address=f"x{index % 4000}", representatives=frozenset((f"p{index % 6000}",)))
        for index in range(12_000)
    ]
    # x and p meet where the remainders meet: as many entities as the greatest common divisor says.
    assert len(cluster_statements(crowd, {})) == 2000
