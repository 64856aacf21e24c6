"""Answers of what is on its way out say so: Deprecation (RFC 9745), Sunset (RFC 8594), and what comes after it."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response

from api.deprecation import Deprecation
from api.services import services_of

Endpoint = Callable[[Request], Awaitable[Response]]


def announce(endpoint: Endpoint, always: Deprecation | None, by_parameter: dict[str, Deprecation]) -> Endpoint:
    """The endpoint, whose answers tell of its own deprecation and of that of the parameters a request uses."""

    async def answer_deprecated(request: Request) -> Response:
        response = await endpoint(request)
        used = [by_parameter[name] for name in request.query_params if name in by_parameter]
        told = [*([] if always is None else [always]), *used]
        if told:
            write_headers(response, told, services_of(request).settings.public_url)
        return response

    return answer_deprecated


def write_headers(response: Response, told: Iterable[Deprecation], public_url: str) -> None:
    """Add what `told` says: the first deprecation, the first end, and every successor."""
    told = list(told)
    response.headers["deprecation"] = f"@{int(min(one.since for one in told).timestamp())}"
    ends = [one.sunset for one in told if one.sunset is not None]
    if ends:
        response.headers["sunset"] = format_datetime(min(ends).astimezone(UTC), usegmt=True)
    for path in dict.fromkeys(one.successor for one in told if one.successor is not None):
        response.headers.append("link", f'<{public_url}{path}>; rel="successor-version"')
