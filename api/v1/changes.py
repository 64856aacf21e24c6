"""The change feed: what became of which record, position by position without a gap."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api import values
from api.database import Row
from api.editions import Edition, EditionState, write_moment
from api.formats import JSON
from api.languages import LANG, read_wish
from api.parameters import Parameter, read_query, write_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.collections import AS_OF, COLLECTIONS, DEFAULT_LIMIT, PAGING
from api.v1.labels import choose_labels, name_headers
from api.v1.records import require_json
from api.values import describe
from db.change_feed import select_changes

FARTHEST = 2**53 - 1  # a JSON reader may hold numbers as doubles
_FEED_BYTES = 6

CHANGE_PARAMETERS: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "after",
            values.whole_number(0, FARTHEST),
            {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
            "Position after which to begin: the position of the last answer, or 0 for everything.",
            "この位置より後から始めます。前回の応答の position、または最初からなら 0。",
            0,
        ),
        Parameter(
            "feed",
            values.matching(r"[0-9a-f]{12}", "must be the feed of an earlier answer"),
            {"type": "string", "pattern": "^[0-9a-f]{12}$"},
            "The feed in which that position was given. 410 where positions have been counted anew since.",
            "その位置を得たときの feed。その後に位置を数え直していれば 410 を返します。",
        ),
        PAGING["limit"],
        AS_OF,
        LANG,
    )
}


async def list_changes(request: Request) -> Response:
    """Changes beyond a position, oldest first."""
    require_json(request)
    services, state = services_of(request), state_of(request)
    given = read_query(request.scope["query_string"], CHANGE_PARAMETERS)
    edition = state.at_day(given.get("as_of"))
    after, limit, feed = given.get("after", 0), given.get("limit", DEFAULT_LIMIT), name_feed(state)
    rows = await services.database.fetch(select_changes(edition=edition.number, after=after, limit=limit))
    known, last = rows[0]["known"], rows[0]["last"]
    # Beyond everything known, not beyond this edition: another process may have told a newer one already.
    if given.get("feed", feed) != feed or after > known:
        raise _forget_position(services.settings.public_url)
    page = [row for row in rows if row["seq"] is not None]
    position = page[-1]["seq"] if page else after
    same = {name: describe(given[name]) for name in (AS_OF.name, LANG.name) if name in given}
    query = write_query({"after": str(position), "limit": str(limit), "feed": feed, **same})
    following = f"{services.settings.public_url}{request.scope['path']}?{query}" if position < last else None
    items, wish = _write_changes(page, state, services.settings.public_url), read_wish(request, given)
    body = {
        "items": items,
        "total": max(last - after, 0),
        "next": following,
        "position": position,
        "feed": feed,
        "labels": choose_labels(wish, "change", [orjson.dumps(items)]),
        "edition": edition.describe(),
    }
    headers = name_headers(wish) | ({} if following is None else {"link": f'<{following}>; rel="next"'})
    return Response(orjson.dumps(body), media_type=JSON, headers=headers)


def name_feed(state: EditionState) -> str:
    """The name of this count of positions: a rebuilt register begins a new one, with a new first edition."""
    first = state.editions[0].stamp if state.editions else 0
    return hashlib.blake2b(str(first).encode(), digest_size=_FEED_BYTES).hexdigest()


def _forget_position(public_url: str) -> Problem:
    snapshots = [f"{public_url}/v1/{collection.path}" for collection in COLLECTIONS.values()]
    return Problem("position-unknown", parameter="after", snapshots=snapshots, restart=f"{public_url}/v1/changes?after=0")


def _write_changes(rows: Sequence[Row], state: EditionState, public_url: str) -> list[dict[str, Any]]:
    editions = {edition.number: edition for edition in state.editions}
    return [_write_change(row, editions[row["edition"]], public_url) for row in rows]


def _write_change(row: Row, edition: Edition, public_url: str) -> dict[str, Any]:
    assert edition.published_at is not None and edition.observed_on is not None
    return {
        "seq": row["seq"],
        "change": row["change"],
        "cause": row["cause"],
        "kind": row["kind"],
        "id": row["id"],
        "url": f"{public_url}/v1/{COLLECTIONS[row['kind']].path}/{row['id']}",
        "fields_changed": row["fields_changed"],
        "merged_into": row["merged_into"],
        "edition": edition.number,
        "published_at": write_moment(edition.published_at),
        "observed_on": edition.observed_on.isoformat(),
    }
