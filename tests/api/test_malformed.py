"""2,000 malformed messages to a serving process: nothing fails, nothing is told of the inside, nothing stays in memory."""

import os
import re
import signal
import socket
from pathlib import Path

import httpx
import pytest

from db.session import CHECKOUT
from tests.api.malformed import INNER, SORTS, write_messages
from tests.api.processes import MOST_GROWTH, ServerProcess, run_process
from tests.postgis import Database

MESSAGES = int(os.environ.get("KANRI_MALFORMED", "2000"))
PATIENCE_SECONDS = 20
INSIDE = re.compile(
    rb"Traceback|site-packages|\.py\b|asyncpg|uvicorn|httptools|starlette|postgres(ql)?:|/home/|line \d+|"
    + re.escape(str(CHECKOUT)).encode(),
    re.IGNORECASE,
)
"""What would tell of the inside of the service."""
ANSWER_OF_INNER = b'"last_run":'


def send(served: ServerProcess, message: bytes) -> bytes:
    """All that the server answers to a message after which nothing follows."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE_SECONDS) as connection:
        received = b""
        try:
            connection.sendall(message)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65_536):
                received += piece
        except (ConnectionResetError, BrokenPipeError, OSError) as error:
            assert not isinstance(error, TimeoutError), "the connection was left open"
        return received


def find_fault(sort: str, answer: bytes) -> str | None:
    """What is wrong with the answer to a malformed message."""
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) [A-Z]", answer)]
    if any(status >= 500 for status in statuses):
        return "failed"
    if INSIDE.search(answer) is not None or re.search(rb"^server:", answer, re.IGNORECASE | re.MULTILINE):
        return "told of the inside"
    if answer and not statuses:
        return "answered without HTTP"
    if sort == "write_smuggling" and ANSWER_OF_INNER in answer:
        return "was taken for two requests"
    refused = [status for status in statuses if status >= 400]
    if len(refused) != answer.count(b"content-type: application/problem+json"):
        return "was refused without a problem"
    return None


def test_no_malformed_message_fails_the_server(register_database: Database, tmp_path: Path) -> None:
    with run_process(register_database, tmp_path) as served:
        for _, message in write_messages(0, 10 * len(SORTS)):  # what is loaded once, and kept on purpose
            send(served, message)
        before = served.measure_memory()
        faults, answered = [], 0
        for sort, message in write_messages(1, MESSAGES):
            answer = send(served, message)
            answered += bool(answer)
            fault = find_fault(sort, answer)
            if fault is not None:
                faults.append(f"{sort} {fault}: {message[:150]!r}")
        growth = served.measure_memory() - before
        assert faults == []
        assert answered > MESSAGES * 0.7
        assert httpx.get(f"{served.url}/readyz").status_code == 200
        log = served.stop(signal.SIGINT)
    assert growth <= MOST_GROWTH, f"{growth >> 20} MiB"
    assert "Traceback" not in log
    print(f"{MESSAGES} malformed messages: {answered} answered, none by a failure; memory grew by {growth >> 20} MiB")


def test_what_would_be_smuggled_is_known_by_its_answer(register_database: Database, tmp_path: Path) -> None:
    with run_process(register_database, tmp_path) as served:
        answer = send(served, INNER)
    assert find_fault("write_pipeline", answer) is None
    assert find_fault("write_smuggling", answer) == "was taken for two requests"


@pytest.mark.parametrize("status", [b"HTTP/1.1 500 Oops\r\n\r\n", b"HTTP/1.1 400 Bad\r\n\r\nFile \"/x.py\", line 3", b"nonsense"])
def test_a_planted_fault_is_found(status: bytes) -> None:
    assert find_fault("write_noise", status) is not None


