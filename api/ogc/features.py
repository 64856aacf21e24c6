"""Rows as features with flat properties: what was stored of a record at publication, and municipalities with their totals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from api.database import Row
from api.ogc.collections import FeatureCollection
from api.ogc.crs import CRS84, Crs
from api.ogc.properties import PROPERTIES


def write_map_features(collection: FeatureCollection, rows: Sequence[Row], crs: Crs, public_url: str) -> list[bytes]:
    """Rows as GeoJSON texts; a record's point follows the rule of /v1's GeoJSON."""
    if not collection.of_records:
        return [orjson.dumps(_write_municipality(collection, row, crs)) for row in rows]
    # Stored without its end, for no publication knows under which address it will be answered.
    url = orjson.dumps(f"{public_url}/v1/{collection.id}/")[:-1]
    texts = [b'%b,"record_url":%b%b"}}' % (row["feature"], url, row["id"].encode()) for row in rows]
    return texts if crs == CRS84 else [_turn(text, crs) for text in texts]


def list_codes(collection: FeatureCollection, features: Iterable[bytes]) -> Iterator[bytes]:
    """The values of features' properties as JSON texts, those of lists one by one: the codes that labels explain."""
    lists = [name for name, one in PROPERTIES[collection.kind].items() if one.is_list]
    for feature in features:
        told = orjson.loads(feature)["properties"]
        yield orjson.dumps(told)
        yield orjson.dumps([(told[name] or "").split(",") for name in lists])


def _turn(text: bytes, crs: Crs) -> bytes:
    feature = orjson.loads(text)
    return orjson.dumps(feature | {"geometry": crs.write_shape(feature["geometry"])})


def _write_municipality(collection: FeatureCollection, row: Row, crs: Crs) -> Mapping[str, Any]:
    shape = None if row["shape"] is None else orjson.loads(row["shape"])
    told = {one.name: row[one.column or one.name] for one in PROPERTIES[collection.kind].values()}
    return {"type": "Feature", "id": row["id"], "geometry": crs.write_shape(shape), "properties": told}
