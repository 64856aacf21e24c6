"""Lists of features: counts as SQL counts, axes in their order, pages to the last row."""

from typing import Any

import pytest

from api.ogc.crs import SYSTEMS
from tests.api import fictional_register as register
from tests.api.ogc.asking import Maps
from tests.api.serving import Served, on_day, publish, serve_at_home
from tests.fictional import make_disposition
from tests.postgis import Database

KINDS = {"organizations": "organization", "dispositions": "disposition", "permits": "permit"}
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
BOXES = {
    CRS84: "139.7,35.6,139.8,35.7",
    f"{EPSG}4326": "35.6,139.7,35.7,139.8",
    f"{EPSG}6668": "35.6,139.7,35.7,139.8",
}
INSIDE = "ST_Intersects(v.geometry, ST_MakeEnvelope(139.7, 35.6, 139.8, 35.7, 4326))"


@pytest.mark.parametrize(("collection", "kind"), KINDS.items())
def test_every_record_is_a_feature(maps: Maps, collection: str, kind: str) -> None:
    total = maps.count(kind)
    for limit in (1000, 7):
        pages = list(maps.follow(collection, limit=limit))
        ids = [one["id"] for page in pages for one in page["features"]]
        assert len(ids) == len(set(ids)) == total
        assert {page["numberMatched"] for page in pages} == {total}
        assert [page["numberReturned"] for page in pages[:-1]] == [limit] * (len(pages) - 1)
    skipped = maps.items(collection, offset=5, limit=4)
    assert [one["id"] for one in skipped["features"]] == ids[5:9]
    assert [one["id"] for page in maps.follow(collection, offset=5, limit=4) for one in page["features"]] == ids[5:]
    assert maps.items(collection, offset=100_000) | {"links": 0, "help": 0} == maps.items(collection, offset=99_999) | {"links": 0, "help": 0}
    assert maps.items(collection, offset=100_000, status="published")["numberMatched"] == maps.count(kind, "status = 'published'")


def test_points_are_drawn_by_the_rule_of_v1(maps: Maps) -> None:
    for collection in KINDS:
        told = {one["id"]: one for one in maps.served.read(f"/v1/{collection}.geojson")["features"]}
        features = maps.items(collection, limit=1000)["features"]
        assert len(features) == len(told)
        for one in features:
            twin = told[one["id"]]
            assert one["geometry"] == twin["geometry"]
            assert [one["properties"][name] for name in ("precision", "area_code")] == [
                twin["properties"][name] for name in ("precision", "area_code")
            ]
    drawn = [one for one in features if one["geometry"] is not None]
    assert {one["properties"]["precision"] for one in drawn} == {"town", "building"}


def test_natural_persons_are_named_and_placed_nowhere(maps: Maps) -> None:
    persons = [one for one in maps.items("dispositions", limit=1000)["features"] if one["properties"]["grade"] == "sole_proprietor"]
    assert len(persons) == 1
    assert persons[0]["geometry"] is None
    assert persons[0]["properties"]["organization_name"] == "個人事業主"
    assert persons[0]["properties"]["town"] is None
    for text in ("organization_name = '個人事業主'", "organization_name LIKE '%太郎%'", "CASEI(organization_name) LIKE CASEI('%太%')"):
        assert maps.filter("dispositions", text)["numberMatched"] == 0
    assert maps.items("dispositions", organization_name="個人事業主")["numberMatched"] == 0
    for text in ("name = '個人事業主'", "name LIKE '個人%'", "name IN ('個人事業主')"):
        assert maps.filter("organizations", text)["numberMatched"] == 0
    assert maps.items("organizations", name="個人事業主")["numberMatched"] == 0
    assert maps.filter("organizations", "grade = 'sole_proprietor'")["numberMatched"] == 1


