"""A site snapshot (`DIR/HOST/PATH…`), or a run kept in the raw store, served on loopback to the same spiders."""

import hashlib
import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scrapers.raw_store import Exchange, RawStore

SAMPLE_MARK = "SAMPLE.txt"
"""A snapshot with this file is fictional, and everything read from it is marked as a sample."""

NOT_THERE = "Kanri-Not-There"
"""A header of our 404 for what a snapshot lacks, which says nothing about the publisher's page."""

mimetypes.add_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")


def is_sample(snapshot: Path) -> bool:
    """Whether the snapshot says of itself that it is fictional."""
    return (snapshot / SAMPLE_MARK).is_file()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the loopback server says to a request."""

    body: bytes
    headers: dict[str, str]
    status: int = HTTPStatus.OK


Answering = Callable[[str], Answer | None]
"""From a request target `/HOST/PATH?QUERY` to its answer; None for one that there is not."""


@contextmanager
def serve_snapshot(snapshot: Path) -> Iterator[str]:
    """Serve the folder on a free loopback port; gives `http://127.0.0.1:PORT` until the block ends."""
    root = snapshot.resolve()
    with _serve(lambda target: _answer_from_file(find_file(root, target))) as address:
        yield address


@contextmanager
def serve_exchanges(store: RawStore, exchanges: list[Exchange]) -> Iterator[str]:
    """Serve a kept run on a free loopback port, every answer as it was kept."""
    by_target = {item.url.partition("://")[2]: item for item in exchanges}
    with _serve(lambda target: _answer_from_exchange(store, by_target.get(target.lstrip("/")))) as address:
        yield address


def find_file(snapshot: Path, target: str) -> Path | None:
    """The file behind a request path, None where the snapshot has none; never one outside the snapshot."""
    path = (snapshot / unquote(urlsplit(target).path).lstrip("/")).resolve()
    if not path.is_relative_to(snapshot):
        return None
    path = path / "index.html" if path.is_dir() else path
    return path if path.is_file() else None


def _answer_from_file(path: Path | None) -> Answer | None:
    if path is None:
        return None
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Answer(body, {"Content-Type": kind, "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'})


def _answer_from_exchange(store: RawStore, exchange: Exchange | None) -> Answer | None:
    if exchange is None:
        return None
    kept = {name: values[0] for name, values in exchange.response_headers.items() if name != "content-length"}
    return Answer(store.read_object(exchange.sha256), kept, exchange.status)


@contextmanager
def _serve(answering: Answering) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(answering))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _make_handler(answering: Answering) -> type[BaseHTTPRequestHandler]:
    class LoopbackHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = answering(self.path) or Answer(b"", {NOT_THERE: "1"}, HTTPStatus.NOT_FOUND)
            tag = answer.headers.get("ETag")
            if tag is not None and self.headers.get("If-None-Match") == tag:
                answer = Answer(b"", answer.headers, HTTPStatus.NOT_MODIFIED)
            self.send_response(answer.status)
            for name, value in (answer.headers | {"Content-Length": str(len(answer.body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the crawl tells what was fetched."""

    return LoopbackHandler
