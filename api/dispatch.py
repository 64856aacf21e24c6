"""From an address to what answers it, without the router's walk along every route and its layers on the way."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Endpoint = Callable[[Request], Awaitable[Response]]


class Dispatch:
    """ASGI middleware: answers plain addresses and those whose last piece varies; the router answers all others."""

    def __init__(self, app: ASGIApp, endpoints: Mapping[str, Endpoint]) -> None:
        self.app = app
        self._plain = {path: endpoint for path, endpoint in endpoints.items() if "{" not in path}
        # The addresses before a last piece that varies, with the name of that piece.
        self._varying: dict[str, tuple[str, Endpoint]] = {}
        for path, endpoint in endpoints.items():
            parent, _, last = path.rpartition("/")
            if "{" not in parent and last.startswith("{") and last.endswith("}") and last.count("{") == 1:
                self._varying[parent] = (last[1:-1], endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        is_ours = scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path")
        endpoint = self._find(scope) if is_ours else None
        if endpoint is None:
            await self.app(scope, receive, send)
            return
        scope["endpoint"] = endpoint
        response = await endpoint(Request(scope, receive, send))
        await response(scope, receive, send)

    def _find(self, scope: Scope) -> Endpoint | None:
        """What answers an address; its varying piece is noted in the scope, as the router does it."""
        path: str = scope["path"]
        endpoint = self._plain.get(path)
        if endpoint is not None:
            scope["path_params"] = {}
            return endpoint
        parent, _, last = path.rpartition("/")
        found = self._varying.get(parent) if last else None
        if found is None:
            return None
        scope["path_params"] = {found[0]: last}
        return found[1]
