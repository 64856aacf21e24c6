"""The form in which rows of corporate numbers come to the database."""

from dataclasses import dataclass

COLUMNS = (
    "number", "process", "updated_on", "changed_on", "assigned_on", "name", "kana", "name_en", "kind",
    "municipality", "city", "street", "closed_on", "close_cause", "successor", "excluded", "key",
)  # fmt: skip
"""The columns of a row for COPY, in order; a row of a chunk that is not plain has two more."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows in COPY's text form (UTF-8), and how many; `plain` if all are the latest and no number comes twice."""

    text: bytes
    rows: int
    plain: bool
