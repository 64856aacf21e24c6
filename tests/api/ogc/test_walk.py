"""What there is: every link leads somewhere, every answer has its forms, and the definition tells the truth."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api.ogc.collections import FEATURES
from api.ogc.landing import CONFORMANCE
from tests.api.ogc.asking import Maps
from tests.api.serving import Served

COLLECTIONS = tuple(FEATURES)


def list_links(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for one in node:
            yield from list_links(one)
    elif isinstance(node, dict):
        yield from (one for one in node.get("links", ()) if isinstance(one, dict))
        for name, value in node.items():
            if name != "links":
                yield from list_links(value)


def test_every_link_leads_to_what_it_says(maps: Maps) -> None:
    seen, pending = set(), [maps.root]
    while pending:
        address = pending.pop()
        if address in seen:
            continue
        seen.add(address)
        response = maps.served.get(address)
        assert response.status_code == 200, address
        if "json" not in response.headers["content-type"]:
            continue
        for one in list_links(response.json()):
            kind = one["type"]
            if not one["href"].startswith(maps.root):
                assert one["rel"] == "license"
                continue
            address = one["href"].replace("{tileMatrix}/{tileRow}/{tileCol}", "6/25/56")
            answer = maps.served.get(address, headers={"Accept": "*/*"})
            told = answer.headers["content-type"].replace("; charset=utf-8", "")
            assert (answer.status_code, told) == (200, kind), one
            if one["rel"] != "next":
                pending.append(address)
    assert len(seen) > 40


def test_the_landing_page_leads_to_what_clients_look_for(maps: Maps) -> None:
    links = {one["rel"]: one for one in maps.read("")["links"]}
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= links.keys()
    assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert maps.read("/") == maps.read("")
    assert set(maps.read("/conformance")["conformsTo"]) == set(CONFORMANCE)


def test_clients_push_filters_down_only_where_all_of_this_is_told(maps: Maps) -> None:
    told = maps.read("/conformance")["conformsTo"]
    for name in (
        "ogcapi-features-3/1.0/conf/filter", "ogcapi-features-3/1.0/conf/features-filter", "cql2/1.0/conf/basic-cql2",
        "cql2/1.0/conf/cql2-text", "cql2/1.0/conf/basic-spatial-functions", "ogcapi-features-2/1.0/conf/crs",
        "ogcapi-features-5/1.0/conf/schemas",
    ):  # fmt: skip
        assert f"http://www.opengis.net/spec/{name}" in told


@pytest.mark.parametrize("path", ["", "/conformance", "/collections", "/collections/dispositions", "/collections/dispositions/items",
                                  "/collections/permits/queryables", "/collections/permits/schema", "/api", "/tiles",
                                  "/tileMatrixSets", "/tileMatrixSets/WebMercatorQuad", "/tiles/WebMercatorQuad"])  # fmt: skip
def test_every_resource_is_also_a_page(maps: Maps, path: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = maps.served.get(f"/ogc{path}", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert maps.get(path, f="html").text.replace("f=json", "f=html") == page.text.replace("f=json", "f=html")
    assert "json" in maps.get(path).headers["content-type"]
    assert "json" in maps.served.get(f"/ogc{path}", headers=browser, params={"f": "json"}).headers["content-type"]
    assert maps.served.get(f"/ogc{path}", headers={"Accept": "image/png"}).status_code == 406
    assert "<script" not in page.text


def test_pages_take_no_markup_from_the_data_or_the_query(maps: Maps) -> None:
    page = maps.get("/collections/dispositions/items", f="html", q="引用", filter="organization_name <> '<b>x</b>'")
    assert "<b>x" not in page.text and "&#x27;引用&#x27;" in page.text


def test_the_definition_is_valid_and_names_every_real_address(maps: Maps) -> None:
    document = maps.read("/api")
    validate(document)
    assert document["openapi"].startswith("3.0") and document["servers"][0]["url"] == maps.root
    names = [methods["get"]["operationId"] for methods in document["paths"].values()]
    assert len(names) == len(set(names))
    for collection in COLLECTIONS:
        parameters = {one["name"]: one for one in document["paths"][f"/collections/{collection}/items"]["get"]["parameters"]}
        assert parameters["limit"]["schema"]["default"] == 50
        assert parameters["limit"]["schema"]["maximum"] == 1000
        queryables = maps.read(f"/collections/{collection}/queryables")["properties"]
        assert queryables.keys() - {"geometry"} <= parameters.keys()
    for path in document["paths"]:
        address = path.format(featureId="none", tileMatrix=0, tileRow=0, tileCol=0)
        assert maps.get(address).status_code == (404 if "featureId" in path else 200), path


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_features_keep_their_schema(maps: Maps, collection: str) -> None:
    assert "." not in collection
    schema = maps.read(f"/collections/{collection}/schema")
    described = maps.read(f"/collections/{collection}")
    assert described == next(one | {"links": described["links"]} for one in maps.read("/collections")["collections"] if one["id"] == collection)
    properties = {name: one for name, one in schema["properties"].items() if name not in ("id", "geometry")}
    validator = Draft202012Validator({"type": "object", "properties": properties, "additionalProperties": False})
    page = maps.items(collection, limit=1000)
    assert page["numberReturned"] == len(page["features"]) > 0
    for feature in page["features"]:
        assert feature["properties"].keys() == properties.keys()
        assert not any(isinstance(value, list | dict) for value in feature["properties"].values())
        told = {name: value for name, value in feature["properties"].items() if value is not None}
        assert list(validator.iter_errors(told)) == []
        single = maps.read(f"/collections/{collection}/items/{feature['id']}")
        assert {name: single[name] for name in feature} == feature


def test_queryables_and_sortables_are_properties(maps: Maps) -> None:
    for collection in COLLECTIONS:
        schema = maps.read(f"/collections/{collection}/schema")["properties"]
        for part in ("queryables", "sortables"):
            told = maps.read(f"/collections/{collection}/{part}")["properties"]
            assert told and all(schema[name] == one for name, one in told.items())


@pytest.mark.parametrize("path", ["/nothing", "/collections/nothing", "/collections/nothing/items", "/collections/labour-cases/items",
                                  "/collections/permits/items/nothing", "/collections/permits/items/%00", "/tiles/Other",
                                  "/collections/permits/tiles/Other/0/0/0", "/collections/nothing/tiles"])  # fmt: skip
def test_what_is_not_there_is_not_found(maps: Maps, path: str) -> None:
    response = maps.get(path)
    assert (response.status_code, response.headers["content-type"]) in ((404, "application/problem+json"), (400, "application/problem+json"))


def test_answers_are_cached_like_all_others(maps: Maps) -> None:
    for path in ("", "/collections/dispositions/items", "/tiles/WebMercatorQuad/5/12/28", "/collections/municipalities/items"):
        first = maps.get(path)
        again = maps.served.get(f"/ogc{path}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first.headers["cache-control"].startswith("public")
        head = maps.served.client.head(f"/ogc{path}")
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


def test_links_come_from_the_settings_alone(api: Served) -> None:
    answer = api.get("/ogc/collections/dispositions/items", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil" not in answer.text
    assert all(one["href"].startswith("https://kanri.example/ogc/") for one in answer.json()["links"])


def test_merged_records_lead_to_their_survivor(maps: Maps) -> None:
    survivor = maps.items("organizations", limit=1)["features"][0]["id"]
    maps.owner.execute("INSERT INTO published.alias VALUES ('org_aaaaaaaaaaaaaaaa', %s)", (survivor,))
    response = maps.get("/collections/organizations/items/org_aaaaaaaaaaaaaaaa", f="json")
    maps.owner.execute("DELETE FROM published.alias WHERE id = 'org_aaaaaaaaaaaaaaaa'")
    assert response.status_code == 308
    assert response.headers["location"] == f"{maps.root}/collections/organizations/items/{survivor}?f=json"


def test_absence_says_what_was_searched(maps: Maps) -> None:
    page = maps.items("dispositions", q="見つからない")
    assert (page["numberMatched"], page["features"]) == (0, [])
    assert {one["source"] for one in page["searched"]} == {"isa_dispositions", "otit_registry"}
    assert page["help"]["links"]
