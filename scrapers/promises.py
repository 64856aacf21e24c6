"""What a source promises, and which promises a run broke. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Promises:
    """Bounds that a believable run keeps.

    `min_records`, `max_records`: rows; a broken minimum stops publication, a broken maximum warns.
    `min_fill`: share (0 to 1) of rows in which a field must not be empty.
    `max_rejected`: rows that may be unreadable before nothing is published.
    `max_withdrawn_share`: share of the rows known until now that one run may withdraw.
    `min_size_share`: share of the rows known until now that a run must bring: a table that halved is not believed.
    `max_age_days`: after so many days without a good run the source is stale.
    """

    min_records: int = 1
    max_records: int = 1_000_000
    min_fill: Mapping[str, float] = field(default_factory=dict)
    max_rejected: int = 0
    max_withdrawn_share: float = 0.2
    min_size_share: float = 0.55
    max_age_days: int = 45


@dataclass(frozen=True, slots=True)
class Counted:
    """What a run counted: rows, unreadable rows, and per field the rows in which it is filled."""

    records: int
    rejected: int
    filled: Mapping[str, int]


def check_promises(promises: Promises, counted: Counted) -> list[str]:
    """Every broken promise as one sentence; an empty list for a run that can be believed."""
    breaches = []
    if counted.records < promises.min_records:
        breaches.append(f"only {counted.records} records where at least {promises.min_records} are promised")
    if counted.rejected > promises.max_rejected:
        breaches.append(f"{counted.rejected} rows could not be read; at most {promises.max_rejected} may be")
    for name, share in promises.min_fill.items():
        filled = counted.filled.get(name, 0)
        if counted.records and filled < share * counted.records:
            breaches.append(f"{name} is filled in {filled} of {counted.records} rows; {share:.0%} is promised")
    return breaches


def check_warnings(promises: Promises, counted: Counted) -> list[str]:
    """What is odd but does not stop publication, one sentence each."""
    if counted.records > promises.max_records:
        return [f"{counted.records} records where at most {promises.max_records} were expected"]
    return []


_FEW = 3
"""So many rows may always go: shares say nothing of tiny tables."""


def check_continuity(promises: Promises, known: int, records: int, withdrawn: int) -> list[str]:
    """Breaches when one run would withdraw more than the source may lose at once, or is far smaller than the last."""
    breaches = []
    allowed = max(_FEW, int(promises.max_withdrawn_share * known))
    if withdrawn > allowed:
        breaches.append(f"{withdrawn} of {known} known records are gone; at most {allowed} may go in one run")
    if records + _FEW < promises.min_size_share * known:
        breaches.append(f"only {records} records where the last good run had {known}")
    return breaches
