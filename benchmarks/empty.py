"""A bare ASGI answer: the least that any API behind this server of HTTP can cost, empty or with so many bytes to send."""

from functools import cache

from starlette.types import Receive, Scope, Send

_EMPTY = b"{}"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/` with an empty object, and `/N` with N bytes that are kept at hand."""
    body = _keep_bytes(scope["path"])
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@cache
def _keep_bytes(path: str) -> bytes:
    return b" " * int(path[1:]) if path[1:] else _EMPTY
