"""An empty ASGI answer: the least that any API behind this server of HTTP can cost."""

from starlette.types import Receive, Scope, Send

_START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json"), (b"content-length", b"2")]}
_BODY = {"type": "http.response.body", "body": b"{}"}


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer anything."""
    await send(_START)
    await send(_BODY)
