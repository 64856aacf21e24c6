"""A long list leaves the server piece by piece, and its memory as it was, in every form."""

from pathlib import Path

import httpx
import pytest

from benchmarks.exports import multiply_dispositions, take_export
from tests.api import fictional_register as register
from tests.api.processes import MEBIBYTE, run_process
from tests.api.serving import publish
from tests.postgis import Database

ROWS = 20_000


@pytest.fixture
def long_register(database: Database) -> Database:
    """The fictional register with many copies of its dispositions."""
    publish(database, *register.first_statements())
    multiply_dispositions(database.owner, ROWS)
    return database


def test_an_export_of_any_length_leaves_the_memory_as_it_was(long_register: Database, tmp_path: Path) -> None:
    with run_process(long_register, tmp_path) as served:
        total = httpx.get(f"{served.url}/v1/dispositions?limit=1").json()["total"]
        assert total > ROWS
        take_export(served.port, served.process.pid, "ndjson?limit=1000")
        for suffix in ("csv", "geojson", "ndjson"):
            export = take_export(served.port, served.process.pid, suffix)
            assert export.size > 16 * MEBIBYTE, suffix
            assert export.growth < 12 * MEBIBYTE, (suffix, export.growth >> 20)
        lines = httpx.get(f"{served.url}/v1/dispositions.ndjson").content.count(b"\n")
    assert lines == total
