"""Geocoding over HTTP: placed no finer than known, several where several fit, credited, and never at a cost to others."""

import threading
from pathlib import Path
from typing import Any

import pytest

from scrapers.gazetteer import load_gazetteer
from tests.api.serving import PUBLIC_URL, Served, serve
from tests.postgis import Database
from tests.small_gazetteer import write_plain


def geocode(api: Served, address: str) -> dict[str, Any]:
    answer: dict[str, Any] = api.read("/v1/geocode", params={"address": address})
    return answer


@pytest.mark.parametrize(
    ("address", "code", "town", "rest", "precision"),
    [
        ("東京都千代田区丸の内二丁目4番1号", "13101", "丸の内二丁目", "4番1号", "town"),
        ("東京都千代田区丸の内２－４－１", "13101", "丸の内二丁目", None, "town"),
        ("東京都千代田区丸の\n内二丁目4番1号", "13101", "丸の内二丁目", None, "town"),
        ("愛媛県今治市", "38202", None, "", "municipality"),
        ("京都府京都市中京区河原町通御池下る上本能寺前町488", "26104", "上本能寺前町", None, "town"),
    ],
)
def test_addresses_are_placed(api: Served, address: str, code: str, town: str | None, rest: str | None, precision: str) -> None:
    [item] = geocode(api, address)["items"]
    assert (item["municipality_code"], item["town"], item["precision"]) == (code, town, precision)
    assert rest is None or item["rest"] == rest
    assert item["point"]["type"] == "Point" and len(item["point"]["coordinates"]) == 2
    assert 0 < item["confidence"] <= 1 and item["matched"] != ""


def test_an_ambiguous_address_has_several_places(api: Served) -> None:
    items = geocode(api, "府中市")["items"]
    assert {item["prefecture"] for item in items} == {"東京都", "広島県"} and len(items) == 2
    assert all(item["confidence"] <= 0.5 for item in items)
    inside = geocode(api, "神奈川県横浜市栄町1-1")["items"]
    assert inside[0]["municipality"] == "横浜市"
    assert {item["municipality"] for item in inside[1:]} == {"横浜市神奈川区", "横浜市西区"}


def test_a_misread_place_is_only_suggested(api: Served) -> None:
    answer = geocode(api, "愛媛県今冶市別宮町一丁目1")
    assert any("今治市" in text for text in answer["suggestions"])
    nothing = geocode(api, "架空の地名")
    assert nothing["items"] == [] and nothing["note"]["ja"] and nothing["note"]["en"]


def test_the_prefecture_is_never_contradicted(api: Served) -> None:
    for item in geocode(api, "広島県今治市別宮町一丁目")["items"]:
        assert item["prefecture"] == "広島県" and item["municipality"] is None


def test_the_gazetteer_is_credited(api: Served) -> None:
    told = geocode(api, "愛媛県今治市")["gazetteer"]
    assert told["edition"] and told["sources"]
    assert all(one["attribution"] and one["licence"] for one in told["sources"])


def test_nothing_of_an_address_is_kept(api: Served) -> None:
    response = api.get("/v1/geocode", params={"address": "愛媛県今治市"})
    assert response.headers["cache-control"] == "no-store" and "etag" not in response.headers


def test_without_a_gazetteer_it_says_so(register_database: Database, tmp_path: Path) -> None:
    with serve(register_database, home=tmp_path) as served:
        response = served.get("/v1/geocode?address=愛媛県今治市")
        assert (response.status_code, response.json()["type"]) == (503, f"{PUBLIC_URL}/problems/gazetteer-missing")
        # A search goes on without suggestions.
        assert served.read("/v1/search?q=愛媛県今冶市")["suggestions"] == []
        load_gazetteer(tmp_path, write_plain(tmp_path / "files"))
        assert geocode(served, "愛媛県今治市")["items"][0]["municipality_code"] == "38202"


@pytest.mark.parametrize(
    ("query", "status", "name"),
    [("", 422, "missing-parameter"), ("address=", 400, "invalid-parameter"), ("address=a%01b", 400, "invalid-parameter"),
     (f"address={'あ' * 401}", 400, "invalid-parameter"), ("address=a&town=b", 400, "unknown-parameter")],
)  # fmt: skip
def test_what_is_no_address_is_a_problem(api: Served, query: str, status: int, name: str) -> None:
    response = api.get(f"/v1/geocode?{query}")
    assert (response.status_code, response.json()["type"]) == (status, f"{PUBLIC_URL}/problems/{name}")


def test_a_search_that_finds_nothing_suggests_the_place_that_was_misread(api: Served) -> None:
    answer = api.read("/v1/search?q=愛媛県今冶市")
    assert answer["items"] == [] and any("今治市" in text for text in answer["suggestions"])


def test_others_are_answered_while_addresses_are_placed(api: Served) -> None:
    stop, failed = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            if api.get("/v1/geocode", params={"address": "神奈川県横浜市栄町" + "亜" * 300}).status_code != 200:
                failed.append(1)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(20):
            assert api.read("/healthz") == {"status": "ok"}
    finally:
        stop.set()
        for asker in askers:
            asker.join()
    assert failed == []
