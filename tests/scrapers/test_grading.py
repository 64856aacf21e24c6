"""The door: of what a row tells, what goes on to be stored. Every name here is made up."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from db.vocabulary import Grade
from scrapers.gazetteer import load_gazetteer
from scrapers.grading import grade_statement
from scrapers.identifying import identify_statement
from scrapers.items import Document, Party, Statement, StatementKind
from scrapers.parties import REPRESENTATIVE_MARK
from scrapers.places import Places
from tests.small_gazetteer import write_plain

SECRET = b"a secret of this test"
PERSON = "甲野　太郎"
HIDDEN = ("甲野", "太郎", "Kouno", "架空町", "0999", "799-9999", "認1799", "許1799", "の機密")
"""Pieces of everything that `tell_all` tells of somebody, numbers of registrations aside: the register needs those."""


def tell_all() -> dict[str, Any]:
    """The facts of every kind of record at once, with somebody named in each sentence."""
    return {
        "kind": "plan_revocation", "issued_on": "2025-06-27", "plan_count": 2, "number": "22登-990009", "laws": ["労働基準法第24条"],
        "reason": f"代表者{PERSON}の機密", "summary": f"概要：{PERSON}の機密", "remarks": f"備考：{PERSON}の機密",
        "support": f"支援：{PERSON}の機密", "site": "の機密店", "name_en": "Kouno Tarou", "postal_code": "799-9999", "permit_number": "許1799000009",
        "plan_numbers": ["認1799000008", "認1799000009"], "telephones": ["0999999999"],
        "offices": [{"name": f"{PERSON}事務所", "postal_code": "799-9999", "address": "架空町9", "telephones": ["0999999999"]}],
        "violations": [{"code": "wages_unpaid", "clause": f"{PERSON}の機密"}],
        "outcomes": [{"kind": "referred_to_prosecutors", "on": "2025-06-27", "reason": None, "text": f"{PERSON}の機密"}],
    }  # fmt: skip


def grade(
    name: str, facts: dict[str, Any] | None = None, secret: bytes = SECRET, address: str = "愛媛県今治市架空町9"
) -> Statement:
    """A row about a party whose representative is the person, as it goes through the door."""
    statement = Statement(
        source="fictional",
        kind=StatementKind.DISPOSITION,
        document=Document("https://架空.example/list.csv", "0" * 64, "text/csv", datetime(2026, 4, 1, tzinfo=UTC)),
        locator={"rows": "2"},
        key=("1",),
        party=Party(name, PERSON, address, "0999999999", corporate_number="9999000000001"),
        verbatim={},
        content={"facts": tell_all() if facts is None else facts},
    )
    grade_statement(statement, secret)
    return statement


@pytest.mark.parametrize("name", [PERSON, "甲野農園", "個人事業主"])
def test_nothing_of_a_person_but_codes_days_and_counts_goes_on(name: str) -> None:
    content = grade(name).content
    assert content["organization"]["grade"] == Grade.SOLE_PROPRIETOR
    kept = json.dumps(content, ensure_ascii=False)
    assert [piece for piece in HIDDEN if piece in kept] == []
    assert content["identity"] == {"municipality": None}, "nothing by which a person could be followed"
    facts = content["facts"]
    assert (facts["kind"], facts["plan_count"], facts["laws"]) == ("plan_revocation", 2, ["労働基準法第24条"])
    assert [found["code"] for found in facts["violations"]] == ["wages_unpaid"]
    assert [outcome["kind"] for outcome in facts["outcomes"]] == ["referred_to_prosecutors"]


def test_the_block_of_a_person_is_a_digest_that_only_this_home_can_make() -> None:
    one, same, other = grade(PERSON), grade("甲野太郎"), grade(PERSON, secret=b"another home's")
    assert one.content["block"] == same.content["block"] != other.content["block"]


def list_texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the names that lead to it."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from list_texts(member, f"{path}.{name}")
    if isinstance(value, str):
        yield path, value


def test_no_sentence_about_an_organization_names_its_representative() -> None:
    facts = tell_all() | {"outcomes": []}  # of these the list names no representative
    content = grade("株式会社架空製作所", facts).content
    assert [path for path, text in list_texts(content) if "甲野" in text or "太郎" in text] == []
    cut = {path for path, text in list_texts(content) if REPRESENTATIVE_MARK in text}
    assert cut == {
        ".facts.reason", ".facts.summary", ".facts.remarks", ".facts.support", ".facts.offices.0.name", ".facts.violations.0.clause",
    }  # fmt: skip
    assert content["organization"]["name"] == "株式会社架空製作所"
    assert content["facts"]["plan_numbers"] == ["認1799000008", "認1799000009"]


@pytest.mark.parametrize("house", ["甲野太郎方", "甲野様方"])
def test_the_house_of_a_representative_is_not_told_by_name(house: str) -> None:
    where = f"愛媛県今治市甲野太郎丸9 {house}"
    content = grade("架空事業協同組合", {"offices": [{"name": "本所", "address": where}]}, address=where).content
    for told in (content["organization"]["address"], content["facts"]["offices"][0]["address"]):
        assert REPRESENTATIVE_MARK in told and house[:-1] not in told.partition(" ")[2]


def test_a_town_of_the_same_letters_stays_in_the_address() -> None:
    where = "愛媛県今治市甲野太郎丸9"
    assert grade("架空事業協同組合", {}, address=where).content["organization"]["address"] == where


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Places by the small gazetteer, which knows towns and their points."""
    home = tmp_path_factory.mktemp("home")
    load_gazetteer(home, write_plain(tmp_path_factory.mktemp("files")))
    return Places(home)


@pytest.mark.parametrize("address", ["愛媛県今治市別宮町一丁目4番地1", "東京都千代田区丸の内一丁目1-1", "東京都西多摩郡瑞穂町大字石畑10"])
def test_a_person_is_placed_at_the_middle_of_the_municipality(places: Places, address: str) -> None:
    person, firm = (grade(name, {}, address=address) for name in (PERSON, "株式会社架空製作所"))
    for statement in (person, firm):
        places.locate(statement)
    coarse, fine = person.content["place"], firm.content["place"]
    assert fine["precision"] not in ("municipality", "prefecture", "none") and fine["town"] is not None
    assert (coarse["precision"], coarse["town"]) == ("municipality", None)
    assert coarse["municipality_code"] == fine["municipality_code"]
    assert coarse["point"] == list(places.gazetteer.municipality_point(coarse["municipality_code"]) or ()) != fine["point"]
    assert set(coarse) == {"prefecture_code", "municipality", "municipality_code", "town", "point", "precision"}


def test_the_digest_by_which_a_row_is_told_from_another_is_one_that_only_this_home_can_make() -> None:
    rows = [(f"{PERSON}の行", SECRET), (f"{PERSON}の行", SECRET), (f"{PERSON}の別の行", SECRET), (f"{PERSON}の行", b"another home's")]
    statements = [grade(PERSON) for _ in rows]
    for statement, (text, secret) in zip(statements, rows, strict=True):
        statement.verbatim["reason"] = text
        identify_statement(statement, secret)
    one, same, *others = (statement.source_digest for statement in statements)
    assert one == same and one not in others
    assert len({statement.id for statement in statements}) == 1, "an id holds nothing of the words"
