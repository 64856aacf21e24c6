"""Rows as features with flat properties."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import orjson

from api.database import Row
from api.editions import write_moment
from api.ogc.collections import FeatureCollection
from api.ogc.crs import Crs
from api.ogc.properties import PROPERTIES, Property
from api.v1.places import read_place
from db.features import column_of

Teller = Callable[[Row, Mapping[str, Any]], Any]
_PLACED = frozenset(("precision", "area_code", "record_url"))  # told by the place and the address


def write_map_feature(collection: FeatureCollection, row: Row, crs: Crs, public_url: str) -> dict[str, Any]:
    """A row as a feature with flat properties; a record's point follows the rule of /v1's GeoJSON."""
    document: Mapping[str, Any] = orjson.loads(row["summary"]) if collection.of_records else {}
    if collection.of_records:
        shape, area = read_place(row)
        further = {**area, "record_url": f"{public_url}/v1/{collection.id}/{row['id']}"}
    else:
        shape, further = None if row["shape"] is None else orjson.loads(row["shape"]), {}
    told = {name: tell(row, document) for name, tell in _TELLERS[collection.kind].items()}
    # Members of the place stand where the properties have them.
    told |= {name: value for name, value in further.items() if name in told}
    return {"type": "Feature", "id": row["id"], "geometry": crs.write_shape(shape), "properties": told}


def list_codes(collection: FeatureCollection, features: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The values of features' properties as JSON texts, those of lists one by one: the codes that labels explain."""
    lists = [name for name, one in PROPERTIES[collection.kind].items() if one.is_list]
    for feature in features:
        told = feature["properties"]
        yield orjson.dumps(told)
        yield orjson.dumps([(told[name] or "").split(",") for name in lists])


def _make_teller(one: Property) -> Teller:
    """How a feature tells a property; worked out once, since a page tells thousands."""
    if one.name in _PLACED:
        return _leave_open
    if one.path:
        return partial(_follow, one.path) if len(one.path) > 1 else partial(_look_up, one.path[0])
    return partial(_read_column, column_of(one.name))


def _leave_open(row: Row, document: Mapping[str, Any]) -> Any:
    return None


def _look_up(step: str, row: Row, document: Mapping[str, Any]) -> Any:
    return document.get(step)


def _follow(path: tuple[str, ...], row: Row, document: Mapping[str, Any]) -> Any:
    value: Any = document
    for step in path:
        value = None if value is None else value.get(step)
    return value


def _read_column(column: str, row: Row, document: Mapping[str, Any]) -> Any:
    value = row[column]
    return write_moment(value) if isinstance(value, datetime) else value


_TELLERS: Mapping[str, Mapping[str, Teller]] = {
    kind: {name: _make_teller(one) for name, one in properties.items()} for kind, properties in PROPERTIES.items()
}
