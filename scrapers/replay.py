"""A site snapshot (`DIR/HOST/PATH…`) served on loopback, for the same spiders and the same downloader."""

import hashlib
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

SAMPLE_MARK = "SAMPLE.txt"
"""A snapshot with this file is fictional, and everything read from it is marked as a sample."""

mimetypes.add_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")


def is_sample(snapshot: Path) -> bool:
    """Whether the snapshot says of itself that it is fictional."""
    return (snapshot / SAMPLE_MARK).is_file()


@contextmanager
def serve_snapshot(snapshot: Path) -> Iterator[str]:
    """Serve the folder on a free loopback port; gives `http://127.0.0.1:PORT` until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(snapshot.resolve()))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def find_file(snapshot: Path, target: str) -> Path | None:
    """The file behind a request path, None where the snapshot has none; never one outside the snapshot."""
    path = (snapshot / unquote(urlsplit(target).path).lstrip("/")).resolve()
    if not path.is_relative_to(snapshot):
        return None
    path = path / "index.html" if path.is_dir() else path
    return path if path.is_file() else None


def _make_handler(snapshot: Path) -> type[BaseHTTPRequestHandler]:
    class SnapshotHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = find_file(snapshot, self.path)
            if path is None:
                self._answer(HTTPStatus.NOT_FOUND, b"", {})
                return
            body = path.read_bytes()
            tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            known = self.headers.get("If-None-Match") == tag
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            headers = {"Content-Type": kind, "ETag": tag}
            self._answer(HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK, b"" if known else body, headers)

        def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the crawl tells what was fetched."""

    return SnapshotHandler
