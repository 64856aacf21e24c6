"""The server as an operator runs it: starts, answers, logs without traces, stops on Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.postgis import Database

START_SECONDS = 20
LINE = re.compile(
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (GET|HEAD|POST|OPTIONS|-) (-|/[\w/.{}-]*) \d{3} \d+\.\dms \d+B$", re.ASCII
)


@contextmanager
def run_server(database: Database, home: Path, **environment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    variables = {**os.environ, "DATABASE_READ_URL": database.api, "KANRI_HOME": str(home), **environment}
    command = [sys.executable, "-c", f"from api.serve import serve; serve(port={port})"]
    process = subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _await_answer(url, process)
        yield url, process
    finally:
        process.kill()
        process.communicate()


def _await_answer(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")


def test_the_log_keeps_no_query_no_id_and_no_address(register_database: Database, tmp_path: Path) -> None:
    with run_server(register_database, tmp_path) as (url, process):
        asked = ["/v1/organizations?q=ひみつ", "/v1/organizations/org_aaaaaaaaaaaaaaaa", "/secret-path?x=ひみつ",
                 "/v1/dispositions?zz=secret", "/v1/dispositions?near=133.123,34.456"]  # fmt: skip
        for path in asked * 2:
            httpx.get(url + path, headers={"User-Agent": "secret", "Referer": "https://secret.example/"})
        httpx.request("SECRET", url + "/")
        httpx.post(url + "/v1/dispositions", content="secret")
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=START_SECONDS)
    lines = [line for line in log.splitlines() if re.match(r"\d{4}-", line)]
    assert len(lines) >= 2 * len(asked) + 1
    assert [line for line in lines if not LINE.match(line)] == []
    for trace in ("ひみつ", "secret", "org_aaaa", "133.123", "127.0.0.1:", "%E3"):
        assert trace not in log


def test_it_stops_cleanly_on_ctrl_c(register_database: Database, tmp_path: Path) -> None:
    with run_server(register_database, tmp_path) as (url, process):
        assert httpx.get(f"{url}/readyz").status_code == 200
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=START_SECONDS)
    assert process.returncode in (0, 130, -signal.SIGINT)
    assert "Traceback" not in log


def test_the_cursor_key_is_kept_in_the_home_and_is_ours_alone(register_database: Database, tmp_path: Path) -> None:
    with run_server(register_database, tmp_path) as (url, _):
        cursor = httpx.get(f"{url}/v1/dispositions?limit=2").json()["next"]
    assert (tmp_path / "cursor.key").stat().st_mode & 0o777 == 0o600
    with run_server(register_database, tmp_path) as (url, _):
        assert httpx.get(url + cursor[cursor.index("/v1/") :]).status_code == 200


def test_links_lead_to_the_public_address(register_database: Database, tmp_path: Path) -> None:
    with run_server(register_database, tmp_path, KANRI_PUBLIC_URL="https://kanri.example/base/") as (url, _):
        following = httpx.get(f"{url}/v1/dispositions?limit=2").json()["next"]
    assert following.startswith("https://kanri.example/base/v1/dispositions?limit=2&cursor=")


@pytest.mark.parametrize(
    ("name", "value"),
    [("KANRI_PUBLIC_URL", "kanri.example"), ("KANRI_PUBLIC_URL", "https://kanri.example/?a=b"),
     ("KANRI_CACHE_MIB", "much"), ("KANRI_ACCESS_LOG", "maybe"), ("KANRI_REQUESTS_PER_SECOND", "-1"),
     ("KANRI_TRUSTED_PROXIES", "10.0.0.0/8,nonsense"), ("KANRI_SECURITY_CONTACT", "someone")],
)  # fmt: skip
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    from api.settings import BadSetting, read_settings

    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        read_settings()
