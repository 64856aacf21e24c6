"""Filters in CQL2: each finds what SQL finds, in both languages; none reaches further, however hostile."""

import json
import subprocess
import sys
from typing import Any

import cql2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.ogc.collections import FEATURES
from api.ogc.comparisons import Comparer
from api.ogc.crs import CRS84
from api.ogc.filters import LONGEST, write_filter
from api.problems import Problem
from db.queries import count_records
from tests.api.ogc.asking import Maps

NAME = "summary::json -> 'organization' ->> 'name'"
SAME = [
    ("kind = 'improvement_order'", "category = 'improvement_order'"),
    ("'improvement_order' = kind", "category = 'improvement_order'"),
    ('"kind" = \'improvement_order\'', "category = 'improvement_order'"),
    ("kind <> 'improvement_order'", "category <> 'improvement_order'"),
    ("NOT kind = 'improvement_order'", "category <> 'improvement_order'"),
    ("kind = 'plan_revocation' AND precision = 'town' OR status = 'withdrawn'", "category = 'plan_revocation' AND precision = 'town' OR status = 'withdrawn'"),
    ("kind = 'plan_revocation' AND (precision = 'town' OR status = 'withdrawn')", "category = 'plan_revocation' AND (precision = 'town' OR status = 'withdrawn')"),
    ("kind IN ('improvement_order', 'permit_revocation')", "category IN ('improvement_order', 'permit_revocation')"),
    ("kind NOT IN ('improvement_order')", "category <> 'improvement_order'"),
    ("CASEI(kind) IN (CASEI('IMPROVEMENT_order'), CASEI('x'))", "category = 'improvement_order'"),
    ("issued_on >= DATE('2025-06-01')", "issued_on >= '2025-06-01'"),
    ("DATE('2025-06-01') > issued_on", "issued_on < '2025-06-01'"),
    ("issued_on = '2024-03-11'", "issued_on = '2024-03-11'"),
    ("issued_on > TIMESTAMP('2025-06-01T00:00:00Z')", "issued_on > '2025-06-01'"),
    ("issued_on BETWEEN DATE('2024-03-01') AND DATE('2024-07-01')", "issued_on BETWEEN '2024-03-01' AND '2024-07-01'"),
    ("issued_on NOT BETWEEN DATE('2024-03-01') AND DATE('2024-07-01')", "issued_on NOT BETWEEN '2024-03-01' AND '2024-07-01'"),
    ("T_AFTER(issued_on, DATE('2025-06-01'))", "issued_on > '2025-06-01'"),
    ("T_BEFORE(issued_on, DATE('2025-06-01'))", "issued_on < '2025-06-01'"),
    ("T_EQUALS(issued_on, DATE('2024-03-11'))", "issued_on = '2024-03-11'"),
    ("T_INTERSECTS(issued_on, INTERVAL('2024-03-11', '2024-06-11'))", "issued_on BETWEEN '2024-03-11' AND '2024-06-11'"),
    ("T_INTERSECTS(issued_on, INTERVAL('..', '2024-06-11'))", "issued_on <= '2024-06-11'"),
    ("T_INTERSECTS(issued_on, INTERVAL('..', '..'))", "TRUE"),
    ("T_DURING(issued_on, INTERVAL('2024-03-11', '2024-06-11'))", "issued_on > '2024-03-11' AND issued_on < '2024-06-11'"),
    ("updated_at >= TIMESTAMP('2026-04-01T00:00:00Z')", "updated_at >= '2026-04-01T00:00:00Z'"),
    ("updated_at < TIMESTAMP('2026-04-01T09:00:00+09:00')", "updated_at < '2026-04-01T00:00:00Z'"),
    ("plan_count > 1", "(summary::json ->> 'plan_count')::int > 1"),
    ("plan_count = 2.0 AND plan_count < 1e9", "(summary::json ->> 'plan_count')::int = 2"),
    ("organization_name = '架空''引用''\"符\\株式会社'", f"{NAME} LIKE '%%''引用%%'"),
    ("organization_name LIKE '架空町内%'", f"{NAME} LIKE '架空町内%%'"),
    ("organization_name LIKE '架空町内_株式会社'", f"{NAME} LIKE '架空町内_株式会社'"),
    ("organization_name LIKE '架空\\%割合\\_株式会社'", f"{NAME} = '架空%%割合_株式会社'"),
    ("organization_name NOT LIKE '架空町内%'", f"{NAME} NOT LIKE '架空町内%%' AND is_named"),
    ("CASEI(organization_name) LIKE CASEI('ａｂｃ%')", f"lower({NAME}) LIKE 'ａｂｃ%%'"),
    ("grounds LIKE '%titp:16-1-3%'", "'titp:16-1-3' = ANY(grounds)"),
    ("town IS NULL", "summary::json -> 'place' ->> 'town' IS NULL"),
    ("town IS NOT NULL", "summary::json -> 'place' ->> 'town' IS NOT NULL"),
    ("area_code IS NULL", "precision IN ('town', 'building')"),
    ("geometry IS NULL", "geometry IS NULL"),
    ("TRUE", "TRUE"),
    ("FALSE OR kind = 'improvement_order'", "category = 'improvement_order'"),
]  # fmt: skip
"""CQL2 and SQL on dispositions that mean the same."""

