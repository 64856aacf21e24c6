"""Suggesting entities, properties and types as they are typed, and showing what each is."""

import re
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api import values
from api.formats import JSON
from api.parameters import BadValue, Parameter, read_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.reconcile.properties import ANY_TYPE, PROPERTIES, TYPES, describe, list_types
from api.v1.records import require_json
from api.v1.search import search_text
from api.workers import work
from db.name_search import select_named
from db.statements import Condition
from japanese.names import query_keys

HTML = "text/html; charset=utf-8"
_PAGE = 10
_MOST = 50
_FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

_LONGEST = 100


def _read_typed(text: str) -> str:
    if len(text) > _LONGEST:
        raise BadValue(f"may be {_LONGEST} characters long")
    return text


def _read_type(text: str) -> str:
    return ANY_TYPE if text == "" else values.one_of(TYPES)(text)


_ID_SHAPE = "^[A-Za-z0-9_]{1,100}$"


def _read_id(text: str) -> str:
    if re.fullmatch(_ID_SHAPE, text, re.ASCII) is None:
        raise BadValue("is not an id of this service")
    return text


_PREFIX = Parameter("prefix", _read_typed, {"type": "string", "maxLength": _LONGEST, "pattern": values.LINE_SHAPE}, "What was typed so far.", "入力途中の文字列。", "kyodo",
                    may_be_empty=True)  # fmt: skip
_CURSOR = Parameter("cursor", values.whole_number(0, _MOST), {"type": "integer", "minimum": 0, "maximum": _MOST},
                    "How many suggestions to skip.", "読み飛ばす件数。", 0)  # fmt: skip
_LIMIT = Parameter("limit", values.whole_number(1, 1_000), {"type": "integer", "minimum": 1, "maximum": 1_000},
                   "At most so many.", "最大の件数。", 10)  # fmt: skip
_TYPE = Parameter("type", _read_type, {"type": "string", "enum": [*TYPES, ""]}, "Of this type only; of any where it is empty.",
                  "この種類だけ。空なら種類を問いません。", ANY_TYPE, may_be_empty=True)  # fmt: skip
_STRICT = Parameter("type_strict", values.one_of(("any", "all", "should")),
                    {"type": "string", "enum": ["any", "all", "should"]}, "How strictly the type is meant.",
                    "種類の指定の厳しさ。", "any")  # fmt: skip
# OpenRefine's input field was made for another service, and sends what that one took with everything that is typed.
_SENT_ALONG = tuple(
    Parameter(name, _read_typed, {"type": "string", "maxLength": _LONGEST, "pattern": values.LINE_SHAPE},
              "Sent along by OpenRefine; changes nothing.", "OpenRefineが付けて送る項目。結果は変わりません。", example,
              may_be_empty=True)
    for name, example in (
        ("spell", "always"), ("exact", "false"), ("prefixed", "true"), ("scoring", "schema"), ("filter", "(all a:b)"),
    )
)  # fmt: skip
_ID = Parameter("id", _read_id, {"type": "string", "pattern": _ID_SHAPE}, "Id of what is to be shown.", "表示するものの識別子。", "prefecture",
                required=True)  # fmt: skip

SUGGEST_PARAMETERS: Mapping[str, Parameter] = {one.name: one for one in (_PREFIX, _CURSOR, _LIMIT, _TYPE, _STRICT, *_SENT_ALONG)}
FLYOUT_PARAMETERS: Mapping[str, Parameter] = {_ID.name: _ID}
PROPOSE_PARAMETERS: Mapping[str, Parameter] = {one.name: one for one in (_TYPE, _LIMIT)}

_WORDS: Mapping[str, Mapping[str, str]] = {"property": {pid: one.name for pid, one in PROPERTIES.items()}, "type": TYPES}


