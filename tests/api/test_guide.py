"""Every example of the guide, taken from the page as it is served and run against what serves it."""

import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.pages.guide import EXAMPLES
from tests.api.serving import PUBLIC_URL, Served

_EXAMPLE = re.compile(r'<section id="(\w+)">.*?<pre class="(\w+)"><code>(.*?)</code></pre>', re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s'\"]+")


def read_examples(api: Served) -> dict[str, tuple[str, str]]:
    """The page's examples by id, with their tool, led to the server of this test."""
    page = api.get("/docs/guide").text
    here = f"http://127.0.0.1:{api.port}"
    return {name: (tool, html.unescape(code).replace(PUBLIC_URL, here)) for name, tool, code in _EXAMPLE.findall(page)}


def run(command: list[str], folder: Path, told: str | None = None) -> str:
    """What a command says on standard output; it must end well, and proxies of this machine are not for it."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        command, input=told, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def follow_next(api: Served, text: str) -> str:
    """The examples follow addresses of the public URL, which only stands for this server here."""
    patch = (
        "import urllib.request as _r\n_open = _r.urlopen\n"
        f"_r.urlopen = lambda a: _open(a.replace('{PUBLIC_URL}', 'http://127.0.0.1:{api.port}'))\n"
    )
    return patch + text


def test_the_page_has_every_example_and_each_tool(sample_api: Served) -> None:
    found = read_examples(sample_api)
    assert list(found) == [one.id for one in EXAMPLES]
    assert {tool for tool, _ in found.values()} == {"curl", "python", "r", "qgis", "spreadsheet"}


@pytest.mark.parametrize("name", [one.id for one in EXAMPLES if one.tool == "curl"])
def test_the_examples_for_curl_run(sample_api: Served, name: str, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not on this machine")
    _, code = read_examples(sample_api)[name]
    for line in code.splitlines():
        told = run(["sh", "-c", line], tmp_path)
        if "--output" in line:
            rows = list(csv.DictReader(io.StringIO((tmp_path / "dispositions.csv").read_bytes().decode("utf-8-sig"))))
            assert len(rows) == sample_api.read("/v1/dispositions?limit=1")["total"] > 5
            assert {"issued_on", "kind", "grounds", "place.municipality_code"} <= set(rows[0])
        else:
            assert json.loads(told)["items"], line
            assert json.loads(told).get("labels") is None or json.loads(told)["labels"]["language"] == "vi"


def test_the_examples_that_find_do_find(sample_api: Served, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not on this machine")
    told = {
        name: json.loads(run(["sh", "-c", read_examples(sample_api)[name][1]], tmp_path))["items"]
        for name in ("search", "match", "geocode")
    }
    assert [one["matched"]["field"] for one in told["search"]][:1] == ["reading"]
    assert told["match"][0]["match"] is None and told["match"][0]["candidates"][0]["place"]["prefecture"] == "広島県"
    assert told["geocode"][0]["municipality_code"] == "13101" and told["geocode"][0]["point"] is not None


def test_the_example_that_pages_reads_everything(sample_api: Served, tmp_path: Path) -> None:
    _, code = read_examples(sample_api)["pages"]
    told = run([sys.executable, "-I", "-"], tmp_path, follow_next(sample_api, code.replace("limit=100", "limit=7")))
    total = sample_api.read("/v1/dispositions?limit=1")["total"]
    ids = {one["organization"]["id"] for one in sample_api.read("/v1/dispositions?limit=1000")["items"]}
    assert told.startswith(f"{total} dispositions") and f"{len(ids)} organizations" in told


def test_the_example_that_follows_the_feed_reads_every_change(sample_api: Served, tmp_path: Path) -> None:
    _, code = read_examples(sample_api)["follow"]
    lines = run([sys.executable, "-I", "-"], tmp_path, follow_next(sample_api, code.replace("limit=1000", "limit=50"))).splitlines()
    total = sample_api.read("/v1/changes?limit=1")["total"]
    assert len(lines) == total + 1 > 50
    again = lines[-1].removeprefix("next time: ").replace(PUBLIC_URL, "")
    assert httpx.get(again, trust_env=False).json()["items"] == []


def test_the_example_for_r_runs_or_its_table_has_what_it_uses(sample_api: Served, tmp_path: Path) -> None:
    _, code = read_examples(sample_api)["years"]
    if shutil.which("Rscript") is not None:
        assert re.search(r"20\d\d", run(["Rscript", "-"], tmp_path, code))
    (address,) = _ADDRESS.findall(code)
    rows = list(csv.DictReader(io.StringIO(httpx.get(address, trust_env=False).content.decode())))
    assert set(re.findall(r"counts\$(\w+)", code)) <= set(rows[0])
    assert sum(int(row["count"]) for row in rows) == sample_api.read("/v1/dispositions?limit=1")["total"]


def test_the_example_for_qgis_is_a_map(sample_api: Served) -> None:
    _, code = read_examples(sample_api)["map"]
    answer = httpx.get(code, trust_env=False)
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert features and all(one["geometry"]["type"] in ("Point", "Polygon", "MultiPolygon") for one in features)
    assert all(one["properties"]["count"] > 0 and one["properties"]["permits_in_force"] is not None for one in features)


def test_the_layers_for_qgis_are_there(sample_api: Served) -> None:
    _, code = read_examples(sample_api)["layer"]
    links = {one["rel"]: one["href"] for one in httpx.get(code, trust_env=False).json()["links"] if "href" in one}
    assert {"service-desc", "conformance", "data"} <= set(links)
    here = f"http://127.0.0.1:{sample_api.port}"
    items = f"{here}/ogc/collections/organizations/items"
    drawn = httpx.get(items, params={"filter": "precision = 'town'"}, trust_env=False).json()
    assert drawn["numberMatched"] == len(drawn["features"]) > 5
    assert all(one["geometry"]["type"] == "Point" for one in drawn["features"])


def test_the_example_for_a_spreadsheet_is_a_table(sample_api: Served) -> None:
    _, code = read_examples(sample_api)["sheet"]
    assert code.startswith('=IMPORTDATA("') and code.endswith('")')
    (address,) = _ADDRESS.findall(code)
    answer = httpx.get(address, trust_env=False)
    assert answer.content.startswith(b"\xef\xbb\xbf") and answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["id", "kind", "issued_on", "plan_count"] and len({len(row) for row in rows}) == 1 and len(rows) > 5


def test_every_link_of_the_page_leads_somewhere(sample_api: Served) -> None:
    page = sample_api.get("/docs/guide").text
    for path in set(re.findall(r'href="(/[^"#]*)"', page)):
        assert sample_api.get(path).status_code == 200, path
