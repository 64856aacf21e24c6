"""What the geocoder must show on the recorded official files; see benchmarks/geocoding.py for the figures."""

import csv
from pathlib import Path

import pytest

from benchmarks.geocoding import (
    breakage_report,
    measure_addresses,
    measure_cooperatives,
    measure_disposition_addresses,
    measure_own_names,
)
from japanese.addresses import Gazetteer
from scrapers.gazetteer import load_gazetteer
from tests.shared import shared_path


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = shared_path("gazetteer")
    return Gazetteer.open(load_gazetteer(tmp_path_factory.mktemp("home"), folder).path)


def test_addresses_with_a_known_point_are_found_and_near_it(gazetteer: Gazetteer) -> None:
    report = measure_addresses(shared_path("geocoding", "addresses.csv"), gazetteer)
    assert report.addresses == 3000
    assert report.town_share >= 0.995
    assert report.median_km <= 0.15 and report.percentile_99_km <= 0.6
    assert report.wrong_municipality == 0


def test_disposition_addresses_are_placed_at_the_town_or_explained(gazetteer: Gazetteer) -> None:
    report = measure_disposition_addresses(
        shared_path("sources", "2026-04", "www.moj.go.jp", "isa", "content"), gazetteer
    )
    assert report.addresses > 500
    assert report.unexplained == 0
    assert report.town >= report.addresses - 2


def test_addresses_of_the_whole_country_are_in_the_right_municipality(gazetteer: Gazetteer) -> None:
    path = shared_path("names", "nta_cooperatives.csv")
    for with_prefecture in (True, False):
        report = measure_cooperatives(path, gazetteer, with_prefecture, step=5)
        assert report.town_share >= 0.985
        assert report.wrong_municipality == 0


def test_every_town_is_found_by_its_own_name(gazetteer: Gazetteer) -> None:
    found, asked = measure_own_names(shared_path("gazetteer", "towns.csv"), gazetteer, step=20)
    assert found / asked >= 0.999


def test_broken_addresses_are_mostly_repaired_and_never_misplaced(gazetteer: Gazetteer) -> None:
    for report in breakage_report(shared_path("names", "nta_cooperatives.csv"), gazetteer, sample=60):
        assert report.town_share >= 0.6, report.name
        assert report.wrong_municipality == 0, report.name


def test_the_benchmark_reads_what_the_file_holds(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "addresses.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["住所", "都道府県", "市区町村", "緯度経度"])
        writer.writerow(["東京都千代田区丸の内1-9-1", "大阪府", "大阪市北区", "135.5,34.7"])
    report = measure_addresses(path, gazetteer)
    assert report.wrong_municipality == 1 and report.median_km > 300
