"""The server as an operator runs it: starts, answers, logs without traces, stops on Ctrl-C."""

import re
import signal
from pathlib import Path

import httpx
import pytest

from tests.api.processes import run_process
from tests.postgis import Database

LINE = re.compile(
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (GET|HEAD|POST|OPTIONS|-) (-|/[\w/.{}-]*) \d{3} \d+\.\dms \d+B$", re.ASCII
)


def test_the_log_keeps_no_query_no_id_and_no_address(register_database: Database, tmp_path: Path) -> None:
    with run_process(register_database, tmp_path) as served:
        asked = ["/v1/organizations?q=ひみつ", "/v1/organizations/org_aaaaaaaaaaaaaaaa", "/secret-path?x=ひみつ",
                 "/v1/dispositions?zz=secret", "/v1/dispositions?near=133.123,34.456"]  # fmt: skip
        for path in asked * 2:
            httpx.get(served.url + path, headers={"User-Agent": "secret", "Referer": "https://secret.example/"})
        httpx.request("SECRET", served.url + "/")
        httpx.post(served.url + "/v1/dispositions", content="secret")
        log = served.stop(signal.SIGINT)
    lines = [line for line in log.splitlines() if re.match(r"\d{4}-", line)]
    assert len(lines) >= 2 * len(asked) + 1
    assert [line for line in lines if not LINE.match(line)] == []
    for trace in ("ひみつ", "secret", "org_aaaa", "133.123", "127.0.0.1:", "%E3"):
        assert trace not in log


def test_it_stops_cleanly_on_ctrl_c(register_database: Database, tmp_path: Path) -> None:
    with run_process(register_database, tmp_path) as served:
        assert httpx.get(f"{served.url}/readyz").status_code == 200
        log = served.stop(signal.SIGINT)
    assert served.process.returncode in (0, 130, -signal.SIGINT)
    assert "Traceback" not in log


def test_the_cursor_key_is_kept_in_the_home_and_is_ours_alone(register_database: Database, tmp_path: Path) -> None:
    with run_process(register_database, tmp_path) as served:
        cursor = httpx.get(f"{served.url}/v1/dispositions?limit=2").json()["next"]
    assert (tmp_path / "cursor.key").stat().st_mode & 0o777 == 0o600
    with run_process(register_database, tmp_path) as served:
        assert httpx.get(served.url + cursor[cursor.index("/v1/") :]).status_code == 200


def test_links_lead_to_the_public_address(register_database: Database, tmp_path: Path) -> None:
    with run_process(register_database, tmp_path, KANRI_PUBLIC_URL="https://kanri.example/base/") as served:
        following = httpx.get(f"{served.url}/v1/dispositions?limit=2").json()["next"]
    assert following.startswith("https://kanri.example/base/v1/dispositions?limit=2&cursor=")


@pytest.mark.parametrize(
    ("name", "value"),
    [("KANRI_PUBLIC_URL", "kanri.example"), ("KANRI_PUBLIC_URL", "https://kanri.example/?a=b"),
     ("KANRI_CACHE_MIB", "much"), ("KANRI_ACCESS_LOG", "maybe"), ("KANRI_REQUESTS_PER_SECOND", "-1"),
     ("KANRI_TRUSTED_PROXIES", "10.0.0.0/8,nonsense"), ("KANRI_SECURITY_CONTACT", "someone"),
     ("KANRI_METRICS_PORT", "70000"), ("KANRI_SHARED_LIMITS", "1")],
)  # fmt: skip
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    from api.settings import BadSetting, read_settings

    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        read_settings()
