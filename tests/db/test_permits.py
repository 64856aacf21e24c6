"""Permits over time: register rows and revocations of one permit are one record, and only proofs end one."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.identifiers import make_public_id
from db.session import make_engine
from db.store import save_run
from tests.fictional import NOWHERE, make_disposition, make_report, make_statement, to_lines
from tests.postgis import Database

REGISTRY = "otit_registry"
NAME = "架空協同組合"
ELSEWHERE = {"prefecture_code": "37", "municipality": "丸亀市", "municipality_code": "37202", "precision": "none"}

Statement = dict[str, Any]
Observe = Callable[..., list[Statement]]


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    engine = make_engine(database.owner)
    yield engine
    engine.dispose()


@pytest.fixture
def observe(engine: Engine) -> Observe:
    """Publish what a source shows on a day; answers the permits that are public then."""

    def run(day: str, statements: Sequence[Statement], source: str = REGISTRY) -> list[Statement]:
        result = save_run(engine, make_report(source, date.fromisoformat(day)), to_lines(*statements))
        assert result.verdict == "good"
        return read_permits(engine)

    return run


def read_permits(engine: Engine) -> list[Statement]:
    query = "SELECT summary::text FROM published.version WHERE kind = 'permit' AND edition_to = 2147483647 ORDER BY id"
    with engine.connect() as connection:
        return [json.loads(document) for document in connection.scalars(text(query))]


def read_alias(engine: Engine, name: str) -> str | None:
    with engine.connect() as connection:
        found: str | None = connection.scalar(text("SELECT survivor FROM published.alias WHERE id = :id"), {"id": name})
        return found


def make_permit(key: str = "", **told: Any) -> Statement:
    """A row of the registry; `key` is what its key has beside name and day."""
    options = {name: told.pop(name) for name in ("place", "sole") if name in told}
    facts = {
        "regime": "titp", "role": "supervising_organization", "number": None, "class": "general",
        "first_permitted_on": "2018-03-01", "expires_on": "2030-02-28", "status": "in_force", "status_text": None,
        "countries": ["VN"], "occupations": ["7-21"], "care": False, **told,
    }  # fmt: skip
    kind = "permit" if facts["regime"] == "titp" else "support_registration"
    day, where = facts["first_permitted_on"], options.get("place", NOWHERE)["municipality"]
    # A register prints the whole address; only that joins two of its rows.
    options["identity"] = {"address": f"{where}架空町1-2"}
    return make_statement(kind, (NAME, day, key), NAME, facts, source=REGISTRY, **options)


def make_revocation(issued_on: str = "2026-03-27", number: str = "許1711000001", **told: Any) -> Statement:
    notice = make_disposition(NAME, issued_on, kind="permit_revocation", **told)
    notice["content"]["facts"]["permit_number"] = number
    return notice


def test_permit_of_which_only_its_revocation_tells_is_listed(observe: Observe) -> None:
    notice = make_revocation()
    [permit] = observe("2026-04-01", [notice], "isa_dispositions")
    assert permit["id"] == make_public_id("permit", notice["id"])
    told = {name: permit[name] for name in ("number", "class", "permit_status", "revoked_on", "first_permitted_on")}
    assert told == {
        "number": "許1711000001", "class": None, "permit_status": "revoked", "revoked_on": "2026-03-27",
        "first_permitted_on": None,
    }  # fmt: skip


def test_row_seen_after_the_revocation_takes_its_record_over(observe: Observe, engine: Engine) -> None:
    [alone] = observe("2026-04-01", [make_revocation()], "isa_dispositions")
    [joined] = observe("2026-04-01", [make_permit()])
    assert joined["id"] != alone["id"]
    assert read_alias(engine, alone["id"]) == joined["id"]
    assert (joined["number"], joined["class"], joined["permit_status"]) == ("許1711000001", "general", "revoked")
    assert len(joined["evidence"]) == 2


def test_row_seen_before_the_revocation_keeps_its_record(observe: Observe) -> None:
    [before] = observe("2026-04-01", [make_permit()])
    [after] = observe("2026-05-01", [make_revocation()], "isa_dispositions")
    assert (before["permit_status"], after["permit_status"]) == ("in_force", "revoked")
    assert before["id"] == after["id"]
    [gone] = observe("2026-06-01", [])
    assert (gone["permit_status"], gone["status"]) == ("revoked", "published")


def test_permit_given_after_a_revocation_is_another(observe: Observe) -> None:
    observe("2026-04-01", [make_revocation("2019-10-08")], "isa_dispositions")
    permits = observe("2026-04-01", [make_permit(first_permitted_on="2025-06-12")])
    assert sorted(permit["permit_status"] for permit in permits) == ["in_force", "revoked"]


def test_revocation_ends_the_permit_of_its_number(observe: Observe) -> None:
    rows = [make_permit(number="許1711000001"), make_permit(number="許2011000002", first_permitted_on="2020-03-01")]
    observe("2026-04-01", rows)
    permits = observe("2026-05-01", [make_revocation()], "isa_dispositions")
    assert {permit["number"]: permit["permit_status"] for permit in permits} == {
        "許1711000001": "revoked", "許2011000002": "in_force",
    }  # fmt: skip


def test_withdrawn_revocation_proves_nothing(observe: Observe) -> None:
    [alone] = observe("2026-04-01", [make_revocation()], "isa_dispositions")
    [after] = observe("2026-05-01", [], "isa_dispositions")
    assert after["id"] == alone["id"]
    assert (after["permit_status"], after["status"]) == ("no_longer_listed", "withdrawn")
    [listed] = observe("2026-05-01", [make_permit()])
    assert (listed["permit_status"], listed["status"]) == ("in_force", "published")


@pytest.mark.parametrize(
    ("expires_on", "status"),
    [("2026-04-30", "expired"), ("2026-05-01", "no_longer_listed"), ("2026-05-20", "no_longer_listed")],
)
def test_gone_permit_has_expired_only_if_it_ran_out_before(observe: Observe, expires_on: str, status: str) -> None:
    observe("2026-04-01", [make_permit(expires_on=expires_on)])
    [gone] = observe("2026-05-01", [])
    assert gone["permit_status"] == status
    # Days that pass afterwards prove nothing about the day on which it went.
    later = observe("2026-12-01", [make_revocation("2017-01-01")], "isa_dispositions")
    assert [permit["permit_status"] for permit in later if permit["id"] == gone["id"]] == [status]


def test_change_of_class_is_one_permit_though_both_lists_have_it(observe: Observe) -> None:
    [before] = observe("2026-04-01", [make_permit(**{"class": "specific"})])
    [during] = observe("2026-05-01", [make_permit(**{"class": "specific"}), make_permit("2")])
    [after] = observe("2026-06-01", [make_permit("2")])
    assert before["id"] == during["id"] == after["id"]
    assert (before["class"], after["class"], after["permit_status"]) == ("specific", "general", "in_force")


def test_namesake_of_the_same_day_neither_takes_nor_leaves_anything(observe: Observe) -> None:
    here = make_permit()
    there = make_permit("丸亀市", place=ELSEWHERE)
    [before] = observe("2026-04-01", [here])
    # With a namesake the keys of both bear their places.
    both = observe("2026-05-01", [make_permit("今治市"), there])
    after = observe("2026-06-01", [here])
    status = {permit["id"]: permit["permit_status"] for permit in after}
    assert len(both) == len(status) == 2
    assert status[before["id"]] == "in_force"
    assert sorted(status.values()) == ["in_force", "no_longer_listed"]


def make_registration(**told: Any) -> Statement:
    role = "registered_support_organization"
    return make_permit(regime="ssw", role=role, number="22登-990008", expires_on=None, languages=["中国語"], **told)


def test_registration_is_never_ended_by_a_revocation_of_a_permit(observe: Observe) -> None:
    observe("2026-04-01", [make_registration()])
    permits = observe("2026-05-01", [make_revocation()], "isa_dispositions")
    assert {permit["role"]: permit["permit_status"] for permit in permits} == {
        "registered_support_organization": "in_force", "supervising_organization": "revoked",
    }  # fmt: skip


def test_natural_person_s_registration_has_no_number_and_leaves_with_its_register(observe: Observe) -> None:
    [permit] = observe("2026-04-01", [make_registration(sole=True)])
    assert permit["organization"]["name"] == "個人事業主"
    assert permit["number"] is None
    assert observe("2026-05-01", []) == []
