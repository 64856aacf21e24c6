"""fields and include on single records and lists, in every form: what is there keeps its type."""

import csv
import io
import json

import pytest

from tests.api import fictional_register as register
from tests.api.serving import Served

PATHS = ("organizations", "dispositions", "permits", "labour-cases")


def first_id(api: Served, path: str) -> str | None:
    items = api.read(f"/v1/{path}?limit=1")["items"]
    return str(items[0]["id"]) if items else None


@pytest.mark.parametrize("path", PATHS)
def test_fields_choose_members_of_a_single_record(sample_api: Served, path: str) -> None:
    record_id = first_id(sample_api, path)
    whole = sample_api.read(f"/v1/{path}/{record_id}")
    for name in whole.keys() - {"edition", "labels"}:
        record = sample_api.read(f"/v1/{path}/{record_id}?fields={name}")
        assert set(record) == {"id", name, "edition", "labels"}
        assert record == {member: whole[member] for member in record}
    two = sample_api.read(f"/v1/{path}/{record_id}?fields=place,status&lang=en")
    assert set(two) == {"id", "place", "status", "edition", "labels"}
    assert two["labels"]["words"]["status"]


@pytest.mark.parametrize("query", ["fields=", "fields=nothing", "fields=id,,place", "include=plan_numbers", "fields=edition"])
def test_unknown_members_of_a_single_record_are_refused(api: Served, query: str) -> None:
    record_id = first_id(api, "dispositions")
    response = api.get(f"/v1/dispositions/{record_id}?{query}")
    assert response.status_code == 400 and response.json()["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize("path", ["dispositions", "permits"])
def test_include_organization_adds_its_record_and_changes_no_type(sample_api: Served, path: str) -> None:
    plain = sample_api.read(f"/v1/{path}?limit=1000")["items"]
    told = sample_api.read(f"/v1/{path}?limit=1000&include=organization")["items"]
    organizations = {one["id"]: one for one in sample_api.read("/v1/organizations?limit=1000")["items"]}
    assert len(told) == len(plain) > 5
    for one, same in zip(told, plain, strict=True):
        assert one["organization_record"] == organizations[one["organization"]["id"]]
        assert {name: value for name, value in one.items() if name != "organization_record"} == same
    record = sample_api.read(f"/v1/{path}/{plain[0]['id']}?include=organization")
    assert record["organization_record"] == told[0]["organization_record"] and record["edition"]


def test_include_organization_tells_of_a_past_day_what_was_told_then(api: Served) -> None:
    now = api.read(f"/v1/dispositions?q={register.WIDE}&include=organization")["items"]
    then = api.read(f"/v1/dispositions?q={register.WIDE}&include=organization&as_of=2026-04-05")["items"]
    assert (len(now), len(then)) == (2, 1)
    assert now[0]["organization_record"] != then[0]["organization_record"]
    past = api.read(f"/v1/organizations?q={register.WIDE}&as_of=2026-04-05")["items"][0]
    assert then[0]["organization_record"] == past


def test_include_and_fields_go_together_in_every_form(api: Served) -> None:
    query = "fields=kind&include=organization&limit=7"
    items = api.read(f"/v1/dispositions?{query}")["items"]
    assert [list(one) for one in items] == [["id", "kind", "organization_record"]] * 7
    lines = api.get(f"/v1/dispositions.ndjson?{query}").text.splitlines()
    assert [json.loads(line) for line in lines] == items
    features = api.read(f"/v1/dispositions.geojson?{query}")["features"]
    assert [one["properties"]["organization_record"] for one in features] == [one["organization_record"] for one in items]
    rows = list(csv.DictReader(io.StringIO(api.get(f"/v1/dispositions.csv?{query}").content.decode("utf-8-sig"))))
    assert [row["organization_record.name"] for row in rows] == [one["organization_record"]["name"] for one in items]
    assert set(rows[0]) > {"id", "kind", "organization_record.place.prefecture_code"}


def test_a_natural_person_stays_unnamed_where_its_organization_is_included(api: Served) -> None:
    text = api.get("/v1/dispositions.ndjson?include=organization").text
    assert register.SOLE not in text and register.SOLE.replace("　", "") not in text
    people = [one for line in text.splitlines() if (one := json.loads(line))["organization"]["grade"] == "sole_proprietor"]
    assert people and all(one["organization_record"]["name"] == "個人事業主" for one in people)


@pytest.mark.parametrize("path", ["organizations", "labour-cases"])
def test_what_has_no_single_organization_includes_none(api: Served, path: str) -> None:
    assert api.get(f"/v1/{path}?include=organization").status_code == 400
