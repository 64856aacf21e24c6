"""What the Reconciliation Service API 0.2 asks of answers, in our own words: shapes as JSON Schema.

Compared member by member with the schemas of the specification (its folder 0.2/schemas), and nowhere looser.
Those themselves are asked too, where they lie among the recorded files.
"""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
_NAMED: Schema = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}
_WITH_ID: Schema = {"type": "string", "pattern": r"\{\{id\}\}"}


def _only(**members: Schema) -> Schema:
    return {"type": "object", "required": list(members), "properties": members, "additionalProperties": False}


_SERVICE: Schema = {
    "type": "object",
    "properties": {
        "service_url": TEXT, "service_path": TEXT, "flyout_service_url": TEXT,
        "flyout_service_path": {"type": "string", "pattern": r"\$\{id\}"},
    },
}  # fmt: skip

MANIFEST: Schema = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": {"type": "string", "format": "uri"},
        "schemaSpace": {"type": "string", "format": "uri"},
        "defaultTypes": {"type": "array", "uniqueItems": True, "items": _NAMED},
        "view": {"type": "object", "required": ["url"], "properties": {"url": _WITH_ID}},
        "preview": {
            "type": "object",
            "required": ["url", "width", "height"],
            "properties": {"url": _WITH_ID, "width": {"type": "integer"}, "height": {"type": "integer"}},
        },
        "suggest": {"type": "object", "properties": dict.fromkeys(("entity", "property", "type"), _SERVICE)},
        "extend": {"type": "object", "properties": {"propose_properties": _SERVICE}},
    },
}

RESULTS: Schema = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {
            "result": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "score"],
                    "properties": {
                        "id": TEXT, "name": TEXT, "description": {"type": "string"}, "score": {"type": "number"},
                        "match": {"type": "boolean"},
                        "type": {"type": "array", "items": _NAMED},
                        "features": {
                            "type": "array",
                            "items": {"type": "object", "properties": {"id": TEXT, "value": {"type": ["boolean", "number"]}}},
                        },
                    },
                },
            }
        },
    },
}  # fmt: skip

_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"
EXTENDED: Schema = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": _NAMED},
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {
                        "oneOf": [
                            {"type": "object", "maxProperties": 0},
                            _only(str={"type": "string"}),
                            _only(int={"type": "integer"}),
                            _only(float={"type": "number"}),
                            _only(date={"type": "string", "pattern": _MOMENT}),
                        ]
                    },
                },
            },
        },
    },
}

SUGGESTED: Schema = {
    "type": "object",
    "required": ["result"],
    "properties": {"result": {"type": "array", "items": _NAMED}},
}
FLYOUT: Schema = _only(id=TEXT, html=TEXT)
PROPOSED: Schema = {"type": "object", "required": ["properties"], "properties": {"properties": {"type": "array", "items": _NAMED}}}
