"""A small fictional register: what each test of the API reads. Every name in it is invented."""

from typing import Any

from tests.api.serving import on_day, publish
from tests.fictional import make_disposition
from tests.postgis import Database

IMABARI: dict[str, Any] = {
    "prefecture_code": "38",
    "municipality": "今治市",
    "municipality_code": "38202",
    "town": None,
    "point": [132.9978, 34.0663],
    "precision": "municipality",
}
CHIYODA: dict[str, Any] = {
    "prefecture_code": "13",
    "municipality": "千代田区",
    "municipality_code": "13101",
    "town": None,
    "point": [139.7536, 35.694],
    "precision": "municipality",
}
SAPPORO: dict[str, Any] = {
    "prefecture_code": "01",
    "municipality": "札幌市中央区",
    "municipality_code": "01101",
    "town": None,
    "point": [141.3539, 43.0614],
    "precision": "municipality",
}
UNKNOWN: dict[str, Any] = {
    "prefecture_code": "47",
    "municipality": None,
    "municipality_code": None,
    "town": None,
    "point": None,
    "precision": "none",
}

BRIDGE = "架空橋渡し協同組合"
WIDE = "ＡＢＣ架空産業株式会社"
RARE = "架空髙﨑製作所株式会社"
HUNDRED = "100%_架空\\株式会社"
ISLAND = "架空離島水産株式会社"
SOLE = "架空　太郎"

NUMBERED = 130
"""How many further implementers there are, so that lists have pages."""


def told(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement with its citations as the pipeline writes them."""
    for citation in statement["content"]["facts"]["citations"]:
        citation |= {part: str(citation[part]) for part in ("article", "paragraph", "item")}
    return statement


def first_statements() -> list[dict[str, Any]]:
    """What the source stated at first."""
    return [told(statement) for statement in (
        make_disposition(BRIDGE, "2021-07-27", kind="improvement_order", items=(1,), place=IMABARI),
        make_disposition(BRIDGE, "2023-03-22", kind="permit_revocation", items=(1, 4), place=IMABARI),
        make_disposition(WIDE, "2022-02-25", items=(3,), place=CHIYODA),
        make_disposition(RARE, "2024-06-28", items=(7,), place=SAPPORO, plans=("認2004000001",)),
        make_disposition(HUNDRED, "2025-06-27", items=(5,), place=CHIYODA),
        make_disposition(ISLAND, "2025-08-29", items=(1,), place=UNKNOWN),
        make_disposition(SOLE, "2025-10-15", items=(1, 3), place=IMABARI, sole=True),
        *(
            make_disposition(
                f"架空工業第{number}株式会社", f"2025-{1 + number % 12:02d}-15", items=(1 + number % 3,),
                place=(IMABARI, CHIYODA, SAPPORO)[number % 3], plans=(f"認17{number:08d}",),
            )
            for number in range(NUMBERED)
        ),
    )]  # fmt: skip


def second_statements() -> list[dict[str, Any]]:
    """What it stated later: one notice more, one gone."""
    later = told(make_disposition(WIDE, "2026-03-27", items=(10,), place=CHIYODA))
    gone = next(one for one in first_statements() if one["content"]["organization"]["name"] == RARE)
    return [one for one in [*first_statements(), later] if one["id"] != gone["id"]]


def publish_all(database: Database) -> None:
    """Publish both states of the source, on the first and on the tenth of April."""
    publish(database, *first_statements(), observed_on=on_day(1))
    publish(database, *second_statements(), observed_on=on_day(10))
