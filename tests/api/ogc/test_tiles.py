"""Vector tiles, decoded: what they count is what SQL counts, and nothing is drawn finer than it is known."""

from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest

from api.ogc.tiling.matrix import DEEPEST
from db.tiles import COUNTED_UP_TO, EXTENT, FIELDS, NAMED_FROM, SHARED_FIELDS, TOTAL_FIELDS
from tests.api.ogc.asking import Maps

KINDS = {"organizations": "organization", "dispositions": "disposition", "permits": "permit"}
SET = "/tiles/WebMercatorQuad"
EXACT = "precision IN ('town', 'building')"


def read_tile(maps: Maps, zoom: int, row: int, column: int, parent: str = "") -> dict[str, list[dict[str, Any]]]:
    """The features of a tile by layer, without those that only reach in from its neighbours."""
    response = maps.get(f"{parent}{SET}/{zoom}/{row}/{column}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    layers = mapbox_vector_tile.decode(response.content, default_options={"y_coord_down": True})
    return {name: [one for one in layer["features"] if is_inside(one)] for name, layer in layers.items()}


def is_inside(feature: dict[str, Any]) -> bool:
    shape = feature["geometry"]
    return shape["type"] != "Point" or all(0 <= number < EXTENT for number in shape["coordinates"])


def list_tiles(maps: Maps, zoom: int) -> list[tuple[int, int]]:
    """The tiles, by row and column, in which anything lies."""
    query = (
        "SELECT DISTINCT floor((20037508.342789244 - ST_Y(p)) / size)::int, floor((ST_X(p) + 20037508.342789244) / size)::int FROM ("
        " SELECT ST_Transform(g, 3857) AS p, 40075016.685578488 / 2 ^ %s AS size FROM ("
        "  SELECT geometry AS g FROM published.version WHERE edition_to = 2147483647 AND geometry IS NOT NULL"
        "  UNION SELECT ST_SetSRID(ST_MakePoint(127.68, 26.21), 4326) UNION SELECT ST_SetSRID(ST_MakePoint(139.69, 35.69), 4326)) s) t"
    )
    return [(row, column) for row, column in maps.owner.execute(query, (zoom,)).fetchall()]


def read_zoom(maps: Maps, zoom: int, collection: str) -> Iterator[dict[str, Any]]:
    for row, column in list_tiles(maps, zoom):
        yield from read_tile(maps, zoom, row, column, f"/collections/{collection}").get(collection, [])


@pytest.mark.parametrize("zoom", [0, 3, COUNTED_UP_TO, COUNTED_UP_TO + 1, NAMED_FROM, DEEPEST])
@pytest.mark.parametrize(("collection", "kind"), KINDS.items())
def test_tiles_count_what_sql_counts(maps: Maps, zoom: int, collection: str, kind: str) -> None:
    features = [one["properties"] for one in read_zoom(maps, zoom, collection)]
    assert sum(one["count"] for one in features) == maps.count(kind, "prefecture IS NOT NULL")
    drawn = [one for one in features if "id" in one]
    if zoom <= COUNTED_UP_TO:
        assert drawn == []
    else:
        assert len(drawn) == len({one["id"] for one in drawn}) == maps.count(kind, EXACT) > 0
        assert {one["precision"] for one in drawn} <= {"town", "building", "block"}
        assert all("area_code" not in one for one in drawn)


@pytest.mark.parametrize("zoom", [4, COUNTED_UP_TO])
def test_low_zooms_count_by_municipality(maps: Maps, zoom: int) -> None:
    found = {one["properties"]["area_code"]: one["properties"] for one in read_zoom(maps, zoom, "dispositions")}
    query = "SELECT coalesce(municipality, prefecture), count(*) FROM published.version_disposition WHERE edition_to = 2147483647 GROUP BY 1"
    assert {code: one["count"] for code, one in found.items()} == dict(maps.owner.execute(query).fetchall())
    assert found["13101"]["name"] == "千代田区" and found["13"]["name"] == "東京都"
    assert (found["13101"]["precision"], found["13"]["precision"], found["47"]["precision"]) == ("municipality", "prefecture", "prefecture")


def test_coarse_records_stay_counts_however_near_one_looks(maps: Maps) -> None:
    for zoom in (COUNTED_UP_TO + 1, DEEPEST):
        coarse = [one["properties"] for one in read_zoom(maps, zoom, "dispositions") if "id" not in one["properties"]]
        assert all(one["precision"] in ("municipality", "prefecture") and one["area_code"] for one in coarse)
        assert not any("name" in one for one in coarse)
        assert sum(one["count"] for one in coarse) == maps.count("disposition", f"NOT {EXACT} AND prefecture IS NOT NULL")


def test_natural_persons_are_only_counted(maps: Maps) -> None:
    for zoom in (COUNTED_UP_TO, DEEPEST):
        for collection in KINDS:
            for one in read_zoom(maps, zoom, collection):
                assert "個人事業主" not in str(one["properties"].get("name"))


def test_points_lie_where_sql_puts_them(maps: Maps) -> None:
    zoom = 14
    query = "SELECT id, ST_X(p), ST_Y(p) FROM (SELECT id, ST_Transform(geometry, 3857) AS p FROM published.version_permit WHERE edition_to = 2147483647 AND precision IN ('town', 'building')) s"
    size = 40075016.685578488 / 2**zoom
    told = {name: ((x + 20037508.342789244) / size, (20037508.342789244 - y) / size) for name, x, y in maps.owner.execute(query).fetchall()}
    seen = 0
    for row, column in list_tiles(maps, zoom):
        for one in read_tile(maps, zoom, row, column).get("permits", []):
            if "id" in one["properties"]:
                x, y = told[one["properties"]["id"]]
                at = [column + one["geometry"]["coordinates"][0] / EXTENT, row + one["geometry"]["coordinates"][1] / EXTENT]
                assert at == pytest.approx([x, y], abs=2 / EXTENT)
                seen += 1
    assert seen == len(told) > 10


def test_the_dataset_has_the_layers_of_its_collections(maps: Maps) -> None:
    row, column = next((row, column) for row, column in list_tiles(maps, 6) if (row, column) == (25, 56))
    whole = read_tile(maps, 6, row, column)
    assert whole.keys() == {*KINDS, "municipalities"}
    for collection in whole:
        assert read_tile(maps, 6, row, column, f"/collections/{collection}") == {collection: whole[collection]}


def test_features_have_the_attributes_that_tilejson_names(maps: Maps) -> None:
    told = {one["id"]: one["fields"] for one in maps.read(f"{SET}/tilejson.json")["vector_layers"]}
    assert told.keys() == {*KINDS, "municipalities"}
    seen: dict[str, set[str]] = {name: set() for name in told}
    for zoom in (5, NAMED_FROM):
        for row, column in list_tiles(maps, zoom):
            for layer, features in read_tile(maps, zoom, row, column).items():
                for one in features:
                    seen[layer] |= one["properties"].keys()
    assert {name: set(fields) for name, fields in told.items()} == seen
    assert set(told["permits"]) == {*SHARED_FIELDS, *FIELDS["permit"]} and set(told["municipalities"]) == set(TOTAL_FIELDS)


@pytest.mark.parametrize("zoom", [2, 10, 13])
def test_municipalities_tell_their_totals(maps: Maps, zoom: int) -> None:
    found = {one["properties"]["code"]: one["properties"] for one in read_zoom(maps, zoom, "municipalities")}
    listed = {one["id"]: one["properties"] for one in maps.items("municipalities")["features"]}
    assert found.keys() == listed.keys()
    for code, told in found.items():
        assert {name: listed[code][name] for name in told} == told


@pytest.mark.parametrize("zoom", [0, 6, 12])
def test_outlines_are_drawn_where_they_are_known(outlined: Maps, zoom: int) -> None:
    shapes = {one["properties"]["code"]: one["geometry"]["type"] for one in read_zoom(outlined, zoom, "municipalities")}
    assert shapes == {"13101": "Polygon", "01101": "Point", "38202": "Point", "47999": "Point"} or zoom == 0
    assert shapes["38202"] == "Point"


@pytest.mark.parametrize("parent", ["", "/collections/permits"])
def test_metadata_agree(maps: Maps, parent: str) -> None:
    tileset = maps.read(f"{parent}{SET}")
    tilejson = maps.read(f"{parent}{SET}/tilejson.json")
    assert tilejson["tilejson"] == "3.0.0" and tilejson["tiles"] == [f"{maps.root}{parent}{SET}/{{z}}/{{y}}/{{x}}"]
    assert (tilejson["minzoom"], tilejson["maxzoom"]) == (0, DEEPEST)
    template = next(one["href"] for one in tileset["links"] if one["rel"] == "item")
    tile = maps.served.get(template.format(tileMatrix=5, tileRow=12, tileCol=28))
    assert tile.content == maps.served.get(tilejson["tiles"][0].format(z=5, y=12, x=28)).content != b""
    assert [one["tileMatrix"] for one in tileset["tileMatrixSetLimits"]] == [one["id"] for one in maps.read("/tileMatrixSets/WebMercatorQuad")["tileMatrices"]]
    assert [one["id"] for one in tileset["layers"]] == [one["id"] for one in tilejson["vector_layers"]]


def test_the_matrix_set_is_the_standards(maps: Maps) -> None:
    first = maps.read("/tileMatrixSets/WebMercatorQuad")["tileMatrices"][0]
    assert first["scaleDenominator"] == pytest.approx(559082264.028717, abs=1e-5)
    assert first["cellSize"] == pytest.approx(156543.033928041, abs=1e-8)
    assert first["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892], abs=1e-6)


def test_the_style_draws_what_the_tiles_hold(maps: Maps) -> None:
    style = maps.read("/styles/openkanri.json")
    assert style["version"] == 8
    source = style["sources"]["openkanri"]["url"]
    layers = {one["id"] for one in maps.served.read(source)["vector_layers"]}
    assert {one["source-layer"] for one in style["layers"] if "source-layer" in one} == layers
    assert "glyphs" not in style and "sprite" not in style
    assert maps.root in source and "http" not in str(style).replace(maps.root, "")


@pytest.mark.parametrize("address", ["17/0/0", "0/1/0", "0/0/1", "5/32/0", "5/0/32", "-1/0/0", "1.5/0/0", "a/0/0", "5/12/28.mvt", "٣/0/0",
                                     "99999999999999999999/0/0", "5/99999999999999999999/0"])  # fmt: skip
def test_there_are_no_tiles_outside_of_the_matrix(maps: Maps, address: str) -> None:
    for parent in ("", "/collections/permits"):
        response = maps.get(f"{parent}{SET}/{address}")
        assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_a_tile_of_nothing_is_empty_and_kept(maps: Maps) -> None:
    first = maps.get(f"{SET}/9/0/0")
    assert (first.status_code, first.content) == (200, b"")
    again = maps.served.get(f"/ogc{SET}/9/0/0", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert maps.get(f"{SET}/9/0/0", f="mvt").status_code == 400
