"""Geocoding: an address in Japan, split and placed no finer than it is known."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.formats import JSON
from api.gazetteer import list_suggestions
from api.languages import LANG, read_wish
from api.parameters import BadValue, Parameter, read_query
from api.services import services_of
from api.v1.labels import choose_labels, name_headers
from api.v1.records import require_json
from api.values import LINES_SHAPE
from japanese.addresses import Gazetteer, Place, Precision

_LONGEST = 400
_TELLING = ("name", "publisher", "licence", "attribution", "url", "dated")

_NOTHING = {
    "en": "No place in Japan was recognized. Write prefecture and municipality in Japanese (愛媛県今治市…). "
    "Misread places are only suggested, never taken.",
    "ja": "日本国内の地名を読み取れませんでした。都道府県と市区町村から書いてください。読み誤りと思われる地名は提案にとどめ、"
    "採用しません。",
}


def _read_address(text: str) -> str:
    if len(text) > _LONGEST:
        raise BadValue(f"may be {_LONGEST} characters long")
    return text


_ADDRESS = Parameter(
    "address",
    _read_address,
    {"type": "string", "minLength": 1, "maxLength": _LONGEST, "pattern": LINES_SHAPE},
    "An address as it is written, in Japanese: any width and numerals, line breaks, with or without the prefecture.",
    "日本語の住所。全角半角、漢数字、改行は問わず、都道府県名は省略できます。",
    "愛媛県今治市別宮町一丁目4-1",
    multiline=True,
    required=True,
)

GEOCODE_PARAMETERS: Mapping[str, Parameter] = {_ADDRESS.name: _ADDRESS, LANG.name: LANG}


async def geocode_address(request: Request) -> Response:
    """Where an address is; several places where it fits several, none where it fits none."""
    require_json(request)
    given = read_query(request.scope["query_string"], GEOCODE_PARAMETERS)
    place, gazetteer = await services_of(request).gazetteer.geocode(given["address"])
    items, wish = [one.as_item() for one in list_places(place)], read_wish(request, given)
    body = {
        "items": items,
        "suggestions": list_suggestions(place) if not place.alternatives else [],
        "note": None if items else _NOTHING,
        "labels": choose_labels(wish, "place", [orjson.dumps(items)]),
        "gazetteer": describe_gazetteer(gazetteer),
    }
    # It depends on the gazetteer and not on the edition; and whoever asks need not be remembered.
    return Response(orjson.dumps(body), media_type=JSON, headers={"cache-control": "no-store", **name_headers(wish)})


def list_places(place: Place) -> list[Place]:
    """What an address may mean, best first: what all its readings share, then each of them, shared confidence."""
    shared = [place] if place.precision is not Precision.NONE else []
    if not place.alternatives:
        return shared
    share = 1 / len(place.alternatives)
    common = shared if place.municipality is not None else []
    return [*common, *(replace(one, confidence=one.confidence * share) for one in place.alternatives)]



def describe_gazetteer(gazetteer: Gazetteer) -> dict[str, Any]:
    """Which gazetteer answers, and the credit that its licences ask for."""
    sources = [{name: getattr(one, name) for name in _TELLING} for one in gazetteer.sources]
    return {"edition": gazetteer.edition, "sources": sources}
