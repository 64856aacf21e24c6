"""Raw bytes over a socket, for what no client library would send."""

import socket
import time

from tests.api.serving import Served

PATIENCE_SECONDS = 20


def connect(api: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", api.port), timeout=PATIENCE_SECONDS)


def read_all(connection: socket.socket) -> bytes:
    """Everything until the server closes; a reset counts as the end."""
    received = b""
    try:
        while piece := connection.recv(65_536):
            received += piece
    except ConnectionResetError:
        pass
    return received


def exchange(api: Served, *pieces: bytes) -> bytes:
    """Send raw bytes in pieces, then read until the server closes."""
    with connect(api) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(0.01 if len(pieces) > 1 else 0)
        except (ConnectionResetError, BrokenPipeError):
            pass
        return read_all(connection)


def split_answer(raw: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(status.split()[1]), headers, body


def ask(target: bytes, *more: bytes) -> bytes:
    return b"\r\n".join([b"GET " + target + b" HTTP/1.1", b"Host: x", b"Connection: close", *more, b"", b""])


def read_answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """One answer with a Content-Length, and no byte of what follows it."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += _receive(connection, 1)
    status, headers, body = split_answer(head)
    while len(body) < int(headers.get("content-length", "0")) and status != 304:
        body += _receive(connection, int(headers["content-length"]) - len(body))
    return status, headers, body


def _receive(connection: socket.socket, most: int) -> bytes:
    piece = connection.recv(most)
    assert piece != b"", "the connection was closed in the middle"
    return piece
