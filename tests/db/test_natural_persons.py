"""What is published of natural persons, whatever the register holds: no name, no number, no story, and not for good."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.store import save_run
from tests.cli import open_engine
from tests.db.parties import make_number, read_public
from tests.fictional import make_disposition, make_report, make_statement, to_lines
from tests.postgis import Database

NAME = "空想　髙子"
NUMBER = make_number(9)
SECRETS = (
    "空想", "髙子", "高子", "Kuusou", "kuusou", "takako", "kūsō", "架空町", "0999-99", "0999999", "799-9999", "認1799", "許1799",
    "1799000009", "登-99", NUMBER, "の機密", "wages_unpaid",
)  # fmt: skip
"""Pieces of everything that is told of the person below; names are stored in pieces, too."""


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The owner's engine on an empty database."""
    with open_engine(database.owner) as engine:
        yield engine


def publish(engine: Engine, day: date, *statements: dict[str, Any], source: str = "isa_dispositions") -> None:
    """One good run of the source."""
    assert save_run(engine, make_report(source, day), to_lines(*statements)).verdict == "good"


def name_person(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement as if the door had only graded it: all that it says of the person is in the register."""
    statement["content"]["organization"] = {
        "name": NAME, "name_text": NAME, "name_en": "Kuusou Takako", "grade": "sole_proprietor", "legal_form": None,
        "address": "愛媛県今治市架空町9", "telephone": "0999-99-9999",
    }  # fmt: skip
    statement["content"]["identity"]["corporate_number"] = NUMBER
    return statement


def make_registration() -> dict[str, Any]:
    """A person's registration as a support organization."""
    facts = {
        "regime": "ssw", "role": "registered_support_organization", "number": "22登-990009", "class": None,
        "first_permitted_on": "2022-03-01", "expires_on": None, "status": "in_force", "status_text": "状態の機密", "countries": [],
        "occupations": [], "care": None, "languages": ["中国語"], "support": "支援の機密", "starts_on": None,
        "offices": [{"name": NAME, "postal_code": "799-9999", "address": "架空町9", "telephones": ["0999999999"]}],
        "postal_code": "799-9999", "telephones": ["0999999999"], "remarks": "備考の機密",
    }  # fmt: skip
    return make_statement("support_registration", ("r",), NAME, facts, source="isa_support_organizations", sole=True)


def make_case() -> dict[str, Any]:
    """A labour-law case against a person."""
    facts = {
        "outcomes": [], "site": None, "bureau": "愛媛労働局", "bureau_code": "38", "announced_on": "2025-09-05",
        "announced_on_text": "R7.9.5", "laws": ["労働安全衛生法第20条"], "violations": ["safety"], "summary": "概要の機密",
    }  # fmt: skip
    return make_statement("labour_case", ("c",), NAME, facts, source="mhlw_labour_cases", sole=True)


def read_everything(engine: Engine) -> str:
    """Every row of every table that anyone may read, as text."""
    with engine.connect() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'published' ORDER BY 1")).all()
        rows = [connection.scalars(text(f"SELECT t::text FROM published.{table} t")).all() for table in tables]
    return "\n".join(row for some in rows for row in some)


def test_nothing_that_leads_to_a_person_is_published_though_the_register_held_it(engine: Engine) -> None:
    notices = [
        make_disposition("p", "2025-06-27", plans=("認1799000009",), reason="理由の機密", sole=True),
        make_disposition("p", "2025-07-27", kind="permit_revocation", reason="理由の機密", sole=True),
    ]
    notices[1]["content"]["facts"]["permit_number"] = "許1799000009"
    publish(engine, date(2026, 4, 1), *map(name_person, notices))
    release = name_person(make_disposition("p", "2025-06-27", plans=(), sole=True, source="mhlw_releases"))
    release["content"]["organization"]["name"], release["block"] = "空想高子", notices[0]["block"]
    publish(engine, date(2026, 4, 1), release, source="mhlw_releases")
    publish(engine, date(2026, 4, 1), name_person(make_registration()), source="isa_support_organizations")
    publish(engine, date(2026, 4, 1), name_person(make_case()), source="mhlw_labour_cases")
    told = read_everything(engine)
    assert told.count("個人事業主") > 6, "nothing was published: this proves nothing"
    assert [secret for secret in SECRETS if secret in told] == []
    assert len(read_public(engine, "permit")) == 1, "a notice makes no permit of a person's"
    counts = [record["plan_count"] for record in read_public(engine, "disposition").values()]
    assert sorted(counts) == [0, 1]


def test_person_is_shown_for_five_years_and_then_in_no_edition(engine: Engine) -> None:
    """The day comes while the source says what it said before."""
    told = [make_disposition("p", "2021-04-10", sole=True), make_disposition("架空縫製株式会社", "2021-04-10")]
    publish(engine, date(2026, 4, 9), *told)
    assert "個人事業主" in read_everything(engine)
    publish(engine, date(2026, 4, 10), *told)
    left = read_everything(engine)
    assert "個人事業主" not in left and "架空縫製株式会社" in left


def test_bar_is_counted_from_the_later_of_two_days_that_the_sources_tell(engine: Engine) -> None:
    notice = make_disposition("p", "2021-04-10", sole=True)
    release = make_disposition("p", "2021-04-11", sole=True, source="mhlw_releases")
    release["block"] = notice["block"]
    for day, is_shown in ((9, True), (10, True), (11, False)):
        publish(engine, date(2026, 4, day), notice)
        publish(engine, date(2026, 4, day), release, source="mhlw_releases")
        assert ("個人事業主" in read_everything(engine)) == is_shown, day


@pytest.mark.parametrize("make", [make_case, make_registration, lambda: make_disposition("p", "2025-06-27", sole=True)])
def test_person_whom_the_source_withdrew_is_in_no_edition(engine: Engine, make: Any) -> None:
    statement = make()
    source = {"labour_case": "mhlw_labour_cases", "disposition": "isa_dispositions"}.get(statement["kind"], "isa_support_organizations")
    publish(engine, date(2026, 4, 1), statement, source=source)
    assert "個人事業主" in read_everything(engine)
    publish(engine, date(2026, 4, 2), source=source)
    assert "個人事業主" not in read_everything(engine)
