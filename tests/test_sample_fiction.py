"""The places of the bundled sample are real municipalities; nobody and nothing else in it exists."""

import csv
import re
import unicodedata
from itertools import chain

import openpyxl

from sample.expected import is_sole_proprietor
from sample.facts import HERE, expand_numbers, read_facts, squeeze
from tests.shared import shared_path

PARTY_TABLES = ("dispositions", "registry", "support_organizations")


def test_every_address_lies_in_a_municipality_of_the_sample_gazetteer() -> None:
    with (HERE / "gazetteer" / "municipalities.csv").open(encoding="utf-8") as file:
        by_code = {
            row["lg_code"][:5]: row["county"] + row["city"] + row["ward"] for row in csv.DictReader(file)
        }
    for row in chain(read_facts("dispositions"), read_facts("registry"), read_facts("labour_cases")):
        assert by_code[row["municipality"]] in squeeze(row["address"])


def test_gazetteer_has_the_shape_and_the_codes_of_the_publisher() -> None:
    upstream = shared_path("gazetteer", "municipalities.csv")
    with (
        upstream.open(encoding="utf-8") as theirs,
        (HERE / "gazetteer" / "municipalities.csv").open(encoding="utf-8") as ours,
    ):
        known = {row["lg_code"]: row for row in csv.DictReader(theirs)}
        rows = list(csv.DictReader(ours))
    names = (
        "pref",
        "pref_kana",
        "pref_roma",
        "county",
        "city",
        "city_kana",
        "city_roma",
        "ward",
        "ward_kana",
    )
    assert all(list(row) == list(known[row["lg_code"]]) for row in rows)
    assert all(row[name] == known[row["lg_code"]][name] for row in rows for name in names)
    assert all(
        abs(float(row[at]) - float(known[row["lg_code"]][at])) < 0.02 for row in rows for at in ("lon", "lat")
    )


def test_towns_are_invented() -> None:
    with shared_path("gazetteer", "towns.csv").open(encoding="utf-8") as file:
        real = {(row["city"], row["town"]) for row in csv.DictReader(file)}
    with (HERE / "gazetteer" / "towns.csv").open(encoding="utf-8") as file:
        ours = {(row["city"], row["town"]) for row in csv.DictReader(file)}
    assert ours and not ours & real
    assert len(real) > 100_000


def fold(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", text))


def sample_organizations() -> set[str]:
    rows = chain.from_iterable(read_facts(table) for table in PARTY_TABLES)
    names = {row["name"].replace("(事業休止中)", "") for row in rows} | {
        row["name"] for row in read_facts("labour_cases")
    }
    english = {row["name_en"] for row in read_facts("support_organizations")}
    return {fold(name) for name in names | english} - {"個人事業主"}


def sample_people() -> set[str]:
    rows = chain(read_facts("dispositions"), read_facts("support_organizations"))
    return {fold(person) for row in rows for person in row["representative"].split("\n")}


def test_no_representative_stands_in_a_name_or_place_that_is_published() -> None:
    for table in PARTY_TABLES:
        rows = [
            row for row in read_facts(table) if "representative" not in row or not is_sole_proprietor(row)
        ]
        published = [fold(row["name"] + row["address"]) for row in rows]
        assert not [person for person in sample_people() if any(person in text for text in published)]


def test_no_name_of_the_sample_is_one_of_the_tax_agency_register() -> None:
    mine, found = sample_organizations(), 0
    with shared_path("names", "nta_cooperatives.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found += sum(fold(value) in mine for row in rows for value in row.values() if value)
    with shared_path("names", "nta_english_names.csv").open(encoding="utf-8") as file:
        found += sum(fold(value) in mine for row in csv.DictReader(file) for value in row.values() if value)
    assert len(rows) > 40_000
    assert found == 0


def test_no_name_of_the_sample_is_in_the_recorded_workbooks() -> None:
    mine, people, seen, found = sample_organizations(), sample_people(), 0, 0
    for path in shared_path("sources").rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows(max_col=5, values_only=True):
                texts = [fold(value) for value in row if isinstance(value, str)]
                seen += len(texts)
                found += sum(text in mine or any(person in text for person in people) for text in texts)
    assert seen > 1_000
    assert found == 0


def test_numbers_of_the_sample_are_not_in_the_recorded_workbooks() -> None:
    mine = {number for row in read_facts("dispositions") for number in expand_numbers(row["numbers"])}
    real: set[str] = set()
    for path in shared_path("sources").rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows(values_only=True):
                real |= {
                    value
                    for value in row
                    if isinstance(value, str) and re.fullmatch(r"(許|変?認)\d{10}", value)
                }
    assert len(real) > 1_000
    assert not mine & real
