"""The reference at /docs: the contract as a page."""

from html import escape
from typing import Any

import orjson

from api.contract.examples import read_examples
from api.pages.layout import write_both, write_page

_INDENT = orjson.OPT_INDENT_2


def write_reference(contract: dict[str, Any]) -> bytes:
    """The page that explains every operation, parameter and field."""
    operations = [
        (path, {**asked, "method": method.upper()})
        for path, methods in contract["paths"].items()
        for method, asked in methods.items()
    ]
    body = [f"<h1>{escape(contract['info']['title'])}</h1>", write_both(contract["info"]["description"])]
    body.append(
        '<p>To begin: <a href="/docs/guide">the guide</a>, with examples that run. '
        'As a document: <a href="/v1/openapi.json">OpenAPI 3.1</a>, '
        '<a href="/v1/openapi-3.0.json">OpenAPI 3.0.3</a>. '
        'Every failure: <a href="/problems">problem types</a>.</p>\n'
        '<p>For QGIS, GDAL and web maps: <a href="/ogc?f=html">OGC API – Features and vector tiles</a> '
        '(<a href="/ogc/api?f=html">reference</a>). <span lang="ja">地図ソフト向け：OGC API – Features とベクトルタイル。</span></p>\n'
    )
    for tag in contract["tags"]:
        body.append(f"<h2>{escape(tag['name'])}</h2>{write_both(tag['description'])}\n")
        body += [_write_operation(path, one, contract) for path, one in operations if tag["name"] in one["tags"]]
    body.append('<h2 id="schemas">Fields</h2>\n')
    body += [_write_schema(name, schema) for name, schema in contract["components"]["schemas"].items()]
    return write_page("API reference", "".join(body), _write_navigation(contract, operations))


def _write_navigation(contract: dict[str, Any], operations: list[tuple[str, dict[str, Any]]]) -> str:
    parts = []
    for tag in contract["tags"]:
        links = "".join(
            f'<li><a href="#{one["operationId"]}">{escape(one["summary"])}</a></li>\n'
            for _, one in operations
            if tag["name"] in one["tags"]
        )
        parts.append(f"<h2>{escape(tag['name'])}</h2><ul>{links}</ul>\n")
    schemas = "".join(f'<li><a href="#{name}">{name}</a></li>' for name in contract["components"]["schemas"])
    return "".join(parts) + f"<h2>fields</h2><ul>{schemas}</ul>\n"


def _write_operation(path: str, operation: dict[str, Any], contract: dict[str, Any]) -> str:
    rows = "".join(_write_parameter(parameter) for parameter in operation["parameters"])
    body = operation.get("requestBody", {"content": {}})["content"]
    sent = "".join(f"<p>Sent as <code>{escape(form)}</code>: {_write_type(one['schema'])}</p>\n" for form, one in body.items())
    table = f"<table><tr><th>Parameter</th><th>Meaning</th></tr>\n{rows}</table>\n" if rows else ""
    content = operation["responses"]["200"]["content"]
    schema = next(iter(content.values()))["schema"]["$ref"].rpartition("/")[2]
    statuses = ", ".join(operation["responses"])
    return (
        f'<section id="{operation["operationId"]}"><h3>{escape(operation["summary"])}</h3>\n'
        f'<p class="path"><span class="get">{operation["method"]}</span> <code>{escape(path)}</code></p>\n'
        f"{write_both(operation['description'])}\n{table}{sent}"
        f'<p>Answers <a href="#{schema}">{schema}</a> · statuses {statuses}</p>\n'
        f"{_write_example(operation['operationId'], contract)}</section>\n"
    )


def _write_parameter(parameter: dict[str, Any]) -> str:
    return (
        f"<tr><td><code>{escape(parameter['name'])}</code><br>"
        f'<span class="kind">{escape(describe_type(parameter["schema"]))}</span></td>'
        f"<td>{write_both(parameter['description'])}{_write_words(parameter['schema'])}</td></tr>\n"
    )


def _write_example(operation_id: str, contract: dict[str, Any]) -> str:
    example = read_examples().get(operation_id)
    if example is None:
        return ""
    server = contract["servers"][0]["url"].rstrip("/")
    answer = orjson.dumps(example["body"], option=_INDENT).decode()
    sent = "" if "sent" not in example else f" --json '{orjson.dumps(example['sent']).decode()}'"
    return (
        f"<pre>curl '{escape(server + example['path'])}'{escape(sent)}</pre>\n"
        f"<details><summary>Its answer</summary><pre>{escape(answer)}</pre></details>\n"
    )


def _write_schema(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(
        f'<tr><td><code>{escape(field)}</code><br><span class="kind">{_write_type(member)}</span></td>'
        f"<td>{write_both(member.get('description', ''))}{_write_words(member)}</td></tr>\n"
        for field, member in schema.get("properties", {}).items()
    )
    return (
        f'<section id="{name}"><h3>{name}</h3>{write_both(schema["description"])}\n'
        f"<table><tr><th>Field</th><th>Meaning</th></tr>\n{rows}</table></section>\n"
    )


def _write_type(schema: dict[str, Any]) -> str:
    target = schema.get("$ref") or schema.get("items", {}).get("$ref")
    if target is None:
        return escape(describe_type(schema))
    name = target.rpartition("/")[2]
    return ("list of " if "items" in schema else "") + f'<a href="#{name}">{name}</a>'


def describe_type(schema: dict[str, Any]) -> str:
    """A type in a few words."""
    kinds = schema.get("type", "object")
    told = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "items" in schema:
        told = told.replace("array", f"list of {schema['items'].get('type', 'object')}")
    told += f", {schema['format']}" if "format" in schema else ""
    return told + (f", default {schema['default']}" if "default" in schema else "")


def _write_words(schema: dict[str, Any]) -> str:
    known = schema.get("enum") or schema.get("items", {}).get("enum") or []
    words = " ".join(f"<code>{escape(word)}</code>" for word in known if word is not None)
    return f'<p class="kind">{words}</p>' if words else ""
