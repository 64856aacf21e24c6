"""One shape of failure at every door, the parameter named, the value never repeated."""

import httpx
import pytest

from api.problems import PROBLEMS
from tests.api.serving import PUBLIC_URL, Served

SECRET = "ひみつ太郎9731"


def read_problem(response: httpx.Response, status: int, name: str) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    problem: dict[str, object] = response.json()
    assert problem["type"] == f"{PUBLIC_URL}/problems/{name}"
    assert problem["status"] == status
    assert problem["title"] == PROBLEMS[name].title
    return problem


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [("prefectur=38", "prefectur", "prefecture"), ("issuedfrom=2025-01-01", "issuedfrom", "issued_from"),
     ("zzzzzz=1", "zzzzzz", None), ("Q=a", "Q", "q"), ("=1", None, None), ("bbox[]=1", "bbox[]", "bbox")],
)  # fmt: skip
def test_an_unknown_parameter_is_named_with_its_nearest(
    api: Served, query: str, parameter: str | None, nearest: str | None
) -> None:
    problem = read_problem(api.get(f"/v1/dispositions?{query}"), 400, "unknown-parameter")
    assert (problem["parameter"], problem["nearest"]) == (parameter, nearest)


def test_an_unknown_parameter_that_may_be_a_name_is_not_repeated(api: Served) -> None:
    response = api.get("/v1/dispositions", params={SECRET: "1"})
    read_problem(response, 400, "unknown-parameter")
    assert SECRET not in response.text


BAD_VALUES = [
    ("limit", "0"), ("limit", "1001"), ("limit", "-1"), ("limit", "1.0"), ("limit", "٣"), ("limit", "9" * 30),
    ("limit", ""), ("kind", "Permit_Revocation"), ("kind", "permit_revocation,"), ("prefecture", "48"), ("prefecture", "Nowhere"),
    ("municipality", "3820"), ("municipality", "382020"), ("municipality", "99999"), ("issued_from", "2025-02-30"),
    ("issued_from", "20250201"), ("issued_from", "2025-W01-1"), ("issued_from", "令和7年1月1日"), ("issued_to", "0000-01-01"),
    ("ground", "16-1-1"), ("ground", "titp:16-1-1;DROP"), ("ground", "titp:%"), ("bbox", "1,2,3"), ("bbox", "1,2,3,4,5"),
    ("bbox", "nan,0,1,1"), ("bbox", "0,0,inf,1"), ("bbox", "1e3,0,1,1"), ("bbox", "1e999,0,1,1"), ("bbox", "181,0,1,1"),
    ("near", "133"), ("near", "133,91"), ("near", "x,y"), ("updated_since", "2026-04-01T25:00:00Z"),
    ("updated_since", "yesterday"), ("updated_since", "2026-04-01T01:00:00"), ("updated_since", "0001-01-01T00:00:00+14:00"),
    ("as_of", "today"), ("status", "gone"), ("sort", "name"), ("count", "maybe"), ("role", "boss"), ("regime", "tit"),
    ("organization", "org_1"), ("q", "・・"), ("q", "　"), ("q", "\u200b"), ("q", "あ" * 101), ("q", "a\x00b"),
    ("q", "a\nb"), ("number", "x" * 21), ("source", "Robert'); DROP TABLE"), ("violation", "unknown"), ("authority", "x"),
    ("cursor", "x"), ("kind", ","), ("kind", ",".join(["permit_revocation"] * 51)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD_VALUES)
def test_a_bad_value_is_refused_by_name_and_not_repeated(api: Served, name: str, value: str) -> None:
    response = api.get("/v1/dispositions", params={name: value})
    problem = read_problem(response, 400, "invalid-cursor" if name == "cursor" else "invalid-parameter")
    assert problem["parameter"] == name
    assert len(value) < 6 or value not in response.text


def test_every_parameter_of_every_list_can_be_refused(api: Served) -> None:
    lists = [path for path in api.read("/v1/openapi.json")["paths"] if path.startswith("/v1/") and "{" not in path]
    refused = 0
    for path in lists:
        for parameter in api.read("/v1/openapi.json")["paths"][path].get("get", {"parameters": []})["parameters"]:
            response = api.get(path, params={parameter["name"]: "\x01" + SECRET})
            assert response.status_code == 400, (path, parameter["name"])
            assert response.json()["parameter"] == parameter["name"]
            assert SECRET not in response.text
            refused += 1
    assert refused > 60


def test_a_repeated_parameter_is_refused(api: Served) -> None:
    problem = read_problem(api.get("/v1/dispositions?kind=a&kind=b"), 400, "repeated-parameter")
    assert problem["parameter"] == "kind"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("radius_m=5", "radius_m"), ("issued_from=2025-01-02&issued_to=2025-01-01", "issued_from"), ("bbox=1,5,3,4", "bbox")],
)
def test_contradictions_are_refused(api: Served, query: str, parameter: str) -> None:
    problem = read_problem(api.get(f"/v1/dispositions?{query}"), 422, "contradictory-parameters")
    assert problem["parameter"] == parameter


def test_a_day_before_the_first_edition_has_no_answer(api: Served) -> None:
    problem = read_problem(api.get("/v1/organizations?as_of=2026-03-31"), 422, "before-first-edition")
    assert "2026-04-01" in str(problem["detail"])


def test_a_query_that_is_not_utf8_is_refused(api: Served) -> None:
    read_problem(api.get("/v1/dispositions?q=%ff%fe"), 400, "malformed-request")
    read_problem(api.get("/v1/dispositions?q=%ed%a0%80"), 400, "malformed-request")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/v1/dispositions", "/healthz", "/nowhere"])
def test_only_reading_is_allowed(api: Served, method: str, path: str) -> None:
    response = api.client.request(method, path)
    read_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/nowhere", "/v1", "/v1/dispositions/", "/v1/organizations/a/b", "/v2/sources", "/%2e%2e/"])
def test_an_unknown_address_is_not_found(api: Served, path: str) -> None:
    read_problem(api.get(path), 404, "not-found")


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0", "x"])
def test_a_form_that_cannot_be_had_is_refused(api: Served, accept: str) -> None:
    for path in ("/v1/dispositions", "/v1/sources", "/v1/dispositions/dsp_aaaaaaaaaaaaaaaa"):
        read_problem(api.get(path, headers={"Accept": accept}), 406, "not-acceptable")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html,application/xhtml+xml,*/*;q=0.8", "Application/JSON"])
def test_json_is_found_in_any_wording(api: Served, accept: str) -> None:
    assert api.get("/v1/sources", headers={"Accept": accept}).status_code == 200


def test_too_long_an_address_and_too_many_headers_are_refused(api: Served) -> None:
    read_problem(api.get("/v1/dispositions?q=" + "a" * 8192), 414, "uri-too-long")
    read_problem(api.get("/healthz", headers={"X-Much": "a" * 17000}), 431, "headers-too-large")


def test_every_problem_type_is_explained_at_its_address(api: Served) -> None:
    for name, problem in PROBLEMS.items():
        page = api.get(f"/problems/{name}")
        assert page.status_code == 200
        assert problem.meaning_ja in page.text
    assert api.get("/problems/none-such").status_code == 404


def test_a_forged_host_builds_no_link(api: Served) -> None:
    for path in ("/v1/dispositions?limit=1", "/", "/v1/openapi.json", "/nowhere"):
        response = api.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in response.text + str(response.headers)
