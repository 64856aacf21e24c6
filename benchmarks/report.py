"""The figures that were kept, as benchmarks/RESULTS.md and a chart for the README: `python -m benchmarks.report`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.chart import draw_chart
from benchmarks.floors import describe, list_floors
from benchmarks.peers.environments import read_package_version, read_version
from benchmarks.peers.servers import BARE, CACHED, DATASETTE, EMPTY, OURS, POSTGREST, TIPG
from benchmarks.results import read_results
from db.session import CHECKOUT

POSTGRES = "PostgreSQL alone"
_COLUMNS = (OURS, CACHED, BARE, POSTGRES, TIPG, POSTGREST, DATASETTE)
_RESULTS = Path(__file__).with_name("RESULTS.md")
_CHART = CHECKOUT / "docs" / "speed.svg"

_INTRODUCTION = """# Results

Made by `make bench`; do not edit. All servers answer from the same fictional rows, one process each, in one interleaved
run: every question is put to every server in turn, round after round, by `wrk` with {connections} connections. The processor time of
a request is the server's and PostgreSQL's together, from `/proc`. It compares better than requests a second do, since
load generator, server and database share the machine's cores.

- Machine: {machine}
- Date: {date}
- Versions: TiPg {tipg} (uvicorn with uvloop and httptools), PostgREST {postgrest}, Datasette {datasette}, {postgres}
- Data: 4,000 supervising organizations, 65,000 employers, 10,000 dispositions, published by our own publish step
- {rounds} rounds of {seconds:g} s; medians
"""

_NOTES = """
Which questions are alike and which are not:

- Ours counts the total of every filtered list, and so do TiPg and Datasette. PostgREST is asked for the total where ours
  has to count one, and not in the plain list. A box is asked of it in our order, which TiPg and Datasette follow unasked.
- A browser, QGIS or an HTTP library takes compressed answers: "gzip" asks for them. 500 records are 400 KB otherwise, which
  no server can send as often as an empty answer: "as many bytes, no more" is the same server of HTTP, which sends bytes
  of that number that it has at hand.
- "Filtered list with facets" has no facets at TiPg and PostgREST, which know none: only the list is measured there.
- Searches: TiPg and PostgREST have a trigram index, Datasette a trigram full-text index for three characters. Fewer than
  three characters no trigram index can find; they read every name.
