"""Writing JSON Schema: every field has its type and an explanation in English and Japanese."""

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]


def explain(en: str, ja: str) -> str:
    """A description in both languages."""
    return f"{en}\n\n{ja}"


def text(en: str, ja: str, *, empty: bool = False, **more: Any) -> Schema:
    """A string; `empty` where the source may be silent, which is told as null."""
    return {"type": _maybe("string", empty), "description": explain(en, ja), **more}


def day(en: str, ja: str, *, empty: bool = False) -> Schema:
    """A legal date, in Japan."""
    return text(en, ja, empty=empty, format="date")


def moment(en: str, ja: str, *, empty: bool = False) -> Schema:
    """A moment in UTC."""
    return text(en, ja, empty=empty, format="date-time")


def word(words: Iterable[Any], en: str, ja: str, *, empty: bool = False) -> Schema:
    """One word of a closed list."""
    known: list[str | None] = [str(one) for one in words]
    return text(en, ja, empty=empty, enum=[*known, None] if empty else known)


def whole(en: str, ja: str, *, empty: bool = False) -> Schema:
    """A whole number, never negative."""
    return {"type": _maybe("integer", empty), "minimum": 0, "description": explain(en, ja)}


def truth(en: str, ja: str, *, empty: bool = False) -> Schema:
    """Yes or no."""
    return {"type": _maybe("boolean", empty), "description": explain(en, ja)}


def several(items: Schema, en: str, ja: str) -> Schema:
    """A list, never null."""
    return {"type": "array", "items": items, "description": explain(en, ja)}


def words(known: Iterable[Any], en: str, ja: str) -> Schema:
    """A list of words of a closed list."""
    return several({"type": "string", "enum": [str(one) for one in known]}, en, ja)


def texts(en: str, ja: str) -> Schema:
    """A list of strings."""
    return several({"type": "string"}, en, ja)


def record(en: str, ja: str, members: dict[str, Schema], *, empty: bool = False) -> Schema:
    """An object; every member is always present."""
    return {
        "type": _maybe("object", empty),
        "description": explain(en, ja),
        "required": list(members),
        "properties": members,
    }


def refer(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(kind: str, empty: bool) -> str | list[str]:
    return [kind, "null"] if empty else kind
