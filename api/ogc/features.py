"""Rows as features with flat properties."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from api.database import Row
from api.editions import write_moment
from api.ogc.collections import FeatureCollection
from api.ogc.crs import Crs
from api.ogc.properties import PROPERTIES, tell_value
from api.v1.places import read_place


def write_map_feature(collection: FeatureCollection, row: Row, crs: Crs, public_url: str) -> dict[str, Any]:
    """A row as a feature with flat properties; a record's point follows the rule of /v1's GeoJSON."""
    document: Mapping[str, Any] = orjson.loads(row["summary"]) if collection.of_records else {}
    if collection.of_records:
        shape, area = read_place(row)
        further = {**area, "record_url": f"{public_url}/v1/{collection.id}/{row['id']}"}
    else:
        shape, further = None if row["shape"] is None else orjson.loads(row["shape"]), {}
    told = {
        name: further[name] if name in further else _flatten(tell_value(one, row, document))
        for name, one in PROPERTIES[collection.kind].items()
    }
    return {"type": "Feature", "id": row["id"], "geometry": crs.write_shape(shape), "properties": told}


def _flatten(value: Any) -> Any:
    return write_moment(value) if isinstance(value, datetime) else value
