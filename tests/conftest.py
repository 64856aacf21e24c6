"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgis as cluster
from tests.cli import Kanri


@pytest.fixture(scope="session")
def postgis() -> Iterator[str]:
    """The tests' PostGIS, running; gives the name of the template database, which has all migrations."""
    with cluster.run_cluster():
        yield cluster.prepare_template()


@pytest.fixture
def database(postgis: str) -> Iterator[cluster.Database]:
    """A fresh, migrated, empty database: `.owner` and `.api` are its addresses in libpq's form."""
    with cluster.lend_database(postgis) as lent:
        yield lent


@pytest.fixture
def kanri(database: cluster.Database, tmp_path: Path) -> Kanri:
    """The command line with an empty home and an empty database."""
    return Kanri(tmp_path / "home", database.owner)
