"""Facets and statistics: counts that agree with counting, and cities that stand for their wards."""

import csv
from collections import Counter
from typing import Any

import pytest

from api.cities import DESIGNATED_CITIES, span_wards
from tests.api import fictional_register as register
from tests.api.serving import Served, on_day
from tests.fictional import make_disposition
from tests.shared import shared_path

EVERY = "kind,prefecture,year,ground,violation,authority,role,regime,status"
READ: dict[str, Any] = {
    "kind": lambda item: [item["kind"]],
    "prefecture": lambda item: [item["place"]["prefecture_code"]],
    "municipality": lambda item: [item["place"]["municipality_code"]],
    "year": lambda item: [item["issued_on"][:4]],
    "ground": lambda item: sorted(set(item["grounds"])),
    "violation": lambda item: item["violations"],
    "authority": lambda item: item["authorities"],
    "role": lambda item: [item["role"]],
    "regime": lambda item: [item["regime"]],
    "status": lambda item: [item["status"]],
}


@pytest.mark.parametrize("query", ["", "prefecture=38", "q=架空工業&issued_from=2025-06-01", "status=withdrawn", "as_of=2026-04-05"])
def test_facets_are_exact_under_the_same_filters(api: Served, query: str) -> None:
    items = api.read(f"/v1/dispositions?limit=1000&{query}")["items"]
    answer = api.read(f"/v1/dispositions?facet={EVERY}&limit=1&{query}")
    assert list(answer["facets"]) == EVERY.split(",")
    assert answer["total"] == len(items)
    for name, told in answer["facets"].items():
        counted = Counter(value for item in items for value in READ[name](item))
        assert {one["value"]: one["count"] for one in told} == counted, name
        assert [one["count"] for one in told] == sorted((one["count"] for one in told), reverse=True)


def test_facets_stay_the_same_on_every_page_and_are_null_unless_asked_for(api: Served) -> None:
    assert api.read("/v1/dispositions?limit=1")["facets"] is None
    first = api.read("/v1/dispositions?limit=60&facet=kind,year")
    second = api.read(first["next"].removeprefix("https://kanri.example"))
    assert second["facets"] == first["facets"]
    assert api.read("/v1/organizations?q=架空に無い&facet=prefecture")["facets"] == {"prefecture": []}


@pytest.mark.parametrize("path", ["organizations?facet=prefecture,role", "permits?facet=permit_status", "labour-cases?facet=year"])
def test_other_lists_have_facets_too(api: Served, path: str) -> None:
    answer = api.read(f"/v1/{path}")
    for name, told in answer["facets"].items():
        assert name in ("role", "year") or sum(one["count"] for one in told) == answer["total"]


@pytest.mark.parametrize("value", ["kinds", "kind,", "name", "year,year2", "id;DROP"])
def test_an_unknown_dimension_is_refused(api: Served, value: str) -> None:
    for path, name in (("dispositions", "facet"), ("statistics/dispositions", "by")):
        response = api.get(f"/v1/{path}", params={name: value})
        assert (response.status_code, response.json()["parameter"]) == (400, name)


@pytest.mark.parametrize("by", ["year", "prefecture,year", "kind,year,prefecture", "ground,authority", "municipality,violation,status"])
@pytest.mark.parametrize("query", ["", "kind=plan_revocation", "q=架空橋&as_of=2026-04-05"])
def test_statistics_agree_with_counting(api: Served, by: str, query: str) -> None:
    items = api.read(f"/v1/dispositions?limit=1000&{query}")["items"]
    answer = api.read(f"/v1/statistics/dispositions?by={by}&{query}")
    names = answer["by"]
    assert sorted(names) == sorted(by.split(","))
    counted: Counter[tuple[Any, ...]] = Counter()
    concerned: dict[tuple[Any, ...], set[str]] = {}
    for item in items:
        for group in combine([READ[name](item) for name in names]):
            counted[group] += 1
            concerned.setdefault(group, set()).add(item["organization"]["id"])
    told = {tuple(one[name] for name in names): one for one in answer["items"]}
    assert {group: one["count"] for group, one in told.items()} == counted
    assert {group: one["organizations"] for group, one in told.items()} == {group: len(ids) for group, ids in concerned.items()}
    assert answer["total"] == len(items)
    assert answer["edition"]["number"] == (1 if "as_of" in query else 2)


def combine(lists: list[list[Any]]) -> list[tuple[Any, ...]]:
    groups: list[tuple[Any, ...]] = [()]
    for values in lists:
        groups = [(*group, value) for group in groups for value in values]
    return groups


def test_statistics_of_nothing_say_where_to_look(api: Served) -> None:
    answer = api.read("/v1/statistics/dispositions?q=架空に無い")
    assert (answer["items"], answer["total"], answer["by"]) == ([], 0, ["year"])
    assert "does not mean" in answer["help"]["en"]
    assert api.get("/v1/statistics/dispositions?by=year,kind,role,regime,status").status_code == 400


def test_a_designated_city_stands_for_its_wards(fresh: Served) -> None:
    codes = ["27100", "27102", "27128", "27141", "27203", "14101", "14130", "14131"]
    fresh.publish(*[
        register.told(make_disposition(f"架空市区第{code}協同組合", kind="improvement_order", place={
            **register.UNKNOWN, "prefecture_code": code[:2], "municipality": "架空市", "municipality_code": code,
            "precision": "municipality"}))
        for code in codes
    ], observed_on=on_day(1))  # fmt: skip

    def find(municipality: str) -> list[str]:
        items = fresh.read(f"/v1/dispositions?municipality={municipality}")["items"]
        return sorted(item["place"]["municipality_code"] for item in items)

    assert find("27100") == find("271004") == ["27100", "27102", "27128"]
    assert find("27140") == ["27141"]
    assert find("27102") == ["27102"]
    assert find("14100,27140") == ["14101", "27141"]
    assert find("14130") == ["14130", "14131"]


def test_every_ward_of_the_gazetteer_lies_under_its_city() -> None:
    path = shared_path("gazetteer", "municipalities.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cities = {row["pref"] + row["city"]: row["lg_code"][:5] for row in rows if row["city"] and not row["ward"]}
    wards = [(row["lg_code"][:5], cities.get(row["pref"] + row["city"])) for row in rows if row["ward"]]
    assert len(wards) > 150
    for ward, city in wards:
        span = span_wards(city or "")
        assert span is not None and span[0] < ward < span[1]
    others = [row["lg_code"][:5] for row in rows if not row["ward"] and row["lg_code"][2] != "1"]
    assert not any(span[0] < code < span[1] for code in others for span in map(span_wards, DESIGNATED_CITIES) if span)
