"""Where a record may be shown on a map: never finer than it is known."""

from typing import Any

from api.database import Row
from db.vocabulary import EXACT_PRECISIONS


def read_place(row: Row) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The GeoJSON point of a row, where its place is known to the town or finer, and its members of every feature.

    These are the precision, and where there is no point the code of the area: a pin would be a false one.
    """
    exact = row["precision"] in EXACT_PRECISIONS and row["longitude"] is not None
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if exact else None
    area = None if exact else row["municipality"] or row["prefecture"]
    return point, {"precision": row["precision"], "area_code": area}
