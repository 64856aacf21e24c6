"""Fixtures for tests of maps: the register of `map_register`, served where its own links lead."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.api.ogc.asking import Maps
from tests.api.ogc.map_register import publish_map
from tests.api.serving import serve_at_home
from tests.api.test_place_totals import load_outline
from tests.postgis import lend_database


@pytest.fixture(scope="session")
def maps(postgis: str) -> Iterator[Maps]:
    """The fictional places, served. Tests read them and leave them as they are."""
    with lend_database(postgis) as database:
        publish_map(database)
        with serve_at_home(database) as served, psycopg.connect(database.owner, autocommit=True) as owner:
            yield Maps(served, owner)


@pytest.fixture(scope="session")
def outlined(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maps]:
    """The same with the outline of one municipality."""
    with lend_database(postgis) as database:
        publish_map(database)
        load_outline(database, tmp_path_factory.mktemp("outlines"), ("13101", "東京都", "千代田区", 139.3, 35.1))
        with serve_at_home(database) as served, psycopg.connect(database.owner, autocommit=True) as owner:
            yield Maps(served, owner)
