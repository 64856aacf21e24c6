"""Filters that ask another record: an organization's dispositions, or the organization itself."""

from pathlib import Path

import pytest

from db.rematch import rematch
from scrapers.corporate_numbers.load import load_corporate_numbers
from tests.api.serving import Served, serve
from tests.cli import open_engine
from tests.db.parties import make_number, organization_of, publish, tell, write_register, write_register_row
from tests.db.test_labour_links import NAME, announce
from tests.postgis import Database

LISTS = ("organizations", "dispositions", "permits", "labour-cases")
EVERYWHERE = {
    "q": "架空", "kind": "plan_revocation", "ground": "titp:16-1", "violation": "minimum_wage", "prefecture": "38",
    "municipality": "38202", "authority": "moj", "issued_from": "2020-01-01", "issued_to": "2026-12-31",
    "status": "published", "regime": "titp", "country": "VN", "occupation": "7-21", "bbox": "122,20,154,46",
    "near": "133,34", "has_dispositions": "true", "source": "isa_dispositions", "updated_since": "2020-01-01",
    "as_of": "2026-10-01",
}  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_every_list_takes_every_filter_alone_and_together(sample_api: Served, path: str) -> None:
    for name, value in EVERYWHERE.items():
        alone = sample_api.read(f"/v1/{path}?{name}={value}&limit=1")
        assert alone["total"] >= 0, name
    together = "&".join(f"{name}={value}" for name, value in EVERYWHERE.items())
    assert sample_api.read(f"/v1/{path}?{together}")["total"] >= 0


def read_all(api: Served, path: str, query: str = "") -> list[dict[str, object]]:
    """The records of a list, which is short."""
    answer = api.read(f"/v1/{path}?limit=1000&{query}")
    assert answer["next"] is None
    items: list[dict[str, object]] = answer["items"]
    return items


def list_ids(api: Served, path: str, query: str) -> set[str]:
    """The ids of the records that meet a query."""
    return {str(one["id"]) for one in read_all(api, path, query)}


def list_of_organizations(api: Served, path: str, organizations: set[str]) -> set[str]:
    """The ids of the records of these organizations."""
    records = read_all(api, path)
    return {str(one["id"]) for one in records if one["organization"]["id"] in organizations}  # type: ignore[index]


@pytest.mark.parametrize("path", ["dispositions", "permits"])
@pytest.mark.parametrize("query", ["country=VN", "country=VN,PH&has_dispositions=true", "has_dispositions=false"])
def test_what_is_asked_of_the_organization_is_what_its_own_list_finds(sample_api: Served, path: str, query: str) -> None:
    if path == "permits":
        # Permits have countries of their own.
        query = query.removeprefix("country=VN,PH&").replace("country=VN", "has_dispositions=true")
    organizations = list_ids(sample_api, "organizations", query)
    found = list_ids(sample_api, path, query)
    assert found == list_of_organizations(sample_api, path, organizations)
    assert found or "false" in query


def test_a_permit_is_found_by_a_disposition_that_meets_all_conditions(sample_api: Served) -> None:
    query = "ground=titp:37-1&violation=audit_not_conducted&issued_from=2019-01-01"
    asked = {one["organization"]["id"] for one in read_all(sample_api, "dispositions", query)}  # type: ignore[index]
    found = list_ids(sample_api, "permits", query)
    assert found == list_of_organizations(sample_api, "permits", asked) != set()
    assert found < list_ids(sample_api, "permits", "")


def test_a_labour_case_is_found_by_its_organization_once_the_link_is_confirmed(
    database: Database, tmp_path: Path
) -> None:
    party = tell(NAME)
    with open_engine(database.owner) as engine, serve(database) as served:
        publish(engine, [party])
        publish(engine, [announce("（株）架空縫製", "愛媛県今治市")], source="mhlw_labour_cases")
        queries = ("has_dispositions=true", f"organization={organization_of(party)}", "regime=titp")
        served.wait_for(lambda: served.read("/v1/labour-cases")["total"] == 1)
        assert [served.read(f"/v1/labour-cases?{query}")["total"] for query in queries] == [0, 0, 0]
        load_corporate_numbers(engine, [write_register(tmp_path / "diff.csv", [write_register_row(make_number(1), NAME)])])
        rematch(engine)
        served.wait_for(lambda: served.read(f"/v1/labour-cases?{queries[0]}")["total"] == 1)
        assert [served.read(f"/v1/labour-cases?{query}")["total"] for query in queries] == [1, 1, 1]
        kind = served.read("/v1/dispositions")["items"][0]["kind"]
        assert served.read(f"/v1/labour-cases?kind={kind}")["total"] == 1
        assert served.read("/v1/labour-cases?kind=permit_revocation,improvement_order&has_dispositions=false")["total"] == 0


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["", "&kind=plan_revocation", "&prefecture=13,27,38"])
def test_facets_count_what_the_filter_of_that_name_finds(sample_api: Served, path: str, query: str) -> None:
    names = "kind,prefecture,year,ground,violation,authority"
    answer = sample_api.read(f"/v1/{path}?facet={names}&limit=1{query}")
    assert list(answer["facets"]) and set(answer["facets"]) == set(names.split(","))
    asked = [name for name in names.split(",") if name != "year" and f"&{name}=" not in query]
    for name in asked:
        for one in answer["facets"][name]:
            if one["value"] is not None:
                # A provision stands in the filter for those beneath it too, in the count for itself.
                found = len(list_ids(sample_api, path, f"{name}={one['value']}{query}"))
                assert found == one["count"] or (name == "ground" and found > one["count"]), (name, one)
    assert path == "labour-cases" or answer["facets"]["kind"]


@pytest.mark.parametrize("path", ["organizations", "permits"])
def test_years_are_those_of_the_dispositions(sample_api: Served, path: str) -> None:
    for one in sample_api.read(f"/v1/{path}?facet=year&limit=1")["facets"]["year"]:
        year = one["value"]
        told = list_ids(sample_api, path, f"issued_from={year}-01-01&issued_to={year}-12-31")
        assert len(told) == one["count"] > 0
