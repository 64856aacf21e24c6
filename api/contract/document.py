"""The contract (OpenAPI 3.1), written from the tables that also answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.contract.examples import read_examples
from api.contract.schemas import SCHEMAS
from api.contract.words import explain, refer
from api.deprecation import Deprecation
from api.operations import OPERATIONS, TAGS, Operation
from api.parameters import Parameter
from api.problems import MEDIA_TYPE, PROBLEMS

CONTRACT_VERSION = "1.0.0"
COMMON_PROBLEMS = (400, 405, 406, 408, 414, 429, 431, 500, 503)

_INTRODUCTION = explain(
    "The open register of Japan's Technical Intern Training Program: organizations, their permits and the "
    "dispositions against them, each with its evidence. Read only, without a key. Errors are RFC 9457 "
    "problems; "
    "answers carry ETag and Last-Modified; lists page by the address in `next`. A record's absence never "
    "means "
    "that all is well.",
    "技能実習制度の団体、許可、行政処分を、根拠となる公表資料とともに示す公開の登録簿です。"
    "読み取り専用で鍵は要りません。"
    "エラーはRFC 9457、応答にはETagとLast-Modifiedが付き、一覧は next のアドレスでたどります。"
    "記録がないことは問題がないことを意味しません。",
)

_HEADERS = {
    "ETag": "Strong validator: changes with the edition, the code and the form.",
    "Last-Modified": "When the answer last could have changed.",
    "Cache-Control": "How long the answer may be kept.",
}


def write_contract(server: str = "/", operations: Sequence[Operation] = OPERATIONS) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OpenKanri API",
            "version": CONTRACT_VERSION,
            "summary": "The open register of Japan's Technical Intern Training Program.",
            "description": _INTRODUCTION,
            "contact": {"name": "The operator of this service: see /.well-known/security.txt"},
            "license": {"name": "CC BY 4.0 (data)", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": server, "description": "This service.\n\nこのサービス。"}],
        "tags": [{"name": name, "description": explain(en, ja)} for name, (en, ja) in TAGS.items()],
        "paths": _write_paths(operations),
        "components": {"schemas": SCHEMAS, "responses": _write_problems()},
        "security": [],
    }


def _write_paths(operations: Sequence[Operation]) -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _write_operation(operation)
    return paths


def _write_operation(operation: Operation) -> dict[str, Any]:
    parameters = [_write_parameter(parameter) for parameter in operation.parameters.values()]
    if operation.id_pattern is not None:
        parameters.insert(0, _write_id(operation.id_pattern))
    if operation.name_pattern is not None:
        parameters.insert(0, _write_name(operation.name_pattern))
    written: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        **_describe(f"{operation.summary}.", f"{operation.summary_ja}。", operation.deprecated),
        "parameters": parameters,
    }
    if operation.bodies:
        written["requestBody"] = _write_body(operation)
    return {**written, "responses": _write_responses(operation)}


def _write_body(operation: Operation) -> dict[str, Any]:
    example = read_examples().get(operation.id, {}).get("sent")
    content = {
        form: {"schema": refer(schema), **({} if example is None else {"example": example})}
        for form, schema in operation.bodies.items()
    }
    return {
        "required": True,
        "description": explain("What is asked; it is neither kept nor logged.", "問い合わせの内容。保存も記録もしません。"),
        "content": content,
    }


def _describe(en: str, ja: str, deprecated: Deprecation | None) -> dict[str, Any]:
    if deprecated is None:
        return {"description": explain(en, ja)}
    more_en, more_ja = deprecated.explain()
    return {"description": explain(f"{en} {more_en}", f"{ja}{more_ja}"), "deprecated": True}


def _write_id(pattern: str) -> dict[str, Any]:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": explain("Permanent identifier.", "永続的な識別子。"),
        "schema": {"type": "string", "pattern": pattern},
    }


def _write_name(pattern: str) -> dict[str, Any]:
    return {
        "name": "name",
        "in": "path",
        "required": True,
        "description": explain("Name of the vocabulary.", "語彙の名前。"),
        "schema": {"type": "string", "pattern": pattern},
        "example": "grade",
    }


def _write_parameter(parameter: Parameter) -> dict[str, Any]:
    written: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        **_describe(parameter.en, parameter.ja, parameter.deprecated),
        **({"required": True} if parameter.required else {}),
        "schema": dict(parameter.schema),
    }
    if parameter.schema.get("type") == "array":
        written |= {"style": "form", "explode": False}
    if parameter.example is not None:
        written["example"] = [parameter.example] if parameter.listed else parameter.example
    return written


def _write_responses(operation: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": refer(operation.schema)}
    example = read_examples().get(operation.id)
    if example is not None:
        content["example"] = example["body"]
    answer = {
        "description": explain(f"{operation.summary}.", f"{operation.summary_ja}。"),
        "headers": _write_headers(_HEADERS) if operation.kept else {},
        "content": {operation.form: content, **_refer_forms(operation)},
    }
    responses: dict[str, Any] = {"200": answer}
    if operation.kept:
        responses["304"] = {"description": explain("Nothing has changed.", "変わっていません。")}
    if 308 in operation.problems:
        responses["308"] = _write_redirect()
    for status in sorted({*COMMON_PROBLEMS, *operation.problems} - {308}):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    return responses


def _refer_forms(operation: Operation) -> dict[str, Any]:
    return {form: {"schema": refer(schema)} for form, schema in operation.other_forms.items()}


def _write_redirect() -> dict[str, Any]:
    return {
        "description": explain(
            "The identifier was merged into another, to which Location leads.",
            "識別子が統合されました。Location が統合先を示します。",
        ),
        "headers": _write_headers({"Location": "Address of the surviving record."}),
    }


def _write_headers(headers: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}


def _write_problems() -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for problem in PROBLEMS.values():
        meaning = f"`{problem.name}`: {explain(problem.meaning, problem.meaning_ja)}"
        by_status.setdefault(problem.status, []).append(meaning)
    return {
        f"Problem{status}": {
            "description": "\n\n".join(meanings),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, meanings in sorted(by_status.items())
    }