@pytest.mark.parametrize("crs", SYSTEMS)
def test_axes_come_in_the_order_of_their_system(maps: Maps, crs: str) -> None:
    srid = crs.rpartition("/")[2].replace("CRS84", "4326")
    response = maps.get("/collections/dispositions/items", crs=crs, limit=1000)
    assert response.headers["content-crs"] == f"<{crs}>"
    features = {one["id"]: one["geometry"] for one in response.json()["features"]}
    query = f"SELECT id, ST_X(g), ST_Y(g) FROM (SELECT id, ST_Transform(geometry, {srid}) AS g FROM published.version_disposition WHERE edition_to = 2147483647) s"
    swapped = crs in (f"{EPSG}4326", f"{EPSG}6668")
    compared = 0
    for name, x, y in maps.owner.execute(query).fetchall():  # type: ignore[call-overload]
        shown = features[name]
        if shown is not None:
            assert shown["coordinates"] == pytest.approx([y, x] if swapped else [x, y], abs=0.002 if srid == "3857" else 1e-9)
            compared += 1
    assert compared >= 20
    single = next(name for name, shape in features.items() if shape is not None)
    answer = maps.get(f"/collections/dispositions/items/{single}", crs=crs)
    assert (answer.json()["geometry"], answer.headers["content-crs"]) == (features[single], f"<{crs}>")
    following = maps.items("dispositions", crs=crs, limit=1)["links"][-1]["href"]
    assert maps.served.get(following).headers["content-crs"] == f"<{crs}>"


@pytest.mark.parametrize("crs", SYSTEMS)
def test_boxes_find_what_sql_finds(maps: Maps, crs: str) -> None:
    box = BOXES.get(crs) or write_mercator_box(maps)
    for collection, kind in KINDS.items():
        expected = maps.count(kind, INSIDE)
        assert expected > 0
        assert maps.items(collection, **{"bbox": box, "bbox-crs": crs})["numberMatched"] == expected
    heights = ",".join([*box.split(",")[:2], "0", *box.split(",")[2:], "100"])
    assert maps.items("permits", **{"bbox": heights, "bbox-crs": crs})["numberMatched"] == expected
    assert maps.served.read("/v1/permits?bbox=139.7,35.6,139.8,35.7")["total"] == expected


def write_mercator_box(maps: Maps) -> str:
    query = "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b) FROM ST_Transform(ST_MakeEnvelope(139.7, 35.6, 139.8, 35.7, 4326), 3857) AS b"
    row = maps.owner.execute(query).fetchone()
    assert row is not None
    return ",".join(f"{one:.3f}" for one in row)


def test_boxes_may_cross_the_antimeridian_and_the_edge_of_the_map(maps: Maps) -> None:
    with_point = maps.count("disposition", "v.geometry IS NOT NULL")
    assert maps.items("dispositions", bbox="100,0,-100,60")["numberMatched"] == with_point
    assert maps.items("dispositions", bbox="-100,0,100,60")["numberMatched"] == 0
    wide = {"bbox": "-50000000,-50000000,50000000,50000000", "bbox-crs": f"{EPSG}3857"}
    assert maps.items("dispositions", **wide)["numberMatched"] == with_point


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("2024-03-11", "issued_on = '2024-03-11'"),
        ("2024-03-11T12:00:00Z", "issued_on = '2024-03-11'"),
        ("2024-03-11T", "issued_on = '2024-03-11'"),
        ("2024-03-11/2024-06-11", "issued_on BETWEEN '2024-03-11' AND '2024-06-11'"),
        ("2024-03-11T00:00:00Z/2024-06-11T00:00:00Z", "issued_on BETWEEN '2024-03-11' AND '2024-06-11'"),
        ("../2024-03-11", "issued_on <= '2024-03-11'"),
        ("/2024-03-11", "issued_on <= '2024-03-11'"),
        ("2024-03-11/..", "issued_on >= '2024-03-11'"),
        ("../..", "TRUE"),
    ],
)
def test_times_find_what_sql_finds(maps: Maps, text: str, where: str) -> None:
    assert maps.items("dispositions", datetime=text)["numberMatched"] == maps.count("disposition", where)
    assert maps.items("permits", datetime=text)["numberMatched"] == maps.count("permit", f"({where} OR issued_on IS NULL)")
    assert maps.items("organizations", datetime=text)["numberMatched"] == maps.count("organization")


