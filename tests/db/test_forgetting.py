"""What a later edition takes back from the earlier ones."""

from datetime import date
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, text

from db.session import make_engine
from db.store import save_run
from tests.fictional import make_disposition, make_organization, make_report, make_statement, to_lines
from tests.postgis import Database

STORY = "架空の機械に覆いを設けずに作業を行わせたもの"


def publish(engine: Engine, day: date, *statements: dict[str, Any], source: str = "isa_dispositions") -> None:
    """One good run of the source."""
    assert save_run(engine, make_report(source, day), to_lines(*statements)).verdict == "good"


def read_versions(engine: Engine) -> list[dict[str, Any]]:
    """Every public document of every edition, oldest first."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT summary, detail FROM published.version ORDER BY edition_from, id"))
        return [orjson.loads(row.summary) | orjson.loads(row.detail or "{}") for row in rows]


@pytest.fixture
def engine(database: Database) -> Any:
    engine = make_engine(database.owner)
    yield engine
    engine.dispose()


def make_case(name: str, *, sole: bool = False) -> dict[str, Any]:
    """A labour-law case against a fictional employer."""
    facts = {
        "outcomes": [], "site": None, "bureau": "愛媛労働局", "bureau_code": "38", "announced_on": "2025-09-05",
        "announced_on_text": "R7.9.5", "laws": ["労働安全衛生法第20条"], "violations": ["safety"],
        "summary": None if sole else STORY,
    }  # fmt: skip
    return make_statement("labour_case", (name, "2025-09-05"), name, facts, source="mhlw_labour_cases", sole=sole)


def test_story_leaves_every_edition_when_its_case_is_withdrawn(engine: Engine) -> None:
    first, person = make_case("架空建設株式会社"), make_case("p", sole=True)
    for day, cases in ((1, [first, person]), (2, [make_case("例示製材有限会社"), first]), (3, [])):
        publish(engine, date(2026, 4, day), *cases, source="mhlw_labour_cases")
        told = [version["summary"] for version in read_versions(engine)]
        assert STORY in told if day < 3 else told
    versions = read_versions(engine)
    assert {version["status"] for version in versions} == {"published", "withdrawn"}
    assert [version["summary"] for version in versions] == [None] * len(versions)
    assert all(version["laws"] and version["employer"]["name"] != "個人事業主" for version in versions)


def test_person_taken_for_an_organization_leaves_every_edition(engine: Engine) -> None:
    wrongly = make_disposition("架空農園", "2025-06-27")
    publish(engine, date(2026, 4, 1), wrongly, make_disposition("見本縫製株式会社", "2025-06-27"))
    rightly = make_disposition("架空農園", "2025-06-27", sole=True)
    rightly["content"]["organization"] = make_organization("", sole=True)
    publish(engine, date(2026, 4, 2), rightly, make_disposition("見本縫製株式会社", "2025-06-27"))
    told = orjson.dumps(read_versions(engine)).decode()
    assert "架空農園" not in told
    assert "個人事業主" in told and "見本縫製株式会社" in told


@pytest.mark.parametrize("issued_on", ["2025-06-27", "2019-06-27"])
@pytest.mark.parametrize("kind", ["plan_revocation", "permit_revocation"])
def test_person_of_whom_nothing_is_shown_leaves_every_edition_too(engine: Engine, kind: str, issued_on: str) -> None:
    """Barred by now, or the holder of a permit of which only its revocation tells: no record comes in the place of the old."""
    publish(engine, date(2026, 4, 1), make_disposition("架空農園", issued_on, kind=kind), make_disposition("見本縫製株式会社"))
    assert "架空農園" in orjson.dumps(read_versions(engine)).decode()
    rightly = make_disposition("架空農園", issued_on, kind=kind, sole=True)
    publish(engine, date(2026, 4, 2), rightly, make_disposition("見本縫製株式会社"))
    told = orjson.dumps(read_versions(engine)).decode()
    assert "架空農園" not in told and "許1711000001" not in told
    assert "見本縫製株式会社" in told
