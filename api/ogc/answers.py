"""Answers under /ogc: one body, told as JSON or as a page; every link absolute."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.formats import HTML, JSON, choose_form, join_header
from api.ogc.collections import FEATURES, FORM, FeatureCollection
from api.ogc.page import write_document
from api.pages.layout import MEDIA_TYPE
from api.parameters import Parameter, read_query
from api.problems import Problem
from api.services import services_of

Link = dict[str, str]

ROOT = "/ogc"
FORMS: Mapping[str, Parameter] = {FORM.name: FORM}


def root_of(request: Request) -> str:
    """The public address of the landing page."""
    return services_of(request).settings.public_url + ROOT


def link(rel: str, href: str, kind: str = JSON, title: str = "") -> Link:
    """A link."""
    named = {"title": title} if title else {}
    return {"rel": rel, "href": href, "type": kind, **named}


def find_collection(request: Request) -> FeatureCollection:
    """The collection that the address names; a Problem where there is none."""
    found = FEATURES.get(request.path_params["collection"])
    if found is None:
        raise Problem("not-found", "The collections are " + ", ".join(FEATURES) + ".")
    return found


def read_form(request: Request, offered: Sequence[str] = ()) -> str:
    """Whether a page or data is wanted, of a resource that takes no parameter but f; data are its first form."""
    given = read_query(request.scope["query_string"], FORMS)
    return choose_answer(request, given.get("f"), offered or (JSON,))


def choose_answer(request: Request, wanted: str | None, offered: Sequence[str]) -> str:
    """The form of the answer: by f, else by Accept, else the first that is offered. A page is always offered."""
    if wanted is not None:
        return HTML if wanted == "html" else offered[0]
    accept = join_header(request, b"accept")
    form = choose_form(accept, (*offered, JSON, HTML))
    if form is None:
        raise Problem("not-acceptable", f"This resource can be had as {', '.join((*offered, HTML))}.")
    return offered[0] if form == JSON else form


def link_forms(request: Request, form: str, data: str = JSON) -> list[Link]:
    """The links of a resource without parameters to itself and to its other form."""
    here = services_of(request).settings.public_url + request.scope["path"].rstrip("/")
    forms = {data: "json", HTML: "html"}
    written = {kind: link("self" if kind == form else "alternate", f"{here}?f={short}", kind) for kind, short in forms.items()}
    return [written.pop(form), *written.values()]


def answer(
    form: str, title: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None, kind: str | None = None
) -> Response:
    """The answer: `body`, of which parts may be JSON text already, as JSON or as a page under `title`."""
    if form == HTML:
        return Response(write_document(title, orjson.loads(orjson.dumps(body))), media_type=MEDIA_TYPE, headers=headers)
    return Response(orjson.dumps(body), media_type=kind or form, headers=headers)


