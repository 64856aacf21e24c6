"""Fictional statements in the shape that the pipelines store, for tests of what comes after them."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from db.identifiers import make_statement_id
from db.incoming import write_statement
from db.store import RunReport

NOWHERE: dict[str, Any] = {
    "prefecture_code": "38",
    "municipality": "今治市",
    "municipality_code": "38202",
    "town": None,
    "point": [133.0, 34.07],
    "precision": "municipality",
}


def make_organization(name: str, *, sole: bool = False, address: str = "愛媛県今治市架空町1") -> dict[str, Any]:
    """How a row names its party; a sole proprietor has no name and no address."""
    if sole:
        return {"name": None, "grade": "sole_proprietor", "legal_form": None, "address": None, "telephone": None}
    form = "kabushiki_kaisha"
    return {"name": name, "grade": "legal_person", "legal_form": form, "address": address, "telephone": None}


def make_statement(
    kind: str,
    key: tuple[str, ...],
    name: str,
    facts: dict[str, Any],
    *,
    source: str = "isa_dispositions",
    sole: bool = False,
    place: dict[str, Any] | None = None,
    identity: dict[str, Any] | None = None,
    url: str = "https://www.moj.go.jp/isa/content/000000001.xlsx",
) -> dict[str, Any]:
    """One statement as the Store pipeline spools it."""
    place = NOWHERE if place is None else place
    where = f"{place['prefecture_code']}{place['municipality']}"
    statement_id = make_statement_id(source, kind, key)
    return {
        "id": statement_id,
        "kind": kind,
        "block": f"p:{statement_id}" if sole else f"o:{name}",
        "document": {
            "url": url,
            "sha256": "0" * 64,
            "media_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "retrieved_at": "2026-04-01T00:00:00+00:00",
        },
        "locator": {"sheet": "実習実施者", "rows": "2-4", "cells": {"organization": "A2", "issued_on": "F2"}},
        "content": {
            "organization": make_organization(name, sole=sole),
            "place": place,
            "identity": {"municipality": where, **(identity or {})},
            "facts": facts,
        },
        "source_digest": "0" * 32,
    }


def make_disposition(
    name: str,
    issued_on: str = "2025-06-27",
    *,
    kind: str = "plan_revocation",
    items: Sequence[int] = (1,),
    plans: Sequence[str] = ("認1704000001", "認1704000002"),
    sole: bool = False,
    reason: str = "認定計画に従って賃金を支払っていなかったことから、技能実習法第16条第1項第1号に規定する認定の取消事由に該当するため。",
    **options: Any,
) -> dict[str, Any]:
    """A disposition of `kind` against `name`."""
    article = {"plan_revocation": 16, "permit_revocation": 37, "improvement_order": 36}[kind]
    role = "implementer" if article == 16 else "supervising_organization"
    citations = [
        {"regime": "titp", "law": "act", "article": article, "paragraph": 1, "item": item,
         "code": f"titp:{article}-1-{item}", "via": []}
        for item in items
    ]  # fmt: skip
    facts = {
        "kind": kind,
        "regime": "titp",
        "role": role,
        "provision": f"titp:{article}-1",
        "issued_on": issued_on,
        "issued_on_text": issued_on,
        "announced_on": None,
        "citations": citations,
        "possible_grounds": [],
        "violations": [{"code": "wages_unpaid", "clause": "認定計画に従って賃金を支払っていなかった"}],
        "reason": reason,
        "authorities": ["isa", "mhlw"] if article == 16 else ["mhlw", "moj"],
        "permit_number": "許1711000001" if kind == "permit_revocation" else None,
        "plan_numbers": list(plans) if article == 16 else [],
        "plan_count": len(plans) if article == 16 else 0,
    }
    return make_statement("disposition", (kind, name, issued_on), name, facts, sole=sole, **options)


def make_report(
    source: str = "isa_dispositions",
    observed_on: date = date(2026, 4, 1),
    *,
    problems: Sequence[str] = (),
    sample: bool = True,
    check_continuity: Callable[[int, int, int], list[str]] = lambda known, records, withdrawn: [],
) -> RunReport:
    """A run as the crawl reports it."""
    return RunReport(
        source=source,
        observed_at=datetime(observed_on.year, observed_on.month, observed_on.day, tzinfo=UTC),
        observed_on=observed_on,
        sample=sample,
        documents=1,
        rejected=0,
        problems=problems,
        warnings=(),
        rejections=(),
        card={"title": "A fictional source"},
        filled={},
        check_continuity=check_continuity,
    )


def to_lines(*statements: dict[str, Any]) -> list[bytes]:
    """Statements as the spool holds them."""
    return [write_statement(statement) for statement in statements]
