"""What a correct crawl of the two snapshots must find, counted from the facts, and ten facts to look up."""

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from sample.facts import HERE, SNAPSHOTS, Row, expand_numbers, facts_at, squeeze
from sample.releases import RELEASES, announced, grounds

STATUTORY_BAR_YEARS = 5
KINDS = {
    "permit_revocation": "permit_revocation",
    "improvement_supervising": "improvement_order",
    "improvement_implementer": "improvement_order",
}


def expected_counts() -> dict[str, Any]:
    """The whole expectation: per snapshot, between the snapshots, and the facts to look up."""
    return {
        "snapshots": {date: _snapshot(key) for key, date in SNAPSHOTS.items()},
        "between": {
            "dispositions": _between("dispositions", _disposition_key),
            "registry": _between("registry", lambda row: (row["class"], row["org"])),
            "labour_cases": _between("labour_cases", lambda row: row["case"]),
            "support_organizations": _between("support_organizations", lambda row: row["number"]),
            "releases": {"new": 0, "changed": 0, "withdrawn": 0},
        },
        "joined": _joined(),
        "registry_events": REGISTRY_EVENTS,
        "spot_facts": json.loads((HERE / "facts" / "spot_facts.json").read_text(encoding="utf-8")),
    }


def _disposition_key(row: Row) -> tuple[str, ...]:
    return row["workbook"], row["org"], row["date"]


def is_sole_proprietor(row: Row) -> bool:
    """Whether a workbook's party is a person: its name is its representative's."""
    return squeeze(row["name"]) == squeeze(row["representative"])


def _snapshot(key: str) -> dict[str, Any]:
    return {
        "isa_dispositions": _dispositions(key),
        "mhlw_releases": _releases(key),
        "dispositions_known": _known(key),
        "otit_registry": _registry(key),
        "labour_cases": _labour(key),
        "support_organizations": _support(key),
        "organizations": _organizations(key),
    }


def _joined() -> dict[str, int]:
    """The second snapshot's dispositions with both sources as one: what a release had told is not new."""
    rows = _between("dispositions", _disposition_key)
    known_before = _releases("1")["ahead_of_the_workbooks"]
    return {"new": rows["new"] - known_before, "confirmed": known_before, "withdrawn": rows["withdrawn"]}


def _organizations(key: str) -> dict[str, int]:
    """Distinct organizations in workbooks, releases and both registers together, labour cases left aside."""
    now = _named_at(key)
    seen = now | (_named_at("1") if key == "2" else set())
    return {"named": len(now), "ever_named": len(seen)}


def _named_at(key: str) -> set[str]:
    tables = ("dispositions", "registry", "support_organizations")
    announced_now = (row for name in RELEASES for rows in announced(name).values() for row in rows)
    return {row["org"] for table in tables for row in facts_at(table, key)} | {
        row["org"] for row in announced_now
    }


