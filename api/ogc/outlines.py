"""Whether outlines of municipalities can be read here: asked of the database once."""

from starlette.requests import Request

from api.services import services_of
from db import features


async def has_outlines(request: Request) -> bool:
    """Whether the schema has their table; it may be empty."""
    known: bool | None = getattr(request.app.state, "has_outlines", None)
    if known is None:
        row = await services_of(request).database.fetch_row(features.has_outlines())
        known = request.app.state.has_outlines = row is not None and bool(row["known"])
    return known
