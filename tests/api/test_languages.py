"""Words and labels in the reader's language: chosen by lang and Accept-Language, told, kept apart, never of another type."""

import json
from typing import Any

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
             "/v1/statistics/dispositions?by=kind,prefecture"]
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


def test_exports_take_no_language(api: Served) -> None:
    assert api.get("/v1/dispositions.csv?lang=vi").status_code == 400
    assert api.get("/v1/dispositions.ndjson", headers={"Accept-Language": "vi"}).status_code == 200
