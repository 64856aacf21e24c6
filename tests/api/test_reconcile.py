"""Reconciliation: the shapes of the specification, and an exchange as OpenRefine holds it, replayed over HTTP."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from tests.api import reconciliation_schemas as schemas
from tests.api.named_register import SOLE_SPELLINGS
from tests.api.serving import PUBLIC_URL, Served
from tests.shared import shared_path

EXCHANGE = json.loads(Path(__file__).with_name("openrefine_exchange.json").read_text(encoding="utf-8"))


def check(shape: str, body: Any) -> None:
    faults = [error.message for error in Draft202012Validator(getattr(schemas, shape)).iter_errors(body)]
    assert faults == []


def post(named: Served, field: str, value: Any) -> httpx.Response:
    return named.client.post("/v1/reconcile", data={field: value if isinstance(value, str) else json.dumps(value)})


def reconcile(named: Served, **query: Any) -> list[dict[str, Any]]:
    response = post(named, "queries", {"q0": query})
    assert response.status_code == 200, response.text
    check("RESULTS", response.json())
    result: list[dict[str, Any]] = response.json()["q0"]["result"]
    return result


def test_an_exchange_with_openrefine(named: Served) -> None:
    known: dict[str, str] = {}
    for step in EXCHANGE:
        response = replay(named, step, known)
        assert response.headers["access-control-allow-origin"] == "*", step["step"]
        assert response.status_code == 200, (step["step"], response.text)
        if step["shape"] == "PAGE":
            check_page(response)
            continue
        body = response.json()
        check(step["shape"], body)
        if "suggested" in step:
            assert body["result"][0]["name"] == step["suggested"], step["step"]
        if step["shape"] == "RESULTS":
            first = {key: one["result"][0] if one["result"] else None for key, one in body.items()}
            assert {key: one and one["name"] for key, one in first.items()} == step["first"]
            known |= {key: one["id"] for key, one in first.items() if one is not None}
            if "match" in step:
                assert [key for key, one in first.items() if one and one["match"]] == step["match"]


ORIGINALS = {
    "MANIFEST": "manifest", "RESULTS": "reconciliation-result-batch", "EXTENDED": "data-extension-response",
    "entity": "suggest-entities-response", "property": "suggest-properties-response", "type": "suggest-types-response",
}  # fmt: skip
"""The specification's own schema files, by the shape of ours or by what is suggested."""


def test_the_exchange_passes_the_schemas_of_the_specification_itself(named: Served) -> None:
    folder = shared_path("reconciliation", "0.2")
    files = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    known = Registry().with_resources((one["$id"], DRAFT7.create_resource(one)) for one in files.values())
    checked, ids = set(), {"q0": named.read("/v1/organizations?limit=50")["items"][0]["id"]}
    for step in EXCHANGE:
        shape = ORIGINALS.get(step["shape"]) or ORIGINALS.get(step["path"].partition("/suggest/")[2].partition("?")[0])
        if shape is not None:
            validator = Draft7Validator(files[f"{shape}.json"], registry=known)
            faults = [error.message for error in validator.iter_errors(replay(named, step, ids).json())]
            assert faults == [], step["step"]
            checked.add(shape)
    assert checked == set(ORIGINALS.values())


def replay(named: Served, step: dict[str, Any], known: dict[str, str]) -> httpx.Response:
    path = step["path"]
    text = json.dumps(step.get("form", {}), ensure_ascii=False)
    for key, value in known.items():
        path, text = path.replace(f"${key}", value), text.replace(f"${key}", value)
    form = {name: json.dumps(value, ensure_ascii=False) for name, value in json.loads(text).items()}
    return named.client.request(step["method"], path, data=form or None, headers=step.get("headers", {}))


def check_page(response: httpx.Response) -> None:
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    # It is made to stand inside another page, and is the only one that may.
    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" not in response.headers["content-security-policy"]
    assert "高洋水産株式会社" in response.text and "<script" not in response.text


