"""The contract: committed as it is written, kept by every answer, explained in two languages."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api.contract.document import write_contract
from api.contract.examples import EXAMPLES, read_examples
from api.contract.files import write_files
from api.formats import GEOJSON, JSON
from api.operations import OPERATIONS, Operation
from api.v1.collections import COLLECTIONS
from api.v1.shapes import MEMBERS
from db.words import VOCABULARIES
from tests.api.serving import Served

CONTRACT = write_contract()
READ_AS_JSON = [one for one in OPERATIONS if one.form in (JSON, GEOJSON) and one.method == "GET"]
SENT: dict[str, dict[str, Any]] = {
    "matchOrganizations": {"queries": [{"name": "架空橋渡し協同組合", "prefecture": "愛媛県", "limit": 1}]},
    "postReconciliation": {"queries": '{"q0": {"query": "架空橋渡し協同組合", "limit": 1}}'},
}
"""What is posted, by operation."""

ASKED = {
    "searchOrganizations": "q=架空橋&limit=1", "geocodeAddress": "address=愛媛県今治市架空町一丁目2番3号",
    "getReconciliation": 'queries={"q0":{"query":"架空橋渡し協同組合","limit":1}}', "suggestEntity": "prefix=架空橋&limit=1",
    "suggestProperty": "prefix=municip", "suggestType": "prefix=implementer", "showProperty": "id=prefecture",
    "showType": "id=implementer", "showEntity": "id=ORGANIZATION", "proposeProperties": "limit=3",
}  # fmt: skip
"""What must be asked of addresses that need it."""

_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def test_the_committed_contract_is_what_the_code_writes() -> None:
    for path, content in write_files().items():
        assert path.read_bytes() == content, f"run `python -m api.contract` and commit {path.name}"


@pytest.mark.parametrize("name", ["v1.json", "v1-3.0.json"])
def test_the_contract_is_valid_openapi(name: str) -> None:
    path = next(path for path in write_files() if path.name == name)
    validate(orjson.loads(path.read_bytes()))


def walk(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield at, node
        for name, value in node.items():
            if name not in ("example", "examples"):
                yield from walk(value, f"{at}/{name}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from walk(value, f"{at}/{place}")


def is_object(node: dict[str, Any]) -> bool:
    """Whether a node is the schema of an object, and not a map of members, one of which is named properties."""
    return "properties" in node and isinstance(node.get("type"), str | list)


def test_every_field_and_parameter_is_explained_in_both_languages() -> None:
    explained = 0
    for at, node in walk(CONTRACT):
        fields = node["properties"] if is_object(node) else {}
        for name, field in fields.items():
            if "$ref" not in field:
                english, _, japanese = field["description"].partition("\n\n")
                assert english and _JAPANESE.search(japanese), f"{at}/{name}"
                explained += 1
        if "in" in node and "schema" in node:
            assert _JAPANESE.search(node["description"]), at
    assert explained > 100


def test_unions_with_null_are_plain_types() -> None:
    for at, node in walk(CONTRACT):
        assert not {"anyOf", "oneOf", "allOf"} & node.keys(), at


def test_operation_ids_are_unique_and_every_status_is_documented() -> None:
    operations = [one for methods in CONTRACT["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert {"200", "400", "405", "406", "414", "431", "500", "503"} <= one["responses"].keys()


def test_answers_keep_their_schema(api: Served) -> None:
    for operation in READ_AS_JSON:
        validator = make_validator(operation)
        for path in find_paths(api, operation):
            assert list_faults(validator, api.read(path)) == [], path


def test_answers_from_the_sample_keep_their_schema(sample_api: Served) -> None:
    answered = 0
    for operation in READ_AS_JSON:
        validator = make_validator(operation)
        for path in find_paths(sample_api, operation):
            assert list_faults(validator, sample_api.read(path)) == [], path
            answered += 1
    assert answered > 100


def list_faults(validator: Draft202012Validator, body: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]


def test_a_missing_field_would_be_noticed(api: Served) -> None:
    operation = next(one for one in OPERATIONS if one.id == "listDispositions")
    body = api.read("/v1/dispositions?limit=1")
    del body["items"][0]["issued_on_text"]
    assert list(make_validator(operation).iter_errors(body))


def make_validator(operation: Operation) -> Draft202012Validator:
    """A validator that also notices a member that the contract does not know."""
    schemas = close(CONTRACT["components"]["schemas"])
    for kind, (listed, whole) in MEMBERS.items():
        # fields= may leave members out, so the contract cannot require them; an answer without it has them all.
        schemas[COLLECTIONS[kind].schema]["required"] = list(listed)
        schemas[f"{COLLECTIONS[kind].schema}Record"]["required"] = list(whole)
    return Draft202012Validator({"$ref": f"#/components/schemas/{operation.schema}", "components": {"schemas": schemas}})


def close(node: Any) -> Any:
    if isinstance(node, list):
        return [close(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {name: close(value) for name, value in node.items()}
    return {"additionalProperties": False, **closed} if is_object(node) else closed


def test_posted_answers_keep_their_schema(api: Served) -> None:
    posted = [one for one in OPERATIONS if one.method == "POST" and one.id in SENT]
    assert posted
    for operation in posted:
        assert list_faults(make_validator(operation), post(api, operation)) == []


def post(api: Served, operation: Operation) -> Any:
    """What an operation answers to what is sent, as JSON or as a form."""
    sent = SENT[operation.id]
    options: dict[str, Any] = {"json": sent} if JSON in operation.bodies else {"data": sent}
    return api.client.post(operation.path, **options).raise_for_status().json()


def find_paths(api: Served, operation: Operation) -> list[str]:
    """Real addresses of an operation: lists whole and empty, records of every sort."""
    if operation.name_pattern is not None:
        return [operation.path.replace("{name}", name) for name in VOCABULARIES]
    if operation.id in ASKED:
        asked = write_asked(api, operation)
        return [f"{operation.path}?{asked}", f"{operation.path}?{asked.replace('架空', '絶無')}"]
    if operation.id_pattern is None:
        listed = "/v1/" in operation.path and "limit" in operation.parameters
        return [f"{operation.path}?limit=1000", f"{operation.path}?status=withdrawn"][: 1 + ("status" in operation.parameters)] if listed else [operation.path]
    collection = operation.path.removesuffix("/{id}")
    return [f"{collection}/{item['id']}" for item in api.read(f"{collection}?limit=1000")["items"][:40]]


def write_asked(api: Served, operation: Operation) -> str:
    """The query of an address that needs one; ORGANIZATION stands for any that is not a natural person."""
    asked = ASKED.get(operation.id, "limit=1" if "limit" in operation.parameters else "")
    named = (one["id"] for one in api.read("/v1/organizations?limit=1000")["items"] if one["grade"] == "legal_person")
    return asked.replace("ORGANIZATION", next(named)) if "ORGANIZATION" in asked else asked


def record_example(api: Served, operation: Operation) -> dict[str, Any]:
    if operation.method == "POST" and operation.id not in SENT:
        return {}
    if operation.method == "POST":
        sent = SENT[operation.id]
        return {"path": operation.path, "sent": sent, "body": settle(post(api, operation))}
    asked = write_asked(api, operation)
    path = f"{operation.path}?{asked}" if asked else operation.path
    path = path.replace("{name}", "grade")
    if operation.id_pattern is not None:
        collection = operation.path.removesuffix("/{id}")
        items = api.read(f"{collection}?q=橋渡し")["items"]
        if not items:
            return {}
        path = f"{collection}/{items[0]['id']}"
    return {"path": path, "body": settle(api.read(path))}


def settle(body: Any) -> Any:
    """The answer without what differs from run to run: moments, the day of the answer, sealed cursors."""
    text = orjson.dumps(body).decode()
    text = re.sub(r'"published_at":"[^"]*"', '"published_at":"2026-04-10T00:00:00Z"', text)
    text = re.sub(r'(feed=|"feed":")[0-9a-f]{12}', r"\g<1>0123456789ab", text)
    text = re.sub(r'"as_of":"[^"]*"', '"as_of":"2026-04-10"', text)
    return orjson.loads(re.sub(r"cursor=[\w-]+", "cursor=MPxV0m3nqkS8", text))


def test_examples_are_real_answers(api: Served) -> None:
    recorded = {operation.id: record_example(api, operation) for operation in OPERATIONS if operation.form == JSON}
    recorded = {name: example for name, example in recorded.items() if example}
    if set(recorded) - set(read_examples()):
        EXAMPLES.write_bytes(orjson.dumps(recorded, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        read_examples.cache_clear()
        pytest.fail("examples were missing and have been recorded: read them, run `python -m api.contract`, commit")
    assert read_examples() == recorded, f"answers have changed: delete {EXAMPLES.name}, run this again, and read it"
