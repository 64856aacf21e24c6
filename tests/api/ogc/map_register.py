"""A fictional register with places of every precision, for tests of maps. Every name in it is invented."""

from typing import Any

from tests.api import fictional_register as register
from tests.api.serving import on_day, publish
from tests.fictional import make_disposition, make_statement
from tests.postgis import Database

TOWNS = 20
PERMITS = 12

Statement = dict[str, Any]


def make_town(number: int) -> dict[str, Any]:
    """One of a row of towns from Chiyoda to the south-east, each with a point of its own."""
    return register.CHIYODA | {
        "town": f"架空町{number}丁目",
        "point": [round(139.75 + number * 0.003, 4), round(35.69 - number * 0.002, 4)],
        "precision": "building" if number % 4 == 0 else "town",
    }


IN_PREFECTURE: dict[str, Any] = {
    "prefecture_code": "13", "municipality": None, "municipality_code": None, "town": None, "point": [139.6917, 35.6895],
    "precision": "prefecture",
}  # fmt: skip
ISLAND_TOWN: dict[str, Any] = {
    "prefecture_code": "47", "municipality": "架空島村", "municipality_code": "47999", "town": "架空", "point": [127.1, 26.6],
    "precision": "town",
}  # fmt: skip
"""In a municipality of which nothing is known but its records."""


def list_statements() -> list[Statement]:
    """What the sources state."""
    towns = [
        make_disposition(f"架空町内{number}株式会社", f"2024-{1 + number % 12:02d}-11", place=make_town(number))
        for number in range(TOWNS)
    ]
    further = [
        make_disposition("架空県内協同組合", "2020-02-01", kind="improvement_order", place=IN_PREFECTURE),
        make_disposition("架空島組合", "2020-03-01", kind="improvement_order", place=ISLAND_TOWN),
        make_disposition("架空%割合_株式会社", "2020-04-01", place=make_town(3)),
        make_disposition("架空'引用'\"符\\株式会社", "2020-05-01", place=make_town(5)),
    ]
    return [*register.second_statements(), *map(register.told, [*towns, *further])]


def list_permits() -> list[Statement]:
    """Permits of legal persons."""
    return [_make_permit(number) for number in range(PERMITS)]


def _make_permit(number: int) -> Statement:
    facts = {
        "regime": "titp", "role": "supervising_organization", "number": f"許{1800000000 + number}", "class": "general",
        "first_permitted_on": f"2018-{1 + number:02d}-20" if number % 3 else None, "expires_on": "2028-01-19", "status": "in_force",
        "countries": ["VN", "ID"] if number % 2 else [], "occupations": ["7-21"], "care": number % 2 == 0,
    }  # fmt: skip
    statement = make_statement(
        "permit", (str(number),), f"架空許可{number}協同組合", facts, source="otit_registry", place=make_town(number),
    )  # fmt: skip
    return statement


def publish_map(database: Database) -> None:
    """Publish all of it."""
    publish(database, *list_statements(), observed_on=on_day(1))
    publish(database, *list_permits(), source="otit_registry", observed_on=on_day(2))
