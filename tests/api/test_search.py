"""Type-ahead over HTTP: found however it is typed, ranked, explained; nobody who is a natural person."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.api.named_register import SOLE_SPELLINGS
from tests.api.serving import PUBLIC_URL, Served


def search(named: Served, text: str, more: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = named.read(f"/v1/search?q={quote(text)}{more}")["items"]
    return items


FOUND = [
    ("高洋水産株式会社", "高洋水産株式会社", "name", "exact"),
    ("髙洋水産㈱", "高洋水産株式会社", "name", "exact"),
    ("高洋水産", "高洋水産株式会社", "name", "without_legal_form"),
    ("こうようすいさん", "高洋水産株式会社", "reading", "exact"),
    ("ｺｳﾖｳｽｲｻﾝ", "高洋水産株式会社", "reading", "exact"),
    ("Kōyō Suisan", "高洋水産株式会社", "reading", "exact"),
    ("kouyou suisan k.k.", "高洋水産株式会社", "reading", "exact"),
    ("KOHYOH-SUISAN", "高洋水産株式会社", "reading", "exact"),
    ("koyo suiasn", "高洋水産株式会社", "reading", "similar"),
    ("Koyo Fisheries Co., Ltd.", "高洋水産株式会社", "name_en", "exact"),
    ("koyo fisheries", "高洋水産株式会社", "name_en", "without_legal_form"),
    ("koyo fish", "高洋水産株式会社", "name_en", "begins"),
    ("高洋", "高洋水産株式会社", "name", "begins"),
    ("洋水", "高洋水産株式会社", "name", "contains"),
    ("洋", "高洋水産株式会社", "name", "contains"),
    ("kouyous", "高洋水産株式会社", "reading", "begins"),
    ("yamanasi kogyo", "月見里工業株式会社", "reading", "exact"),
    ("月見里工業", "月見里工業株式会社", "name", "without_legal_form"),
    ("Watanabeyama", "渡邊山農事組合法人", "reading", "exact"),
    ("渡辺山", "渡邊山農事組合法人", "name", "without_legal_form"),
    ("Hoshimino koperasi", "星見野漁業協同組合", "reading", "exact"),
    ("Global Link Kitahama", "協同組合グローバルリンク北浜", "name", "similar"),
    ("oono kensetsu", "大野建設株式会社", "reading", "exact"),
    ("１７０８－９９９９０１", "青嶺事業協同組合", "number", "exact"),
    ("認定番号 認1708999901", "青嶺事業協同組合", "number", "exact"),
    ("株式会社青嶺", "株式会社青嶺", "name", "exact"),
    ("倉敷市", "協同組合青嶺", "place", "exact"),
    ("Kurashiki", "協同組合青嶺", "place", "exact"),
    ("札幌", "星見野漁業協同組合", "place", "exact"),
    ("Hokkaido", "星見野漁業協同組合", "place", "exact"),
]


@pytest.mark.parametrize(("typed", "name", "field", "how"), FOUND)
def test_names_are_found_and_told_why(named: Served, typed: str, name: str, field: str, how: str) -> None:
    first = search(named, typed)[0]
    assert (first["name"], first["matched"]["field"], first["matched"]["how"]) == (name, field, how)


def test_a_corporate_number_is_found_in_any_dress(named: Served) -> None:
    number = search(named, "高洋水産株式会社")[0]["corporate_number"]
    for typed in (number, f"{number[:1]}-{number[1:5]}-{number[5:9]}-{number[9:]}", f"法人番号 {number}".removeprefix("法人番号 ")):
        found = search(named, typed)
        assert [one["matched"]["text"] for one in found][:1] == [number]


def test_a_hit_shows_what_can_be_compared_with_paper(named: Served) -> None:
    answer = named.read(f"/v1/search?q={quote('koyo suisan')}")
    first = answer["items"][0]
    assert first["reading"] == {"kana": "コウヨウスイサン", "romaji": "kōyōsuisan", "guessed": False}
    assert first["url"] == f"{PUBLIC_URL}/v1/organizations/{first['id']}"
    assert named.get(first["url"].removeprefix(PUBLIC_URL)).status_code == 200
    assert first["matched"]["text"] == "コウヨウスイサン"
    assert (first["disposition_count"], first["place"]["municipality"]) == (1, "今治市")
    assert answer["help"] is None and answer["searched"][0]["last_good_at"] is not None
    assert search(named, "渡邊山")[0]["reading"]["guessed"] is True


def test_legal_forms_are_a_facet_and_decide_nothing(named: Served) -> None:
    answer = named.read(f"/v1/search?q={quote('aomine')}")
    assert {one["name"] for one in answer["items"][:3]} == {"青嶺事業協同組合", "協同組合青嶺", "株式会社青嶺"}
    scores = {one["name"]: one["score"] for one in named.read(f"/v1/search?q={quote('あおみね')}")["items"]}
    assert scores["青嶺事業協同組合"] == scores["協同組合青嶺"] == scores["株式会社青嶺"]
    assert answer["facets"]["legal_form"][0]["count"] >= 3
    assert search(named, "青嶺事業協同組合")[0]["name"] == "青嶺事業協同組合"


def test_better_evidence_comes_first(named: Served) -> None:
    scores = [one["score"] for one in search(named, "今治", "&limit=50")]
    assert scores == sorted(scores, reverse=True)
    # A name that begins with it, and everybody who is there.
    found = search(named, "今治", "&limit=50")
    assert "今治電装株式会社" in {one["name"] for one in found}
    assert [one["matched"]["field"] for one in found][:2] == ["name", "place"]


def test_place_and_trade_narrow_or_stand_alone(named: Served) -> None:
    assert [one["name"] for one in search(named, "aomine", "&prefecture=33")] == ["協同組合青嶺"]
    assert [one["name"] for one in search(named, "aomine", "&municipality=34100")] == ["株式会社青嶺"]
    alone = named.read("/v1/search?municipality=34207")["items"]
    assert [(one["name"], one["score"], one["matched"]["how"]) for one in alone] == [("青嶺事業協同組合", None, "filter")]
    assert named.read("/v1/search?occupation=7-21&country=VN")["items"] == []
    assert search(named, "青嶺 倉敷")[0]["name"] == "協同組合青嶺"
    assert search(named, "Fukuyama aominne")[0]["name"] == "青嶺事業協同組合"


def test_nothing_found_is_never_clean(named: Served) -> None:
    answer = named.read(f"/v1/search?q={quote('絶対無関係')}")
    assert answer["items"] == []
    searched = {one["source"]: one["last_good_at"] for one in answer["searched"]}
    assert searched["isa_dispositions"] is not None
    links = {link["url"] for link in answer["help"]["links"]}
    assert {f"{PUBLIC_URL}/v1/help-lines", f"{PUBLIC_URL}/docs/guide"} <= links
    assert "clean" not in str(answer).lower()


@pytest.mark.parametrize("typed", SOLE_SPELLINGS)
def test_natural_persons_are_never_found(named: Served, typed: str) -> None:
    for path in (f"/v1/search?limit=50&q={quote(typed)}", f"/v1/organizations?q={quote(typed)}", f"/v1/dispositions?q={quote(typed)}"):
        grades = str(named.read(path)["items"])
        assert "個人事業主" not in grades and "sole_proprietor" not in grades, path


def test_natural_persons_are_not_listed_by_place_either(named: Served) -> None:
    assert "個人事業主" in str(named.read("/v1/organizations?municipality=38202")["items"])
    assert "個人事業主" not in str(named.read("/v1/search?municipality=38202&limit=50")["items"])
    assert "個人事業主" not in str(search(named, "今治", "&limit=50"))


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/v1/search", 422, "missing-parameter"),
        ("/v1/search?limit=5", 422, "missing-parameter"),
        ("/v1/search?q=", 400, "invalid-parameter"),
        ("/v1/search?q=a&limit=51", 400, "invalid-parameter"),
        ("/v1/search?q=a&name=b", 400, "unknown-parameter"),
    ],
)
def test_what_cannot_be_searched_is_a_problem(named: Served, path: str, status: int, name: str) -> None:
    response = named.get(path)
    assert response.status_code == status and response.json()["type"] == f"{PUBLIC_URL}/problems/{name}"


@pytest.mark.parametrize(("asked", "count"), [("koyo", 1), ("ko", 1), ("Fisheries", 1), ("こうよう", 1), ("青嶺", 3), ("zz", 0)])
def test_lists_understand_readings_and_english(named: Served, asked: str, count: int) -> None:
    assert named.read(f"/v1/organizations?q={quote(asked)}")["total"] == count


def test_every_beginning_of_a_reading_finds_it(named: Served) -> None:
    spelled = "kouyousuisan"
    for length in range(1, len(spelled) + 1):
        assert "高洋水産株式会社" in [one["name"] for one in search(named, spelled[:length], "&limit=50")], spelled[:length]
