"""Figures for Prometheus: on a port of their own, off by default, without a trace of what was asked or by whom."""

import re
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.api.processes import find_port, run_process
from tests.api.serving import Served
from tests.postgis import Database


def read_samples(text: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_visits_are_counted_by_route_and_leave_no_trace(register_database: Database, tmp_path: Path) -> None:
    port = find_port()
    with run_process(register_database, tmp_path, KANRI_METRICS_PORT=str(port)) as served:
        for path in ("/v1/organizations?q=ひみつ", "/v1/organizations?q=ひみつ", "/v1/organizations/org_aaaaaaaaaaaaaaaa",
                     "/v1/dispositions?secret=1", "/secret/path"):  # fmt: skip
            httpx.get(served.url + path, headers={"X-Forwarded-For": "198.51.100.1", "User-Agent": "secret"})
        httpx.head(served.url + "/v1/sources")
        httpx.request("SECRET", served.url + "/")
        assert httpx.get(served.url + "/metrics").status_code == 404
        text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    samples = read_samples(text)
    assert samples["kanri_requests_total", "GET", "/v1/organizations", "200"] == 2
    assert samples["kanri_requests_total", "GET", "/v1/organizations/{id}", "404"] == 1
    assert samples["kanri_requests_total", "GET", "/v1/dispositions", "400"] == 1
    assert samples["kanri_requests_total", "HEAD", "/v1/sources", "200"] == 1
    assert samples["kanri_requests_total", "GET", "-", "404"] == 2
    assert samples["kanri_request_seconds_count", "/v1/organizations"] == 2
    assert samples["kanri_response_bytes_total", "/v1/organizations"] > 1000
    assert samples[("kanri_cache_hits",)] == 1
    assert samples[("kanri_edition",)] == 2
    for trace in ("ひみつ", "secret", "SECRET", "org_aaaa", "198.51", "127.0.0.1", "%E3"):
        assert trace not in text


def test_without_a_port_there_are_no_figures(api: Served) -> None:
    assert api.app.state.services.settings.metrics_port == 0
    assert not [path for path in (getattr(route, "path", "") for route in api.app.routes) if re.search("metric", path)]
    assert api.get("/metrics").status_code == 404