TRIANGLE = "POLYGON((139.74 35.64, 139.80 35.64, 139.74 35.70, 139.74 35.64))"
SPATIAL = [
    (f"S_INTERSECTS(geometry, {TRIANGLE})", f"ST_Intersects(geometry, ST_GeomFromText('{TRIANGLE}', 4326))"),
    (f"S_WITHIN(geometry, {TRIANGLE})", f"ST_Within(geometry, ST_GeomFromText('{TRIANGLE}', 4326))"),
    (f"S_CONTAINS({TRIANGLE}, geometry)", f"ST_Within(geometry, ST_GeomFromText('{TRIANGLE}', 4326))"),
    (f"S_DISJOINT(geometry, {TRIANGLE})", f"ST_Disjoint(geometry, ST_GeomFromText('{TRIANGLE}', 4326))"),
    (f"NOT S_INTERSECTS(geometry, {TRIANGLE})", f"NOT ST_Intersects(geometry, ST_GeomFromText('{TRIANGLE}', 4326))"),
    ("S_INTERSECTS(geometry, BBOX(139.7, 35.6, 139.8, 35.7))", "ST_Intersects(geometry, ST_MakeEnvelope(139.7, 35.6, 139.8, 35.7, 4326))"),
    ("S_EQUALS(geometry, POINT(139.75 35.69))", "ST_Equals(geometry, ST_SetSRID(ST_MakePoint(139.75, 35.69), 4326))"),
    ("S_INTERSECTS(geometry, MULTIPOINT((139.75 35.69), (132.9978 34.0663)))", "geometry IN (ST_SetSRID(ST_MakePoint(139.75, 35.69), 4326), ST_SetSRID(ST_MakePoint(132.9978, 34.0663), 4326))"),
    ("S_INTERSECTS(geometry, LINESTRING(139.75 35.69, 139.753 35.688))", "geometry IN (ST_SetSRID(ST_MakePoint(139.75, 35.69), 4326), ST_SetSRID(ST_MakePoint(139.753, 35.688), 4326))"),
    (f"S_INTERSECTS(geometry, MULTI{TRIANGLE.replace('((', '(((').replace('))', ')))')})", f"ST_Intersects(geometry, ST_GeomFromText('{TRIANGLE}', 4326))"),
    ("S_INTERSECTS(geometry, POLYGON((139.7 35.6, 139.8 35.7, 139.8 35.6, 139.7 35.7, 139.7 35.6)))", "ST_Intersects(geometry, ST_MakeValid(ST_GeomFromText('POLYGON((139.7 35.6, 139.8 35.7, 139.8 35.6, 139.7 35.7, 139.7 35.6))', 4326)))"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where"), [*SAME, *SPATIAL])
def test_filters_find_what_sql_finds(maps: Maps, text: str, where: str) -> None:
    expected = maps.count("disposition", f"({where.replace('%%', '%')})")
    assert maps.filter("dispositions", text)["numberMatched"] == expected
    assert maps.filter("dispositions", text, "cql-text")["numberMatched"] == expected
    tree = json.dumps(cql2.parse_text(text).to_json(), ensure_ascii=False)
    assert maps.filter("dispositions", tree, "cql2-json")["numberMatched"] == expected


def test_no_pair_of_the_table_is_empty(maps: Maps) -> None:
    counts = [maps.count("disposition", f"({where.replace('%%', '%')})") for _, where in [*SAME, *SPATIAL]]
    total = maps.count("disposition")
    assert sum(0 < count < total for count in counts) > len(counts) - 6


@pytest.mark.parametrize(
    ("crs", "polygon"),
    [
        ("EPSG/0/4326", "POLYGON((35.64 139.74, 35.64 139.80, 35.70 139.74, 35.64 139.74))"),
        ("EPSG/0/6668", "POLYGON((35.64 139.74, 35.64 139.80, 35.70 139.74, 35.64 139.74))"),
        ("EPSG/0/3857", "POLYGON((15555785 4255000, 15562464 4255000, 15555785 4263200, 15555785 4255000))"),
    ],
)
def test_shapes_may_be_told_in_any_system(maps: Maps, crs: str, polygon: str) -> None:
    srid = crs.rpartition("/")[2]
    turned = f"ST_FlipCoordinates(ST_GeomFromText('{polygon}', 4326))" if srid != "3857" else ""
    where = f"ST_Intersects(geometry, {turned})" if turned else f"ST_Intersects(ST_Transform(geometry, 3857), ST_GeomFromText('{polygon}', 3857))"
    expected = maps.count("disposition", where)
    assert 0 < expected < maps.count("disposition")
    uri = f"http://www.opengis.net/def/crs/{crs}"
    for text in (f"S_INTERSECTS(geometry, {polygon})", f"NOT NOT S_INTERSECTS(geometry, {polygon})"):
        assert maps.filter("dispositions", text, **{"filter-crs": uri})["numberMatched"] == expected
    apart = maps.filter("dispositions", f"S_DISJOINT(geometry, {polygon})", **{"filter-crs": uri})["numberMatched"]
    assert apart == maps.count("disposition", "geometry IS NOT NULL") - expected


def test_filters_join_with_everything_else_and_with_pages(maps: Maps) -> None:
    asked = {"filter": "organization_name LIKE '架空町内%'", "bbox": "139.7,35.6,139.8,35.69", "datetime": "2024-02-01/.."}
    where = f"{NAME} LIKE '架空町内%' AND issued_on >= '2024-02-01' AND ST_Intersects(geometry, ST_MakeEnvelope(139.7, 35.6, 139.8, 35.69, 4326))"
    pages = list(maps.follow("dispositions", **asked, limit=3, sortby="-issued_on"))
    assert sum(page["numberReturned"] for page in pages) == maps.count("disposition", where) == pages[0]["numberMatched"] > 3


def test_truth_values_stand_alone_or_compared(maps: Maps) -> None:
    expected = maps.count("organization", "has_dispositions")
    for text in ("has_dispositions", "has_dispositions = TRUE", "has_dispositions = 1", "NOT has_dispositions = FALSE"):
        assert maps.filter("organizations", text)["numberMatched"] == expected


def test_the_draft_compares_without_case_by_an_operator(maps: Maps) -> None:
    text = "(organization_name ILIKE 'ａｂｃ%') OR organization_name = 'x ILIKE ''y'"
    assert maps.filter("dispositions", text, "cql-text")["numberMatched"] == maps.count("disposition", f"lower({NAME}) LIKE 'ａｂｃ%'") > 0


DEEP = [
    "(" * 9 + "kind = 'a'" + ")" * 9, "(" * 3000 + "kind = 'a'" + ")" * 3000, "(" * 30 + "kind = 'a'", "((((((( kind = 'a' !)))))))",
    "NOT " * 900 + "kind = 'a'", "NOT " * 40 + "kind = 'a'", "plan_count = " + "-" * 3000 + "1", "plan_count = " + "- " * 1500 + "1",
    "plan_count = 1" + " + 1" * 900, "plan_count = 2" + "^2" * 900, " AND ".join(["kind = 'a'"] * 300), " OR ".join(["kind = 'a'"] * 150),
    "kind IN (" + ",".join(["'a'"] * 900) + ")", "kind = '" + "a" * LONGEST + "'", " OR ".join(["town = 'a'"] * 9), "CASEI(" * 7 + "kind" + ")" * 7 + " = 'a'",
    "S_INTERSECTS(geometry, LINESTRING(" + ",".join(["1 2"] * 990) + ")) AND " + "S_INTERSECTS(geometry, POINT(1 2)) AND " * 8 + "TRUE",
]  # fmt: skip
WRONG = [
    "kind", "kind = ", "= 'a'", "kind = 'a", "kind = 'a' kind = 'b'", "'a' = 'a'", "1 = 1", "kind = kind", "kind = status", "nothing = 'a'",
    "summary = 'a'", "names LIKE '%a%'", "grams = 'a'", "readings = 'a'", "v.summary = 'a'", "reason LIKE '%a%'", "address = 'a'", "telephone = 'a'",
    "\"kind'; DROP TABLE x; --\" = 'a'", "kind = 'a'; DROP TABLE x", "kind = 5", "kind = TRUE", "plan_count = 'two'", "plan_count = 1e400",
    "issued_on = DATE('yesterday')", "issued_on = DATE('2025-02-30')", "issued_on = '0000-00-00'", "updated_at > TIMESTAMP('x')", "issued_on = 5",
    "updated_at > TIMESTAMP('0001-01-01T00:00:00+23:59')", "kind LIKE 5", "plan_count LIKE '1%'", "kind LIKE status", "'a' LIKE kind", "kind LIKE 'a\\'",
    "kind LIKE '" + "%a" * 20 + "'", "kind IN ()", "kind IN (5)", "kind IN ('a', 5)", "kind BETWEEN 'a'", "issued_on BETWEEN 1 AND 2", "kind IS 'a'", "lower(kind) = 'a'",
    "pg_sleep(10) = 1", "CASEI(kind) = 'a'", "kind = CASEI('a')", "CASEI(plan_count) = CASEI('a')", "ACCENTI(kind) = 'a'", "kind = 'a' + 'b'", "plan_count + 1 = 2",
    "A_CONTAINS(grounds, ('a'))", "S_INTERSECTS(geometry, geometry)", "S_INTERSECTS(kind, POINT(1 2))", "S_INTERSECTS(POINT(1 2), POINT(1 2))", "S_DWITHIN(geometry, POINT(1 2), 3)",
    "S_INTERSECTS(geometry, POINT(999 999))", "S_INTERSECTS(geometry, POLYGON((1 2)))", "S_INTERSECTS(geometry, POLYGON((1 2, 3 4, 5 6, 7 8)))", "S_INTERSECTS(geometry, POLYGON EMPTY)",
    "S_INTERSECTS(geometry, LINESTRING(1 2))", "S_INTERSECTS(geometry, POINT(1e999 2))", "S_INTERSECTS(geometry, BBOX(1, 2, 3))", "S_INTERSECTS(geometry, BBOX(1, 20, 3, 4))",
    "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 2)))", "S_INTERSECTS(geometry, 'POINT(1 2)')", "S_INTERSECTS(geometry)", "S_RELATE(geometry, POINT(1 2))", "geometry = POINT(1 2)",
    "T_DURING(issued_on, DATE('2024-01-01'))", "T_INTERSECTS(kind, INTERVAL('..', '..'))", "T_AFTER(kind, DATE('2024-01-01'))", "T_INTERSECTS(issued_on, INTERVAL('x', 'y'))", "T_OVERLAPS(issued_on, INTERVAL('..', '..'))",
    "kind = 'a\u0085'", "{edition} = 1", "kind = NULL", "organization_name = ''' OR 1=1 --",
]  # fmt: skip


@pytest.mark.parametrize("text", [*DEEP, *WRONG], ids=lambda text: text[:40])
@pytest.mark.parametrize("language", ["cql2-text", "cql-text"])
def test_hostile_filters_are_one_problem(maps: Maps, text: str, language: str) -> None:
    response = maps.get("/collections/dispositions/items", **{"filter": text, "filter-lang": language})
    assert response.status_code in (400, 414), response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    if response.status_code == 400:
        assert response.json()["parameter"] == "filter"
        assert len(text) < 12 or text not in response.text


HOSTILE_JSON: list[Any] = [
    [], {}, 1, "kind", None, {"op": "and", "args": []}, {"op": "not", "args": []}, {"op": "=", "args": [1]}, {"op": "=", "args": []}, {"op": ["="], "args": []},
    {"op": "=", "args": [{"property": "kind"}, {"property": "status"}]}, {"op": "=", "args": [{"property": ["kind"]}, "a"]}, {"op": "in", "args": [{"property": "kind"}, "a"]},
    {"op": "in", "args": [{"property": "kind"}, []]}, {"op": "like", "args": [{"property": "kind"}, 5]}, {"op": "isNull", "args": []}, {"op": "casei", "args": []},
    {"op": "=", "args": [{"op": "casei", "args": []}, "a"]}, {"op": "=", "args": [{"property": "kind"}, "a\u0000"]}, {"op": "between", "args": [{"property": "issued_on"}, "a"]},
    {"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Polygon", "coordinates": [[[0, 0]]]}]}, {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": ["a", 1, 2, 3]}]},
    {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [1, 2, 3, 4, 5]}]}, {"op": "t_during", "args": [{"property": "issued_on"}, {"interval": ["2024-01-01"]}]},
    {"op": "t_intersects", "args": [{"property": "issued_on"}, {"interval": "2024"}]}, {"op": "=", "args": [{"property": "issued_on"}, {"date": 5}]}, {"op": "=", "args": [{"property": "kind"}, {"op": "a", "args": [1]}]},
]  # fmt: skip


