"""Every source against its promises and its age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from db.references import list_references
from db.store import TOKYO

_LAST = """
SELECT DISTINCT ON (source) source, verdict, problems, observed_at,
       (SELECT max(observed_at) FROM register.run g WHERE g.source = r.source AND g.verdict = 'good') AS good_at
FROM register.run r WHERE verdict <> 'not_reached' ORDER BY source, id DESC
"""


_TOLD = 5
"""So many problems of a source stand on its line; a file can have thousands."""


@dataclass(frozen=True, slots=True)
class CensusLine:
    """One source: `good`, `broken`, `stale`, or `never` crawled, and why in one line."""

    source: str
    state: str
    reason: str

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to look."""
        return self.state in ("broken", "stale")


def take_census(connection: Connection, cards: Mapping[str, Mapping[str, Any]]) -> list[CensusLine]:
    """One line for each source of `cards` (name -> its card, with `max_age_days`), and for the reference data loaded."""
    found = {row["source"]: dict(row) for row in connection.execute(text(_LAST)).mappings()}
    now = datetime.now(UTC)
    crawled = [_judge(name, card, found.get(name), now) for name, card in cards.items()]
    loaded = [
        _judge_age(name, status, loaded_at, now, f"{status['last_run']['counts']['records']:,} rows")
        for name, status, loaded_at in list_references(connection)
    ]
    return crawled + loaded


def _judge(name: str, card: Mapping[str, Any], row: Mapping[str, Any] | None, now: datetime) -> CensusLine:
    if row is None:
        return CensusLine(name, "never", "it has not been crawled yet")
    if row["verdict"] == "broken":
        return CensusLine(name, "broken", _tell_first(row["problems"]))
    return _judge_age(name, card, row["good_at"], now, "every promise kept")


def _judge_age(name: str, card: Mapping[str, Any], good_at: datetime, now: datetime, praise: str) -> CensusLine:
    limit = timedelta(days=card["max_age_days"])
    age, day = now - good_at, good_at.astimezone(TOKYO).date()
    if age > limit:
        return CensusLine(name, "stale", f"last good run on {day}, {age.days} days ago")
    return CensusLine(name, "good", f"last good run on {day}, {praise}")


def _tell_first(problems: Sequence[str]) -> str:
    more = [f"and {len(problems) - _TOLD} more"] if len(problems) > _TOLD else []
    return "; ".join([*problems[:_TOLD], *more])


_LAST_GOOD = """
SELECT DISTINCT ON (source) source, counts FROM register.run WHERE verdict = 'good' ORDER BY source, id DESC
"""


def suggest_promises(connection: Connection) -> dict[str, str]:
    """For each source with a good run, promises that its last good run keeps with room to breathe, as code for its card."""
    rows = connection.execute(text(_LAST_GOOD)).mappings()
    return {row["source"]: _write_promises(row["counts"]) for row in rows}


def _write_promises(counts: Mapping[str, Any]) -> str:
    records, filled = counts["records"], counts.get("filled", {})
    # A tenth fewer rows or a fiftieth fewer filled cells is still an ordinary month.
    fill = {name: int(count / records * 98) / 100 for name, count in sorted(filled.items()) if records}
    kept = {name: share if share < 0.98 else 1.0 for name, share in fill.items() if share >= 0.5}
    return f"Promises(min_records={int(records * 0.9)}, max_records={int(records * 1.5) + 10}, min_fill={kept})"
