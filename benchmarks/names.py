"""How well and how fast the resolver finds names: `python -m benchmarks.names FOLDER [--sample N]`.

FOLDER has the recorded lists nta_cooperatives.csv, nta_english_names.csv and, for swapped characters,
kanji_variants.json. Prints figures only, never a name.
"""

import argparse
import csv
import json
import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from japanese.kana import read_kana
from japanese.names import Candidate, Hit, NameIndex, Place, is_certain
from japanese.names.readings import guess_readings
from japanese.romaji import romanize, skeleton
from japanese.text import match_key
from tests.japanese.spellers import SPELLERS, mistype

GOLDEN = Path(__file__).parent.parent / "tests" / "japanese" / "golden_names.csv"
Query = tuple[str, Candidate]


def read_recorded(path: Path) -> list[Candidate]:
    """The names of a recorded list of the corporate-number register."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Candidate(
                row["corporateNumber"],
                row["name"],
                row["furigana"],
                row["enName"],
                row["prefectureName"],
                row["cityName"],
            )
            for row in csv.DictReader(file)
        ]


def is_found(hits: list[Hit], wanted: Candidate) -> bool:
    """Whether the organization wanted is first, or ties with a first one of identical name or reading."""
    if not hits or hits[0].candidate.id == wanted.id:
        return bool(hits)
    first = hits[0].candidate
    tied = any(hit.candidate.id == wanted.id and hit.score == hits[0].score for hit in hits)
    readings = {reading.kana for reading in first.keys.readings}
    return tied and (first.name == wanted.name or read_kana(wanted.kana) in readings)


def spell_queries(sample: Iterable[Candidate], chance: random.Random) -> dict[str, list[Query]]:
    """Each name in five romanizations, one of them with a typing error, by turns."""
    queries: dict[str, list[Query]] = defaultdict(list)
    for at, candidate in enumerate(sample):
        kana = read_kana(candidate.kana) or ""
        for style, spell in enumerate(SPELLERS):
            wrong = (at + style) % len(SPELLERS) == 0
            query = mistype(spell(kana), chance) if wrong else spell(kana)
            queries["one typing error" if wrong else spell.__name__].append((query, candidate))
    return queries


def swap_queries(names: Iterable[Candidate], variants: dict[str, str], chance: random.Random) -> list[Query]:
    """Names with one kanji replaced by a variant of it."""
    others: dict[str, set[str]] = defaultdict(set)
    for form, key in variants.items():
        others[form].add(key)
        others[key].add(form)
    queries = []
    for candidate in names:
        swaps = [
            (at, form)
            for at, char in enumerate(candidate.name)
            for form in others.get(char, ())
            if char > "ヿ"
        ]
        if swaps:
            at, form = chance.choice(sorted(swaps))
            queries.append((candidate.name[:at] + form + candidate.name[at + 1 :], candidate))
    return queries


def measure(
    index: NameIndex, queries: list[Query], found: Callable[[list[Hit], Candidate], bool]
) -> tuple[int, float]:
    """How many queries are answered rightly, and the seconds of processor time they took."""
    start = time.process_time()
    right = sum(found(index.search(query), wanted) for query, wanted in queries)
    return right, time.process_time() - start


def is_same_name(hits: list[Hit], wanted: Candidate) -> bool:
    return is_found(hits, wanted) or (
        bool(hits) and match_key(hits[0].candidate.name) == match_key(wanted.name)
    )


def _print_share(label: str, right: int, total: int, seconds: float) -> None:
    print(f"{label:28} {right / total:8.4f}   {right:6} of {total:6}   {total / seconds:7.0f} queries/s")


def _print_golden() -> None:
    with GOLDEN.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    certain = [row for row in rows if is_certain(_search_alone(row))]
    right = sum(row["same"] == "1" for row in certain)
    same = sum(row["same"] == "1" for row in rows)
    print(f"look-alikes: {len(rows)} pairs, precision {right / len(certain):.4f}, recall {right / same:.4f}")


def _search_alone(row: dict[str, str]) -> list[Hit]:
    listed = Candidate("1", row["name"], row["kana"], row["english"], row["prefecture"])
    return NameIndex([listed]).search(row["query"], Place(row["asked_prefecture"]))


def _print_guesses(candidates: list[Candidate]) -> None:
    right = 0
    for candidate in candidates:
        core = candidate.name if candidate.keys.form is None else candidate.keys.form.core
        guessed = {skeleton(romanize(kana)) for kana in guess_readings(core)}
        right += bool(guessed & set(candidate.keys.reading_keys))
    print(f"{'guessed readings right':28} {right / len(candidates):8.4f}   {right:6} of {len(candidates):6}")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=3253)
    asked = parser.parse_args()
    chance = random.Random(20260401)
    cooperatives = read_recorded(asked.folder / "nta_cooperatives.csv")
    english = read_recorded(asked.folder / "nta_english_names.csv")
    start = time.process_time()
    index = NameIndex(cooperatives + english)
    built = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"index of {len(index)} names: {built:.1f} s, {memory} MB")
    sample = chance.sample(english, min(asked.sample, len(english)))
    readable = [candidate for candidate in sample if read_kana(candidate.kana)]
    total_right = total = 0
    for label, queries in spell_queries(readable, chance).items():
        right, seconds = measure(index, queries, is_found)
        _print_share(label, right, len(queries), seconds)
        total_right, total = total_right + right, total + len(queries)
    print(f"{'all romanizations':28} {total_right / total:8.4f}   {total_right:6} of {total:6}")
    typed = [(candidate.english, candidate) for candidate in sample]
    _print_share("English typed back", *_count(index, typed, is_found))
    variants = json.loads((asked.folder / "kanji_variants.json").read_text(encoding="utf-8"))
    swapped = swap_queries(chance.sample(cooperatives + english, 4 * len(sample)), variants, chance)
    _print_share("a kanji swapped", *_count(index, swapped, is_same_name))
    _print_guesses(
        [c for c in chance.sample(cooperatives, 2000) if read_kana(c.kana) and not read_kana(c.name)]
    )
    _print_golden()


def _count(
    index: NameIndex, queries: list[Query], found: Callable[[list[Hit], Candidate], bool]
) -> tuple[int, int, float]:
    right, seconds = measure(index, queries, found)
    return right, len(queries), seconds


if __name__ == "__main__":
    main()
