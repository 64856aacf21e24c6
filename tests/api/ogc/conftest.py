"""Fixtures for tests of maps: the register of `map_register`, served where its own links lead."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.api.ogc.asking import Maps
from tests.api.ogc.map_register import publish_map
from tests.api.serving import serve_at_home
from tests.postgis import lend_database


@pytest.fixture(scope="session")
def maps(postgis: str) -> Iterator[Maps]:
    """The fictional places, served. Tests read them and leave them as they are."""
    with lend_database(postgis) as database:
        publish_map(database)
        with serve_at_home(database) as served, psycopg.connect(database.owner, autocommit=True) as owner:
            yield Maps(served, owner)


@pytest.fixture(scope="session")
def outlined(postgis: str) -> Iterator[Maps]:
    """The same with the outline of one municipality."""
    with lend_database(postgis) as database:
        with psycopg.connect(database.owner, autocommit=True) as owner:
            owner.execute(
                "CREATE TABLE IF NOT EXISTS published.municipality_area (code text PRIMARY KEY, name text NOT NULL,"
                " prefecture varchar(2) NOT NULL, geom geometry(MultiPolygon, 4326) NOT NULL)"
            )
            owner.execute("GRANT SELECT ON published.municipality_area TO kanri_api")
            owner.execute(
                "INSERT INTO published.municipality_area (code, name, prefecture, geom) VALUES ('13101', '千代田区', '13',"
                " ST_Multi(ST_MakeEnvelope(139.73, 35.64, 139.82, 35.71, 4326)))"
            )
        publish_map(database)
        with serve_at_home(database) as served, psycopg.connect(database.owner, autocommit=True) as owner:
            yield Maps(served, owner)
