"""One number for one series, year and place, whether a publisher gave it or we counted it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.database import Row
from db.indicators.reviewed import Figure, Series, read_figures, read_series
from db.vocabulary import PREFECTURES, DispositionKind

_PLANS = "plans_revoked"
_PERMITS = "permits_in_force"

Key = tuple[str, int | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Observation:
    """`prefecture` is None for the whole country. `day` is that of the edition that was counted, where it is a past one."""

    series: Series
    year: int | None
    prefecture: str | None
    role: str | None
    value: int
    figure: Figure | None = None
    day: str | None = None

    @property
    def position(self) -> str:
        """Its place in the list, as text that sorts: series in their order, years, the country before its prefectures."""
        at = list(read_series()).index(self.series.name)
        return f"{at:02d} {self.year or 9999} {self.prefecture or '00'} {self.role or ''}"

    @property
    def key(self) -> Key:
        """What it is of."""
        return (self.series.name, self.year, self.prefecture, self.role)


def gather_figures() -> Iterator[Observation]:
    """The reviewed figures of the publishers: each is for the whole country."""
    known = read_series()
    for figure in read_figures():
        series = known[figure.series]
        yield Observation(series, figure.year, None, series.role, figure.value, figure)


def gather_counts(
    dispositions: Iterable[Row], cases: Iterable[Row], permits: Iterable[Row], days: Mapping[int, str]
) -> Iterator[Observation]:
    """Our own counts, from the rows of `db.indicators.counted`."""
    known = read_series()
    for row in _placed(dispositions):
        yield _observe(known[row["kind"]], row, row["role"], row["records"])
        # An order to improve may name plans too, and revokes none.
        if row["kind"] == DispositionKind.PLAN_REVOCATION and row["plans"]:
            yield _observe(known[_PLANS], row, row["role"], row["plans"])
    for row in _placed(cases):
        yield _observe(known["labour_case"], row, known["labour_case"].role, row["records"])
    for row in _placed(permits):
        yield Observation(
            known[_PERMITS], row["year"], row["prefecture"], row["role"], row["records"], day=days[row["year"]]
        )


def index_denominators(found: Sequence[Observation]) -> dict[Key, int]:
    """Every number by what it is of, for others to be set against."""
    return {one.key: one.value for one in found}


def write_item(one: Observation, denominators: Mapping[Key, int], public_url: str, as_of: str | None) -> dict[str, Any]:
    """An observation as the list shows it."""
    series = one.series
    return {
        "series": series.name,
        "basis": series.basis,
        "year": one.year,
        "period": series.period,
        "place": _write_place(one.prefecture),
        "role": one.role,
        "value": one.value,
        "unit": series.unit,
        "denominator": _write_denominator(one, denominators),
        "definition_en": series.definition_en,
        "definition_ja": series.definition_ja,
        "source": _cite_list(one, public_url, as_of) if one.figure is None else _cite_publisher(one.figure),
        "seen_at_publisher": one.figure is None or one.figure.seen_at_publisher,
        "caveat_en": series.caveat_en,
        "caveat_ja": series.caveat_ja,
    }


def _placed(rows: Iterable[Row]) -> Iterator[Row]:
    # A row that is neither of the country nor of a known prefecture is told by the country's alone.
    return (row for row in rows if row["is_country"] or row["prefecture"] is not None)


def _observe(series: Series, row: Row, role: str | None, value: int) -> Observation:
    return Observation(series, row["year"], row["prefecture"], role, value)


def _write_place(prefecture: str | None) -> dict[str, str] | None:
    if prefecture is None:
        return None
    return {"prefecture": PREFECTURES[prefecture][0], "prefecture_code": prefecture}


def _write_denominator(one: Observation, denominators: Mapping[Key, int]) -> dict[str, Any] | None:
    name = one.series.denominator
    found = None if name is None else denominators.get((name, one.year, one.prefecture, one.role))
    return None if found is None else {"series": name, "value": found}


def _cite_publisher(figure: Figure) -> dict[str, Any]:
    return {
        "publisher": figure.publisher,
        "title": figure.title,
        "url": figure.url,
        "read_from": figure.read_from,
        "read_at": figure.read_at,
    }


def _cite_list(one: Observation, public_url: str, as_of: str | None) -> dict[str, Any]:
    path, asked = _list_counted(one)
    day = one.day or as_of
    terms = {**asked, **({} if one.prefecture is None else {"prefecture": one.prefecture})}
    terms |= {} if day is None else {"as_of": day}
    query = "&".join(f"{name}={value}" for name, value in terms.items())
    # What has no date cannot be asked for by year.
    url = None if one.year is None else f"{public_url}/v1/{path}?{query}"
    return {"publisher": "OpenKanri", "title": "Our own count", "url": url, "read_from": "own_count", "read_at": path}


def _list_counted(one: Observation) -> tuple[str, dict[str, str]]:
    if one.series.name == _PERMITS:
        return "permits", {"permit_status": "in_force,suspended", "role": str(one.role)}
    year = {"issued_from": f"{one.year}-01-01", "issued_to": f"{one.year}-12-31"}
    if one.series.name == "labour_case":
        return "labour-cases", year
    kind = "plan_revocation" if one.series.name == _PLANS else one.series.name
    return "dispositions", {"kind": kind, "role": str(one.role), **year}
