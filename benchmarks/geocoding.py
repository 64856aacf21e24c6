"""How well and how fast addresses are placed, on recorded files: python -m benchmarks.geocoding [SHARED]"""

import csv
import math
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import openpyxl

from japanese.addresses import Gazetteer, Place, Precision, geocode
from scrapers.gazetteer import load_gazetteer

_ROOT = Path(__file__).resolve().parent.parent
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: counts, distances from the true points in km where those are known."""

    name: str
    addresses: int
    town: int
    wrong_municipality: int = 0
    unexplained: int = 0
    median_km: float = math.nan
    percentile_99_km: float = math.nan
    per_second: float = math.nan

    @property
    def town_share(self) -> float:
        """Share of the addresses placed at their town or finer."""
        return self.town / self.addresses if self.addresses else 0.0


def measure_addresses(path: Path, gazetteer: Gazetteer) -> Report:
    """Addresses with their split and point (住所, 都道府県, 市区町村, 緯度経度 as `lon,lat`)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    gazetteer.load_all_towns()
    started = time.perf_counter()
    places = [geocode(row["住所"], gazetteer) for row in rows]
    seconds = time.perf_counter() - started
    distances = sorted(_measure_km(place, row["緯度経度"]) for place, row in zip(places, rows, strict=True))
    wrong = sum(
        place.municipality is not None
        and (place.prefecture, place.municipality) != (row["都道府県"], row["市区町村"])
        for place, row in zip(places, rows, strict=True)
    )
    return Report(
        "addresses",
        len(rows),
        _count_towns(places),
        wrong,
        median_km=distances[len(distances) // 2],
        percentile_99_km=distances[min(len(rows) - 1, len(rows) * 99 // 100)],
        per_second=len(rows) / seconds,
    )


def measure_disposition_addresses(folder: Path, gazetteer: Gazetteer) -> Report:
    """The addresses of the disposition workbooks: at the town, or at a municipality with a remark why."""
    addresses = sorted(
        {address for path in sorted(folder.glob("*.xlsx")) for address in _read_addresses(path)}
    )
    gazetteer.load_all_towns()
    started = time.perf_counter()
    places = [geocode(address, gazetteer) for address in addresses]
    seconds = time.perf_counter() - started
    unexplained = sum(
        place.precision is not Precision.TOWN and (place.municipality is None or not place.notes)
        for place in places
    )
    return Report(
        "dispositions",
        len(places),
        _count_towns(places),
        unexplained=unexplained,
        per_second=len(places) / seconds,
    )


def _read_addresses(path: Path) -> Iterator[str]:
    """The cells below the heading 所在地."""
    for sheet in openpyxl.load_workbook(path):
        column = None
        for row in sheet.iter_rows(values_only=True):
            cells = [cell if isinstance(cell, str) else "" for cell in row]
            if column is not None and cells[column].strip():
                yield cells[column]
            elif column is None:
                column = next(
                    (at for at, cell in enumerate(cells) if "".join(cell.split()) == "所在地"), None
                )


def measure_cooperatives(path: Path, gazetteer: Gazetteer, with_prefecture: bool, step: int = 1) -> Report:
    """Addresses of the corporate-number register, from all over Japan, with its own municipality codes.

    Left out are wards that were reorganized since, and the few rows of a designated city without its ward.
    """
    asked = [
        (p + rest if with_prefecture else rest, code) for p, rest, code in _read_cooperatives(path, gazetteer)
    ][::step]
    started = time.perf_counter()
    places = [geocode(address, gazetteer) for address, _ in asked]
    seconds = time.perf_counter() - started
    wrong = _count_wrong(places, [code for _, code in asked])
    name = "whole country" if with_prefecture else "without prefecture"
    return Report(name, len(asked), _count_towns(places), wrong, per_second=len(asked) / seconds)


def _read_cooperatives(path: Path, gazetteer: Gazetteer) -> Iterator[tuple[str, str, str]]:
    """Prefecture, the rest of the address, and the municipality's code, each address once."""
    seen = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["prefectureCode"].zfill(2) + row["cityCode"].zfill(3)
            address = (row["prefectureName"], row["cityName"] + row["streetNumber"], code)
            known = gazetteer.by_code.get(code)
            if known is not None and not gazetteer.wards_of(known) and address not in seen:
                seen.add(address)
                yield address


def measure_own_names(path: Path, gazetteer: Gazetteer, step: int = 1) -> tuple[int, int]:
    """How many towns of the gazetteer are found by their own names with a house number, of how many."""
    with path.open(encoding="utf-8", newline="") as file:
        towns = [row for row in csv.DictReader(file) if row["town"] != "（大字なし）"][::step]
    names = [(row["pref"] + row["city"], row["town"] + row["koaza"]) for row in towns]
    found = sum(geocode(f"{area}{name}99番地", gazetteer).town == name for area, name in names)
    return found, len(names)


_MISREADINGS = (
    ("utf-8", "cp932"),
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("utf-8", "gbk"),
    ("cp932", "latin-1"),
)


def breakage_report(path: Path, gazetteer: Gazetteer, sample: int = 400) -> Iterator[Report]:
    """Addresses of the whole country broken in one way each: misread encodings, and lost characters."""
    chance = random.Random(5)
    rows = [(prefecture + rest, code) for prefecture, rest, code in _read_cooperatives(path, gazetteer)]
    asked = chance.sample(rows, sample)
    codes = [code for _, code in asked]
    breakages: list[tuple[str, Callable[[str], str]]] = [
        *(
            (f"{right} read as {wrong}", partial(_misread, right=right, wrong=wrong))
            for right, wrong in _MISREADINGS
        ),
        *((f"{count} lost", partial(_lose, count=count, chance=chance)) for count in (1, 2)),
    ]
    for name, damage in breakages:
        places = [geocode(damage(address), gazetteer) for address, _ in asked]
        yield Report(name, len(places), _count_towns(places), _count_wrong(places, codes, gazetteer))


def _misread(text: str, right: str, wrong: str) -> str:
    return text.encode(right, errors="ignore").decode(wrong, errors="replace")


def _lose(text: str, count: int, chance: random.Random) -> str:
    """The text with some of its first signs lost."""
    signs = list(text)
    for at in chance.sample(range(min(14, len(signs))), count):
        signs[at] = chance.choice("?〓\ufffd")
    return "".join(signs)


def _count_towns(places: Iterable[Place]) -> int:
    return sum(not Precision.TOWN.is_finer_than(place.precision) for place in places)


def _count_wrong(places: Iterable[Place], codes: Iterable[str], gazetteer: Gazetteer | None = None) -> int:
    """Places in another municipality than the true one; the city of the true ward is coarser, not wrong."""
    wrong = 0
    for place, code in zip(places, codes, strict=True):
        if place.municipality_code in (None, code):
            continue
        found = None if gazetteer is None else gazetteer.by_code.get(place.municipality_code or "")
        wards = [] if gazetteer is None or found is None else gazetteer.wards_of(found)
        wrong += code not in {ward.code for ward in wards}
    return wrong


def _measure_km(place: Place, expected: str) -> float:
    """Great-circle distance from the expected point; infinite without a point."""
    if place.point is None:
        return math.inf
    lon, lat = (math.radians(float(part)) for part in expected.split(","))
    found_lon, found_lat = (math.radians(part) for part in place.point)
    half = math.sin((found_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(found_lat) * math.sin((found_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def _print_report(report: Report) -> None:
    extras = []
    if not math.isnan(report.median_km):
        extras.append(f"median {report.median_km:.3f} km, 99th percentile {report.percentile_99_km:.3f} km")
    if not math.isnan(report.per_second):
        extras.append(f"{report.per_second:,.0f}/s")
    print(
        f"{report.name:>24}: {report.addresses:6} addresses, town {report.town_share:7.2%}, "
        f"wrong municipality {report.wrong_municipality}, "
        f"unexplained {report.unexplained}; {'; '.join(extras)}"
    )


def main() -> None:
    """Print every figure that the recorded files allow."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else _ROOT.parent / "shared"
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        load = load_gazetteer(Path(home), shared / "gazetteer")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"gazetteer: {load.towns:,} towns in {time.perf_counter() - started:.1f} s, peak memory {peak} MB"
        )
        gazetteer = Gazetteer.open(load.path)
        started = time.perf_counter()
        gazetteer.load_all_towns()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"all towns in memory: {time.perf_counter() - started:.1f} s, peak memory {peak} MB")
        _print_report(measure_addresses(shared / "geocoding" / "addresses.csv", gazetteer))
        workbooks = shared / "sources" / "2026-04" / "www.moj.go.jp" / "isa" / "content"
        _print_report(measure_disposition_addresses(workbooks, gazetteer))
        for with_prefecture in (True, False):
            _print_report(
                measure_cooperatives(shared / "names" / "nta_cooperatives.csv", gazetteer, with_prefecture)
            )
        found, asked = measure_own_names(shared / "gazetteer" / "towns.csv", gazetteer, step=5)
        print(f"{'own names':>24}: {found:,} of {asked:,} towns found")
        for report in breakage_report(shared / "names" / "nta_cooperatives.csv", gazetteer):
            _print_report(report)


if __name__ == "__main__":
    main()
