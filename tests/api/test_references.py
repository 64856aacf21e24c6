"""The register of corporate numbers is told beside the sources: who publishes it, how fresh, and that it is no source."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from db.census import CensusLine, take_census
from db.store import clear_register
from scrapers.corporate_numbers.load import load_corporate_numbers
from tests.api.serving import Served
from tests.cli import open_engine
from tests.db.parties import make_number, write_register, write_register_row
from tests.fictional import make_disposition
from tests.postgis import Database

NAME = "nta_corporate_numbers"


def load(database: Database, folder: Path, numbers: range, name: str = "full.csv") -> None:
    """Load a register of these corporations."""
    rows = [write_register_row(make_number(at), f"株式会社架空{at}号") for at in numbers]
    with open_engine(database.owner) as engine:
        load_corporate_numbers(engine, [write_register(folder / name, rows)])


def judge(connection: Connection) -> CensusLine:
    """The line of the census for the register."""
    (line,) = (line for line in take_census(connection, {}) if line.source == NAME)
    return line


def test_the_register_is_a_line_of_the_sources_and_never_searched(fresh: Served, tmp_path: Path) -> None:
    load(fresh.database, tmp_path, range(1, 8))
    fresh.publish(make_disposition("架空協同組合"))
    answer = fresh.read("/v1/sources")
    roles = {item["name"]: item["role"] for item in answer["items"]}
    assert roles.pop(NAME) == "reference"
    assert set(roles.values()) == {"source"}
    (item,) = (item for item in answer["items"] if item["name"] == NAME)
    assert (item["publisher_ja"], item["licence"], item["last_run"]["counts"]["records"]) == ("国税庁", "PDL 1.0", 7)
    assert item["last_good_at"].endswith("Z") and item["last_run"]["at"].endswith("Z")
    for path in (
        "dispositions?q=ありえない名称", "organizations", "search?q=ありえない名称", "statistics/dispositions",
        "statistics/municipalities.geojson", "dispositions.geojson",
    ):  # fmt: skip
        searched = fresh.read(f"/v1/{path}")["searched"]
        assert {source["source"] for source in searched} == set(roles), path
    searched = fresh.read("/ogc/collections/dispositions/items")["searched"]
    assert {source["source"] for source in searched} == set(roles)


def test_the_census_tells_its_age(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, range(1, 4))
    with open_engine(database.owner) as engine, engine.begin() as connection:
        assert judge(connection).state == "good"
        assert "3 rows" in judge(connection).reason
        long_ago = datetime.now(UTC) - timedelta(days=63)
        connection.execute(text("UPDATE published.reference SET last_good_at = :then"), {"then": long_ago})
        assert judge(connection).state == "stale"
        assert "63 days ago" in judge(connection).reason


def test_a_rebuild_keeps_it_and_a_newer_file_replaces_it(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, range(1, 4))
    load(database, tmp_path, range(1, 9), "later.csv")
    with open_engine(database.owner) as engine, engine.begin() as connection:
        clear_register(connection)
        assert "8 rows" in judge(connection).reason
