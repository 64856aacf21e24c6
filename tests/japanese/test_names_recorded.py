"""The floors of the resolver on the recorded lists. Messages count; they never show a name."""

import json
import random
from pathlib import Path

import pytest

from benchmarks.names import is_found, is_same_name, measure, read_recorded, spell_queries, swap_queries
from japanese.kana import read_kana
from japanese.names import Candidate, NameIndex
from tests.shared import shared_path

SAMPLE = 400


@pytest.fixture(scope="module")
def folder() -> Path:
    return shared_path("names")


@pytest.fixture(scope="module")
def english(folder: Path) -> list[Candidate]:
    return read_recorded(folder / "nta_english_names.csv")


@pytest.fixture(scope="module")
def index(folder: Path, english: list[Candidate]) -> NameIndex:
    return NameIndex(read_recorded(folder / "nta_cooperatives.csv") + english)


def test_romanized_names_come_first_among_all(index: NameIndex, english: list[Candidate]) -> None:
    chance = random.Random(1)
    sample = [candidate for candidate in chance.sample(english, SAMPLE) if read_kana(candidate.kana)]
    queries = [query for group in spell_queries(sample, chance).values() for query in group]
    right, _ = measure(index, queries, is_found)
    share = right / len(queries)
    assert share >= 0.99


def test_registered_english_names_come_first(index: NameIndex, english: list[Candidate]) -> None:
    sample = random.Random(2).sample(english, SAMPLE)
    for change in (str, str.lower, lambda name: name.replace(",", "").replace(".", "")):
        right, _ = measure(index, [(change(candidate.english), candidate) for candidate in sample], is_found)
        share = right / len(sample)
        assert share >= 0.95


def test_names_with_a_swapped_variant_come_first(
    index: NameIndex, english: list[Candidate], folder: Path
) -> None:
    variants = json.loads((folder / "kanji_variants.json").read_text(encoding="utf-8"))
    queries = swap_queries(english, variants, random.Random(3))[: 2 * SAMPLE]
    right, _ = measure(index, queries, is_same_name)
    missed = len(queries) - right
    assert missed == 0
