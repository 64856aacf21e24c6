"""Statements about fictional parties, keyed as the pipelines key them, and their publication."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, text

from db.identifiers import make_public_id
from db.models import FOREVER
from db.name_keys import name_block
from db.store import RunResult, save_run
from japanese.numbers import compute_check_digit
from scrapers.identity_keys import write_identity_keys
from scrapers.items import Party
from tests.fictional import make_disposition, make_report, to_lines


def make_number(serial: int) -> str:
    """A corporate number that nobody has, with its check digit."""
    base = f"{999_000_000_000 + serial:012}"
    return compute_check_digit(base) + base


def tell(
    name: str,
    address: str = "愛媛県今治市架空町1番地",
    representatives: str = "",
    issued_on: str = "2025-06-27",
    *,
    number: str | None = None,
    sole: bool = False,
    **options: Any,
) -> dict[str, Any]:
    """A disposition against a party, as the crawl stores it."""
    statement = make_disposition(name, issued_on, sole=sole, **options)
    if sole:
        return statement
    party = Party(name, representatives, address, corporate_number=number)
    statement["content"]["identity"] = write_identity_keys(party, b"secret")
    statement["content"]["organization"]["address"] = address
    statement["block"] = name_block(name, address)
    return statement


def publish(
    engine: Engine, statements: Sequence[dict[str, Any]], day: str = "2026-04-01", source: str = "isa_dispositions"
) -> RunResult:
    """Publish what a source says on a day; it must be believed."""
    result = save_run(engine, make_report(source, date.fromisoformat(day)), to_lines(*statements))
    assert result.verdict == "good", result.problems
    return result


def organization_of(statement: dict[str, Any]) -> str:
    """The id of the organization that a statement founds."""
    return make_public_id("organization", statement["id"])


def read_owners(engine: Engine) -> dict[str, str]:
    """Whose each statement is."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, organization_id FROM register.statement"))
        return {row.id: row.organization_id for row in rows}


def read_aliases(engine: Engine) -> dict[str, str]:
    """Merged ids and their survivors."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, survivor FROM published.alias"))
        return {row.id: row.survivor for row in rows}


def read_public(engine: Engine, kind: str = "organization") -> dict[str, dict[str, Any]]:
    """The public records of a kind as single records, by id."""
    query = f"SELECT id, summary, detail FROM published.version WHERE kind = :kind AND edition_to = {FOREVER}"
    with engine.connect() as connection:
        rows = connection.execute(text(query), {"kind": kind})
        return {row.id: orjson.loads(row.summary) | orjson.loads(row.detail or "{}") for row in rows}


def read_changes(engine: Engine, after_edition: int = 0) -> list[tuple[str, str, str]]:
    """The change feed: id, change, cause."""
    query = "SELECT id, change, cause FROM published.change WHERE edition > :after ORDER BY seq"
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), {"after": after_edition})]


def write_register_row(
    number: str,
    name: str,
    *,
    prefecture: str = "38",
    city_code: str = "202",
    city: str = "今治市",
    street: str = "架空町１番地",
    kind: str = "301",
    process: str = "01",
    updated_on: str = "2026-01-31",
    changed_on: str = "2015-10-05",
    assigned_on: str = "2015-10-05",
    closed_on: str = "",
    close_cause: str = "",
    successor: str = "",
    latest: str = "1",
    kana: str = "カクウ",
    name_en: str = "",
    excluded: str = "0",
    sequence: int = 1,
) -> str:
    """A line of the tax agency's files: thirty columns, names in quotes."""
    cells = [
        str(sequence), number, process, "0", updated_on, changed_on, f'"{name}"', "", kind, '"愛媛県"', f'"{city}"',
        f'"{street}"', "", prefecture, city_code, "7940000", "", "", closed_on, close_cause, successor, "",
        assigned_on, latest, f'"{name_en}"' if name_en else "", "", "", "", f'"{kana}"' if kana else "", excluded,
    ]  # fmt: skip
    return ",".join(cells) + "\r\n"


def write_register(path: Path, lines: Iterable[str], encoding: str = "utf-8") -> Path:
    """Write a file of the register."""
    path.write_bytes("".join(lines).encode(encoding))
    return path
