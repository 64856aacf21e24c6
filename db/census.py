"""Every source against its promises and its age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

_LAST = """
SELECT DISTINCT ON (source) source, verdict, problems, observed_at,
       (SELECT max(observed_at) FROM register.run g WHERE g.source = r.source AND g.verdict = 'good') AS good_at
FROM register.run r WHERE verdict <> 'not_reached' ORDER BY source, id DESC
"""


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
    """One line for each source of `cards` (name -> its card, with `max_age_days`)."""
    found = {row["source"]: dict(row) for row in connection.execute(text(_LAST)).mappings()}
    now = datetime.now(UTC)
    return [_judge(name, card, found.get(name), now) for name, card in cards.items()]


def _judge(name: str, card: Mapping[str, Any], row: Mapping[str, Any] | None, now: datetime) -> CensusLine:
    if row is None:
        return CensusLine(name, "never", "it has not been crawled yet")
    if row["verdict"] == "broken":
        return CensusLine(name, "broken", "; ".join(row["problems"]))
    limit = timedelta(days=card["max_age_days"])
    age = now - row["good_at"]
    if age > limit:
        return CensusLine(name, "stale", f"last good run on {row['good_at'].date()}, {age.days} days ago")
    return CensusLine(name, "good", f"last good run on {row['good_at'].date()}, every promise kept")