def _tally(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _dispositions(key: str) -> dict[str, Any]:
    rows = facts_at("dispositions", key)
    numbers = {row["workbook"]: 0 for row in rows if row["workbook"].startswith("fy")}
    for row in rows:
        if row["workbook"] in numbers:
            numbers[row["workbook"]] += len(expand_numbers(row["numbers"]))
    return {
        "documents": len({row["workbook"] for row in rows}),
        "parties": len(rows),
        "parties_by_workbook": _tally(row["workbook"] for row in rows),
        "plan_numbers_by_workbook": numbers,
        "plan_numbers_of_improvement_orders": sum(
            len(expand_numbers(row["numbers"]))
            for row in rows
            if row["workbook"] == "improvement_implementer"
        ),
        "permit_numbers": sum(row["workbook"] == "permit_revocation" for row in rows),
        "legal_persons": sum(not is_sole_proprietor(row) for row in rows),
        "sole_proprietors": sum(map(is_sole_proprietor, rows)),
        "organizations": len({row["org"] for row in rows}),
        "grounds": _tally(code for row in rows for code in grounds(row)),
        "prefectures": len({row["municipality"][:2] for row in rows}),
        "municipalities": len({row["municipality"] for row in rows}),
    }


def _releases(key: str) -> dict[str, Any]:
    standing = {_disposition_key(row) for row in facts_at("dispositions", key)}
    parties = {release: [row for rows in announced(release).values() for row in rows] for release in RELEASES}
    ahead = sum(_disposition_key(row) not in standing for rows in parties.values() for row in rows)
    return {
        "documents": len(RELEASES),
        "parties_by_release": {RELEASES[name].page: len(rows) for name, rows in parties.items()},
        "parties": sum(map(len, parties.values())),
        "sole_proprietors": sum(is_sole_proprietor(row) for rows in parties.values() for row in rows),
        "ahead_of_the_workbooks": ahead,
    }


def _known(key: str) -> dict[str, int]:
    """Dispositions with both sources joined; one that a release told first counts once, before and after."""
    rows = facts_at("dispositions", key)
    standing = {_disposition_key(row) for row in rows}
    ahead = [
        row
        for name in RELEASES
        for of in announced(name).values()
        for row in of
        if _disposition_key(row) not in standing
    ]
    everything = [*rows, *ahead]
    kinds = _tally(KINDS.get(row["workbook"], "plan_revocation") for row in everything)
    barred = [row for row in everything if is_sole_proprietor(row) and _is_past_the_bar(row, key)]
    return {
        "dispositions": len(everything),
        **kinds,
        "sole_proprietors": sum(map(is_sole_proprietor, everything)),
        "sole_proprietors_hidden_after_five_years": len(barred),
        "organizations": len({row["org"] for row in everything}),
    }


def _is_past_the_bar(row: Row, key: str) -> bool:
    date = datetime.date.fromisoformat(row["date"])
    ends = date.replace(year=date.year + STATUTORY_BAR_YEARS)
    return ends < datetime.date.fromisoformat(SNAPSHOTS[key])


def _registry(key: str) -> dict[str, Any]:
    rows = facts_at("registry", key)
    disposed = {row["org"] for row in facts_at("dispositions", key)}
    return {
        "documents": 2,
        "permits": len(rows),
        "permits_by_class": _tally(row["class"] for row in rows),
        "suspended": sum("事業休止中" in row["name"] for row in rows),
        "with_care": sum(row["care"] != "" for row in rows),
        "without_postal_code": sum(row["postal_code"] == "" for row in rows),
        "organizations_with_dispositions": len({row["org"] for row in rows} & disposed),
    }


def _labour(key: str) -> dict[str, Any]:
    rows = facts_at("labour_cases", key)
    return {
        "documents": 1,
        "cases": len(rows),
        "bureaus": len({row["bureau"] for row in rows}),
        "legal_persons": sum(row["grade"] == "legal_person" for row in rows),
        "sole_proprietors": sum(row["grade"] == "sole_proprietor" for row in rows),
        "without_date": sum(row["published_on"] == "" for row in rows),
        "not_prosecuted": sum("不起訴" in row["outcome"] for row in rows),
        "convicted": sum("有罪" in row["outcome"] for row in rows),
        "guided_by_bureau": sum("指導" in row["outcome"] for row in rows),
        "same_name_and_municipality_as_a_party_ever_disposed": sum(
            row["same_organization"] == "certain" for row in rows
        ),
    }


def _support(key: str) -> dict[str, Any]:
    rows = facts_at("support_organizations", key)
    offices = [len(row["offices"].split(";")) for row in rows]
    return {
        "documents": 2,
        "organizations": len(rows),
        "offices": sum(offices),
        "continuation_rows": sum(offices) - len(rows),
        "legal_persons": sum(not is_sole_proprietor(row) for row in rows),
        "sole_proprietors": sum(map(is_sole_proprietor, rows)),
    }


def _between(table: str, identify: Callable[[Row], Any]) -> dict[str, int]:
    """Records that are new, changed and gone in the second snapshot, told apart as `identify` does."""
    before, after = ({identify(row): _content(row) for row in facts_at(table, key)} for key in SNAPSHOTS)
    return {
        "new": len(after.keys() - before.keys()),
        "changed": sum(before[key] != after[key] for key in before.keys() & after.keys()),
        "withdrawn": len(before.keys() - after.keys()),
    }


def _content(row: Row) -> dict[str, str]:
    return {name: value for name, value in row.items() if name != "snapshots"}


REGISTRY_EVENTS = {
    "renewed": 2,
    "suspended": 1,
    "moved": 1,
    "listed": 2,
    "no_longer_listed": {"revoked": 2, "expired": 1, "unknown": 1},
}
