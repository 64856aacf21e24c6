"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgis as cluster
from tests.cli import Kanri

# At a desk every run explores further; in CI the same examples come every time, so that a red one is about the
# change. Busy machines are slow, and no test is about time.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


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
