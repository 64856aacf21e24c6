"""A publisher's server on the loopback that notes every request, and the real downloader led to it.

Only the last step differs from a live crawl: the connection for `https://HOST/PATH` is made to this server, which
is asked for `/HOST/PATH`. Delays, robots.txt, redirects, limits and conditions are those of a live crawl.
"""

import email.utils
import hashlib
import importlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from scrapy import Request
from scrapy.http import Response

from scrapers.fetching import KanriDownloadHandler
from scrapers.replay import find_file

ORIGIN, SETTINGS = "KANRI_TEST_ORIGIN", "KANRI_TEST_SETTINGS"
LAST_MODIFIED = "Thu, 01 Jan 2026 00:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Hit:
    """One request: when it came (monotonic seconds), for what, and how many connections were open then."""

    at: float
    path: str
    headers: dict[str, str]
    connections: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says; `promised` is a Content-Length that is not kept, `after` seconds of silence."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    after: float = 0


Route = Reply | Callable[[Hit], Reply]


@dataclass(slots=True)
class Origin:
    """The server: `routes` come before the files of `site`; `hits` is its log."""

    site: Path
    routes: dict[str, Route] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    sent: int = 0
    connections: int = 0
    address: str = ""

    def environment(self, **settings: object) -> dict[str, str]:
        """What leads a `kanri` process here, with these settings in place of the house's."""
        changed = {"DOWNLOAD_DELAY": 0} | settings
        return {ORIGIN: self.address, SETTINGS: json.dumps(changed), "KANRI_TEST_PLANT": "tests.origin:lead_here"}

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [hit.path for hit in self.hits]

    def start_anew(self, **routes: Route) -> None:
        """Forget what was asked, and answer by other routes from now on."""
        self.hits, self.sent, self.routes = [], 0, {}

    def answer(self, hit: Hit) -> Reply:
        """The route's reply, or the site's file, or a 404."""
        route = self.routes.get(hit.path)
        if route is not None:
            return route if isinstance(route, Reply) else route(hit)
        file = find_file(self.site, hit.path)
        if file is None:
            return Reply(404, b"<html><body>404</body></html>", {"Content-Type": "text/html"})
        return answer_file(file.read_bytes(), hit, "text/html; charset=utf-8" if file.suffix == ".html" else "application/octet-stream")


def answer_file(body: bytes, hit: Hit, kind: str) -> Reply:
    """The bytes with their tag and day and a cookie, or 304 to who has them."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"Content-Type": kind, "ETag": tag, "Last-Modified": LAST_MODIFIED, "Set-Cookie": "seen=1; Path=/"}
    if hit.headers.get("if-none-match") == tag:
        return Reply(304, b"", headers)
    return Reply(200, body, headers)


def in_seconds(seconds: float) -> str:
    """The moment in so many seconds as HTTP writes it."""
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@contextmanager
def serve_origin(site: Path) -> Iterator[Origin]:
    """The server on a free port, until the block ends."""
    origin = Origin(site.resolve())
    server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(origin))
    server.daemon_threads = True
    origin.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _make_handler(origin: Origin) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class OriginRequestHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            with lock:
                origin.connections += 1

        def finish(self) -> None:
            with lock:
                origin.connections -= 1
            super().finish()

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            hit = Hit(time.monotonic(), self.path, headers, origin.connections)
            origin.hits.append(hit)
            reply = origin.answer(hit)
            time.sleep(reply.after)
            self.send_response(reply.status)
            length = len(reply.body) if reply.promised is None else reply.promised
            for name, value in (reply.headers | {"Content-Length": str(length)}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            origin.sent += len(reply.body)
            self.close_connection = reply.promised is not None

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return OriginRequestHandler


class OriginHandler(KanriDownloadHandler):
    """The house's handler, whose connections end at the test's server."""

    async def _download_live(self, request: Request) -> Response:
        return await self._download_from(os.environ[ORIGIN], request)


def lead_here() -> None:
    """Run in a `kanri` process before its command: live crawls are led to the origin."""
    settings = importlib.reload(importlib.import_module("scrapers.settings"))
    settings.DOWNLOAD_HANDLERS = settings.DOWNLOAD_HANDLERS | {"https": "tests.origin.OriginHandler"}
    for name, value in json.loads(os.environ[SETTINGS]).items():
        setattr(settings, name, value)
