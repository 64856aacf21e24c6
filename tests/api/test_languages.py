"""Words and labels in the reader's language: chosen by lang and Accept-Language, told, kept apart, never of another type."""

import csv
import io
import json
from typing import Any

import httpx
import pytest

from api.languages import Wish, read_accept_language
from api.v1.labels import LABELLED
from db.words import LANGUAGES, VOCABULARIES, read_words
from tests.api.serving import Served

LIST = "/v1/dispositions?limit=5"


def test_every_vocabulary_is_listed_with_its_languages(api: Served) -> None:
    answer = api.read("/v1/vocabularies")
    assert [one["name"] for one in answer["items"]] == list(VOCABULARIES) and answer["total"] == len(VOCABULARIES)
    assert [one["code"] for one in answer["languages"]] == list(LANGUAGES)
    codes = sum(len(one.codes) for one in VOCABULARIES.values())
    assert all((one["reviewed"], one["machine"]) == (0, codes) for one in answer["languages"])
    for one in answer["items"]:
        assert api.read(one["url"].removeprefix("https://kanri.example"))["codes"] == one["codes"]


def test_a_vocabulary_tells_term_citation_and_ten_sentences(api: Served) -> None:
    answer = api.read("/v1/vocabularies/violation?lang=vi")
    passport = next(one for one in answer["items"] if one["code"] == "passport_retention")
    assert passport["citation"] == "技能実習法第48条第1項" and passport["term"] == "旅券・在留カードの保管"
    assert "hộ chiếu" in passport["text"] and passport["mark"] == "machine"
    assert [one["language"] for one in passport["texts"]] == list(LANGUAGES)
    assert "no legal advice" in answer["note"]["en"]


@pytest.mark.parametrize("name", ["violations", "Kind", "kind.json", "..%2Fkind", "%00"])
def test_an_unknown_vocabulary_is_not_found(api: Served, name: str) -> None:
    assert api.get(f"/v1/vocabularies/{name}").status_code in (400, 404)


@pytest.mark.parametrize(
    ("header", "language", "fallback"),
    [
        ("vi", "vi", False),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi", False),
        ("zh-CN", "zh", False),
        ("zh-Hans-SG;q=0.5, de", "zh", False),
        ("tl-PH", "fil", False),
        ("in", "id", False),
        ("de, ja;q=0.3, my;q=0.7", "my", False),
        ("JA", "ja", False),
        ("de-CH, fr", "en", True),
        ("vi;q=0, km", "km", False),
        ("mn", "en", True),
    ],
)
def test_accept_language_chooses(api: Served, header: str, language: str, fallback: bool) -> None:
    response = api.get(LIST, headers={"Accept-Language": header})
    labels = response.json()["labels"]
    assert (labels["language"], labels["fallback"]) == (language, fallback)
    assert (labels["note"] is not None) is fallback
    assert response.headers["content-language"] == language
    assert "Accept-Language" in response.headers["vary"]


@pytest.mark.parametrize("header", ["", "*", ",,", ";q=1", "vi;q=0", "x" * 300, "vi;q=nan;q", "é", "-", "vi;q=-1"])
def test_a_header_that_wishes_nothing_is_no_wish(api: Served, header: str) -> None:
    response = api.get(LIST, headers={"Accept-Language": header.encode("latin-1")})
    assert response.status_code == 200
    assert response.json()["labels"] is None and "content-language" not in response.headers


def test_lang_goes_before_the_header(api: Served) -> None:
    answer = api.read(f"{LIST}&lang=km", headers={"Accept-Language": "ja"})
    assert answer["labels"]["language"] == "km"
    unknown = api.get(f"{LIST}&lang=mn")
    assert unknown.headers["content-language"] == "en" and unknown.json()["labels"]["fallback"] is True
    for value in ("", "v", "vi_VN", "vi,ja", "%E3%81%82", "a" * 80):
        assert api.get(f"{LIST}&lang={value}").status_code == 400, value


def list_types(value: Any) -> Any:
    """The shape of an answer: members and types, without the labels."""
    if isinstance(value, dict):
        return {name: list_types(member) for name, member in value.items() if name != "labels"}
    return [list_types(one) for one in value] if isinstance(value, list) else type(value).__name__


