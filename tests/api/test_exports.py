"""Whole lists as CSV, GeoJSON and NDJSON: the rows and values of the JSON list, streamed, and never a formula."""

import csv
import gzip
import io
import re
import socket
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.v1.collections import COLLECTIONS
from api.v1.shapes import listed_members
from api.v1.tables import BOM, list_columns, quote_text
from tests.api import fictional_register as register
from tests.api.serving import Served, on_day, publish, serve
from tests.api.test_database_down import shut_out
from tests.fictional import make_disposition
from tests.postgis import Database, lend_database

BOMBS = ['=HYPERLINK("https://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1+1", "＝１＋１", "'=1", '"=1+1"']
"""What reasons may begin with, so that a spreadsheet would compute it."""

IN_TOWN: dict[str, Any] = {
    "prefecture_code": "13", "municipality": "千代田区", "municipality_code": "13101", "town": "架空町一丁目",
    "point": [139.75, 35.69], "precision": "town",
}  # fmt: skip
IN_PREFECTURE: dict[str, Any] = {
    "prefecture_code": "13", "municipality": None, "municipality_code": None, "town": None, "point": [139.69, 35.68],
    "precision": "prefecture",
}  # fmt: skip


@pytest.fixture(scope="module")
def varied(postgis: str) -> Iterator[Served]:
    """The fictional register with places of every precision and reasons that could be formulas."""
    with lend_database(postgis) as database:
        bombs = [make_disposition(f"架空爆弾第{at}株式会社", "2020-01-01", reason=text) for at, text in enumerate(BOMBS)]
        places = [make_disposition(f"架空{at}協同組合", "2020-02-01", kind="improvement_order", place=place)
                  for at, place in enumerate((IN_TOWN, IN_PREFECTURE, register.UNKNOWN))]  # fmt: skip
        publish(database, *register.first_statements(), *map(register.told, [*bombs, *places]), observed_on=on_day(1))
        publish(database, *register.second_statements(), *map(register.told, [*bombs, *places]), observed_on=on_day(10))
        with serve(database) as served:
            yield served


def read_lines(api: Served, path: str, **options: Any) -> list[dict[str, Any]]:
    response = api.get(path, **options)
    assert response.status_code == 200, response.text[:300]
    return [orjson.loads(line) for line in response.content.splitlines()]


def read_table(api: Served, path: str, **options: Any) -> tuple[list[str], list[list[str]]]:
    response = api.get(path, **options)
    assert response.status_code == 200, response.text[:300]
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True)
    return header, rows


def read_pages(api: Served, path: str) -> list[dict[str, Any]]:
    answer = api.read(path)
    items: list[dict[str, Any]] = answer["items"]
    while answer["next"] is not None:
        answer = api.read(answer["next"].removeprefix("https://kanri.example"))
        items += answer["items"]
    return items


def unquote(cell: str) -> str:
    return cell.removeprefix("'")


