"""Who is named in the publishers' files, and where in what is public they are found. Nothing here prints a name."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from db.vocabulary import Grade
from japanese.text import match_key
from scrapers.labour_cases import grade_labour_party, read_edition
from scrapers.parties import list_representatives
from scrapers.readers.child import read_in_child

NOT_A_NAME = ("個人事業", "非公表", "不明", "なし")
SHORTEST = 2
"""Folded characters: a single one is in every text."""


def list_persons(books: Iterable[Path]) -> frozenset[str]:
    """Every person of the 代表者名 columns, folded; a natural person's own name stands there as well."""
    found = (name for book in books for name in _read_representatives(book.read_bytes()))
    return _keep_names(found)


def list_labour_persons(editions: Iterable[Path]) -> frozenset[str]:
    """Every employer of the labour-law lists that is, or may be, a natural person, folded."""
    rows = (row for path in editions for row in read_edition(read_in_child("pdf", path.read_bytes())["pages"]).rows)
    return _keep_names(row.name for row in rows if grade_labour_party(row.name) is not Grade.LEGAL_PERSON)


def _keep_names(names: Iterable[str]) -> frozenset[str]:
    folded = {match_key(name) for name in names if not any(word in name for word in NOT_A_NAME)}
    return frozenset(name for name in folded if len(name) >= SHORTEST)


def _read_representatives(body: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(body)).worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        columns = {at for row in rows[:10] for at, cell in enumerate(row) if str(cell).startswith("代表者")}
        cells = (str(row[column] or "") for row in rows for column in columns)
        for cell in cells:
            if not cell.startswith("代表者"):
                yield from list_representatives(cell)


_ESCAPED = re.compile(r"\\\\?u([0-9a-fA-F]{4})")
"""How a name is written in a quoted value, with the space inside it escaped."""


@dataclass(slots=True)
class Public:
    """Texts that anyone may read, by where they stand, each once; and the names of legal persons among them."""

    texts: dict[str, set[str]] = field(default_factory=dict)
    organizations: set[str] = field(default_factory=set)

    def add(self, where: str, value: Any) -> None:
        """Every string of a value, JSON inside of strings included."""
        for place, text in _list_strings(where, value):
            plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\\n", "")
            self.texts.setdefault(place, set()).add(plain)

    def add_organization(self, document: Mapping[str, Any]) -> None:
        """The names of a published party that is a legal person: some are named after somebody."""
        if document.get("grade") == "legal_person":
            names = [document.get("name"), document.get("name_text"), *(document.get("other_names") or [])]
            self.organizations |= {match_key(name) for name in names if name}

    def search(self, persons: Iterable[str]) -> tuple[Counter[str], int]:
        """Where persons are named, counted by place; and how often only as a part of an organization's name."""
        leaks: Counter[str] = Counter()
        coincidences = 0
        for place, texts in self.texts.items():
            folded = "\n".join(match_key(text) for text in texts)
            for person in (person for person in persons if person in folded):
                for line in (line for line in folded.split("\n") if _names(line, person)):
                    named = _names(self._without_organizations(line, person), person)
                    leaks[place] += named
                    coincidences += not named
        leaks = +leaks
        return leaks, coincidences

    def _without_organizations(self, line: str, person: str) -> str:
        for name in sorted((name for name in self.organizations if person in name), key=len, reverse=True):
            line = line.replace(name, "\0")
        return line


def _names(line: str, person: str) -> bool:
    """Whether a person stands in a line: a name in Latin letters as words of its own, not inside of an identifier."""
    if not person.isascii():
        return person in line
    return re.search(rf"(?<![a-z0-9]){re.escape(person)}(?![a-z0-9])", line) is not None


def _list_strings(where: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield where, str(name)
            yield from _list_strings(f"{where}.{name}" if name.islower() and name.isascii() else where, member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _list_strings(where, member)
    elif isinstance(value, str):
        if value[:1] in ("{", "["):
            try:
                yield from _list_strings(where, json.loads(value))
                return
            except ValueError:
                pass
        yield where, value