def suggest(kind: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that suggests entities, properties or types."""

    async def answer_suggestions(request: Request) -> Response:
        require_json(request)
        given = read_query(request.scope["query_string"], SUGGEST_PARAMETERS)
        found = await _suggest_entities(request, given) if kind == "entity" else _suggest_words(kind, given.get("prefix", ""))
        start = given.get("cursor", 0)
        return _write({"result": found[start : start + given.get("limit", _PAGE)]})

    return answer_suggestions


async def _suggest_entities(request: Request, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    prefix = given.get("prefix", "")
    known = await _find_summary(request, prefix)
    if known is not None:
        summaries = [known]
    else:
        role = given.get("type", ANY_TYPE)
        conditions = [] if role == ANY_TYPE else [Condition("v.roles && {}::text[]", ([role],))]
        text = _read_prefix(prefix)
        keys = None if text is None else await work(lambda: query_keys(text))
        found = [] if keys is None else await search_text(services_of(request), state_of(request).current, keys, conditions)
        summaries = [dict(one.summary) for one in found[:_MOST]]
    return [
        {"id": one["id"], "name": one["name"], "description": describe(one), "notable": list_types(one)} for one in summaries
    ]


def _read_prefix(prefix: str) -> str | None:
    """What is searched for; None where nothing was typed that a name can have."""
    try:
        return values.read_search(prefix)
    except BadValue:
        return None


def _suggest_words(kind: str, prefix: str) -> list[dict[str, Any]]:
    typed = prefix.casefold()
    return [{"id": one, "name": name} for one, name in _WORDS[kind].items() if typed in one or typed in name.casefold()]


def show_flyout(kind: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that shows what a suggestion is, as a piece of HTML in JSON."""

    async def answer_flyout(request: Request) -> Response:
        require_json(request)
        wanted = _need_id(request)
        if kind == "entity":
            html = write_card(await _need_summary(request, wanted))
        elif wanted in _WORDS[kind]:
            html = f"<p><strong>{escape(_WORDS[kind][wanted])}</strong><br>{escape(wanted)}</p>"
        else:
            raise Problem("not-found")
        return _write({"id": wanted, "html": html})

    return answer_flyout


async def show_preview(request: Request) -> Response:
    """A small page about an organization, to be shown inside another page."""
    summary = await _need_summary(request, _need_id(request))
    style = f"{services_of(request).settings.public_url}/docs/style.css"
    page = (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>'
        f'{escape(summary["name"])}</title><link rel="stylesheet" href="{escape(style)}"></head><body>{write_card(summary)}</body></html>'
    )
    return Response(page, media_type=HTML, headers={"content-security-policy": _FRAMED})


async def propose_properties(request: Request) -> Response:
    """The properties with which a column of organizations can be extended."""
    require_json(request)
    given = read_query(request.scope["query_string"], PROPOSE_PARAMETERS)
    limit = given.get("limit", len(PROPERTIES))
    proposed = [{"id": pid, "name": one.name} for pid, one in PROPERTIES.items()][:limit]
    return _write({"type": given.get("type", ANY_TYPE), "limit": limit, "properties": proposed})


def write_card(summary: Mapping[str, Any]) -> str:
    """What distinguishes an organization, in a few lines; it says what is on record and judges nothing."""
    shown = [PROPERTIES[pid] for pid in ("prefecture", "municipality", "corporate_number", "number", "roles", "disposition_count")]
    lines = ((one.name, ", ".join(str(next(iter(value.values()))) for value in one.read(summary))) for one in shown)
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in lines if value)
    read = " · ".join(escape(part) for part in (summary["name_kana"], summary["name_en"]) if part)
    return f"<h1>{escape(summary['name'])}</h1><p>{read}</p><dl>{rows}</dl>"


def _need_id(request: Request) -> str:
    given = read_query(request.scope["query_string"], FLYOUT_PARAMETERS)
    return str(given["id"])


async def _need_summary(request: Request, wanted: str) -> dict[str, Any]:
    found = await _find_summary(request, wanted)
    if found is None:
        raise Problem("not-found")
    return found


async def _find_summary(request: Request, wanted: str) -> dict[str, Any] | None:
    """The document of a legal person by id; natural persons are not reconciled."""
    if not wanted.startswith("org_"):
        return None
    statement = select_named(edition=state_of(request).current.number, ids=[wanted])
    row = await services_of(request).database.fetch_row(statement)
    return None if row is None else orjson.loads(row["summary"])


def _write(body: Any) -> Response:
    return Response(orjson.dumps(body), media_type=JSON)
