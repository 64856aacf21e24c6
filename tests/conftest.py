"""Fixtures that every test may use."""

from collections.abc import Iterator

import pytest

from tests import postgis as cluster


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
