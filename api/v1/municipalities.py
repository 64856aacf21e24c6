"""Totals of dispositions for each municipality, as a map: outlines where they are loaded, points where not."""

from collections.abc import Mapping, Sequence

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.database import Row
from api.editions import Edition, EditionState
from api.formats import GEOJSON, JSON
from api.languages import LANG, Wish, read_wish
from api.parameters import Parameter, read_query
from api.services import services_of, state_of
from api.v1.collections import AS_OF, COLLECTIONS
from api.v1.help import EMPTY_ANSWER
from api.v1.labels import choose_labels, name_headers
from api.v1.questions import check_together, write_conditions
from api.v1.records import require_form
from db.areas import REFERENCE
from db.place_totals import total_by_municipality

_DISPOSITIONS = COLLECTIONS["disposition"]

MAP_PARAMETERS: Mapping[str, Parameter] = {
    **{name: one for name, one in _DISPOSITIONS.parameters().items() if name in _DISPOSITIONS.every_filter},
    AS_OF.name: AS_OF,
    LANG.name: LANG,
}


async def map_municipalities(request: Request) -> Response:
    """How many dispositions each municipality has, under the filters of the list."""
    # GeoJSON is JSON: whoever asks for that alone, as GDAL does, can read it.
    require_form(request, (GEOJSON, JSON))
    database, state = services_of(request).database, state_of(request)
    given = read_query(request.scope["query_string"], MAP_PARAMETERS)
    check_together(given)
    edition = state.at_day(given.get("as_of"))
    conditions = write_conditions(_DISPOSITIONS, given)
    rows = await database.fetch(
        total_by_municipality(kind=_DISPOSITIONS.kind, edition=edition.number, conditions=conditions)
    )
    wish = read_wish(request, given)
    return Response(_write_map(rows, edition, state, wish), media_type=GEOJSON, headers=name_headers(wish))


def _write_map(rows: Sequence[Row], edition: Edition, state: EditionState, wish: Wish | None) -> bytes:
    features = [_write_feature(row) for row in rows if row["municipality"] is not None]
    told = {
        "total": sum(row["count"] for row in rows),
        "unplaced": sum(row["count"] for row in rows if row["municipality"] is None),
        "credits": list_credits(state),
        "labels": choose_labels(wish, "municipality", features),
        "edition": edition.describe(),
        "searched": state.searched,
        "help": None if rows else EMPTY_ANSWER,
    }
    return b'{"type":"FeatureCollection","features":[%b],%b' % (b",".join(features), orjson.dumps(told)[1:])


def list_credits(state: EditionState) -> list[str]:
    """The credit that the outlines ask for, where they are loaded."""
    return [orjson.loads(one.status)["attribution"] for one in state.sources if one.name == REFERENCE]


def _write_feature(row: Row) -> bytes:
    names = ("municipality", "name", "prefecture", "count", "organizations", "permits_in_force", "drawn")
    properties = orjson.dumps({name: row[name] for name in names})
    geometry = b"null" if row["geometry"] is None else row["geometry"].encode()
    return b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b}' % (
        orjson.dumps(row["municipality"]), geometry, properties,
    )  # fmt: skip
