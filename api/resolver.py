"""Which published organizations a person means: found by the database, ranked by `japanese.names`.

The same plan as `japanese.names.NameIndex` follows in memory: near names first, remote ones where none is good.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import orjson

from api.database import Database, Row
from api.kept import GramTotals
from api.workers import work
from db.name_marks import read_key
from db.name_search import (
    list_completed_grams,
    select_close,
    select_completions,
    select_named,
    select_remote,
    select_sharing,
)
from db.statements import Condition
from japanese.names import ANYWHERE, Candidate, Hit, Place, QueryKeys, name_keys, rank
from japanese.names.near import pick_near
from japanese.names.probes import FEW_ERRORS, GOOD, MOST_ERRORS, Probe, list_query_keys, list_remote_probes

FLOOR = 0.3
"""A hit below it is shown only where the name begins with or contains what was typed."""

_MOST_RANKED, _MOST_COMPLETED = 200, 60
"""To compare two names takes far longer than to find them."""

Keys = Mapping[str, Sequence[tuple[str, str]]]
"""The keys of organizations by id, each with its plane."""


@dataclass(frozen=True, slots=True)
class Found:
    """An organization that may be meant: how well, and its document."""

    hit: Hit
    summary: Mapping[str, Any]


@dataclass(slots=True)
class Search:
    """One search through one edition: who is known so far, and what was asked."""

    database: Database
    edition: int
    query: QueryKeys
    place: Place = ANYWHERE
    conditions: Sequence[Condition] = ()
    frequent: GramTotals = field(default_factory=dict)
    known: dict[str, tuple[Mapping[str, Any], list[Candidate]]] = field(default_factory=dict)
    floored: set[str] = field(default_factory=set)
    """Who was found by what the name contains, and so is shown however unlike the whole is."""

    async def run(self, complete: bool = False) -> list[Found]:
        """The organizations that may be meant, best first; `complete`: what was typed may be a part only."""
        ids = await self._find_close()
        if complete:
            statement = select_completions(**self._asked(), frequent=self._list_frequent())
            self.floored = _shortest(await self.database.fetch(statement))
            ids |= self.floored
        hits = await self._rank(ids)
        if not hits or hits[0].score < GOOD:
            hits = await self._rank(ids | await self._find_remote())
        return [Found(hit, self.known[hit.candidate.id][0]) for hit in hits]

    def _asked(self) -> dict[str, Any]:
        return {"edition": self.edition, "query": self.query, "conditions": self.conditions}

    def _list_frequent(self) -> dict[str, int] | None:
        """The frequent grams of what is completed; of those who meet other conditions too nobody knows."""
        if self.conditions:
            return None
        totals = {gram: self.frequent.get(("organization", gram)) for gram in list_completed_grams(self.query)}
        return {gram: total for gram, total in totals.items() if total is not None}

    async def _find_close(self) -> set[str]:
        keys = list_query_keys(self.query)
        sure: set[str] = set()
        for errors in (FEW_ERRORS, MOST_ERRORS):
            rows = await self.database.fetch(select_close(**self._asked(), errors=errors))
            sure |= {row["id"] for row in rows if row["sure"]}
            listed = _list_keys(rows)
            if errors == MOST_ERRORS or any(key in found for found in listed.values() for key in keys):
                return sure | _pick(listed, [Probe(plane, key, errors) for plane, key in keys])
        return sure

    async def _find_remote(self) -> set[str]:
        # The analyser is asked here for what a query in kanji may sound like.
        asked = self._asked()
        rows = await self.database.fetch(await work(lambda: select_remote(**asked)))
        probes = list(list_remote_probes(self.query))
        near = await work(lambda: _pick(_list_keys(rows), probes))
        return near | await self._fetch_ids(select_sharing(**asked))

    async def _fetch_ids(self, statement: Any) -> set[str]:
        return {row["id"] for row in await self.database.fetch(statement)}

    async def _rank(self, ids: set[str]) -> list[Hit]:
        unknown = ids - self.known.keys()
        if unknown:
            rows = await self.database.fetch(select_named(edition=self.edition, ids=sorted(unknown)))
            by_code = self.place.municipality.isdecimal()
            self.known |= {row["id"]: read_candidates(row, by_code) for row in rows}
        named = [candidate for one in sorted(ids & self.known.keys()) for candidate in self.known[one][1]]
        hits = await work(lambda: rank(self.query, named, self.place, 0.0))
        return [hit for hit in hits if hit.score >= FLOOR or hit.candidate.id in self.floored]


def read_candidates(row: Row, by_code: bool = False) -> tuple[Mapping[str, Any], list[Candidate]]:
    """An organization's document, and each of its names as a candidate; its municipality by code where so asked."""
    summary: dict[str, Any] = orjson.loads(row["summary"])
    place, kana = summary["place"], summary["name_kana"] or ""
    numbers = [number for number in (summary["corporate_number"], *row["numbers"]) if number is not None]
    main = Candidate(
        summary["id"], summary["name"], kana, summary["name_en"] or "",
        place["prefecture"] or "", place["municipality_code" if by_code else "municipality"] or "", tuple(numbers),
    )  # fmt: skip
    return summary, [main, *(_name_otherwise(main, name) for name in summary["other_names"])]


def _name_otherwise(main: Candidate, name: str) -> Candidate:
    """The same organization under another name: the register's reading is of today's name only."""
    same = name_keys(name, main.kana).core_key == main.keys.core_key
    return replace(main, name=name, kana=main.kana if same else "", english="")


def _list_keys(rows: Iterable[Row]) -> Keys:
    return {row["id"]: [read_key(written) for written in row["keys"]] for row in rows if not row["sure"]}


def _pick(listed: Keys, probes: Sequence[Probe]) -> set[str]:
    """Those of whose keys one is near enough to one that is looked for, the nearest if they are many."""
    owners: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, keys in listed.items():
        for plane, key in keys:
            owners[plane][key].append(name)
    found = sorted(
        (distance, owner)
        for plane, key, errors in probes
        for near, distance in pick_near(key, list(owners[plane]), errors)
        for owner in owners[plane][near]
    )
    return set(islice(dict.fromkeys(owner for _, owner in found), _MOST_RANKED))


def _shortest(rows: Iterable[Row]) -> set[str]:
    """Of many that contain what was typed, those of which it is the largest part."""
    lengths = {row["id"]: min(map(len, row["keys"])) for row in rows}
    return set(sorted(lengths, key=lambda one: (lengths[one], one))[:_MOST_COMPLETED])
