"""Filling columns: the values of chosen properties for organizations that were matched."""

from collections.abc import Mapping
from typing import Any

import orjson

from api.bodies import Member, read_object, refuse
from api.database import Database
from api.v1.reconcile.properties import PROPERTIES
from db.name_search import select_named

MOST_ROWS = 1_000
_NEEDED: Mapping[str, Member] = {
    "ids": Member(lambda value: value, is_needed=True),
    "properties": Member(lambda value: value, is_needed=True),
}
_PROPERTY: Mapping[str, Member] = {
    "id": Member(lambda value: value, is_needed=True),
    "settings": Member(lambda value: value),
}


async def extend_rows(database: Database, edition: int, value: Any) -> dict[str, Any]:
    """`{"ids", "properties"}` -> `{"meta", "rows"}`; a row without an organization has no values."""
    told = read_object(value, _NEEDED, "/extend")
    ids, properties = told.get("ids"), told.get("properties")
    if not isinstance(ids, list) or len(ids) > MOST_ROWS or any(not isinstance(one, str) for one in ids):
        raise refuse("/extend/ids", f"must be a list of up to {MOST_ROWS} ids")
    if not isinstance(properties, list):
        raise refuse("/extend/properties", "must be a list")
    chosen = [_read_id(one, f"/extend/properties/{at}") for at, one in enumerate(properties)]
    rows = await database.fetch(select_named(edition=edition, ids=ids))
    summaries = {row["id"]: orjson.loads(row["summary"]) for row in rows}
    return {
        "meta": [{"id": pid, "name": PROPERTIES[pid].name} for pid in chosen],
        "rows": {one: {pid: PROPERTIES[pid].read(summaries[one]) if one in summaries else [] for pid in chosen} for one in ids},
    }


def _read_id(value: Any, pointer: str) -> str:
    found = read_object(value, _PROPERTY, pointer).get("id")
    if found not in PROPERTIES:
        raise refuse(f"{pointer}/id", f"must be one of {', '.join(PROPERTIES)}")
    return str(found)
