"""Whether the process lives, and whether it can answer."""

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.formats import JSON
from api.parameters import read_query
from api.problems import Problem
from api.services import services_of, state_of
from db.migrate import head_revision
from db.queries import select_revision

_UNKEPT = {"cache-control": "no-store"}
_EXPECTED = head_revision()


async def answer_healthz(request: Request) -> Response:
    """The process answers."""
    read_query(request.scope["query_string"], {})
    return Response(orjson.dumps({"status": "ok"}), media_type=JSON, headers=_UNKEPT)


async def answer_readyz(request: Request) -> Response:
    """The database answers, and speaks the schema that this code speaks."""
    read_query(request.scope["query_string"], {})
    row = await services_of(request).database.fetch_row(select_revision())
    found = None if row is None else row["version_num"]
    if found != _EXPECTED:
        raise Problem("schema-mismatch", f"The database is at revision {found}, this code needs {_EXPECTED}.")
    body = {"status": "ready", "revision": found, "edition": state_of(request).current.describe()}
    return Response(orjson.dumps(body), media_type=JSON, headers=_UNKEPT)