@pytest.mark.parametrize("tree", HOSTILE_JSON, ids=lambda tree: json.dumps(tree)[:40])
def test_hostile_trees_are_one_problem(maps: Maps, tree: Any) -> None:
    response = maps.get("/collections/dispositions/items", **{"filter": json.dumps(tree), "filter-lang": "cql2-json"})
    assert (response.status_code, response.json()["parameter"]) == (400, "filter"), response.text


def test_a_shape_without_an_area_meets_nothing(maps: Maps) -> None:
    text = "S_INTERSECTS(geometry, POLYGON((" + ",".join(["1 2"] * 800) + ")))"
    assert maps.filter("dispositions", text)["numberMatched"] == 0


def test_deep_trees_are_refused(maps: Maps) -> None:
    text = '{"op":"not","args":[' * 100 + "true" + "]}" * 100
    assert maps.get("/collections/dispositions/items", **{"filter": text, "filter-lang": "cql2-json"}).status_code == 400


NODES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=5), st.sampled_from(["kind", "geometry", "issued_on", "..", "2024-01-01"]),
        st.fixed_dictionaries({"property": st.sampled_from(["kind", "issued_on", "plan_count", "geometry", "has_dispositions", "x"])}),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.fixed_dictionaries({
            "op": st.sampled_from(["and", "or", "not", "=", "<>", "<", "in", "like", "between", "isNull", "casei", "s_intersects", "s_within", "t_after", "t_intersects", "+"]),
            "args": st.lists(inner, max_size=3),
        }),
        st.fixed_dictionaries({"type": st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon"]), "coordinates": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"interval": st.lists(inner, max_size=2)}), st.fixed_dictionaries({"bbox": st.lists(st.floats(), max_size=6)}),
    ),
    max_leaves=12,
)  # fmt: skip