- TiPg's and PostgREST's tiles hold every point; ours count by area up to zoom 8.
- The peers' table holds each record once, ours every version of it: their rows are the fewer to read.
- "PostgreSQL alone" are our own statements, prepared, run by `pgbench` with eight sessions; its own time is not counted.
"""


def write_results() -> None:
    """Write RESULTS.md and the chart from what was kept; a part that was not measured is left out."""
    kept = {part: found for part in _TELLERS if (found := read_results(part)) is not None}
    figures = {part: found["figures"] for part, found in kept.items()}
    parts = [_introduce(kept["compare"])] if "compare" in kept else ["# Results\n"]
    parts += _tell_floors(kept)
    for part, tell in _TELLERS.items():
        if part in figures:
            parts += tell(figures[part])
    if "compare" in figures:
        _CHART.write_text(draw_chart(figures["compare"]["asked"]))
    _RESULTS.write_text("\n".join(parts).rstrip() + "\n")


def _tell_floors(kept: Mapping[str, Any]) -> Iterator[str]:
    floors = list(list_floors({part: found["figures"] for part, found in kept.items()}))
    yield "\n## What was to be reached\n"
    yield f"{sum(floor.met for floor in floors)} of {len(floors)} are met. Costs are milliseconds of processor time for a request.\n"
    for part in _TELLERS.keys() - kept.keys():
        yield f"Not measured: {part}.\n"
    yield from write_table(
        ["", "floor", "measured", "met"],
        ([floor.subject, floor.asked, floor.measured, "yes" if floor.met else "**no**"] for floor in floors),
    )
    for floor in floors:
        print(describe(floor), flush=True)


def _introduce(compared: Mapping[str, Any]) -> str:
    figures = compared["figures"]
    return _INTRODUCTION.format(
        connections=16, machine=compared["machine"], date=compared["date"], rounds=figures["rounds"],
        seconds=figures["seconds"], tipg=read_version("tipg.txt", "tipg"), datasette=read_version("datasette.txt", "datasette"),
        postgrest=read_package_version(), postgres=compared["postgres"],
    )  # fmt: skip


def _tell_comparison(figures: Mapping[str, Any]) -> Iterator[str]:
    asked = {name: by for name, by in figures["asked"].items() if name != EMPTY}
    yield "\n## Milliseconds of processor time for a request\n"
    yield from write_table(["", *_COLUMNS], ([name, *(_cell(by, who) for who in _COLUMNS)] for name, by in asked.items()))
    if EMPTY in figures["asked"]:
        empty = figures["asked"][EMPTY][EMPTY]
        yield f"\nAn empty ASGI answer under the same server of HTTP costs {empty['cpu']:.3f} ms ({empty['rate']:,.0f} a second)."
    yield "\n## How many times more the others cost\n"
    heads = ["", f"{TIPG} / ours", f"{POSTGREST} / ours", f"{DATASETTE} / ours", f"{TIPG} / cached",
             "rate of cached / of empty answer", "rate of cached / of as many bytes"]  # fmt: skip
    yield from write_table(heads, (_compare_row(name, by, figures["asked"]) for name, by in asked.items()))
    yield _NOTES
    yield "## Requests a second, and milliseconds of waiting (p50 / p99)\n"
    yield from write_table(
        ["", *_COLUMNS], ([name, *(_cell(by, who, _describe_rate) for who in _COLUMNS)] for name, by in asked.items())
    )
    yield "\n## All organizations in one answer\n"
    yield from write_table(
        ["", "seconds", "first byte, s", "MiB sent", "memory before, MiB", "peak, MiB", "CPU, s"],
        ([who, *(f"{one[name]:.2f}" for name in ("seconds", "first_byte", "size", "held", "peak", "cpu"))]
         for who, one in figures["exports"].items()),
    )  # fmt: skip


def _describe_rate(run: Mapping[str, Any]) -> str:
    return f"{run['rate']:,.0f} ({run['p50']:.1f} / {run['p99']:.0f})" + (f", {run['failed']} failed" if run["failed"] else "")


def _describe_cpu(run: Mapping[str, Any]) -> str:
    return f"{run['cpu']:.3f}" if run["cpu"] < 1 else f"{run['cpu']:.2f}"


def _cell(by: Mapping[str, Any], who: str, describe: Any = _describe_cpu) -> str:
    return describe(by[who]) if who in by else "–"


def _compare_row(name: str, by: Mapping[str, Any], asked: Mapping[str, Any]) -> list[str]:
    pairs = ((TIPG, OURS), (POSTGREST, OURS), (DATASETTE, OURS), (TIPG, CACHED))
    ratios = [f"{by[one]['cpu'] / by[other]['cpu']:.1f}" if one in by and other in by else "–" for one, other in pairs]
    share = f"{by[CACHED]['rate'] / asked[EMPTY][EMPTY]['rate']:.2f}" if CACHED in by and EMPTY in asked else "–"
    bare = f"{by[CACHED]['rate'] / by[BARE]['rate']:.2f}" if CACHED in by and BARE in by else "–"
    return [name, *ratios, share, bare]


def _tell_growth(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## As the register grows: milliseconds of processor time, nothing cached\n"
    yield (
        "4,000, 40,000 and 400,000 supervising organizations, with 65,000 employers and 10,000 dispositions at each size.\n"
        "The same words and boxes everywhere.\n"
    )
    sizes = list(figures)
    names = list(figures[sizes[0]]["asked"])
    rows = ([name, *(_describe_cpu(figures[size]["asked"][name]) for size in sizes)] for name in names)
    yield from write_table(["", *(f"×{size}" for size in sizes)], rows)
    yield "\nExports of all organizations: seconds, and MiB of memory beyond what was held before.\n"
    forms = list(figures[sizes[0]]["exports"])
    yield from write_table(
        ["", *(f"×{size}" for size in sizes)],
        ([form, *(_describe_export(figures[size]["exports"][form]) for size in sizes)] for form in forms),
    )


def _describe_export(one: Mapping[str, Any]) -> str:
    return f"{one['seconds']:.1f} s, first byte {one['first_byte']:.2f} s, {one['peak'] - one['held']:+.1f} MiB"


def _tell_writing(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## From a publisher's site to public records, and reading meanwhile\n"
    yield (
        "A real crawl by the command line: a fictional registry of permits in two lists, served on loopback (whose host is given no\n"
        "pauses between requests), fetched, kept, read in limited children, graded, placed, staged, resolved and published. Every permit\n"
        "is two public records, the permit and its organization. No gazetteer is loaded. Between two crawls the database is vacuumed,\n"
        "analysed and brought to a checkpoint, as it does by itself in the day that lies between.\n"
    )
    whole, half = figures["records"], figures["records"] // 2
    runs = {
        "all new": ("new", whole), "all changed": ("changed", whole), "all changed, with readers": ("changed_with_readers", whole),
        "all changed, half as many": ("halved", half),
    }  # fmt: skip
    yield from write_table(
        ["", "statements", "seconds", "CPU of the crawl, s", "CPU of the database, s", "memory, MiB"],
        ([what, f"{rows:,}", *(f"{figures[name][one]:.1f}" for one in ("seconds", "crawler_cpu", "database_cpu", "memory"))]
         for what, (name, rows) in runs.items()),
    )  # fmt: skip
    calm, busy = figures["calm"], figures["publishing"]
    yield (
        f"\nReaders (single organizations, lists and searches by turns, nothing cached) waited {calm['p50']:.1f} ms (p50) and {calm['p99']:.1f} ms (p99)\n"
        f"without a crawl, {busy['p50']:.1f} and {busy['p99']:.1f} ms during one; in the worst span of each, p99 was {calm['worst_p99']:.1f} and "
        f"{busy['worst_p99']:.1f} ms.\nOf {busy['requests']:,.0f} requests {busy['failed']:.0f} failed. In {figures['looks']:,} looks at the readers' sessions "
        f"{figures['lock_waits']} found one waiting for a lock."
    )


def _tell_soak(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## Serving for long\n"
    first, last = figures["first"], figures["last"]
    yield (
        f"{figures['minutes']:g} minutes at {figures['rate_at_half']:,.0f} requests a second, half of the peak of {figures['peak_rate']:,.0f} measured before, then\n"
        f"{figures['peak_seconds']:g} s at the peak ({figures['rate_at_peak']:,.0f} a second, p99 at worst {figures['p99_at_peak']:.0f} ms), nothing cached: "
        f"{figures['requests']:,} requests,\n{figures['failed']} failed. Memory {first['memory']:.0f} MiB at first, {last['memory']:.0f} MiB at last, "
        f"{figures['slope_mib_per_10000']:+.2f} MiB in 10,000 requests after the warm-up;\n"
        f"{first['sessions']} sessions of the database at first, {figures['most_sessions']} at most."
    )


_TELLERS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "compare": _tell_comparison, "growth": _tell_growth, "writing": _tell_writing, "soak": _tell_soak,
}  # fmt: skip
"""What is said of each part, in order."""


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" + " ---: |" * (len(heads) - 1)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    write_results()
