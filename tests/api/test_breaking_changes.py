"""What was released stays: a removal, a narrowing or another type fails here, an addition does not."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import orjson
import pytest

from api.contract.breaking import find_breaks, strip_words
from api.contract.document import write_contract
from api.contract.files import RELEASED

Contract = dict[str, Any]
CONTRACT: Contract = orjson.loads(orjson.dumps(write_contract()))
LIST = "/v1/dispositions"


def test_nothing_that_was_released_is_broken() -> None:
    breaks = find_breaks(orjson.loads(RELEASED.read_bytes()), CONTRACT)
    assert breaks == [], "clients rely on this; a new major version may break it, see CONTRIBUTING.md"


def test_a_contract_does_not_break_itself_nor_by_losing_its_words() -> None:
    assert find_breaks(CONTRACT, CONTRACT) == find_breaks(strip_words(CONTRACT), CONTRACT) == []
    assert b"description" not in orjson.dumps(strip_words(CONTRACT)["paths"])


def operation(contract: Contract, path: str = LIST) -> Any:
    return contract["paths"][path]["get"]


def parameter(contract: Contract, name: str) -> Any:
    return next(one for one in operation(contract)["parameters"] if one["name"] == name)


def schema(contract: Contract, name: str) -> Any:
    return contract["components"]["schemas"][name]


def drop_parameter(contract: Contract) -> None:
    operation(contract)["parameters"].remove(parameter(contract, "bbox"))


def require_new(contract: Contract) -> None:
    operation(contract)["parameters"].append({"name": "key", "in": "query", "required": True, "schema": {"type": "string"}})


PLANTED: dict[str, tuple[Callable[[Contract], Any], str]] = {
    "path": (lambda c: c["paths"].pop("/v1/sources"), "GET /v1/sources is gone"),
    "operation id": (lambda c: operation(c).update(operationId="other"), "another operationId"),
    "parameter": (drop_parameter, "no longer takes bbox"),
    "new and required": (require_new, "now requires key"),
    "now required": (lambda c: parameter(c, "q").update(required=True), "now requires q"),
    "spelling": (lambda c: parameter(c, "kind").update(explode=True), "writes kind (query) in another way"),
    "asked word": (lambda c: parameter(c, "kind")["schema"]["items"]["enum"].pop(), "another enum"),
    "asked bound": (lambda c: parameter(c, "limit")["schema"].update(maximum=10), "another maximum"),
    "asked place": (lambda c: parameter(c, "near")["schema"]["prefixItems"][1].update(minimum=0), "another minimum"),
    "asked type": (lambda c: parameter(c, "limit")["schema"].update(type="string"), "may no longer be integer"),
    "pattern": (lambda c: parameter(c, "q")["schema"].update(pattern="^a$"), "another pattern"),
    "default": (lambda c: parameter(c, "sort")["schema"].update(default="id"), "another default"),
    "status": (lambda c: operation(c)["responses"].pop("410"), "no longer documents 410"),
    "form": (lambda c: operation(c)["responses"]["200"]["content"].pop("text/csv"), "no longer be had as text/csv"),
    "header": (lambda c: operation(c)["responses"]["200"]["headers"].pop("ETag"), "no longer has the header ETag"),
    "member": (lambda c: schema(c, "Place")["properties"].pop("town"), "Place.town is gone"),
    "deep member": (lambda c: schema(c, "Place")["properties"]["point"]["properties"].pop("coordinates"), "coordinates is gone"),
    "presence": (lambda c: schema(c, "Evidence")["required"].remove("url"), "Evidence.url may now be missing"),
    "null": (lambda c: schema(c, "Evidence")["properties"]["url"].update(type=["string", "null"]), "may now be null"),
    "told type": (lambda c: schema(c, "DispositionList")["properties"]["total"].update(type="string"), "may now be string"),
    "told format": (lambda c: schema(c, "Evidence")["properties"]["url"].pop("format"), "no longer a uri"),
    "items": (lambda c: schema(c, "Disposition")["properties"]["grounds"]["items"].update(type="object"), "may now be object"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_break_is_found(name: str) -> None:
    plant, sentence = PLANTED[name]
    broken = deepcopy(CONTRACT)
    plant(broken)
    breaks = find_breaks(strip_words(CONTRACT), broken)
    assert breaks and any(sentence in one for one in breaks), breaks


def test_growing_breaks_nothing() -> None:
    grown = deepcopy(CONTRACT)
    grown["paths"]["/v1/news"] = deepcopy(grown["paths"]["/v1/sources"])
    operation(grown)["parameters"].append({"name": "lang", "in": "query", "schema": {"type": "string"}})
    parameter(grown, "kind")["schema"]["items"]["enum"].append("warning")
    parameter(grown, "limit")["schema"]["maximum"] += 1
    schema(grown, "Place")["properties"]["ward"] = {"type": "string"}
    schema(grown, "Place")["required"].append("ward")
    operation(grown)["responses"]["429"] = operation(grown)["responses"]["400"]
    assert find_breaks(CONTRACT, grown) == []
