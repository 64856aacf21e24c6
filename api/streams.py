"""Answers of any length: sent piece by piece, as fast as the client reads and no faster."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

BODILESS = "kanri.bodiless"
"""Where the scope of a request says that only the head of the answer is wanted."""

_STALL_SECONDS = 60.0
_LONGEST_SECONDS = 3600.0


class StreamedAnswer(Response):
    """An answer from a generator. It begins when the first piece is there, so that a failure is still told."""

    def __init__(self, pieces: AsyncGenerator[bytes, None], media_type: str, headers: Mapping[str, str]) -> None:
        self.status_code = 200
        self.background = None
        self.media_type = media_type
        self.init_headers(headers)
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer until it ends, or until the client has gone or stopped reading."""
        gone = asyncio.ensure_future(_await_disconnect(receive))
        try:
            async with asyncio.timeout(_LONGEST_SECONDS):
                await self._send_pieces(send, gone, scope.get(BODILESS, False))
        finally:
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone
            await self._pieces.aclose()

    async def _send_pieces(self, send: Send, gone: asyncio.Future[None], bodiless: bool) -> None:
        piece = await anext(self._pieces, b"")
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if bodiless:
            await send(_piece(b""))
        else:
            await self._send_rest(piece, send, gone)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_rest(self, piece: bytes, send: Send, gone: asyncio.Future[None]) -> None:
        while True:
            # A client that no longer reads would hold its place for ever.
            await asyncio.wait_for(send(_piece(piece)), _STALL_SECONDS)
            following = await anext(self._pieces, None)
            if following is None or gone.done():
                return
            piece = following


def _piece(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def _await_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
