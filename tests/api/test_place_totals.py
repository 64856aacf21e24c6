"""Totals by municipality as a map, and counts as tables: the same numbers as the list's own."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.areas import load_areas
from db.session import make_engine
from scrapers.boundaries import describe_boundaries, find_files, read_areas
from tests.api import fictional_register as register
from tests.api.serving import Served, on_day, publish, serve
from tests.db.test_permits import make_permit
from tests.fictional import make_disposition
from tests.postgis import Database, lend_database

MAP = "/v1/statistics/municipalities.geojson"
TABLE = "/v1/statistics/dispositions"


def write_outline(path: Path, code: str, prefecture: str, name: str, west: float, south: float) -> Path:
    """A square municipality as the land ministry's file has it."""
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
    properties = {"N03_001": prefecture, "N03_002": None, "N03_003": None, "N03_004": name, "N03_007": code}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


@pytest.fixture(scope="module")
def mapped(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A register with permits of which two are in force in one municipality, whose outline is loaded."""
    with lend_database(postgis) as database:
        publish(database, *(register.told(make_disposition(register.BRIDGE, f"202{year}-02-25", place=place))
                            for year, place in enumerate((register.IMABARI, register.IMABARI, register.CHIYODA))))  # fmt: skip
        permits = [make_permit(f"{at}", number=f"許17080000{at:02}", place=register.IMABARI) for at in range(2)]
        publish(database, *permits, source="otit_registry", observed_on=on_day(2))
        load_outline(database, tmp_path_factory.mktemp("outlines"))
        with serve(database) as served:
            yield served


IMABARI = ("38202", "愛媛県", "今治市", 132.5, 33.5)


def load_outline(database: Database, folder: Path, municipality: tuple[str, str, str, float, float] = IMABARI) -> None:
    """Load the outline of one municipality, by default one of the two."""
    files = find_files(write_outline(folder / "N03-20250101.json", *municipality))
    engine = make_engine(database.owner)
    load_areas(engine, describe_boundaries(files), read_areas(files), replace_fuller=True)
    engine.dispose()


@pytest.mark.parametrize("query", ["", "prefecture=38", "q=架空工業&issued_from=2025-06-01", "status=withdrawn", "as_of=2026-04-05"])
def test_the_map_counts_what_the_list_holds(api: Served, query: str) -> None:
    items = api.read(f"/v1/dispositions?limit=1000&{query}")["items"]
    answer = api.read(f"{MAP}?{query}")
    places = Counter(item["place"]["municipality_code"] for item in items)
    unknown = places.pop(None, 0)
    assert {one["id"]: one["properties"]["count"] for one in answer["features"]} == places
    assert (answer["total"], answer["unplaced"]) == (len(items), unknown)
    for feature in answer["features"]:
        concerned = {item["organization"]["id"] for item in items if item["place"]["municipality_code"] == feature["id"]}
        assert feature["properties"]["organizations"] == len(concerned)
        assert feature["id"][:2] == feature["properties"]["prefecture"]


def test_without_outlines_the_municipalities_are_points_and_without_permits_there_is_no_denominator(api: Served) -> None:
    features = {one["id"]: one for one in api.read(MAP)["features"]}
    assert features["38202"]["geometry"] == {"type": "Point", "coordinates": register.IMABARI["point"]}
    told = features["38202"]["properties"]
    assert (told["name"], told["drawn"], told["permits_in_force"]) == ("今治市", "points", None)
    assert api.read(MAP)["credits"] == []


def test_loaded_outlines_are_drawn_and_credited_and_permits_in_force_are_told(mapped: Served) -> None:
    answer = mapped.read(MAP)
    imabari, chiyoda = sorted(answer["features"], key=lambda one: one["id"], reverse=True)
    assert imabari["geometry"]["type"] == "MultiPolygon" and chiyoda["geometry"]["type"] == "Point"
    assert (imabari["properties"]["drawn"], chiyoda["properties"]["drawn"]) == ("boundary", "points")
    assert (imabari["properties"]["permits_in_force"], chiyoda["properties"]["permits_in_force"]) == (2, 0)
    assert (imabari["properties"]["count"], imabari["properties"]["organizations"]) == (2, 1)
    assert len(answer["credits"]) == 1 and "国土数値情報" in answer["credits"][0]


def test_a_map_of_nothing_says_what_was_searched_and_where_to_ask(api: Served) -> None:
    answer = api.read(f"{MAP}?q=架空に無い")
    assert answer["features"] == [] and answer["total"] == 0
    assert answer["searched"] and answer["help"]["links"]


def test_the_map_is_geojson_and_nothing_else(api: Served) -> None:
    response = api.get(MAP)
    assert response.headers["content-type"] == "application/geo+json" and response.headers["etag"]
    assert api.get(MAP, headers={"if-none-match": response.headers["etag"]}).status_code == 304
    # As GDAL and so QGIS ask for an address.
    assert api.get(MAP, headers={"accept": "text/plain, application/json"}).headers["content-type"] == "application/geo+json"
    assert api.get(MAP, headers={"accept": "text/csv"}).status_code == 406
    assert api.get(f"{MAP}?by=year").status_code == 400
    assert api.get(f"{MAP}?issued_from=2026-01-02&issued_to=2026-01-01").status_code == 422


def read_groups(answer: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The groups as a table has them."""
    return [tuple("" if value is None else str(value) for value in one.values()) for one in answer]


@pytest.mark.parametrize("query", ["", "by=prefecture,year", "by=ground,violation,municipality&q=架空橋", "by=kind&q=架空に無い"])
def test_counts_are_the_same_in_every_form(api: Served, query: str) -> None:
    answer = api.read(f"{TABLE}?{query}")
    by_suffix = api.get(f"{TABLE}.csv?{query}")
    assert by_suffix.content == api.get(f"{TABLE}?{query}", headers={"accept": "text/csv"}).content
    head, *lines = csv.reader(io.StringIO(by_suffix.content.decode("utf-8-sig")))
    assert head == [*answer["by"], "count", "organizations"]
    assert [tuple(line) for line in lines] == read_groups(answer["items"])
    lined = api.get(f"{TABLE}.ndjson?{query}")
    assert [json.loads(line) for line in lined.text.splitlines()] == answer["items"]
    assert lined.content == api.get(f"{TABLE}?{query}", headers={"accept": "application/x-ndjson"}).content
    assert lined.headers["content-type"] == "application/x-ndjson" and by_suffix.headers["content-type"].startswith("text/csv")


def test_a_table_of_counts_has_a_mark_for_excel_unless_it_is_not_wanted(api: Served) -> None:
    assert api.get(f"{TABLE}.csv").content.startswith("\ufeffyear,count".encode())
    assert api.get(f"{TABLE}.csv?bom=false").content.startswith(b"year,count")
    assert api.get(f"{TABLE}?bom=false").status_code == 400
    assert 'rel="describedby"' in api.get(f"{TABLE}.csv").headers["link"]
