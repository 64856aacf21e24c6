"""All schemas by name."""

from api.contract import (
    counts,
    forms,
    oversight,
    parts,
    places,
    reconciliation,
    records,
    resolver,
    vocabularies,
)
from api.contract.words import Schema, record, refer, several, text, whole, word

_RECORDS = {
    "Organization": (records.ORGANIZATION, "An organization.", "団体。"),
    "OrganizationRecord": (records.ORGANIZATION_RECORD, "An organization in full.", "団体（全項目）。"),
    "Disposition": (records.DISPOSITION, "A disposition (行政処分).", "行政処分。"),
    "DispositionRecord": (records.DISPOSITION_RECORD, "A disposition in full.", "行政処分（全項目）。"),
    "Permit": (records.PERMIT, "A permit or registration.", "許可または登録。"),
    "PermitRecord": (records.PERMIT_RECORD, "A permit or registration in full.", "許可または登録（全項目）。"),
    "LabourCase": (
        records.LABOUR_CASE,
        "A published labour-law case: not a disposition under the Act.",
        "労働基準関係法令違反に係る公表事案。技能実習法の行政処分ではありません。",
    ),
    "LabourCaseRecord": (records.LABOUR_CASE_RECORD, "A labour-law case in full.", "公表事案（全項目）。"),
}

_TOTAL = whole(
    "How many records meet the filters, exactly; null with count=none.",
    "条件に合う件数（正確な数）。count=none では null。",
    empty=True,
)
_NEXT = text("Address of the next page; null on the last.", "次のページのアドレス。最後のページでは null。",
             empty=True, format="uri")  # fmt: skip


def _write_listed(name: str) -> Schema:
    members, en, ja = _RECORDS[name]
    return forms.listed(members, _RECORDS[f"{name}Record"][0], _included(name), en, ja)


def _write_whole(name: str) -> Schema:
    members, en, ja = _RECORDS[name]
    return forms.whole(members, _included(name.removesuffix("Record")), en, ja)


def _included(name: str) -> records.Members:
    return records.ORGANIZATION_INCLUDED if name in ("Disposition", "Permit") else {}


_LISTED = [name for name in _RECORDS if not name.endswith("Record")]


def list_of(name: str) -> Schema:
    """A page of records of that name."""
    return record(
        "A page of records.",
        "記録の一覧（1ページ）。",
        {
            "items": several(refer(name), "The records of this page.", "このページの記録。"),
            "total": _TOTAL,
            "next": _NEXT,
            "facets": counts.FACETS,
            "labels": refer("Labels"),
            "edition": refer("Edition"),
            "searched": parts.SEARCHED,
            "help": parts.HELP,
        },
    )


def _write_source() -> Schema:
    source = record("A source.", "出典。", records.SOURCE)
    source["properties"] = source["properties"] | records.SOURCE_CARD
    return source


SCHEMAS: dict[str, Schema] = {
    **{name: _write_whole(name) for name in _RECORDS if name.endswith("Record")},
    **{name: _write_listed(name) for name in _LISTED},
    **{f"{name}List": list_of(name) for name in _LISTED},
    **{f"{name}Features": forms.features_of(name, _write_listed(name)) for name in _LISTED},
    "Statistics": counts.STATISTICS,
    "MunicipalityTotals": counts.MUNICIPALITIES,
    "Table": forms.TABLE,
    "Lines": forms.LINES,
    "Feed": forms.FEED,
    "Source": _write_source(),
    "SourceList": record(
        "Every source.",
        "すべての出典。",
        {
            "items": several(refer("Source"), "The sources.", "出典。"),
            "total": _TOTAL,
            "next": _NEXT,
            "edition": refer("Edition"),
        },
    ),
    **oversight.SCHEMAS,
    **vocabularies.SCHEMAS,
    **resolver.SCHEMAS,
    **places.SCHEMAS,
    **reconciliation.SCHEMAS,
    "Place": parts.PLACE,
    "Evidence": parts.EVIDENCE,
    "Citation": parts.CITATION,
    "Party": parts.PARTY,
    "Edition": parts.EDITION,
    "Problem": parts.PROBLEM,
    "Health": record(
        "The process lives.",
        "プロセスが動いています。",
        {"status": word(("ok",), "Always ok.", "常に ok。")},
    ),
    "Readiness": record(
        "The database answers.",
        "データベースが応答しています。",
        {
            "status": word(("ready",), "Always ready.", "常に ready。"),
            "revision": text("Revision of the schema.", "スキーマの版。"),
            "edition": refer("Edition"),
        },
    ),
}
