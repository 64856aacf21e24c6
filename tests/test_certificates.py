"""A list of hosts means something only where a host proves its name: the real downloader before a false certificate."""

import datetime
import importlib
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.postgis import Database
from tests.test_damage import SOURCE
from tests.warm import Warm, WarmKanri, keep_warm

PORT, BELIEVING = "KANRI_TEST_TLS_PORT", "KANRI_TEST_BELIEVING"


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with keep_warm() as process:
        yield process


def write_certificate(folder: Path) -> Path:
    """A certificate that names the publisher and that nobody but its owner has signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.moj.go.jp")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("www.moj.go.jp")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "false.pem"
    path.write_bytes(kept + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[int, list[str]]]:
    """A server that only claims to be the publisher: its port, and what it was asked."""
    paths: list[str] = []

    class ImpostorHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Impostor(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A visitor who turns away at the certificate is what the test expects."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(write_certificate(tmp_path))
    with Impostor(("127.0.0.1", 0), ImpostorHandler) as server:
        # The handshake is made in the thread of the visitor, not where the next one is waited for.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_port, paths
        server.shutdown()
        thread.join()


def lead_to_impostor() -> None:
    """Run in a `kanri` process: every name leads to the server on this machine, which is taken for public."""
    from twisted.internet._resolver import GAIResolver

    import scrapers.public_addresses

    def lead_there(name: str, port: int, *details: int) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(os.environ[PORT])))]

    GAIResolver.__init__.__defaults__ = (None, lead_there)
    scrapers.public_addresses.is_public = lambda address: True
    settings = importlib.reload(importlib.import_module("scrapers.settings"))
    settings.DOWNLOAD_DELAY = 0
    if BELIEVING in os.environ:
        settings.DOWNLOAD_VERIFY_CERTIFICATES = False


@pytest.mark.parametrize("believing", [False, True], ids=["guarded", "planted: any certificate will do"])
def test_a_server_with_a_false_certificate_is_asked_nothing(
    database: Database, tmp_path: Path, warm: Warm, asked: tuple[int, list[str]], believing: bool
) -> None:
    port, paths = asked
    environment = {"KANRI_TEST_PLANT": "tests.test_certificates:lead_to_impostor", PORT: str(port)}
    environment |= {BELIEVING: "1"} if believing else {}
    answer = WarmKanri(tmp_path / "home", database.owner, warm).run("crawl", SOURCE, **environment)
    assert answer.code == 1
    assert bool(paths) is believing, answer.err
    assert believing or "certificate" in answer.err
