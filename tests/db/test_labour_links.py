"""A labour-law case is linked to an organization with its reasons, and never made one of its dispositions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from db.identifiers import make_statement_id
from db.rematch import rematch
from scrapers.corporate_numbers.load import load_corporate_numbers
from tests.cli import open_engine
from tests.db.parties import (
    make_number,
    organization_of,
    publish,
    read_public,
    tell,
    write_register,
    write_register_row,
)
from tests.postgis import Database

NAME = "株式会社架空縫製"
BY_WORDS = ["name", "prefecture", "municipality"]


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The owner's engine on an empty database."""
    with open_engine(database.owner) as engine:
        yield engine


def announce(name: str, address: str) -> dict[str, Any]:
    """A labour-law case about a party at a municipality."""
    statement = tell(name, address)
    statement["id"] = make_statement_id("mhlw_labour_cases", "labour_case", (name, address))
    statement["kind"] = "labour_case"
    statement["content"]["facts"] = {
        "outcomes": [{"kind": "referred_to_prosecutors", "on": "2025-06-27", "reason": None, "text": "R7.6.27送検"}],
        "site": None, "bureau": "愛媛労働局", "bureau_code": "38", "announced_on": "2025-06-27",
        "announced_on_text": "R7.6.27", "laws": ["最低賃金法第4条"], "violations": ["minimum_wage"], "summary": "要旨",
    }  # fmt: skip
    return statement


def links_of(engine: Engine) -> list[list[dict[str, Any]]]:
    """What the published labour cases are linked to."""
    return [case["organizations"] for case in read_public(engine, "labour_case").values()]


def test_form_in_front_and_its_abbreviation_are_linked_as_possible(engine: Engine) -> None:
    party = tell(NAME)
    publish(engine, [party])
    publish(engine, [announce("（株）架空縫製", "愛媛県今治市")], source="mhlw_labour_cases")
    expected = {"id": organization_of(party), "status": "possible", "reasons": BY_WORDS}
    assert links_of(engine) == [[expected]]
    (organization,) = read_public(engine).values()
    assert organization["disposition_count"] == 1
    assert [link["status"] for link in organization["labour_cases"]] == ["possible"]


def test_another_municipality_is_no_link(engine: Engine) -> None:
    publish(engine, [tell(NAME)])
    publish(engine, [announce("（株）架空縫製", "愛媛県宇和島市")], source="mhlw_labour_cases")
    assert links_of(engine) == [[]]


def test_one_corporation_of_the_name_in_the_municipality_confirms(engine: Engine, tmp_path: Path) -> None:
    party = tell(NAME)
    publish(engine, [party])
    publish(engine, [announce("（株）架空縫製", "愛媛県今治市")], source="mhlw_labour_cases")
    load_corporate_numbers(engine, [write_register(tmp_path / "diff.csv", [write_register_row(make_number(1), NAME)])])
    rematch(engine)
    expected = {"id": organization_of(party), "status": "confirmed", "reasons": [*BY_WORDS, "corporate_number"]}
    assert links_of(engine) == [[expected]]


def test_two_corporations_of_the_name_confirm_nothing(engine: Engine, tmp_path: Path) -> None:
    publish(engine, [tell(NAME)])
    publish(engine, [announce("（株）架空縫製", "愛媛県今治市")], source="mhlw_labour_cases")
    rows = [write_register_row(make_number(at), NAME, street=f"架空町{at}番地") for at in (7, 8)]
    load_corporate_numbers(engine, [write_register(tmp_path / "diff.csv", rows)])
    rematch(engine)
    assert [link["status"] for links in links_of(engine) for link in links] == ["possible"]


def test_a_case_that_is_withdrawn_is_told_of_no_organization_any_more(engine: Engine) -> None:
    publish(engine, [tell(NAME)])
    publish(engine, [announce("（株）架空縫製", "愛媛県今治市")], source="mhlw_labour_cases")
    publish(engine, [], "2026-05-01", source="mhlw_labour_cases")
    (case,), (organization,) = (read_public(engine, kind).values() for kind in ("labour_case", "organization"))
    assert (case["status"], organization["labour_cases"]) == ("withdrawn", [])


def test_a_person_is_not_followed_from_a_notice_to_a_case(engine: Engine) -> None:
    notice, case = tell("架空 太郎", sole=True), announce("架空 太郎", "愛媛県今治市")
    case["block"], case["content"]["organization"] = notice["block"], notice["content"]["organization"]
    case["content"]["identity"] = notice["content"]["identity"]
    publish(engine, [notice])
    publish(engine, [case], source="mhlw_labour_cases")
    assert links_of(engine) == [[]]
    (person,) = read_public(engine).values()
    assert person["grade"] == "sole_proprietor" and person["labour_cases"] == []