def expect_cell(value: Any, is_list: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and is_list:
        return "|".join(one.replace("\\", "\\\\").replace("|", "\\|") for one in value)
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else str(value)


QUERIES = ["", "?prefecture=38&sort=issued_on", "?q=架空&as_of=2026-04-05", "?status=withdrawn", "?q=架空に無い", "?sort=id"]


@pytest.mark.parametrize("collection", list(COLLECTIONS.values()), ids=lambda one: one.path)
@pytest.mark.parametrize("query", QUERIES)
def test_every_form_has_the_same_rows_and_values(varied: Served, collection: Any, query: str) -> None:
    if "issued_on" in query and "issued_on" not in collection.orders:
        query = query.replace("issued_on", "updated_at")
    path = f"/v1/{collection.path}"
    items = read_pages(varied, path + query)
    assert read_lines(varied, f"{path}.ndjson{query}") == items
    features = varied.read(f"{path}.geojson{query}")
    assert [without(one["properties"], "precision", "area_code") for one in features["features"]] == items
    assert (features["type"], features["numberReturned"]) == ("FeatureCollection", len(items))
    columns = list_columns(listed_members(collection.kind))
    header, rows = read_table(varied, f"{path}.csv{query}")
    assert header == [column.name for column in columns]
    told = [[expect_cell(column.read(item), column.is_list) for column in columns] for item in items]
    assert [[unquote(cell) for cell in row] for row in rows] == told
    texts = [[column.read(item) for column in columns] for item in items]
    for row, values in zip(rows, texts, strict=True):
        assert [cell.startswith("'") for cell in row] == [is_suspect(value) for value in values]


def is_suspect(value: Any) -> bool:
    return isinstance(value, str) and re.match(r"\s*[=+\-@＝＋－＠'’]|[\t\r\n]", value) is not None


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


@pytest.mark.parametrize(("suffix", "form"), [("csv", "text/csv"), ("geojson", "application/geo+json"), ("ndjson", "application/x-ndjson")])
def test_accept_asks_for_the_same_as_the_suffix(varied: Served, suffix: str, form: str) -> None:
    by_suffix = varied.get(f"/v1/dispositions.{suffix}?prefecture=38", headers={"Accept": "application/json"})
    for accept in (form, f"{form}, application/json;q=0.5", f"text/html, {form};q=0.9, */*;q=0.1"):
        by_accept = varied.get("/v1/dispositions?prefecture=38", headers={"Accept": accept})
        assert by_accept.content == by_suffix.content
        assert by_accept.headers["content-type"] == by_suffix.headers["content-type"]
        assert by_accept.headers["content-type"].startswith(form)
        assert "Accept" in by_accept.headers["vary"]
    assert varied.read("/v1/dispositions?prefecture=38", headers={"Accept": f"{form};q=0.5, application/json"})["items"]


def test_a_kept_answer_of_one_form_is_never_sent_for_another(varied: Served) -> None:
    path = "/v1/sources"
    assert varied.get(path, headers={"Accept": "text/csv, application/json;q=0.1"}).status_code == 200
    assert varied.get(path, headers={"Accept": "text/csv"}).status_code == 406
    assert varied.get("/v1/dispositions", headers={"Accept": "text/html"}).status_code == 406
    tags = {varied.get("/v1/permits", headers={"Accept": form}).headers["etag"] for form in ("text/csv", "*/*", "application/x-ndjson")}
    assert len(tags) == 3


def test_a_table_opens_in_excel_and_cannot_carry_a_formula(varied: Served) -> None:
    raw = varied.get("/v1/dispositions.csv?q=架空爆弾").content
    assert raw.startswith(BOM)
    assert b"\r\n" in raw and not re.search(rb"[^\r]\n", raw)
    header, rows = read_table(varied, "/v1/dispositions.csv?q=架空爆弾")
    cells = {row[header.index("reason")] for row in rows}
    reasons = {item["reason"] for item in varied.read("/v1/dispositions?q=架空爆弾")["items"]}
    assert len(rows) == len(reasons) == len(BOMBS)
    assert {cell[1:] for cell in cells if cell.startswith("'")} == {text for text in reasons if is_suspect(text)}
    assert len([text for text in reasons if is_suspect(text)]) >= 7
    for row in rows:
        assert not any(re.match(r"\s*[=+@＝＋－＠]|\s*-(?![0-9.]+$)", cell) for cell in row)
    plain = varied.get("/v1/dispositions.csv?q=架空爆弾&bom=false").content
    assert BOM + plain == raw


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_survives_a_cell_and_is_no_formula(text: str) -> None:
    line = quote_text(text) + ",end\r\n"
    (row,) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert len(row) == 2
    assert row[0] in (text, "'" + text)
    assert not re.match(r"\s*[=+\-@＝＋－＠]", row[0])
    assert (row[0] == "'" + text) == (row[0].startswith("'"))


def test_a_coarse_place_has_the_code_of_its_area_and_no_pin(varied: Served) -> None:
    features = varied.read("/v1/dispositions.geojson?issued_to=2020-12-31")["features"]
    found = {(one["properties"]["precision"], one["properties"]["area_code"], one["geometry"] is None) for one in features}
    assert found == {("town", None, False), ("prefecture", "13", True), ("none", "47", True), ("municipality", "38202", True)}
    pinned = [one["geometry"] for one in features if one["geometry"] is not None]
    assert pinned == [{"type": "Point", "coordinates": IN_TOWN["point"]}]


@pytest.mark.parametrize("suffix", ["csv", "geojson", "ndjson"])
def test_a_sole_proprietor_is_masked_in_every_form(varied: Served, suffix: str) -> None:
    for path in ("dispositions", "organizations"):
        text = varied.get(f"/v1/{path}.{suffix}?prefecture=38").text
        assert "個人事業主" in text
        assert "太郎" not in text
    sole = [one for one in varied.read("/v1/dispositions.geojson")["features"] if one["properties"]["organization"]["grade"] == "sole_proprietor"]
    assert [one["geometry"] for one in sole] == [None]


def test_limit_is_optional_and_may_be_large(varied: Served) -> None:
    whole = read_lines(varied, "/v1/dispositions.ndjson")
    assert len(whole) == varied.read("/v1/dispositions?limit=1")["total"] > 50
    assert read_lines(varied, "/v1/dispositions.ndjson?limit=3") == whole[:3]
    assert read_lines(varied, "/v1/dispositions.ndjson?limit=100000") == whole
    assert read_lines(varied, "/v1/dispositions?limit=100000", headers={"Accept": "application/x-ndjson"}) == whole


@pytest.mark.parametrize("query", ["cursor=x", "count=none", "facet=kind", "limit=0", "bom=yes", "lim=1"])
def test_a_form_without_pages_takes_no_cursor(varied: Served, query: str) -> None:
    assert varied.get(f"/v1/dispositions.csv?{query}").status_code == 400


def test_only_a_table_has_a_mark(varied: Served) -> None:
    assert varied.get("/v1/dispositions.ndjson?bom=true").status_code == 400
    assert varied.get("/v1/dispositions?bom=true").status_code == 400


@pytest.mark.parametrize("suffix", ["csv", "geojson", "ndjson"])
def test_streams_are_packed_validated_and_answer_head(varied: Served, suffix: str) -> None:
    path = f"/v1/dispositions.{suffix}"
    plain = varied.get(path, headers={"Accept-Encoding": "identity"})
    with varied.client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as response:
        packed = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 4
    for name in ("etag", "last-modified"):
        condition = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}[name]
        again = varied.get(path, headers={condition: plain.headers[name], "Accept-Encoding": "identity"})
        assert (again.status_code, again.content) == (304, b"")
    head = varied.client.head(path, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", plain.headers["etag"])
    assert 'rel="describedby"' in plain.headers["link"]


def test_readers_that_leave_or_stall_hold_nobody_up(varied: Served) -> None:
    request = b"GET /v1/dispositions.ndjson HTTP/1.1\r\nHost: x\r\n\r\n"
    for _ in range(12):
        with socket.create_connection(("127.0.0.1", varied.port)) as connection:
            connection.sendall(request)
            connection.recv(100)
    while varied.get("/v1/dispositions.ndjson").status_code == 503:
        pass
    assert len(read_lines(varied, "/v1/dispositions.ndjson")) > 50


def test_a_closed_database_is_told_before_a_stream_begins(database: Database) -> None:
    with serve(database) as served:
        assert served.get("/v1/permits.csv").status_code == 200
        with shut_out(database):
            response = served.get("/v1/permits.csv")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"


def test_fields_and_include_shape_lists_in_every_form(varied: Served) -> None:
    items = varied.read("/v1/dispositions?fields=plan_numbers,kind&limit=2")["items"]
    assert [list(item) for item in items] == [["id", "kind", "plan_numbers"]] * 2
    record = varied.read(f"/v1/dispositions/{items[0]['id']}")
    assert items[0]["plan_numbers"] == record["plan_numbers"]
    more = varied.read("/v1/dispositions?include=plan_numbers,violation_clauses&limit=1")["items"][0]
    assert more == without(record, "edition", "labels")
    assert list(read_lines(varied, "/v1/organizations.ndjson?fields=name&limit=1")[0]) == ["id", "name"]
    header, _ = read_table(varied, "/v1/dispositions.csv?fields=place,plan_numbers&limit=1")
    assert header[0] == "id" and "place.longitude" in header and header[-1] == "plan_numbers"
    feature = varied.read("/v1/dispositions.geojson?fields=kind&limit=1")["features"][0]
    assert set(feature["properties"]) == {"id", "kind", "precision", "area_code"}
    problem = varied.get("/v1/dispositions?fields=kind,nonsense")
    assert (problem.status_code, problem.json()["parameter"]) == (400, "fields")


def test_pages_of_chosen_fields_reach_the_end(varied: Served) -> None:
    whole = read_pages(varied, "/v1/dispositions?fields=kind&limit=50")
    assert len(whole) == varied.read("/v1/dispositions")["total"]
    assert {tuple(item) for item in whole} == {("id", "kind")}