@pytest.mark.parametrize(
    "path", [LIST, "/v1/organizations?limit=5&facet=role,prefecture", "/v1/permits", "/v1/labour-cases", "/v1/changes?limit=3",
             "/v1/statistics/dispositions?by=kind,prefecture", "/v1/indicators?limit=1000", "/v1/search?q=架空"]
)  # fmt: skip
def test_labels_stand_beside_the_records_and_change_nothing_in_them(api: Served, path: str) -> None:
    plain = api.read(path)
    told = api.read(path + ("&" if "?" in path else "?") + "lang=ne")
    assert plain.pop("labels") is None
    labels = told.pop("labels")
    assert list_types(told) == list_types(plain)
    assert {name: value for name, value in told.items() if name != "next"} == {
        name: value for name, value in plain.items() if name != "next"
    }
    text = json.dumps(told, ensure_ascii=False)
    for name, words in labels["words"].items():
        for code, label in words.items():
            assert f'"{code}"' in text and label == read_words()[name][code].texts["ne"].label


def test_every_code_of_a_record_has_its_label(api: Served) -> None:
    item = api.read(LIST)["items"][0]
    record = api.read(f"/v1/dispositions/{item['id']}?lang=id")
    words = record["labels"]["words"]
    assert words["kind"] == {record["kind"]: read_words()["kind"][record["kind"]].texts["id"].label}
    for name, member in (("violation", "violations"), ("authority", "authorities")):
        assert set(words[name]) == set(record[member])
    assert words["prefecture"][record["place"]["prefecture_code"]]
    assert set(words["ground"]) >= {code for code in record["grounds"] if code in VOCABULARIES["ground"].codes}
    assert set(words) <= set(LABELLED["disposition"])


def test_the_next_page_is_told_in_the_same_language(api: Served) -> None:
    first = api.read("/v1/dispositions?limit=2&lang=th")
    assert "lang=th" in first["next"]
    second = api.read(first["next"].removeprefix("https://kanri.example"))
    assert second["labels"]["language"] == "th" and second["items"][0]["id"] != first["items"][0]["id"]
    # A cursor belongs to its question; the language is no part of it.
    other = api.read(first["next"].removeprefix("https://kanri.example").replace("lang=th", "lang=vi"))
    assert other["items"] == second["items"] and other["labels"]["language"] == "vi"
    changes = api.read("/v1/changes?limit=1&lang=my")
    assert "lang=my" in changes["next"]


def test_validators_and_kept_answers_differ_by_language(api: Served) -> None:
    tags = {}
    for header in (None, "vi", "vi-VN", "ja", "de", "en"):
        response = api.get(LIST, headers={} if header is None else {"Accept-Language": header})
        tags[header] = response.headers["etag"]
        again = api.get(LIST, headers={"If-None-Match": tags[header], **({} if header is None else {"Accept-Language": header})})
        assert again.status_code == 304 and "Accept-Language" in again.headers["vary"]
        assert api.get(LIST, headers={} if header is None else {"Accept-Language": header}).content == response.content
    # The same language by another name is the same answer; English that was asked for is not English for want of another.
    assert tags["vi"] == tags["vi-VN"]
    assert len(set(tags.values())) == 5
    assert api.get(LIST, headers={"If-None-Match": tags["vi"], "Accept-Language": "ja"}).status_code == 200


def test_a_wish_is_read_once_for_each_header() -> None:
    assert read_accept_language(b"km-KH, *;q=0.1") == Wish("km", False)
    assert read_accept_language(b"") is None


def test_a_map_of_records_has_the_labels_of_every_code_that_it_may_hold(api: Served) -> None:
    assert api.read("/v1/dispositions.geojson?limit=1")["labels"] is None
    response = api.get("/v1/dispositions.geojson?limit=3", headers={"Accept-Language": "fil"})
    labels = response.json()["labels"]
    assert response.headers["content-language"] == labels["language"] == "fil"
    assert set(labels["words"]) == set(LABELLED["disposition"])
    assert labels["words"]["violation"].keys() == set(VOCABULARIES["violation"].codes)


def test_pages_of_indicators_go_on_in_the_same_language(api: Served) -> None:
    first = api.read("/v1/indicators?limit=2&lang=km")
    assert "lang=km" in first["next"]
    second = api.read(first["next"].removeprefix("https://kanri.example"))
    assert second["labels"]["language"] == "km"
    other = api.read(first["next"].removeprefix("https://kanri.example").replace("lang=km&", ""))
    assert other["items"] == second["items"] and other["labels"] is None