@pytest.mark.parametrize(
    ("collection", "parameters", "where"),
    [
        ("dispositions", {"kind": "improvement_order"}, "category = 'improvement_order'"),
        ("dispositions", {"kind": "plan_revocation", "prefecture_code": "13"}, "category = 'plan_revocation' AND prefecture = '13'"),
        ("dispositions", {"issued_on": "2024-03-11"}, "issued_on = '2024-03-11'"),
        ("dispositions", {"plan_count": "2"}, "(summary::json ->> 'plan_count')::int = 2"),
        ("dispositions", {"town": "架空町4丁目"}, "summary::json -> 'place' ->> 'town' = '架空町4丁目'"),
        ("dispositions", {"area_code": "38202"}, "municipality = '38202' AND precision = 'municipality'"),
        ("dispositions", {"organization_name": "架空'引用'\"符\\株式会社"}, "summary::json -> 'organization' ->> 'name' LIKE '%''引用%'"),
        ("dispositions", {"q": "町内"}, "id IN (SELECT id FROM published.naming WHERE names LIKE '%町内%')"),
        ("organizations", {"has_dispositions": "true"}, "has_dispositions"),
        ("organizations", {"roles": "implementer"}, "roles = '{implementer}'"),
        ("permits", {"care": "true"}, "(summary::json ->> 'care')::bool"),
        ("permits", {"countries": "VN,ID"}, "countries = '{VN,ID}'"),
        ("permits", {"first_permitted_on": "2018-02-20"}, "issued_on = '2018-02-20'"),
        ("permits", {"updated_at": "2026-04-02T00:00:00Z"}, "updated_at = '2026-04-02T00:00:00Z'"),
    ],
)  # fmt: skip
def test_properties_find_what_sql_finds(maps: Maps, collection: str, parameters: dict[str, str], where: str) -> None:
    expected = maps.count(KINDS[collection], f"({where})")
    assert expected > 0
    page = maps.items(collection, **parameters, limit=1000)
    assert page["numberMatched"] == page["numberReturned"] == expected


@pytest.mark.parametrize("name", ["issued_on", "status", "municipality_code", "updated_at", "first_seen_at", "kind", "id"])
def test_sorted_lists_hold_every_row_once(maps: Maps, name: str) -> None:
    for text in (name, f"-{name}", f"+{name}"):
        features = [one for page in maps.follow("dispositions", sortby=text, limit=31) for one in page["features"]]
        assert len({one["id"] for one in features}) == len(features) == maps.count("disposition")
        values = [one["id"] if name == "id" else one["properties"][name] for one in features]
        told = [value for value in values if value is not None]
        assert values == told + [None] * (len(values) - len(told))
        assert told == sorted(told, reverse=text.startswith("-"))


def test_municipalities_have_their_totals(maps: Maps) -> None:
    features = maps.items("municipalities", limit=1000)["features"]
    for collection, kind in {**KINDS, "labour_cases": "labour_case"}.items():
        assert sum(one["properties"][collection] for one in features) == maps.count(kind, "municipality IS NOT NULL")
    by_code = {one["id"]: one for one in features}
    assert by_code.keys() == {"01101", "13101", "38202", "47999"}
    assert by_code["38202"]["geometry"]["coordinates"] == register.IMABARI["point"]
    assert by_code["38202"]["properties"]["drawn_from"] == "gazetteer"
    assert by_code["47999"]["properties"]["drawn_from"] == "records"
    assert by_code["13101"]["properties"]["name"] == "千代田区"
    busiest = maps.items("municipalities", sortby="-dispositions", filter="permits > 0")["features"]
    counts = [one["properties"]["dispositions"] for one in busiest]
    assert counts == sorted(counts, reverse=True) and len(counts) == 2
    assert [len(page["features"]) for page in maps.follow("municipalities", sortby="-dispositions", limit=1)] == [1] * 4


def test_municipalities_show_their_outline_where_there_is_one(outlined: Maps) -> None:
    page = outlined.items("municipalities")
    features = {one["id"]: one for one in page["features"]}
    assert page["credits"] and page["credits"][0] in outlined.read("/tiles/WebMercatorQuad/tilejson.json")["attribution"]
    assert {one["source"] for one in page["searched"]} == {"isa_dispositions", "otit_registry"}
    assert features["13101"]["geometry"]["type"] == "MultiPolygon"
    assert features["13101"]["properties"]["drawn_from"] == "boundary"
    assert features["38202"]["geometry"]["type"] == "Point"
    turned = outlined.items("municipalities", crs=f"{EPSG}4326", id="13101")["features"][0]["geometry"]["coordinates"]
    assert turned[0][0][0] == features["13101"]["geometry"]["coordinates"][0][0][0][::-1]
    assert outlined.items("municipalities", bbox="139.731,35.641,139.732,35.642")["numberMatched"] == 1
    assert outlined.filter("municipalities", "S_CONTAINS(geometry, POINT(139.75 35.69))")["numberMatched"] == 1
    assert outlined.filter("municipalities", "S_WITHIN(POINT(139.75 35.69), geometry)")["numberMatched"] == 1