def test_the_manifest_leads_to_what_answers(named: Served) -> None:
    manifest = named.read("/v1/reconcile")
    check("MANIFEST", manifest)
    assert manifest["versions"] == ["0.1", "0.2"]
    for service in manifest["suggest"].values():
        assert service["service_url"] == PUBLIC_URL
        check("SUGGESTED", named.read(f"{service['service_path']}?prefix=o"))
    [found] = reconcile(named, query="高洋水産株式会社", limit=1)
    assert named.read(manifest["view"]["url"].removeprefix(PUBLIC_URL).replace("{{id}}", found["id"]))["name"] == "高洋水産株式会社"


def test_queries_may_stand_in_the_address(named: Served) -> None:
    asked = {"queries": json.dumps({"a b": {"query": "高洋水産株式会社"}})}
    body = named.read("/v1/reconcile", params=asked)
    check("RESULTS", body)
    assert body["a b"]["result"][0]["match"] is True
    extended = named.read("/v1/reconcile", params={"extend": json.dumps({"ids": ["org_x"], "properties": [{"id": "status"}]})})
    assert extended["rows"] == {"org_x": {"status": []}}


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ({"query": "高洋水産株式会社"}, True),
        ({"query": "高洋水産"}, False),
        ({"query": "koyo suisan"}, False),
        ({"query": "高洋水産株式会社", "properties": [{"pid": "prefecture", "v": "東京都"}]}, False),
        ({"query": "高洋水産株式会社", "properties": [{"pid": "prefecture", "v": "nowhere"}]}, False),
        ({"query": "高洋水産株式会社", "properties": [{"pid": "municipality", "v": {"id": "x", "name": "今治市"}}]}, True),
        ({"query": "無関係商店", "properties": [{"pid": "number", "v": "認1708999901"}]}, False),
        ({"query": "", "properties": [{"pid": "number", "v": "認1708999901"}]}, True),
    ],
)
def test_a_match_is_told_only_where_it_is_certain(named: Served, query: dict[str, Any], match: bool) -> None:
    assert [one["match"] for one in reconcile(named, **query)][:1] == [match]


def test_columns_are_told_apart_in_features(named: Served) -> None:
    [first] = reconcile(named, query="高洋水産株式会社", limit=1, properties=[{"pid": "name_kana", "v": "コウヨウスイサン"}, {"pid": "status", "v": "x"}])
    told = {one["id"]: one["value"] for one in first["features"]}
    assert (told["exact"], told["same_name_kana"], told["same_status"]) == (True, True, False)
    assert first["description"].startswith("愛媛県今治市 · コウヨウスイサン")


def test_columns_are_filled(named: Served) -> None:
    [first] = reconcile(named, query="高洋水産株式会社", limit=1)
    pids = [one["id"] for one in named.read("/v1/reconcile/properties")["properties"]]
    response = post(named, "extend", {"ids": [first["id"]], "properties": [{"id": pid} for pid in pids]})
    check("EXTENDED", response.json())
    row = response.json()["rows"][first["id"]]
    assert row["prefecture"] == [{"str": "愛媛県"}] and row["disposition_count"] == [{"int": 1}]
    assert row["name_en"] == [{"str": "Koyo Fisheries Co., Ltd."}] and row["number"] == []


@pytest.mark.parametrize("typed", SOLE_SPELLINGS)
def test_natural_persons_are_never_candidates(named: Served, typed: str) -> None:
    assert "個人事業主" not in json.dumps(reconcile(named, query=typed, limit=50), ensure_ascii=False)
    assert "個人事業主" not in named.get("/v1/reconcile/suggest/entity", params={"prefix": typed}).text


