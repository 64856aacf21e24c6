"""The change feed for people: the newest changes as Atom (RFC 4287), in pages (RFC 5005). No title holds a name."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response

from api import values
from api.database import Row
from api.editions import Edition, EditionState, write_moment
from api.formats import ATOM
from api.languages import LANG, read_wish
from api.parameters import Parameter, read_query, write_query
from api.services import services_of, state_of
from api.v1.changes import FARTHEST, name_feed
from api.v1.collections import COLLECTIONS, DEFAULT_LIMIT, PAGING
from api.v1.labels import name_headers
from db.change_feed import select_latest_changes
from db.words import FALLBACK, read_words

ATOM_PARAMETERS: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "before",
            values.whole_number(1, FARTHEST),
            {"type": "integer", "minimum": 1, "maximum": FARTHEST},
            "Only changes at positions before this one; the feed links its next page so.",
            "この位置より前の変更だけを示します。次のページはこの形でリンクします。",
            100,
        ),
        PAGING["limit"],
        LANG,
    )
}
_NAMESPACE = "http://www.w3.org/2005/Atom"


async def feed_changes(request: Request) -> Response:
    """The newest changes, newest first."""
    services, state = services_of(request), state_of(request)
    given = read_query(request.scope["query_string"], ATOM_PARAMETERS)
    wish = read_wish(request, given)
    limit = given.get("limit", DEFAULT_LIMIT)
    rows = await services.database.fetch(
        select_latest_changes(edition=state.current.number, before=given.get("before", FARTHEST), limit=limit + 1)
    )
    language = FALLBACK if wish is None else wish.language
    following = None
    if len(rows) > limit:
        same = {LANG.name: given[LANG.name]} if LANG.name in given else {}
        query = write_query({"before": str(rows[limit - 1]["seq"]), "limit": str(limit), **same})
        following = f"{services.settings.public_url}{request.scope['path']}?{query}"
    body = _write_feed(rows[:limit], state, services.settings.public_url, language, following)
    return Response(body, media_type=ATOM, headers=name_headers(wish))


def _write_feed(
    rows: Sequence[Row], state: EditionState, public_url: str, language: str, following: str | None
) -> bytes:
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _add(feed, "id", f"{public_url}/v1/changes#{name_feed(state)}")
    _add(feed, "title", "OpenKanri: changes 変更履歴")
    _add(feed, "updated", write_moment(state.modified))
    _add(_add(feed, "author"), "name", "OpenKanri")
    _add(feed, "link", rel="self", href=f"{public_url}/v1/changes.atom")
    _add(feed, "link", rel="alternate", type="application/json", href=f"{public_url}/v1/changes")
    if following is not None:
        _add(feed, "link", rel="next", href=following)
    editions = {edition.number: edition for edition in state.editions}
    for row in rows:
        _write_entry(feed, row, editions[row["edition"]], public_url, name_feed(state), language)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _write_entry(
    feed: ElementTree.Element, row: Row, edition: Edition, public_url: str, name: str, language: str
) -> None:
    assert edition.published_at is not None
    entry = _add(feed, "entry")
    words = read_words()
    kind = COLLECTIONS[row["kind"]]
    # The opaque id and nothing else tells the records apart: a title is repeated by every reader of feeds.
    label = words["change"][row["change"]].texts[language].label
    _add(entry, "id", f"{public_url}/v1/changes#{name}-{row['seq']}")
    _add(entry, "title", f"{kind.title} {kind.title_ja}: {label} ({row['id']})")
    _add(entry, "updated", write_moment(edition.published_at))
    _add(entry, "link", rel="alternate", type="application/json", href=f"{public_url}/v1/{kind.path}/{row['id']}")
    _add(entry, "category", term=row["cause"], label=words["cause"][row["cause"]].texts[language].label)
    _add(entry, "summary", words["cause"][row["cause"]].texts[language].text)


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: Any) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = text
    return element
