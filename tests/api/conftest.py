"""Fixtures for tests of the API: a fictional register, published for real and served on a real socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.gazetteer import load_gazetteer
from tests.api import fictional_register as register
from tests.api.named_register import NAMED, publish_named
from tests.api.serving import Served, crawl_sample, serve
from tests.postgis import Database, lend_database
from tests.small_gazetteer import write_plain


@pytest.fixture(scope="session")
def register_database(postgis: str) -> Iterator[Database]:
    """The fictional register, published in two editions. Tests read it and leave it as it is."""
    with lend_database(postgis) as database:
        register.publish_all(database)
        yield database


@pytest.fixture(scope="session")
def gazetteer_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small gazetteer."""
    home = tmp_path_factory.mktemp("gazetteer")
    load_gazetteer(home, write_plain(tmp_path_factory.mktemp("files")))
    return home


@pytest.fixture(scope="session")
def api(register_database: Database, gazetteer_home: Path) -> Iterator[Served]:
    """The fictional register, served with the small gazetteer."""
    with serve(register_database, home=gazetteer_home) as served:
        yield served


@pytest.fixture(scope="session")
def named(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Organizations with names that are hard to find, served with an access log and little patience for a body."""
    with lend_database(postgis) as database:
        publish_named(database, tmp_path_factory.mktemp("register"), NAMED)
        with serve(database, access_log=True, receive_seconds=2) as served:
            yield served


@pytest.fixture(scope="session")
def sample_api(postgis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The bundled sample, crawled from both of its snapshots and served."""
    with lend_database(postgis) as database:
        home = tmp_path_factory.mktemp("home")
        crawl_sample(database, home)
        with serve(database, home=home) as served:
            yield served


@pytest.fixture
def fresh(database: Database) -> Iterator[Served]:
    """An empty database, served: for tests that publish."""
    with serve(database) as served:
        yield served
