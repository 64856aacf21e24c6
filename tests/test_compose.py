"""The containers: what the file starts with and without its profile, and that its parts find each other."""

import re
import subprocess
from typing import Any

import pytest
import yaml

from tests.cli import ROOT

FILE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
PROXY = (ROOT / "docs" / "scaling" / "nginx.conf").read_text(encoding="utf-8")


def name_services(profile: str | None = None) -> set[str]:
    return {name for name, one in SERVICES.items() if profile in one.get("profiles", [None])}


def test_only_the_profile_starts_a_replica_readers_and_a_proxy() -> None:
    assert name_services() == {"db", "migrate", "crawl", "api"}
    assert name_services("scaled") == {"standby", "reader", "proxy"}
    assert SERVICES["reader"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_needs_is_there(name: str) -> None:
    service = SERVICES[name]
    for other, wanted in service.get("depends_on", {}).items():
        assert "profiles" not in SERVICES[other] or service["profiles"] == SERVICES[other]["profiles"]
        if wanted["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other] or "build" in SERVICES[other]
    for mount in service.get("volumes", []):
        source = mount.partition(":")[0]
        assert source in FILE["volumes"] or (source.startswith("./") and (ROOT / source).is_file()), mount


def test_readers_read_the_replica_and_count_in_the_primary() -> None:
    told = SERVICES["reader"]["environment"]
    hosts = {name: re.search(r"@(\w+):5432/", told[name]) for name in ("DATABASE_READ_URL", "DATABASE_URL")}
    assert {name: host and host[1] for name, host in hosts.items()} == {"DATABASE_READ_URL": "standby", "DATABASE_URL": "db"}
    assert all(told[name].startswith("postgresql://kanri_api:") for name in hosts)
    assert told["KANRI_CURSOR_KEY"] and told["KANRI_SHARED_LIMITS"] == "on"
    assert SERVICES["reader"]["volumes"] == []


def test_the_proxy_leads_to_the_readers_and_keeps_no_trace() -> None:
    assert re.findall(r"server (\w+):(\d+);", PROXY) == [("reader", "8000")]
    assert PROXY.count("{") == PROXY.count("}")
    assert "access_log off;" in PROXY and "error_log stderr emerg;" in PROXY
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in PROXY
    assert "proxy_cache_revalidate on;" in PROXY
    [port] = SERVICES["proxy"]["ports"]
    assert port.startswith("127.0.0.1:") and port.endswith(":80") and "listen 80;" in PROXY


@pytest.mark.parametrize("name", ["docker_roles.sh", "docker_standby.sh"])
def test_the_scripts_of_the_database_can_be_read_by_a_shell(name: str) -> None:
    assert subprocess.run(["sh", "-n", str(ROOT / "scripts" / name)], capture_output=True, check=False).stderr == b""


def test_the_replica_comes_in_by_the_role_that_the_primary_makes() -> None:
    roles, standby = ((ROOT / "scripts" / name).read_text() for name in ("docker_roles.sh", "docker_standby.sh"))
    role = re.search(r"CREATE ROLE (\w+) LOGIN REPLICATION", roles)
    assert role is not None
    assert f"--username={role[1]} " in standby and f"host replication {role[1]} " in roles
    for service in ("db", "standby"):
        assert "KANRI_REPLICA_PASSWORD" in SERVICES[service]["environment"]
