"""Schemas of the reconciliation service; the protocol itself is W3C's (Reconciliation Service API 0.2)."""

from api.contract.words import Schema, explain, record, several, text, whole

_PROTOCOL = "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"

_NAMED = {"id": text("Id.", "識別子。"), "name": text("Name.", "名称。")}


def _suggested() -> Schema:
    one = record("A suggestion.", "候補。", dict(_NAMED))
    one["properties"] |= {
        "description": text("What tells namesakes apart.", "同名のものを区別する説明。"),
        "notable": several(record("A type.", "種類。", dict(_NAMED)), "Its types.", "種類。"),
    }
    return one


SCHEMAS: dict[str, Schema] = {
    "Reconciliation": {
        "type": "object",
        "description": explain(
            f"The manifest, the candidates by query, or the extended rows, as the protocol describes them: {_PROTOCOL}",
            f"プロトコル（{_PROTOCOL}）が定める manifest、問い合わせごとの候補、または追加した値。",
        ),
        "additionalProperties": True,
    },
    "ReconciliationForm": {
        "type": "object",
        "description": explain("A form with one of its fields.", "いずれか一つの項目をもつフォーム。"),
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            "queries": text("Queries as JSON, by key, up to 500.", "問い合わせ（JSON、キーごと、500件まで）。"),
            "extend": text("Ids and properties as JSON.", "識別子と項目（JSON）。"),
        },
    },
    "Suggestions": record(
        "What may be meant.",
        "候補。",
        {"result": several(_suggested(), "The suggestions, best first.", "候補（よく一致する順）。")},
    ),
    "Flyout": record(
        "A piece of HTML about a suggestion.",
        "候補の説明（HTML）。",
        {"id": text("Its id.", "識別子。"), "html": text("The piece of HTML.", "HTMLの本文。")},
    ),
    "ProposedProperties": record(
        "Properties with which rows can be extended.",
        "追加できる項目。",
        {
            "type": text("Of which type.", "種類。"),
            "limit": whole("How many were asked for.", "最大の件数。"),
            "properties": several(record("A property.", "項目。", dict(_NAMED)), "The properties.", "項目。"),
        },
    ),
    "Page": {"type": "string", "description": explain("A page for people.", "人が読むページ。")},
}
