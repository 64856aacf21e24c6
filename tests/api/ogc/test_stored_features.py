"""Features as they are stored at publication, and the index by which they are found."""

import asyncio
import importlib.util
from collections.abc import Iterator
from typing import Any

import asyncpg
import orjson
import psycopg
import pytest

from api.conditions import place_is_in
from api.ogc.properties import PROPERTIES
from api.values import Box
from db.flat_features import FLAT_MEMBERS
from db.name_search import contains_name
from db.pages import is_dense, select_page
from db.session import CHECKOUT
from db.statements import EVERY_ID, Position, Statement
from tests.api import fictional_register as register
from tests.api.ogc.asking import Maps
from tests.api.ogc.map_register import publish_map
from tests.api.ogc.test_items import KINDS
from tests.api.serving import on_day, publish, serve_at_home
from tests.fictional import make_disposition
from tests.postgis import Database

NEWEST = 1_000_000
AROUND_TOKYO = Box(139.0, 35.0, 140.0, 36.0)


@pytest.mark.parametrize(("collection", "kind"), KINDS.items())
def test_a_feature_tells_the_properties_that_its_collection_names(maps: Maps, collection: str, kind: str) -> None:
    features = maps.items(collection, limit=1000)["features"]
    assert {tuple(one["properties"]) for one in features} == {tuple(PROPERTIES[kind])}
    assert tuple(PROPERTIES[kind]) == (*FLAT_MEMBERS[kind], "record_url")
    for one in features:
        assert one["properties"]["record_url"].endswith(f"/v1/{collection}/{one['id']}")
        record = maps.served.read(f"/v1/{collection}/{one['id']}")
        flat = record | record["place"] | {"prefecture_code": record["place"]["prefecture_code"]}
        alike = one["properties"].keys() & flat.keys() - {"roles", "regimes", "grounds", "violations", "authorities", "countries", "occupations"}
        assert {name: one["properties"][name] for name in alike} == {name: flat[name] for name in alike}
        assert len(alike) >= 14


def test_what_was_published_before_gets_its_feature(database: Database) -> None:
    publish_map(database)
    path = CHECKOUT / "alembic/versions/0008_map_features.py"
    spec = importlib.util.spec_from_file_location("map_features", path)
    assert spec is not None and spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    with psycopg.connect(database.owner, autocommit=True) as owner:
        published = read_features(owner)
        owner.execute("UPDATE published.version SET feature = NULL")
        for statement in migration.list_fillings():
            owner.execute(statement)
        assert read_features(owner) == published
    assert {kind for kind, _, _ in published} == set(FLAT_MEMBERS)


def read_features(owner: psycopg.Connection) -> dict[tuple[str, str, int], Any]:
    """Every stored feature, its members in their order."""
    query = "SELECT kind, id, edition_from, feature FROM published.version WHERE kind <> 'labour_case'"
    return {(kind, name, number): list(flatten(orjson.loads(text + "}}"))) for kind, name, number, text in owner.execute(query)}


def flatten(feature: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, value) for name, value in feature.items() if name != "properties")
    yield from feature["properties"].items()


def fetch(database: Database, statement: Statement, before: str = "") -> list[Any]:
    """What a statement answers to the API's role."""

    async def ask() -> list[Any]:
        connection = await asyncpg.connect(database.api)
        await connection.execute("SET enable_seqscan = off")
        try:
            return list(await connection.fetch(before + statement.sql, *statement.values))
        finally:
            await connection.close()

    return asyncio.run(ask())


def select_in_tokyo(**asked: Any) -> Statement:
    """Permits in a box around Tokyo."""
    return select_page(kind="permit", edition=NEWEST, conditions=[place_is_in(AROUND_TOKYO)], order=EVERY_ID, **asked)


def test_what_lies_in_a_box_is_counted_by_the_index_alone(database: Database) -> None:
    publish_map(database)
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE published.version_permit")
    plan = "\n".join(row[0] for row in fetch(database, select_in_tokyo(limit=3, count=True, feature=True), "EXPLAIN "))
    assert "Index Only Scan using version_permit_point" in plan


