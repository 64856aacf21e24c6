"""Matching batches over HTTP: certain only where it is, for nobody who is a natural person, and bounded."""

import json
import logging
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.operations import OPERATIONS
from japanese.names import Candidate, NameIndex, Place, is_certain
from tests.api import fictional_register as register
from tests.api.named_register import (
    SOLE_SPELLINGS,
    Named,
    list_golden,
    list_golden_names,
    publish_named,
    read_golden,
)
from tests.api.serving import PUBLIC_URL, Served, serve
from tests.db.parties import make_number
from tests.fictional import make_disposition
from tests.postgis import lend_database


def test_a_namesake_is_not_taken_for_whoever_has_the_number(fresh: Served) -> None:
    fresh.publish(register.told(make_disposition("架空番号株式会社", plans=("認1704000009",))))
    number, name = make_number(7), "架空番号株式会社"
    alone, beside, plan = match(fresh, {"name": name}, {"name": name, "number": number}, {"name": name, "number": "認1704000001"})
    assert alone["match"] == plan["match"] == alone["candidates"][0]["id"]
    assert (beside["match"], beside["candidates"][0]["features"]["number"]) == (None, "unknown")


def match(named: Served, *queries: dict[str, Any]) -> list[dict[str, Any]]:
    response = named.client.post("/v1/match", json={"queries": list(queries)})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def name_match(named: Served, **query: Any) -> str | None:
    [item] = match(named, query)
    certain = [one["name"] for one in item["candidates"] if one["match"]]
    assert item["match"] == (item["candidates"][0]["id"] if certain else None)
    return certain[0] if certain else None


CERTAIN: list[tuple[dict[str, str], str | None]] = [
    ({"name": "髙洋水産㈱"}, "高洋水産株式会社"),
    ({"name": "KOYO FISHERIES CO.,LTD."}, "高洋水産株式会社"),
    ({"number": "認1708999901"}, "青嶺事業協同組合"),
    ({"name": "青嶺事業協同組合", "number": "1708999901"}, "青嶺事業協同組合"),
    ({"name": "高洋水産株式会社", "prefecture": "Ehime"}, "高洋水産株式会社"),
    ({"name": "高洋水産株式会社", "prefecture": "38", "municipality": "今治市"}, "高洋水産株式会社"),
    ({"name": "高洋水産株式会社", "municipality": "382027"}, "高洋水産株式会社"),
    ({"name": "高洋水産"}, None),
    ({"name": "koyo suisan"}, None),
    ({"name": "コウヨウスイサン株式会社"}, None),
    ({"name": "高洋水産有限会社"}, None),
    ({"name": "高洋水産株式会社", "prefecture": "東京都"}, None),
    ({"name": "高洋水産株式会社", "municipality": "38203"}, None),
    ({"name": "高洋水産株式会社", "number": "認1708999901"}, None),
    ({"name": "無関係商店", "number": "認1708999901"}, None),
    ({"name": "絶対無関係"}, None),
]


@pytest.mark.parametrize(("query", "expected"), CERTAIN)
def test_a_match_is_told_only_where_it_is_certain(named: Served, query: dict[str, str], expected: str | None) -> None:
    assert name_match(named, **query) == expected


def test_a_corporate_number_that_is_another_ones_takes_certainty_away(named: Served) -> None:
    numbers = {one["name"]: one["corporate_number"] for one in named.read("/v1/organizations?limit=50")["items"]}
    own, other = numbers["高洋水産株式会社"], "1999999999999"
    assert name_match(named, name="高洋水産株式会社", number=own) == "高洋水産株式会社"
    assert name_match(named, name="高洋水産株式会社", number=numbers["小野建設株式会社"]) is None
    assert named.client.post("/v1/match", json={"queries": [{"number": other}]}).status_code == 422


def test_candidates_are_explained(named: Served) -> None:
    [item] = match(named, {"name": "koyo suisan", "prefecture": "愛媛県"})
    first = item["candidates"][0]
    assert first["features"] | {"kind": "reading", "prefecture": "same", "similarity": 1.0} == first["features"]
    assert first["reading"]["kana"] == "コウヨウスイサン" and first["url"].startswith(PUBLIC_URL)
    assert len(match(named, {"name": "aomine", "limit": 2})[0]["candidates"]) == 2


def test_answers_come_in_the_order_of_the_queries(named: Served) -> None:
    items = match(named, *({"name": name} for name in ("大野建設株式会社", "絶対無関係", "小野建設株式会社")))
    assert [item["candidates"][0]["name"] if item["candidates"] else None for item in items] == ["大野建設株式会社", None, "小野建設株式会社"]
    answer = named.client.post("/v1/match", json={"queries": [{"name": "絶対無関係"}]}).json()
    assert answer["help"]["links"] and answer["searched"]


