"""The tables of fields, from the same schemas as the contract."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from api.contract.schemas import SCHEMAS
from docs.tables import write_table

_REFERENCE = "#/components/schemas/"
_LIST = "OrganizationList"
_FEATURES = "OrganizationFeatures"
_TITLES = {_LIST: "Lists", _FEATURES: "GeoJSON"}
_MANY_WORDS = 12
"""A list of words longer than this is explained elsewhere and not repeated in a table."""


class Field(NamedTuple):
    """One row of a table: the path inside the record, its type, and both explanations."""

    path: str
    kind: str
    en: str
    ja: str


def write_fields() -> str:
    """A section for each record: what lists show, what the single record adds, and the parts they share."""
    return "\n\n".join(_write_section(name) for name in list_sections())


def list_sections() -> list[str]:
    """The schemas that have a section: a record stands for its short form, and the first list for those like it.

    Formats of plain text (CSV, NDJSON) have no members and so no table.
    """
    told = [name for name in SCHEMAS if f"{name}Record" not in SCHEMAS and "properties" in SCHEMAS[name]]
    return [name for name in told if not _repeats(name, _LIST, "List") and not _repeats(name, _FEATURES, "Features")]


def _repeats(name: str, first: str, ending: str) -> bool:
    alike = SCHEMAS[name]["properties"].keys() <= SCHEMAS[first]["properties"].keys()
    return name.endswith(ending) and name != first and alike


def _write_section(name: str) -> str:
    schema = SCHEMAS[name]
    en, _, ja = schema["description"].partition("\n\n")
    short = SCHEMAS.get(name.removesuffix("Record"), schema)["properties"]
    rows = [
        (f"`{field.path}`", field.kind, _mark(field.path, short) + field.en, field.ja) for field in list_fields(schema)
    ]
    title = _TITLES.get(name, name.removesuffix("Record"))
    return f"### {title}\n\n{en} {ja}\n\n" + write_table(("field 項目", "type 型", "explanation", "説明"), rows)


def _mark(path: str, short: Mapping[str, Any]) -> str:
    """What the lists leave out is said so."""
    return "" if path.partition(".")[0].removesuffix("[]") in short else "*(single record only)* "


def list_fields(schema: Mapping[str, Any], above: str = "") -> Iterator[Field]:
    """Every property of a schema, those of unnamed objects inside it with their path (`permits[].number`)."""
    for name, member in schema.get("properties", {}).items():
        inner = member.get("items", member)
        path = f"{above}{name}" + ("[]" if inner is not member else "")
        en, _, ja = _describe(member).partition("\n\n")
        yield Field(path, _write_kind(member), en + _list_words(inner), ja)
        yield from list_fields(inner, f"{path}.")


def _describe(member: Mapping[str, Any]) -> str:
    described = member if "description" in member else SCHEMAS[_read_reference(member)]
    return str(described["description"])


def _write_kind(member: Mapping[str, Any]) -> str:
    if "items" in member:
        return f"list of {_write_kind(member['items'])}"
    if "$ref" in member:
        name = _read_reference(member)
        # What has no members of its own has no section to lead to.
        return f"[{name}](#{name.lower()})" if "properties" in SCHEMAS[name] else _write_kind(SCHEMAS[name])
    if "type" not in member:
        return "any"
    kinds = member["type"] if isinstance(member["type"], list) else [member["type"]]
    told = [member.get("format", kind) if kind == "string" else kind for kind in kinds]
    return " or ".join(told)


def _list_words(member: Mapping[str, Any]) -> str:
    known = [word for word in member.get("enum", []) if word is not None]
    return " One of " + ", ".join(f"`{word}`" for word in known) + "." if 0 < len(known) <= _MANY_WORDS else ""


def _read_reference(member: Mapping[str, Any]) -> str:
    return str(member["$ref"]).removeprefix(_REFERENCE)