@pytest.mark.parametrize("beyond", [0.0, 1e-9, -1e-9])
def test_boxes_are_exact_to_the_last_digit(maps: Maps, beyond: float) -> None:
    places = maps.owner.execute("SELECT DISTINCT ST_X(geometry), ST_Y(geometry) FROM published.version_permit WHERE edition_to = 2147483647").fetchall()
    assert len(places) > 5
    for x, y in places:
        found = maps.items("permits", bbox=f"{x + beyond!r},{y!r},{x + 0.0005!r},{y!r}")["numberMatched"]
        assert found == maps.count("permit", f"ST_X(geometry) BETWEEN {x + beyond!r} AND {x + 0.0005!r} AND ST_Y(geometry) = {y!r}")
        assert (found == 0) == (beyond > 0)


def test_a_record_without_a_place_lies_in_no_box(maps: Maps) -> None:
    for collection, kind in KINDS.items():
        everywhere = maps.items(collection, bbox="-180,-90,180,90")["numberMatched"]
        assert everywhere == maps.count(kind, "geometry IS NOT NULL")
        assert everywhere == maps.served.read(f"/v1/{collection}?bbox=-180,-90,180,90")["total"]


def test_where_many_match_the_list_is_walked_to_the_same_records(database: Database) -> None:
    publish_map(database)
    every = [row["id"] for row in fetch(database, select_in_tokyo(limit=100))]
    assert len(every) > 8
    for at in (0, 4, len(every) - 1):
        asked: dict[str, Any] = {"after": Position(None, every[at]), "limit": 3}
        walked = select_in_tokyo(dense=True, **asked)
        assert [row["id"] for row in fetch(database, walked)] == every[at + 1 : at + 4]
        assert [row["id"] for row in fetch(database, select_in_tokyo(**asked))] == every[at + 1 : at + 4]
        assert "version_permit_pkey" in "\n".join(row[0] for row in fetch(database, walked, "EXPLAIN "))
    assert (is_dense(None, 10), is_dense(9_000, 69_000), is_dense(2_000, 69_000)) == (False, True, False)


def test_where_many_bear_a_name_the_list_is_walked_to_the_same_records(database: Database) -> None:
    publish_map(database)
    asked: dict[str, Any] = {"kind": "organization", "edition": NEWEST, "order": EVERY_ID, "after": Position(None, "org_"), "limit": 1000}
    everybody = fetch(database, select_page(conditions=[], **asked))
    for typed in ("許可", "町内1", "kyoka", "誰でもない"):
        found, walked = (
            [row["id"] for row in fetch(database, select_page(conditions=[contains_name(typed)], dense=dense, **asked))]
            for dense in (False, True)
        )
        assert walked == found
        assert len(found) < len(everybody) and bool(found) == (typed != "誰でもない"), typed
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute("UPDATE published.naming SET edition_to = %s", [NEWEST])
    for dense in (False, True):
        assert fetch(database, select_page(conditions=[contains_name("許可")], dense=dense, **asked)) == []


def test_areas_are_counted_anew_for_each_edition(database: Database) -> None:
    publish(database, *map(register.told, register.first_statements()), observed_on=on_day(1))
    with serve_at_home(database) as served, psycopg.connect(database.owner, autocommit=True) as owner:
        maps = Maps(served, owner)
        first = maps.items("municipalities", limit=1)
        tile = maps.get("/tiles/WebMercatorQuad/0/0/0").content
        assert sum_dispositions(maps) == maps.count("disposition", "municipality IS NOT NULL")
        added = make_disposition("架空増加株式会社", "2025-06-01", place=register.CHIYODA)
        served.publish(*map(register.told, [*register.first_statements(), added]), observed_on=on_day(3))
        assert sum_dispositions(maps) == maps.count("disposition", "municipality IS NOT NULL")
        assert maps.get("/tiles/WebMercatorQuad/0/0/0").content != tile
        # Who began to page through the edition before goes on in it.
        follow = [one["href"] for one in first["links"] if one["rel"] == "next"]
        assert follow and served.read(follow[0])["numberMatched"] == first["numberMatched"]


def sum_dispositions(maps: Maps) -> int:
    return sum(one["properties"]["dispositions"] for one in maps.items("municipalities", limit=1000)["features"])
