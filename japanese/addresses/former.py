"""Municipalities that are gone, and what they are part of today: an address keeps its old name for years.

Facts from the notices on changes of municipalities (廃置分合, 市制施行, 名称変更) in the official gazette.
"""

from typing import NamedTuple

# date, prefecture, today's municipality < the former ones; where a name leads to several, its towns decide.
_CHANGES = """
2024-01-01 静岡県 浜松市中央区 < 浜松市中区 浜松市東区 浜松市西区 浜松市南区 浜松市北区
2024-01-01 静岡県 浜松市浜名区 < 浜松市北区 浜松市浜北区
"""

# Where one former municipality was divided: the part named here, and the rest to the municipality named last.
_DIVIDED = {
    ("静岡県", "浜松市北区"): (
        ("浜松市中央区", "初生町 三方原町 東三方町 豊岡町 三幸町 大原町 根洗町"),
        ("浜松市浜名区", ""),
    )
}


class Change(NamedTuple):
    """A former municipality, the date from which it is gone, and those that its area belongs to today."""

    prefecture: str
    former: str
    date: str
    today: tuple[str, ...]

    @property
    def own_name(self) -> str:
        """The former name without its county (郡)."""
        county, mark, own = self.former.partition("郡")
        return own if mark and len(county) > 1 and len(own) > 1 else self.former


def _read_changes() -> dict[tuple[str, str], Change]:
    changes: dict[tuple[str, str], Change] = {}
    for line in _CHANGES.strip().splitlines():
        date, prefecture, today, _, *former = line.split()
        for name in former:
            known = changes.get((prefecture, name))
            successors = (today,) if known is None else (*known.today, today)
            changes[prefecture, name] = Change(prefecture, name, date, successors)
    return changes


# (prefecture, former name as written with its county) -> the change.
CHANGES: dict[tuple[str, str], Change] = _read_changes()


def find_successor(prefecture: str, former: str, town: str) -> str | None:
    """Today's municipality of a town of a former one, where that is known for certain."""
    for today, towns in _DIVIDED.get((prefecture, former), ()):
        if not towns or town in towns.split():
            return today
    change = CHANGES.get((prefecture, former))
    return change.today[0] if change is not None and len(change.today) == 1 else None
