"""The register of support organizations through its spider: two languages, offices in rows of their own, people."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from scrapers.spiders.isa_support_organizations import IsaSupportOrganizations
from tests.cli import ROOT, SAMPLES, Kanri, open_engine
from tests.scrapers.drive import Drive, drive_spider
from tests.scrapers.support_files import ENTRIES, FLAT, Books, change_entry

EXPECTED = json.loads((ROOT / "sample" / "expected.json").read_text())
FIRST, SECOND = SAMPLES / "2026-04-01", SAMPLES / "2026-10-01"
SOURCE = "isa_support_organizations"


def drive_books(folder: Path, **how: Any) -> Drive:
    return drive_spider(IsaSupportOrganizations(), Books(**how).write(folder / "site"))


def facts_of(drive: Drive, number: str) -> dict[str, Any]:
    return next(statement.content["facts"] for statement in drive.statements if statement.key == (number,))


LAYOUTS: Mapping[str, Mapping[str, Any]] = {
    "one header row with 所在地 twice": {},
    "offices under a heading of their own": {"grouped": True},
    "organizations merged over their offices": {"merged": True},
    "grouped and merged": {"grouped": True, "merged": True},
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_the_same_registrations(layout: Mapping[str, Any], tmp_path: Path) -> None:
    drive = drive_books(tmp_path, **layout)
    assert (drive.troubles, drive.warnings) == ([], [])
    assert [statement.key for statement in drive.statements] == [(entry.number,) for entry in ENTRIES]
    facts = facts_of(drive, "20登-000002")
    told = {name: facts[name] for name in ("regime", "role", "first_permitted_on", "expires_on", "status", "telephones")}
    assert told == {
        "regime": "ssw", "role": "registered_support_organization", "first_permitted_on": "2019-04-26",
        "expires_on": None, "status": "in_force", "telephones": ["0300000001", "08000000042"],
    }  # fmt: skip
    offices = [(office["name"], office["postal_code"], office["address"]) for office in facts["offices"]]
    assert offices == list(ENTRIES[1].offices)
    assert facts["languages"] == ["ベトナム語", "中国語（北京語、広東語）"]


def test_row_is_found_again_with_the_day_of_its_register(tmp_path: Path) -> None:
    locator = drive_books(tmp_path).statements[1].locator
    assert (locator["rows"], locator["cells"]["name"], locator["as_of"]) == ("6-8", "C6", "2026-03-31")


def test_english_names_come_with_their_numbers(tmp_path: Path) -> None:
    drive = drive_books(tmp_path)
    names = {statement.key[0]: statement.content["organization"].get("name_en") for statement in drive.statements}
    assert names["19登-000001"] == "Kakuu Support Co., Ltd."
    assert names["20登-000002"] == "Mihon Cooperative"


def test_telephone_that_lost_its_zero_gets_it_back(tmp_path: Path) -> None:
    assert drive_books(tmp_path).statements[0].content["organization"]["telephone"] == "0999000001"


def test_suspension_stands_in_the_remarks(tmp_path: Path) -> None:
    drive = drive_books(tmp_path)
    assert [statement.content["facts"]["status"] for statement in drive.statements] == ["in_force"] * 3 + ["suspended"]


def test_nothing_of_a_natural_person_goes_beyond_the_door(tmp_path: Path) -> None:
    person = next(each for each in drive_books(tmp_path).statements if each.key == ("21登-000003",))
    assert person.content["organization"]["grade"] == "sole_proprietor"
    kept = json.dumps(person.content, ensure_ascii=False)
    for told in ("仮名", "四郎", "KANA", "架空町5", "0999000001", "000-0005"):
        assert told not in kept
    assert {"name": "架空サポート本店"}.items() <= drive_books(tmp_path / "b").statements[0].content["facts"]["offices"][0].items()


def test_representative_is_cut_out_of_an_office_s_name(tmp_path: Path) -> None:
    entry = change_entry(ENTRIES[0], offices=(("架空支助事務所", "000-0001", "愛媛県今治市架空町1"),))
    facts = drive_books(tmp_path, entries=[entry]).statements[0].content["facts"]
    assert facts["offices"][0]["name"] == "〔代表者〕事務所"


@pytest.mark.parametrize(
    "labels",
    [
        ("登録支援機関登録簿（令和8年3月31日現在）【エクセル】", "登録支援機関登録簿（英語版）【エクセル】"),
        ("日本語(Excel)", "English(Excel)"),
        ("登録支援機関登録簿", "List of Registered Support Organizations"),
    ],
)
def test_languages_are_told_by_labels(labels: tuple[str, str], tmp_path: Path) -> None:
    drive = drive_books(tmp_path, labels=labels)
    assert drive.troubles == []
    assert drive.statements[0].content["organization"]["name_en"] == "Kakuu Support Co., Ltd."


def test_other_workbooks_are_reported_and_not_read(tmp_path: Path) -> None:
    drive = drive_books(tmp_path, others={"/isa/content/3.xlsx": "登録申請書様式(Excel)"})
    assert drive.problems == []
    assert drive.warnings == ["unknown label 「登録申請書様式(Excel)」: not read"]


def test_registers_of_two_days_do_not_lose_a_name_in_silence(tmp_path: Path) -> None:
    site = Books().write(tmp_path / "site")
    later = Books([change_entry(ENTRIES[0], number="26登-000009"), *ENTRIES[1:]])
    (site / "www.moj.go.jp/isa/content/2.xlsx").write_bytes(later.english())
    drive = drive_spider(IsaSupportOrganizations(), site)
    assert drive.problems == []
    assert drive.warnings == ["1 registrations have no English name, 1 English names no registration"]


def replace_heading(old: str, new: str) -> tuple[str, ...]:
    return tuple(new if heading == old else heading for heading in FLAT)


DAMAGES: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "no column of representatives": ({"headings": replace_heading("代表者の氏名", "ふりがな")}, "(representatives) is missing"),
    "an unknown column": ({"headings": replace_heading("備考", "おすすめ度")}, "unknown heading"),
    "a number that is none": (
        {"entries": [change_entry(ENTRIES[0], number="登第12号")]}, "number: no registration number",
    ),
    "a row that lost its number": ({"entries": [ENTRIES[0], change_entry(ENTRIES[1], number="")]}, "row 6: values without"),
    "a row without a name": ({"entries": [change_entry(ENTRIES[0], name="")]}, "row 5: name is empty"),
    "an office that belongs to nobody": ({"stray": 2}, "row 12: values without a registration number"),
    "no row at all": ({"entries": []}, "no registration under the headings"),
    "no English register": ({"labels": ("登録支援機関登録簿(Excel)", "書類一覧(Excel)")}, "0 workbooks of the register are linked in language en"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "told"), DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_register_is_refused_and_told_where(damage: Mapping[str, Any], told: str, tmp_path: Path) -> None:
    drive = drive_books(tmp_path, **damage)
    assert any(told in trouble for trouble in drive.troubles), drive.troubles


def read_registrations(kanri: Kanri) -> list[dict[str, Any]]:
    query = "SELECT summary::text FROM published.version WHERE kind = 'permit' AND edition_to = 2147483647"
    with open_engine(kanri.database_url) as engine, engine.connect() as connection:
        documents = [json.loads(document) for document in connection.scalars(text(query))]
    return [document for document in documents if document["regime"] == "ssw"]


def read_organizations(kanri: Kanri) -> list[dict[str, Any]]:
    query = "SELECT summary::text FROM published.version WHERE kind = 'organization' AND edition_to = 2147483647"
    with open_engine(kanri.database_url) as engine, engine.connect() as connection:
        return [json.loads(document) for document in connection.scalars(text(query))]


def test_sample_register_comes_out_as_expected(kanri: Kanri) -> None:
    for site in (FIRST, SECOND):
        answer = kanri.crawl(site, SOURCE, "otit_registry", observed_on=site.name)
        expected = EXPECTED["snapshots"][site.name]["support_organizations"]
        assert answer.code == 0, answer.err
        counts = answer.counts(SOURCE)
        assert (counts["records"], counts["documents"]) == (expected["organizations"], expected["documents"])
        grades = [row["organization"]["grade"] for row in read_registrations(kanri) if row["status"] == "published"]
        assert grades.count("sole_proprietor") == expected["sole_proprietors"]
        assert grades.count("legal_person") == expected["legal_persons"]
    between = EXPECTED["between"]["support_organizations"]
    assert {name: counts[name] for name in between} == between
    both = [each for each in read_organizations(kanri) if len(each["roles"]) == 2]
    assert len(both) == 4
    assert {tuple(each["regimes"]) for each in both} == {("ssw", "titp")}
    assert all(each["name_en"] for each in both), "the English name is the register's, the rest the registry's"
