"""A client that openapi-python-client generates from the contract imports, and calls every operation."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from openapi_python_client.strings import PythonIdentifier

from api.contract.document import write_contract
from api.operations import OPERATIONS, Operation
from tests.api.serving import Served

CONTRACT = write_contract()
JSON_LIKE = ("application/json", "application/geo+json", "application/problem+json", "text/")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the generated package, importable while the tests of this file run."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "contract.json").write_text(json.dumps(CONTRACT))
    (folder / "config.json").write_text(json.dumps({"content_type_overrides": name_forms(), "post_hooks": []}))
    command = [
        sys.executable, "-c", "from openapi_python_client.cli import app; app()", "generate", "--meta", "none", "--fail-on-warning",
        "--path", folder / "contract.json", "--config", folder / "config.json", "--output-path", folder / "kanri_client",
    ]  # fmt: skip
    result = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[:3000] + result.stderr[-2000:]
    sys.path.insert(0, str(folder))
    yield "kanri_client"
    sys.path.remove(str(folder))


def name_forms() -> dict[str, str]:
    """What the generator does not know is read as text where it is text, else as bytes."""
    written = [one for methods in CONTRACT["paths"].values() for one in methods.values()]
    answers = [answer for one in written for answer in one["responses"].values()]
    forms = {form for answer in answers for form in answer.get("content", {})}
    unknown = [form for form in forms if not form.startswith(JSON_LIKE)]
    return {form: "text/plain" if form.endswith("ndjson") else "application/octet-stream" for form in unknown}


def test_the_client_has_every_operation_and_each_answers(package: str, sample_api: Served) -> None:
    with import_module(package).Client(base_url=str(sample_api.client.base_url).rstrip("/")) as client:
        called = [call_operation(package, client, sample_api, operation) for operation in OPERATIONS]
    assert len(called) == len(OPERATIONS) == sum(len(methods) for methods in CONTRACT["paths"].values())
    assert len([status for status in called if status == 200]) >= len(called) - 1


def call_operation(package: str, client: Any, api: Served, operation: Operation) -> int:
    """Call one operation by its generated function; what the client understood is what was sent."""
    tag, name = PythonIdentifier(operation.tag, "tag"), PythonIdentifier(operation.id, "operation")
    module = import_module(f"{package}.api.{tag}.{name}")
    answer = module.sync_detailed(client=client, **find_arguments(api, operation), **find_body(module, operation))
    assert answer.status_code in (200, 404), operation.id
    assert answer.parsed is not None, operation.id
    if hasattr(answer.parsed, "to_dict"):
        understood, sent = json.dumps(answer.parsed.to_dict()), answer.content.decode()
        # Two spellings of UTC are one moment.
        differing = find_differences(*(json.loads(text.replace("+00:00", "Z")) for text in (understood, sent)))
        assert list(differing) == [], operation.id
    return int(answer.status_code)


def find_differences(left: Any, right: Any, at: str = "") -> Iterator[str]:
    """Where two JSON values differ."""
    if isinstance(left, dict) and isinstance(right, dict) and left.keys() == right.keys():
        for name in left:
            yield from find_differences(left[name], right[name], f"{at}.{name}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for one, other in zip(left, right, strict=True):
            yield from find_differences(one, other, f"{at}[]")
    elif left != right:
        yield f"{at}: {str(left)[:40]} for {str(right)[:40]}"


def find_arguments(api: Served, operation: Operation) -> dict[str, Any]:
    """What the address asks for: an id of the list, or the example that the contract gives."""
    written = find_written(operation)["parameters"]
    needed = [one for one in written if one.get("required") or (operation.id, one["name"]) == ("searchOrganizations", "q")]
    return {str(PythonIdentifier(one["name"], "p")): find_value(api, operation, one) for one in needed}


def find_written(operation: Operation) -> dict[str, Any]:
    """What the contract says of an operation."""
    written: dict[str, Any] = CONTRACT["paths"][operation.path][operation.method.lower()]
    return written


def find_body(module: Any, operation: Operation) -> dict[str, Any]:
    """The body that the contract gives as an example, as the client's own type."""
    if not operation.bodies:
        return {}
    (content,) = find_written(operation)["requestBody"]["content"].values()
    example = content["example"]
    (kind, *_) = [one for one in (getattr(module, name) for name in dir(module)) if is_body(one, operation)]
    return {"body": kind.from_dict(example)}


def is_body(kind: Any, operation: Operation) -> bool:
    """Whether this is the generated type of the operation's body."""
    return isinstance(kind, type) and kind.__name__ in operation.bodies.values()


SHOWN = {"showEntity": "organization", "previewOrganization": "organization", "showType": "implementer"}
"""What an operation is asked to show, where the contract's example is of another kind."""


def find_value(api: Served, operation: Operation, parameter: dict[str, Any]) -> Any:
    if operation.id in SHOWN and parameter["name"] == "id":
        shown = SHOWN[operation.id]
        return api.read("/v1/organizations?limit=1")["items"][0]["id"] if shown == "organization" else shown
    if operation.id_pattern is None or parameter["name"] != "id":
        assert "example" in parameter, f"{operation.id}: give {parameter['name']} an example"
        return parameter["example"]
    items = api.read(f"{operation.path.removesuffix('/{id}')}?limit=1")["items"]
    return items[0]["id"] if items else "lab_aaaaaaaaaaaaaaaa"