def make_comparer() -> Comparer:
    """What compares the properties of dispositions."""
    return Comparer(FEATURES["dispositions"].queryables, CRS84, of_points=True)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(tree=NODES)
def test_any_tree_is_either_answered_or_refused(maps: Maps, tree: Any) -> None:
    text = json.dumps(tree)
    try:
        condition = write_filter(text, "cql2-json", make_comparer())
    except Problem as problem:
        assert problem.type.name == "invalid-parameter"
        return
    statement = count_records(kind="disposition", edition=1, conditions=[condition])
    assert statement.sql.count("$") >= len(statement.values) - 1
    assert maps.get("/collections/dispositions/items", **{"filter": text, "filter-lang": "cql2-json", "limit": "1"}).status_code == 200


def test_a_filter_that_takes_too_long_is_refused(maps: Maps) -> None:
    asked = {"filter": "town = '架空'"}
    with maps.owner.transaction():
        maps.owner.execute("LOCK TABLE published.version IN ACCESS EXCLUSIVE MODE")
        response = maps.served.client.get("/ogc/collections/permits/items", params=asked, timeout=60)
    assert (response.status_code, response.json()["parameter"]) == (400, "filter")
    assert maps.get("/collections/permits/items", **asked).status_code == 200


def test_every_value_is_bound(maps: Maps) -> None:
    text = "organization_name LIKE '%x''y%' AND issued_on > DATE('2024-01-01') AND S_INTERSECTS(geometry, POINT(1 2)) AND plan_count IN (1, 77)"
    condition = write_filter(text, "cql2-text", make_comparer())
    for value in ("x''y", "x'y", "2024", "coordinates", "77"):
        assert value not in condition.sql
    assert len(condition.values) == 5  # the shape twice: for its box, by which the index finds, and for itself


GUARDED = "(" * 7 + "kind = 'a' AND " * 200 + "!" + ")" * 7


def test_the_worst_that_is_let_through_ends_the_process_nowhere() -> None:
    """What the library itself does with depth is the reason for the bounds: it descends until the stack ends."""
    program = "import cql2, sys\ntry:\n cql2.parse_text(sys.stdin.read())\nexcept cql2.ParseError: print('refused')"
    found = subprocess.run([sys.executable, "-c", program], input=GUARDED, capture_output=True, text=True, timeout=60)
    assert (found.returncode, found.stdout) == (0, "refused\n")
    beyond = subprocess.run([sys.executable, "-c", program], input="(" * 20_000 + ")" * 20_000, capture_output=True, text=True, timeout=60)
    assert beyond.returncode < 0

