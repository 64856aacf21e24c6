"""Fixtures for tests of the API: a fictional register, published for real and served on a real socket."""

from collections.abc import Iterator

import pytest

from tests.api import fictional_register as register
from tests.api.serving import Served, crawl_sample, serve
from tests.postgis import Database, lend_database


@pytest.fixture(scope="session")
def register_database(postgis: str) -> Iterator[Database]:
    """The fictional register, published in two editions. Tests read it and leave it as it is."""
    with lend_database(postgis) as database:
        register.publish_all(database)
        yield database


@pytest.fixture(scope="session")
def api(register_database: Database) -> Iterator[Served]:
    """The fictional register, served."""
    with serve(register_database) as served:
        yield served


@pytest.fixture(scope="session")
def sample_api(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The bundled sample, crawled from both of its snapshots and served."""
    with lend_database(postgis) as database:
        crawl_sample(database, tmp_path_factory.mktemp("home"))
        with serve(database) as served:
            yield served


@pytest.fixture
def fresh(database: Database) -> Iterator[Served]:
    """An empty database, served: for tests that publish."""
    with serve(database) as served:
        yield served
