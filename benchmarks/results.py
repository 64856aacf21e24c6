"""Figures kept between the parts of a benchmark, each with the day and the machine they were taken on."""

import time
from typing import Any

import orjson
import psycopg

from benchmarks.dataset import home
from benchmarks.processes import describe_machine
from db import local


def keep_results(part: str, figures: Any) -> None:
    """Keep the figures of a part."""
    folder = home() / "results"
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "date": time.strftime("%Y-%m-%d"), "machine": describe_machine(), "postgres": _describe_postgres(), "figures": figures,
    }  # fmt: skip
    (folder / f"{part}.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))


def read_results(part: str) -> dict[str, Any] | None:
    """The figures of a part; None where it was not measured."""
    path = home() / "results" / f"{part}.json"
    return orjson.loads(path.read_bytes()) if path.exists() else None


def _describe_postgres() -> str:
    with psycopg.connect(local.url(home(), local.SUPERUSER, "postgres")) as connection:
        row = connection.execute(
            "SELECT current_setting('server_version'),"
            " (SELECT default_version FROM pg_available_extensions WHERE name = 'postgis')"
        ).fetchone()
    assert row is not None
    return f"PostgreSQL {row[0].split()[0]}, PostGIS {row[1]}"
