"""Every parameter under /ogc with hostile values: an answer or a problem, never a failure or an echo."""

import asyncio

import httpx
import pytest

from api.ogc.collections import FEATURES
from tests.api.ogc.asking import Maps
from tests.api.test_hostile import HOSTILE, STRIDE, ask_all


@pytest.mark.parametrize("collection", FEATURES)
def test_no_value_fails_the_server(maps: Maps, collection: str) -> None:
    names = [*FEATURES[collection].parameters, "unheard_of"]
    asked = [(name, value) for at, name in enumerate(names) for value in HOSTILE[at % STRIDE :: STRIDE]]
    answers = asyncio.run(ask_all(maps.served, f"/ogc/collections/{collection}/items", asked))
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
def test_no_address_fails_the_server(maps: Maps, template: str) -> None:
    for value in HOSTILE:
        escaped = str(httpx.QueryParams({"x": value}))[2:].replace("+", "%20")
        answer = maps.get(template.format(escaped))
        assert answer.status_code in (200, 400, 404, 414), value
