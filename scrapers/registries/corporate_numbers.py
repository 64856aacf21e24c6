"""The corporate number (法人番号) in a cell, believed only with its check digit."""

from collections.abc import Iterable

from japanese.numbers import UnreadableNumber, parse_corporate_number
from scrapers.registries.rows import RegisterRow


def read_corporate_number(row: RegisterRow) -> str | None:
    """The number of a row; None for a blank, and for one whose check digit is wrong: it would join strangers."""
    value = row.values.get("corporate_number")
    try:
        return None if value is None else parse_corporate_number(value)
    except UnreadableNumber:
        return None


def list_false_corporate_numbers(rows: Iterable[RegisterRow]) -> list[str]:
    """A sentence where cells hold something that is no corporate number."""
    false = [row for row in rows if row.text("corporate_number") and read_corporate_number(row) is None]
    return [f"{len(false)} corporate numbers are not used: their check digit is wrong"] if false else []
