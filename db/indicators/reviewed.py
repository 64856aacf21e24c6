"""The reviewed files: what each series means, and the figures that publishers gave, each with its source."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from db.vocabulary import Role

HERE = Path(__file__).resolve().parent

READ_FROM: Mapping[str, str] = {"V": "publisher", "M": "quotation", "P": "third_party", "I": "inferred"}
"""By a figure's mark where we read it: at its publisher, in a full quotation, described by others, or worked out."""

UNITS = ("workplaces", "cases", "plans", "notifications", "permits", "dispositions")
PERIODS = ("year", "fiscal_year", "year_end")
_BASES = ("published", "counted")


class UnreviewedFigure(ValueError):
    """A line of a reviewed file that may not be used; the message names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a series counts. `denominator` is the series to set it against, None where no rate makes sense."""

    name: str
    basis: str
    role: str | None
    unit: str
    period: str
    denominator: str | None
    definition_en: str
    definition_ja: str
    caveat_en: str
    caveat_ja: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a publisher. `url` is the publisher's page where it is known, `read_at` where we read it."""

    series: str
    year: int
    value: int
    read_from: str
    seen_at_publisher: bool
    publisher: str
    title: str
    url: str | None
    read_at: str


@lru_cache(maxsize=1)
def read_series() -> Mapping[str, Series]:
    """All series by name, in the order in which they are told."""
    return {one.name: one for one in map(_make_series, _read_lines(HERE / "series.csv"))}


@lru_cache(maxsize=1)
def read_figures() -> tuple[Figure, ...]:
    """The reviewed figures; raises UnreviewedFigure."""
    return check_figures(_read_lines(HERE / "figures.csv"), read_series())


def check_figures(lines: Iterable[Mapping[str, str]], series: Mapping[str, Series]) -> tuple[Figure, ...]:
    """The figures of these lines, each once and with its source; a mark such as K (from memory) is refused."""
    found: dict[tuple[str, int], Figure] = {}
    for number, line in enumerate(lines, 2):
        try:
            figure = _make_figure(line, series)
        except ValueError as error:
            raise UnreviewedFigure(f"figures.csv line {number}: {error}") from error
        if (figure.series, figure.year) in found:
            raise UnreviewedFigure(f"figures.csv line {number}: this series already has a figure for that year")
        found[figure.series, figure.year] = figure
    return tuple(found.values())


def _make_figure(line: Mapping[str, str], series: Mapping[str, Series]) -> Figure:
    known = series.get(line["series"])
    if known is None or known.basis != "published":
        raise ValueError("no series of published figures has this name")
    if line["mark"] not in READ_FROM:
        raise ValueError("the mark must be " + ", ".join(READ_FROM) + "; a figure from memory is not used")
    seen = line["mark"] == "V"
    if line["seen_at_publisher"] != ("true" if seen else "false"):
        raise ValueError("seen_at_publisher and the mark contradict each other")
    if not (line["publisher"] and line["title"] and line["read_at"]):
        raise ValueError("its source is not named")
    value, year = int(line["value"]), int(line["year"])
    if value < 0 or not 1990 <= year <= 2100:
        raise ValueError("value or year is out of range")
    return Figure(
        line["series"], year, value, READ_FROM[line["mark"]], seen, line["publisher"], line["title"],
        line["url"] or None, line["read_at"],
    )  # fmt: skip


def _make_series(line: Mapping[str, str]) -> Series:
    texts = {name: line[name] for name in ("definition_en", "definition_ja", "caveat_en", "caveat_ja")}
    closed = line["basis"] in _BASES and line["unit"] in UNITS and line["period"] in PERIODS
    if not closed or not all(texts.values()):
        raise UnreviewedFigure(f"series.csv: {line['series']} has an unknown word, or lacks a text")
    role = str(Role(line["role"])) if line["role"] else None
    denominator = line["denominator"] or None
    return Series(line["series"], line["basis"], role, line["unit"], line["period"], denominator, **texts)


def _read_lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
