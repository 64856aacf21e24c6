"""Which form of an answer a client asks for, by Accept or by the suffix of the address."""

from collections.abc import Mapping
from functools import lru_cache

from starlette.requests import Request

JSON = "application/json"
GEOJSON = "application/geo+json"
CSV = "text/csv"
NDJSON = "application/x-ndjson"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json"
SCHEMA = "application/schema+json"
ATOM = "application/atom+xml"

FORMS = (JSON, GEOJSON, CSV, NDJSON)
"""The forms of lists; of equally liked ones the first wins."""

KNOWN = (*FORMS, SCHEMA, OPENAPI, HTML)
"""Every form that some resource has and that Accept may choose."""

EXPORTS: Mapping[str, str] = {"csv": CSV, "geojson": GEOJSON, "ndjson": NDJSON}
"""The forms that are streamed without limit, by suffix."""


def join_header(request: Request, name: bytes) -> bytes:
    """The value of a request's header, its lines joined as one list; empty where there is none."""
    return b",".join([value for one, value in request.scope["headers"] if one == name])


@lru_cache(maxsize=256)
def rank_forms(accept: bytes) -> tuple[str, ...]:
    """The forms that an Accept header allows, the best liked first; no header means JSON."""
    if not accept:
        return (JSON,)
    ranges = [_read_range(piece) for piece in accept.decode("latin-1").lower().split(",") if piece.strip()]
    weights = {form: _weigh(form, ranges) for form in KNOWN}
    allowed = [form for form in KNOWN if weights[form] > 0]
    return tuple(sorted(allowed, key=lambda form: -weights[form]))


def choose_form(accept: bytes, offered: tuple[str, ...] = (JSON,)) -> str | None:
    """The offered form that an Accept header likes best; None where it accepts none of them."""
    return next((form for form in rank_forms(accept) if form in offered), None)


def _read_range(piece: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in piece.split(";"))
    weight = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def _weigh(offer: str, ranges: list[tuple[str, float]]) -> float:
    # The most particular range that covers the offer decides.
    for pattern in (offer, offer.split("/")[0] + "/*", "*/*"):
        found = [weight for name, weight in ranges if name == pattern]
        if found:
            return max(found)
    return 0.0