@pytest.mark.parametrize("typed", SOLE_SPELLINGS)
def test_natural_persons_are_never_candidates(named: Served, typed: str) -> None:
    assert "個人事業主" not in json.dumps(match(named, {"name": typed, "limit": 20}), ensure_ascii=False)


WRONG = [
    (b"", "", ""),
    (b"{", "", ""),
    (b"[]", "", ""),
    (b"{}", "", ""),
    (b'{"queries": []}', "/queries", ""),
    (b'{"queries": {}}', "/queries", ""),
    (b'{"queries": [{"name": "x"}], "more": 1}', "/more", ""),
    (b'{"queries": [{"name": "x"}, 5]}', "/queries/1", ""),
    (b'{"queries": [{"name": ""}]}', "/queries/0/name", ""),
    (b'{"queries": [{"name": 7}]}', "/queries/0/name", ""),
    (b'{"queries": [{"name": "x", "limit": 0}]}', "/queries/0/limit", ""),
    (b'{"queries": [{"name": "x", "limit": true}]}', "/queries/0/limit", ""),
    (b'{"queries": [{"name": "x", "prefecture": "secretplace"}]}', "/queries/0/prefecture", "secretplace"),
    (b'{"queries": [{"naem": "x"}]}', "/queries/0/naem", ""),
]


@pytest.mark.parametrize(("body", "pointer", "secret"), WRONG)
def test_a_bad_body_is_one_problem_that_points_at_it(named: Served, body: bytes, pointer: str, secret: str) -> None:
    response = named.client.post("/v1/match", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400 and response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["type"], problem["pointer"]) == (f"{PUBLIC_URL}/problems/invalid-body", pointer)
    assert secret == "" or secret not in response.text


def test_a_number_that_is_none_is_told_and_not_repeated(named: Served) -> None:
    response = named.client.post("/v1/match", json={"queries": [{"name": "x", "number": "secretnumber"}]})
    problem = response.json()
    assert response.status_code == 422 and "secretnumber" not in response.text
    assert (problem["type"], problem["pointer"]) == (f"{PUBLIC_URL}/problems/unreadable-number", "/queries/0/number")


@pytest.mark.parametrize("query", [b"{}", b'{"prefecture": "38"}'])
def test_a_query_without_name_and_number_asks_nothing(named: Served, query: bytes) -> None:
    body = b'{"queries": [%b]}' % query
    response = named.client.post("/v1/match", content=body, headers={"content-type": "application/json"})
    problem = response.json()
    assert response.status_code == 422
    assert (problem["type"], problem["pointer"]) == (f"{PUBLIC_URL}/problems/missing-parameter", "/queries/0")


def test_five_hundred_queries_are_taken_and_no_more(named: Served) -> None:
    query = {"name": "高洋水産株式会社", "limit": 1}
    assert len(named.client.post("/v1/match", json={"queries": [query] * 500}, timeout=60).json()["items"]) == 500
    response = named.client.post("/v1/match", json={"queries": [query] * 501})
    assert (response.status_code, response.json()["pointer"]) == (400, "/queries")


def test_a_body_may_be_so_large_and_of_one_type(named: Served) -> None:
    large = b'{"queries": [' + b" " * 1_100_000 + b"]}"
    for sent in ({"content": large}, {"content": iter([large[:600_000], large[600_000:]])}):
        response = named.client.post("/v1/match", headers={"content-type": "application/json"}, **sent)
        assert (response.status_code, response.json()["type"]) == (413, f"{PUBLIC_URL}/problems/content-too-large")
    for told in ("text/plain", "application/x-www-form-urlencoded", ""):
        response = named.client.post("/v1/match", content=b"{}", headers={"content-type": told})
        assert (response.status_code, response.json()["type"]) == (415, f"{PUBLIC_URL}/problems/unsupported-media-type")
    response = named.client.post("/v1/match", json={"queries": [{"name": "x"}]}, headers={"content-type": "application/json; charset=utf-8"})
    assert response.status_code == 200


def test_a_body_that_does_not_end_is_given_up(named: Served) -> None:
    head = b"POST /v1/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    with socket.create_connection(("127.0.0.1", named.port), timeout=20) as connection:
        connection.sendall(head)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 408") and b"request-timeout" in answer