def test_pages_stay_whole_while_data_is_published(database: Database) -> None:
    first = [make_disposition(f"架空移動{at}株式会社", "2024-05-01", place=register.IMABARI) for at in range(12)]
    publish(database, *map(register.told, first), observed_on=on_day(1))
    with serve_at_home(database) as served:
        follow_while_publishing(served, first)


def follow_while_publishing(served: Served, first: list[dict[str, Any]]) -> None:
    page = served.read("/ogc/collections/dispositions/items?limit=5")
    seen = {one["id"] for one in page["features"]}
    further = [make_disposition(f"架空追加{at}株式会社", "2024-06-01", place=register.IMABARI) for at in range(5)]
    served.publish(*map(register.told, [*first[6:], *further]), observed_on=on_day(3))
    while following := [one["href"] for one in page["links"] if one["rel"] == "next"]:
        page = served.read(following[0])
        assert page["numberMatched"] == 12 and page["edition"]["number"] == 1
        assert not seen & {one["id"] for one in page["features"]}
        seen |= {one["id"] for one in page["features"]}
    assert len(seen) == 12


@pytest.mark.parametrize(
    ("parameters", "status", "named"),
    [
        ({"bbox": "1,2,3"}, 400, "bbox"), ({"bbox": "a,b,c,d"}, 400, "bbox"), ({"bbox": "139,36,140,35"}, 400, "bbox"),
        ({"bbox": "35,139,36,140"}, 400, "bbox"), ({"bbox": "1e308,1,2,3"}, 400, "bbox"), ({"bbox": "nan,1,2,3"}, 400, "bbox"),
        ({"bbox-crs": "EPSG:4326", "bbox": "1,2,3,4"}, 400, "bbox-crs"), ({"crs": f"{EPSG}1234"}, 400, "crs"),
        ({"filter-crs": "x", "filter": "kind = 'a'"}, 400, "filter-crs"), ({"datetime": "yesterday"}, 400, "datetime"),
        ({"datetime": "2025-01-02/2025-01-01"}, 400, "datetime"), ({"datetime": ".."}, 400, "datetime"),
        ({"datetime": "2025-01-01/2025-01-02/2025-01-03"}, 400, "datetime"), ({"limit": "0"}, 400, "limit"),
        ({"limit": "-1"}, 400, "limit"), ({"offset": "-1"}, 400, "offset"), ({"sortby": "reason"}, 400, "sortby"),
        ({"sortby": "nothing"}, 400, "sortby"), ({"cursor": "x"}, 400, "cursor"), ({"reason": "x"}, 400, "reason"),
        ({"q": "\u3000"}, 400, "q"), ({"issued_on": "x"}, 400, "issued_on"), ({"kind": "x" * 300}, 400, "kind"),
        ({"offset": "1", "cursor": "x"}, 422, "offset"), ({"f": "gml"}, 400, "f"), ({"filter-lang": "sql"}, 400, "filter-lang"),
        ({"plan_count": "many"}, 400, "plan_count"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told(maps: Maps, parameters: dict[str, str], status: int, named: str) -> None:
    response = maps.get("/collections/dispositions/items", **parameters)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["parameter"] == named


def test_asking_for_too_many_is_no_mistake(maps: Maps) -> None:
    assert maps.items("dispositions", limit=1_000_000)["numberReturned"] == maps.count("disposition")


def test_a_cursor_belongs_to_its_list(maps: Maps) -> None:
    address = maps.items("dispositions", limit=1)["links"][-1]["href"]
    other = maps.served.get(address.replace("/dispositions/", "/organizations/"))
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (400, "cursor-of-other-filters")
    assert maps.served.get(f"{address}&kind=x").json()["type"].endswith("/cursor-of-other-filters")
    changed = maps.served.get(address[:-1] + ("A" if address[-1] != "A" else "B"))
    assert (changed.status_code, changed.json()["type"].rpartition("/")[2]) == (400, "invalid-cursor")
