"""Every parameter under /ogc with hostile values: an answer or a problem, never a failure, an echo or growth."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from api.ogc.collections import FEATURES
from tests.api.ogc.asking import Maps
from tests.api.processes import MOST_GROWTH, ServerProcess, run_process
from tests.api.test_hostile import HOSTILE, STRIDE, ask_all


@pytest.fixture(scope="module")
def served(maps: Maps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A serving process, whose memory is measured before the first and after the last of these tests."""
    with run_process(maps.served.database, tmp_path_factory.mktemp("hostile")) as served:
        for collection in FEATURES:
            httpx.get(f"{served.url}/ogc/collections/{collection}/items", params={"filter": "id = 'x'"})
        before = served.measure_memory()
        yield served
        growth = served.measure_memory() - before
        assert growth <= MOST_GROWTH, f"{growth >> 20} MiB"


@pytest.mark.parametrize("collection", FEATURES)
def test_no_value_fails_the_server(served: ServerProcess, collection: str) -> None:
    names = [*FEATURES[collection].parameters, "unheard_of"]
    asked = [(name, value) for at, name in enumerate(names) for value in HOSTILE[at % STRIDE :: STRIDE]]
    answers = asyncio.run(ask_all(served, f"/ogc/collections/{collection}/items", asked))
    refused = 0
    for (name, value), answer in zip(asked, answers, strict=True):
        assert answer.status_code < 500, (name, value)
        if answer.status_code >= 400:
            refused += 1
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(value) < 6 or value not in answer.text or value in answer.json()["detail"], (name, value)
    assert refused > len(asked) / 3


@pytest.mark.parametrize("template", ["/collections/{}", "/collections/{}/items", "/collections/permits/items/{}", "/tiles/{}",
                                      "/tiles/WebMercatorQuad/{}/0/0", "/tiles/WebMercatorQuad/0/{}/0", "/tileMatrixSets/{}"])  # fmt: skip
def test_no_address_fails_the_server(served: ServerProcess, template: str) -> None:
    with httpx.Client(base_url=f"{served.url}/ogc") as client:
        for value in HOSTILE:
            escaped = str(httpx.QueryParams({"x": value}))[2:].replace("+", "%20")
            assert client.get(template.format(escaped)).status_code in (200, 400, 404, 414), value