def test_other_origins_may_post(named: Served) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = named.client.options("/v1/match", headers=asked)
    assert allowed.status_code == 204
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"]
    assert named.client.post("/v1/match", json={"queries": [{"name": "x"}]}).headers["access-control-allow-origin"] == "*"
    assert "POST" not in named.client.options("/v1/search", headers=asked).headers["access-control-allow-methods"]


@pytest.mark.parametrize(("method", "path", "allowed"), [
    ("GET", "/v1/match", "POST, OPTIONS"), ("HEAD", "/v1/match", "POST, OPTIONS"), ("PUT", "/v1/match", "POST, OPTIONS"),
    ("POST", "/v1/search", "GET, HEAD, OPTIONS"), ("POST", "/v1/sources", "GET, HEAD, OPTIONS"),
])  # fmt: skip
def test_each_address_takes_its_own_methods(named: Served, method: str, path: str, allowed: str) -> None:
    response = named.client.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)


def test_what_is_posted_is_neither_kept_nor_logged(named: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answers = [named.client.post("/v1/match", json={"queries": [{"name": "秘密の照会"}]}) for _ in range(2)]
        named.get("/v1/search?q=秘密の照会")
        time.sleep(1)
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store" and "etag" not in answer.headers
    lines = [record.getMessage() for record in caplog.records if record.name == "kanri.access"]
    assert any("POST /v1/match 200" in line for line in lines) and any("GET /v1/search 200" in line for line in lines)
    # pytest wakes uvicorn's own access log, which the server has put to sleep.
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name not in ("httpx", "uvicorn.access"))
    assert "秘密" not in ours and "%E7" not in ours


def test_the_contract_tells_what_may_be_posted(named: Served) -> None:
    for name in ("openapi.json", "openapi-3.0.json"):
        told = named.read(f"/v1/{name}")["paths"]["/v1/match"]["post"]
        assert told["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/MatchRequest")
        assert {"200", "400", "405", "408", "413", "415", "503"} <= told["responses"].keys()
    assert [one.path for one in OPERATIONS if one.method == "POST"][:1] == ["/v1/match"]


@contextmanager
def serve_named(postgis: str, folder: Path, listed: Iterable[Named]) -> Iterator[Served]:
    with lend_database(postgis) as database:
        publish_named(database, folder, listed)
        with serve(database) as served:
            yield served


@pytest.mark.parametrize(
    ("list_names", "recall"),
    # All look-alikes at once are so many names that are nearly another's: what is certain is rare. One of each name: more.
    [(list_golden, 0.15), (list_golden_names, 0.6)],
)
def test_look_alikes_are_never_matched(
    postgis: str, tmp_path: Path, list_names: Callable[[], list[Named]], recall: float
) -> None:
    rows, listed = read_golden(), list_names()
    with serve_named(postgis, tmp_path, listed) as golden:
        items = match_all(golden, [ask(row) for row in rows])
    told = [(row, item["candidates"][0]) for row, item in zip(rows, items, strict=True) if item["match"] is not None]
    # The pair of a query may look like it while another organization of the list is it, letter by letter.
    wrong = [row["pattern"] for row, found in told if row["same"] == "0" and is_listed(row, found)]
    right = sum(row["same"] == "1" and is_listed(row, found) for row, found in told)
    same = sum(row["same"] == "1" for row in rows)
    assert len(rows) - same >= 500
    assert wrong == []
    assert right / same >= recall, f"recall {right / same:.3f}"
    assert [found["name"] if found else None for found in (item["match"] and item["candidates"][0] for item in items)] == resolve_in_memory(listed)


def resolve_in_memory(listed: list[Named]) -> list[str | None]:
    """What `kanri match` would be certain of: the database finds the same."""
    index = NameIndex(Candidate(str(at), one.name, one.kana, one.english, one.prefecture) for at, one in enumerate(listed))
    found = (index.search(row["query"], Place(row["asked_prefecture"])) for row in read_golden())
    return [hits[0].candidate.name if is_certain(hits) else None for hits in found]


def ask(row: dict[str, str]) -> dict[str, Any]:
    asked = {"prefecture": row["asked_prefecture"]} if row["asked_prefecture"] else {}
    return {"name": row["query"], "limit": 1, **asked}


def match_all(golden: Served, queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for start in range(0, len(queries), 500):
        response = golden.client.post("/v1/match", json={"queries": queries[start : start + 500]}, timeout=120)
        assert response.status_code == 200, response.text[:500]
        items += response.json()["items"]
    return items


def is_listed(row: dict[str, str], found: dict[str, Any]) -> bool:
    return bool(found["name"] == row["name"] and found["place"]["prefecture"] == (row["prefecture"] or "愛媛県"))