def read_table(response: httpx.Response) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_table_has_labels_behind_its_columns_where_they_are_asked_for(api: Served) -> None:
    plain = api.get("/v1/dispositions.csv", headers={"Accept-Language": "vi"})
    told = api.get("/v1/dispositions.csv?lang=vi")
    assert "content-language" not in plain.headers and told.headers["content-language"] == "vi"
    before, after = (one.text.lstrip("\ufeff").splitlines()[0].split(",") for one in (plain, told))
    assert after[: len(before)] == before and all(name.endswith(".label.vi") for name in after[len(before) :])
    assert {"kind.label.vi", "violations.label.vi", "place.prefecture_code.label.vi", "organization.grade.label.vi"} <= set(after)
    words = read_words()
    for row, same in zip(read_table(told), read_table(plain), strict=True):
        assert {name: row[name] for name in before} == same
        assert row["kind.label.vi"] == words["kind"][row["kind"]].texts["vi"].label
        expected = [words["violation"][code].texts["vi"].label for code in row["violations"].split("|") if code]
        assert row["violations.label.vi"] == "|".join(expected)
        # A provision that the vocabulary does not hold is told as it is.
        assert len(row["grounds.label.vi"].split("|")) == len(row["grounds"].split("|"))


def test_a_table_in_a_language_that_is_not_here_says_so_in_its_columns(api: Served) -> None:
    response = api.get("/v1/organizations.csv?lang=mn&fields=grade,roles&limit=1")
    (row,) = read_table(response)
    assert response.headers["content-language"] == "en"
    assert list(row) == ["id", "grade", "roles", "grade.label.en", "roles.label.en"]
    assert row["grade.label.en"] == read_words()["grade"][row["grade"]].texts["en"].label


def test_lines_have_labels_where_they_are_asked_for(api: Served) -> None:
    plain = api.get("/v1/dispositions.ndjson", headers={"Accept-Language": "vi"}).text.splitlines()
    told = api.get("/v1/dispositions.ndjson?lang=vi").text.splitlines()
    for line, same in zip(told, plain, strict=True):
        record = json.loads(line)
        labels = record.pop("labels")
        assert record == json.loads(same) and (labels["language"], labels["fallback"]) == ("vi", False)
        assert set(labels["words"]["kind"]) == {record["kind"]}


@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_counts_have_labels_too(api: Served, suffix: str) -> None:
    path = f"/v1/statistics/dispositions.{suffix}?by=kind,prefecture,ground"
    plain, told = api.get(path), api.get(f"{path}&lang=ne")
    assert told.headers["content-language"] == "ne" and told.text != plain.text
    if suffix == "csv":
        rows = read_table(told)
        assert all(row["kind.label.ne"] == read_words()["kind"][row["kind"]].texts["ne"].label for row in rows)
        assert [row["count"] for row in rows] == [row["count"] for row in read_table(plain)]
    else:
        lines = [json.loads(line) for line in told.text.splitlines()]
        assert all(set(line["labels"]["words"]["kind"]) == {line["kind"]} for line in lines)


def test_answers_outside_the_lists_have_labels(api: Served) -> None:
    asked = {"queries": [{"name": "架空"}]}
    assert api.client.post("/v1/match", json=asked).json()["labels"] is None
    matched = api.client.post("/v1/match?lang=my", json=asked)
    roles = {role for one in matched.json()["items"][0]["candidates"] for role in one["roles"]}
    assert roles and set(matched.json()["labels"]["words"]["role"]) == roles
    assert matched.headers["content-language"] == "my"
    placed = api.read("/v1/geocode?address=愛媛県&lang=th")
    assert placed["labels"]["language"] == "th"
    totals = api.read("/v1/statistics/municipalities.geojson?lang=km")
    assert set(totals["labels"]["words"]["prefecture"]) == {one["properties"]["prefecture"] for one in totals["features"]}


@pytest.mark.parametrize("collection", ["organizations", "dispositions", "permits", "municipalities"])
def test_features_have_labels_beside_them(api: Served, collection: str) -> None:
    path = f"/ogc/collections/{collection}/items"
    plain, told = api.read(f"{path}?limit=1"), api.read(f"{path}?limit=1&lang=id")
    assert plain["labels"] is None and told["features"] == plain["features"]
    words = told["labels"]["words"]
    assert set(words["prefecture"]) >= {
        one["properties"]["prefecture_code"] for one in told["features"] if one["properties"]["prefecture_code"]
    }
    following = [one["href"].removeprefix("https://kanri.example") for one in told["links"] if one["rel"] == "next"]
    assert len(following) == (told["numberMatched"] > 1)
    assert all(api.read(address)["labels"]["language"] == "id" for address in following)
    one = api.get(f"{path}/{told['features'][0]['id']}", headers={"Accept-Language": "id"})
    assert one.json()["labels"]["language"] == one.headers["content-language"] == "id"


def test_codes_within_the_lists_of_a_feature_have_labels(api: Served) -> None:
    told = api.read("/ogc/collections/dispositions/items?limit=1000&lang=ja")
    codes = {code for one in told["features"] for code in (one["properties"]["violations"] or "").split(",") if code}
    assert codes and set(told["labels"]["words"]["violation"]) == codes
