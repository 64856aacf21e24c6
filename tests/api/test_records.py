"""Single records: in full, merged, withdrawn, past."""

import pytest

from tests.api import fictional_register as register
from tests.api.serving import PUBLIC_URL, Served, on_day
from tests.fictional import make_disposition


def find_id(api: Served, query: str, path: str = "dispositions") -> str:
    found = api.read(f"/v1/{path}?{query}")["items"]
    assert len(found) == 1
    return str(found[0]["id"])


def test_a_record_adds_what_lists_leave_out(api: Served) -> None:
    listed = api.read("/v1/dispositions?ground=titp:37-1-4")["items"][0]
    record = api.read(f"/v1/dispositions/{listed['id']}")
    assert {name: record[name] for name in listed} == listed
    assert set(record) - set(listed) == {"plan_numbers", "violation_clauses", "edition", "labels"}
    assert record["edition"]["sample"] is True


def test_an_organization_tells_its_dispositions_and_evidence(api: Served) -> None:
    record = api.read(f"/v1/organizations/{find_id(api, 'q=橋渡し', 'organizations')}")
    assert record["name"] == register.BRIDGE
    assert [one["kind"] for one in record["dispositions"]] == ["permit_revocation", "improvement_order"]
    assert record["evidence"][0]["locator"]["cells"]["organization"] == "A2"


def test_a_living_record_was_last_seen_when_its_source_was(api: Served) -> None:
    record = api.read(f"/v1/dispositions/{find_id(api, 'q=橋渡し&kind=permit_revocation')}")
    assert (record["first_seen_at"], record["last_seen_at"]) == ("2026-04-01T00:00:00Z", "2026-04-10T00:00:00Z")
    assert record["withdrawn_at"] is None


def test_a_withdrawn_record_still_answers(api: Served) -> None:
    record_id = find_id(api, "status=withdrawn")
    record = api.read(f"/v1/dispositions/{record_id}")
    assert record["status"] == "withdrawn"
    assert record["withdrawn_at"] == "2026-04-10T00:00:00Z"
    assert record["last_seen_at"] == "2026-04-01T00:00:00Z"
    before = api.read(f"/v1/dispositions/{record_id}?as_of=2026-04-02")
    assert (before["status"], before["withdrawn_at"]) == ("published", None)


def test_a_sole_proprietor_has_no_name_and_no_fine_place(api: Served) -> None:
    listed = [
        item for item in api.read("/v1/dispositions?prefecture=38&limit=1000")["items"]
        if item["organization"]["grade"] == "sole_proprietor"
    ]  # fmt: skip
    assert len(listed) == 1
    record = api.get(f"/v1/dispositions/{listed[0]['id']}")
    assert record.json()["organization"]["name"] == "個人事業主"
    assert record.json()["reason"] is None
    assert "太郎" not in record.text
    assert "太郎" not in api.get(f"/v1/organizations/{listed[0]['organization']['id']}").text


@pytest.mark.parametrize(
    "record_id", ["dsp_aaaaaaaaaaaaaaaa", "org_aaaaaaaaaaaaaaaa", "x", "%00", "dsp_AAAAAAAAAAAAAAAA", "..%2f..%2fetc"]
)
def test_an_unknown_id_is_not_found(api: Served, record_id: str) -> None:
    response = api.get(f"/v1/dispositions/{record_id}")
    assert response.status_code == 404
    assert response.json()["type"] == f"{PUBLIC_URL}/problems/not-found"


def test_a_merged_id_leads_to_the_survivor(fresh: Served) -> None:
    here = register.told(make_disposition("架空統合協同組合", "2024-06-28", kind="improvement_order"))
    there = register.told(make_disposition("架空統合協同組合", "2025-06-27", kind="improvement_order"))
    there["content"]["identity"] = {"municipality": "13千代田区"}
    fresh.publish(here, there, observed_on=on_day(1))
    apart = {item["id"] for item in fresh.read("/v1/organizations")["items"]}
    assert len(apart) == 2
    there["content"]["identity"] = here["content"]["identity"]
    fresh.publish(here, there, observed_on=on_day(2))
    survivor = find_id(fresh, "", "organizations")
    (merged,) = apart - {survivor}
    response = fresh.get(f"/v1/organizations/{merged}?as_of=2026-04-02")
    assert response.status_code == 308
    assert response.headers["location"] == f"{PUBLIC_URL}/v1/organizations/{survivor}?as_of=2026-04-02"
    assert fresh.read(f"/v1/organizations/{merged}?as_of=2026-04-01")["id"] == merged