def test_natural_persons_are_neither_shown_nor_extended(named: Served) -> None:
    sole = next(one["id"] for one in named.read("/v1/organizations?limit=50")["items"] if one["grade"] == "sole_proprietor")
    assert named.get(f"/v1/reconcile/preview?id={sole}").status_code == 404
    assert named.get(f"/v1/reconcile/flyout/entity?id={sole}").status_code == 404
    assert named.read(f"/v1/reconcile/suggest/entity?prefix={sole}") == {"result": []}
    extended = post(named, "extend", {"ids": [sole], "properties": [{"id": "municipality"}]}).json()
    assert extended["rows"][sole] == {"municipality": []}


WRONG = [
    ("queries", "{", "/queries"),
    ("queries", "[]", "/queries"),
    ("queries", {"q0": 5}, "/queries/q0"),
    ("queries", {"q0": {}}, "/queries/q0"),
    ("queries", {"q0": {"query": 5}}, "/queries/q0/query"),
    ("queries", {"q0": {"query": "x", "naem": 1}}, "/queries/q0/naem"),
    ("queries", {"q0": {"query": "x", "type": "Q5"}}, "/queries/q0/type"),
    ("queries", {"q0": {"query": "x", "limit": 0}}, "/queries/q0/limit"),
    ("queries", {"q0": {"query": "x", "type_strict": "maybe"}}, "/queries/q0/type_strict"),
    ("queries", {"q0": {"query": "x", "properties": [{"pid": "P17", "v": "x"}]}}, "/queries/q0/properties/0/pid"),
    ("queries", {f"q{at}": {"query": "x"} for at in range(501)}, "/queries"),
    ("extend", {"ids": ["org_x"], "properties": [{"id": "P17"}]}, "/extend/properties/0/id"),
    ("extend", {"ids": "org_x", "properties": []}, "/extend/ids"),
    ("extend", {"ids": []}, "/extend"),
    ("other", "{}", ""),
]


@pytest.mark.parametrize(("field", "value", "pointer"), WRONG)
def test_a_bad_form_is_one_problem_that_points_at_it(named: Served, field: str, value: Any, pointer: str) -> None:
    response = post(named, field, value)
    # A form of other fields is wrong itself; one with the right fields is well-formed, and the text in it is not.
    status, name = (422, "unreadable-queries") if pointer else (400, "invalid-body")
    assert response.status_code == status, response.text
    assert (response.json()["type"], response.json()["pointer"]) == (f"{PUBLIC_URL}/problems/{name}", pointer)


def test_a_form_of_another_type_or_size_is_refused(named: Served) -> None:
    assert named.client.post("/v1/reconcile", json={"queries": {}}).status_code == 415
    large = post(named, "queries", json.dumps({"q0": {"query": "x" * 1_200_000}}))
    assert large.status_code == 413
    both = named.client.post("/v1/reconcile", data={"queries": "{}", "extend": "{}"})
    assert both.status_code == 422


def test_what_is_posted_is_not_kept_and_every_method_is_named(named: Served) -> None:
    # The manifest of the same address is kept, and is no answer to what is posted.
    assert "etag" in named.get("/v1/reconcile").headers
    response = post(named, "queries", {"q0": {"query": "高洋水産株式会社"}})
    assert response.headers["cache-control"] == "no-store" and "etag" not in response.headers
    assert "q0" in response.json()
    assert named.client.options("/v1/reconcile").headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert named.client.put("/v1/reconcile").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert named.client.head("/v1/reconcile").status_code == 200


def test_a_wrong_shape_would_be_noticed() -> None:
    good = {"q0": {"result": [{"id": "org_x", "name": "x", "score": 1, "features": [{"id": "f", "value": True}]}]}}
    check("RESULTS", good)
    for wrong in ({"q0": {}}, {"q0": {"result": [{"id": "x", "name": "x"}]}}, {"q0": {"result": [{**good["q0"]["result"][0], "features": [{"id": "f", "value": "x"}]}]}}):
        with pytest.raises(AssertionError):
            check("RESULTS", wrong)
    with pytest.raises(AssertionError):
        check("MANIFEST", {"versions": ["0.1"], "name": "x", "identifierSpace": "x", "schemaSpace": "x"})
