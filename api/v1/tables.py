"""Records as rows of a table (RFC 4180): nested members in columns of their own, and never a formula."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from api.contract import parts
from api.contract.records import ORGANIZATION, Members
from api.contract.words import Schema
from api.languages import Wish
from api.v1.labels import find_labels

BOM = "\ufeff".encode()
"""Tells Excel that the text is UTF-8."""

_REFERRED: Mapping[str, Schema] = {
    "Place": parts.PLACE,
    "Party": parts.PARTY,
    "Organization": {"properties": ORGANIZATION},
}
_POINT = {"longitude": 0, "latitude": 1}
_ORGANIZATIONS = re.compile(r"^(organization|organization_record)\.")
_SEPARATOR = "|"
# What a spreadsheet takes for a formula, also behind spaces and in full width; and our own mark, to stay reversible.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠'’]|[\t\r\n]")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name is the path of its value, with dots. With `labels`, they stand for the codes that have one."""

    name: str
    path: tuple[str | int, ...]
    is_list: bool
    labels: Mapping[str, str] | None = None

    def read(self, record: Mapping[str, Any]) -> Any:
        """Its value in a record; None where the way there ends early."""
        value: Any = record
        for step in self.path:
            if value is None:
                return None
            value = value[step]
        return value if self.labels is None else self._name(value)

    def _name(self, value: Any) -> Any:
        labels = self.labels or {}
        return [labels.get(code, code) for code in value] if isinstance(value, list) else labels.get(value, value)


def list_columns(members: Members, wish: Wish | None = None) -> tuple[Column, ...]:
    """The columns for these members; behind them, where a language is wished, the labels of those that hold codes."""
    told = tuple(_flatten(members, ()))
    return told if wish is None else (*told, *_label(told, wish.language))


def _label(columns: Iterable[Column], language: str) -> Iterator[Column]:
    # Behind all others: no column moves. The name tells the language, which is not always the one asked for.
    for column in columns:
        labels = find_labels(_ORGANIZATIONS.sub("", column.name), language)
        if labels is not None:
            yield replace(column, name=f"{column.name}.label.{language}", labels=labels)


def _flatten(members: Members, path: tuple[str, ...]) -> Iterator[Column]:
    for name, schema in members.items():
        here, found = (*path, name), _resolve(schema)
        inner = found.get("properties", {})
        if "coordinates" in inner:
            for axis, at in _POINT.items():
                yield Column(".".join((*path, axis)), (*here, "coordinates", at), False)
        elif inner:
            yield from _flatten(inner, here)
        else:
            yield Column(".".join(here), here, _is_list_of_texts(found))


def _resolve(schema: Schema) -> Schema:
    reference = schema.get("$ref")
    return schema if reference is None else _REFERRED[reference.rpartition("/")[2]]


def _is_list_of_texts(schema: Schema) -> bool:
    return bool(schema.get("type") == "array" and schema["items"].get("type") == "string")


def write_header(columns: tuple[Column, ...]) -> bytes:
    """The first line."""
    return _write_line([column.name for column in columns])


def write_row(columns: tuple[Column, ...], record: Mapping[str, Any]) -> bytes:
    """The line of a record."""
    return _write_line([_write_cell(column, column.read(record)) for column in columns])


def _write_line(cells: list[str]) -> bytes:
    return (",".join(cells) + "\r\n").encode()


def _write_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return quote_text(value)
    if column.is_list:
        return quote_text(_SEPARATOR.join(map(_escape, value)))
    return quote_text(orjson.dumps(value).decode())


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(_SEPARATOR, "\\" + _SEPARATOR)


def quote_text(text: str) -> str:
    """A text as a cell: an apostrophe before what could be a formula, quotes where the grammar needs them."""
    if _FORMULA.match(text):
        text = "'" + text
    if text == "" or _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
