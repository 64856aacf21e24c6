"""What the figures have to reach, and whether they do: one line for each floor and question, failures included."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.peers.servers import CACHED, EMPTY, OURS, POSTGREST, TIPG

_ANSWERED = ("item", "list of 50", "1-character search", "2-character search", "3-character search")
_BOXES = ("bbox, 500 as GeoJSON", "bbox, 500 as JSON")
_TILES = ("tile z6", "tile z8")
_GROWING = (*_ANSWERED[2:], *_BOXES, "first page", "last page")
_RECORDS = 100_000

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Floor:
    """Something to be reached: of what, how far it must and does go, and whether that is enough."""

    subject: str
    asked: str
    measured: str
    met: bool


def list_floors(kept: Mapping[str, Figures]) -> Iterator[Floor]:
    """Every floor of the parts that were measured, by the name of the part."""
    for part, judge in _JUDGES.items():
        if part in kept:
            yield from judge(kept[part])


def describe(floor: Floor) -> str:
    """A floor in one line."""
    return f"{'met    ' if floor.met else 'NOT MET'}  {floor.subject}: {floor.measured} ({floor.asked})"


def _judge_comparison(figures: Figures) -> Iterator[Floor]:
    asked = figures["asked"]
    for name in (*_ANSWERED, *_BOXES):
        yield from _compare(asked, name, TIPG, OURS, 8)
        yield from _compare(asked, name, POSTGREST, OURS, 2)
    for name in _TILES:
        yield from _compare(asked, name, TIPG, OURS, 3)
    for name in asked:
        yield from _compare(asked, name, TIPG, CACHED, 30)
    for name, by in asked.items():
        if CACHED in by and EMPTY in asked:
            yield _at_least(f"{name}, {CACHED}", "of the empty answer's rate", by[CACHED]["rate"] / asked[EMPTY][EMPTY]["rate"], 0.5)


def _compare(asked: Figures, name: str, other: str, ours: str, least: float) -> Iterator[Floor]:
    by = asked.get(name, {})
    if other in by and ours in by:
        yield _at_least(f"{name}, {ours}", f"times less than {other}", by[other]["cpu"] / by[ours]["cpu"], least)


def _at_least(subject: str, unit: str, value: float, least: float) -> Floor:
    return Floor(subject, f"at least {least:g} {unit}", f"{value:.2f}", value >= least)


def _judge_growth(figures: Figures) -> Iterator[Floor]:
    if not {"1", "100"} <= figures.keys():
        return
    small, large = figures["1"]["asked"], figures["100"]["asked"]
    for name in _GROWING:
        if name in small and name in large:
            yield _at_most(f"{name}, a hundred times the organizations", "times the cost", large[name]["cpu"] / small[name]["cpu"], 3)
    yield _at_most("the last page", "times the cost of the first", large["last page"]["cpu"] / large["first page"]["cpu"], 1.2)
    for form, one in figures["100"]["exports"].items():
        yield _at_most(f"export as {form}, a hundred times the organizations", "MiB more memory", one["peak"] - one["held"], 16)


def _judge_writing(figures: Figures) -> Iterator[Floor]:
    calm, busy = figures["calm"], figures["publishing"]
    enough = figures["records"] >= _RECORDS
    # Every row of the list is two public records, and which of the two is meant by a record is the reader's to say.
    for rows, run in ((figures["records"], "changed"), (figures["records"] // 2, "halved")):
        subject = f"from the site to public, {rows:,} changed rows, which change {2 * rows:,} public records"
        seconds = figures[run]["seconds"]
        yield Floor(subject, f"under 60 s for {_RECORDS:,}", f"{seconds:.1f} s", enough and seconds < 60)
    yield _at_most("readers' p99 while records are published", "times that without", busy["p99"] / calm["p99"], 2)
    yield _at_most("readers found waiting for a lock meanwhile", "times", figures["lock_waits"], 0)
    yield _at_most("requests that failed meanwhile", "requests", busy["failed"], 0)


def _judge_soak(figures: Figures) -> Iterator[Floor]:
    yield Floor(
        "requests of the soak", "at least 100,000", f"{figures['requests']:,}", figures["requests"] >= 100_000
    )
    yield Floor("the soak's length", "10 minutes at half of the peak, 60 s at the peak",
                f"{figures['minutes']:g} minutes, {figures['peak_seconds']:g} s",
                figures["minutes"] >= 10 and figures["peak_seconds"] >= 60)  # fmt: skip
    yield _at_most("requests of the soak that failed", "requests", figures["failed"], 0)
    slope = figures["slope_mib_per_10000"]
    yield Floor("memory gained in the soak", "under 5 MiB in 10,000 requests", f"{slope:+.2f} MiB", slope < 5)
    grown = figures["most_sessions"] - figures["settled_sessions"]
    yield _at_most("sessions of the database gained in the soak", "sessions", grown, 0)


def _at_most(subject: str, unit: str, value: float, most: float) -> Floor:
    return Floor(subject, f"at most {most:g} {unit}", f"{value:.2f}".removesuffix(".00"), value <= most)


_JUDGES = {"compare": _judge_comparison, "growth": _judge_growth, "writing": _judge_writing, "soak": _judge_soak}
