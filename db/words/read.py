"""Reading the words from their reviewed files: one of terms, and one for each language."""

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from db.vocabulary import COUNTRIES, PREFECTURES
from db.words.languages import LANGUAGES
from db.words.tables import VOCABULARIES

FOLDER = Path(__file__).resolve().parent
MACHINE, REVIEWED = "machine", "reviewed"
_MARKS = (MACHINE, REVIEWED)
_NAMES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "prefecture": {code: names[:2] for code, names in PREFECTURES.items()},
    "country": COUNTRIES,
}
"""Vocabularies of proper names, which are not translated: code -> name in Japanese and in English."""
_IN_KANJI = {("ja", "prefecture"), ("ja", "country"), ("zh", "prefecture")}


T = TypeVar("T")


class WordsError(ValueError):
    """A file of words is not what it should be; the message names the file and the code."""


class Text(NamedTuple):
    """A code in one language: a short label, a plain sentence, and whether a person reviewed them."""

    language: str
    label: str
    text: str
    mark: str


class Word(NamedTuple):
    """A code with its Japanese legal term, where it stands in the law, and its texts by language."""

    code: str
    term: str
    citation: str | None
    texts: Mapping[str, Text]


@lru_cache(maxsize=1)
def read_words() -> Mapping[str, Mapping[str, Word]]:
    """Every code of every vocabulary with every language; raises WordsError where one is missing or stray."""
    terms = _read_terms(FOLDER / "terms.csv")
    texts = {language: _read_texts(FOLDER / f"{language}.csv", language) for language in LANGUAGES}
    found = {
        name: {
            code: Word(code, *terms[name, code], {language: texts[language][name, code] for language in LANGUAGES})
            for code in vocabulary.codes
        }
        for name, vocabulary in VOCABULARIES.items()
        if name not in _NAMES
    }
    return {name: found.get(name) or _name_words(name) for name in VOCABULARIES}


def _read_terms(path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    return _check_codes(
        path, {(row["vocabulary"], row["code"]): (row["term"], row["citation"] or None) for row in _read_rows(path)}
    )


def _read_texts(path: Path, language: str) -> dict[tuple[str, str], Text]:
    found = {}
    for row in _read_rows(path):
        if not row["label"] or not row["text"] or row["mark"] not in _MARKS:
            raise WordsError(f"{path.name}: {row['vocabulary']} {row['code']} lacks its label, text or mark")
        found[row["vocabulary"], row["code"]] = Text(language, row["label"], row["text"], row["mark"])
    return _check_codes(path, found)


def _check_codes(path: Path, found: dict[tuple[str, str], T]) -> dict[tuple[str, str], T]:
    known = {(one.name, code) for one in VOCABULARIES.values() if one.name not in _NAMES for code in one.codes}
    missing, stray = known - found.keys(), found.keys() - known
    if missing or stray:
        raise WordsError(f"{path.name}: missing {sorted(missing)}, unknown {sorted(stray)}")
    return found


def _name_words(name: str) -> dict[str, Word]:
    """The words of a vocabulary of names: one sentence of each language serves them all."""
    sentences = {row["language"]: row for row in _read_rows(FOLDER / "names.csv") if row["vocabulary"] == name}
    if sentences.keys() != LANGUAGES.keys():
        raise WordsError(f"names.csv: {name} is not told in every language")
    return {code: Word(code, names[0], None, dict(_write_texts(name, names, sentences))) for code, names in _NAMES[name].items()}


def _write_texts(
    name: str, names: tuple[str, str], sentences: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Text]]:
    for language, row in sentences.items():
        label = names[0] if (language, name) in _IN_KANJI else names[1]
        yield language, Text(language, label, row["text"].replace("{name}", label), row["mark"])


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
