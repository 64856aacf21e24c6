"""How fast and how well names are found in the database: `python -m benchmarks.search [FOLDER] [--names N]`.

Fills an empty database on a server of its own (KANRI_HOME/benchmarks) with N fictional organizations (default 400,000)
and prints the milliseconds inside PostgreSQL of searches for one and two characters, rare and common, beside a plain
LIKE on the same rows; then those of whole searches. With FOLDER, which has the recorded lists nta_cooperatives.csv and
nta_english_names.csv, also how many of their names come first however they are typed. Prints figures, never a name.
"""

import argparse
import asyncio
import base64
import hashlib
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psycopg
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from api.database import SESSION, Database
from api.resolver import Search
from benchmarks.databases import lend_database, run_database
from benchmarks.limits import write_literals
from benchmarks.names import is_found, read_recorded, spell_queries
from db.gram_pages import choose_stretch, select_frequent_grams
from db.models import FOREVER, naming
from db.name_marks import write_name_columns
from db.name_search import contains_name, list_completed_grams, select_completions
from db.pages import select_page
from db.statements import EVERY_ID, Condition, Statement
from japanese.kana import read_kana
from japanese.names import Candidate, name_keys, query_keys

_READ = {
    "架": "カ", "空": "クウ", "青": "アオ", "葉": "バ", "白": "シラ", "鳥": "トリ", "緑": "ミドリ", "野": "ノ", "星": "ホシ",
    "川": "カワ", "虹": "ニジ", "光": "ヒカリ", "栄": "サカエ", "和": "ワ", "泉": "イズミ", "松": "マツ", "竹": "タケ", "梅": "ウメ",
    "東": "ヒガシ", "西": "ニシ", "南": "ミナミ", "北": "キタ", "丸": "マル", "大": "オオ", "小": "コ", "陽": "ヨウ", "豊": "トヨ",
    "富": "トミ", "高": "タカ", "山": "ヤマ", "谷": "タニ", "海": "ウミ", "浜": "ハマ", "港": "ミナト", "鷲": "ワシ", "鯱": "シャチ",
}  # fmt: skip
_RARE = "鷲鯱"  # in a few hundred names each
_FORMS = ("株式会社", "有限会社", "合同会社", "協同組合")
_COLUMNS = (
    "id", "edition_from", "kind", "edition_to", "summary", "first_seen_at", "updated_at", "status", "precision",
    "corporate_number", "prefecture", "numbers", "is_named",
)  # fmt: skip
_NAMING = ("id", "edition_from", "kind", "digest", "names", "grams", "keys", "marks")
_TERMS = {
    "1 character, common": ("社", "会", "山", "大"),
    "1 character, rare": ("鷲", "鯱"),
    "2 characters, common": ("会社", "株式", "協同"),
    "2 characters, middling": ("青葉", "高山", "東海"),
    "2 characters, rare": ("鷲山", "大鯱"),
    "2 letters of a reading": ("ko", "ya"),
}
_ASKED = ("aoba yama", "takayama kabushiki kaisha", "ookawa", "oukawa", "株式会社大川", "青葉山", "aobayma toyo", "ヒガシヤマ", "架空")
_ROUNDS = 21
_PAGE = 51
_SLOW = ("ix_naming_marks", "ix_naming_grams")
"""Indexes that are built many times faster at once than row by row."""

_COUNT = f"""
INSERT INTO published.gram_total (kind, gram, count, since)
SELECT n.kind, g.gram, count(*), 1 FROM published.naming n CROSS JOIN LATERAL unnest(n.grams) AS g(gram)
WHERE n.edition_to = {FOREVER} GROUP BY n.kind, g.gram
"""


def make_candidates(count: int) -> Iterator[Candidate]:
    """Fictional organizations: syllables that mean nothing, read as they are read alone."""
    chance = random.Random(1)
    usual = [char for char in _READ if char not in _RARE]
    for number in range(count):
        chars = chance.choices(usual, k=chance.randint(2, 6))
        if chance.random() < 0.001:
            chars[chance.randrange(len(chars))] = chance.choice(_RARE)
        core, form = "".join(chars), chance.choices(_FORMS, (60, 20, 10, 10))[0]
        name = form + core if chance.random() < 0.5 else core + form
        yield Candidate(make_id(number), name, "".join(_READ[char] for char in chars))


def make_id(number: int) -> str:
    """An id as the register makes them: a digest."""
    digest = hashlib.blake2b(str(number).encode(), digest_size=10).digest()
    return f"org_{base64.b32encode(digest).decode().lower()}"


def fill(url: str, candidates: Sequence[Candidate]) -> None:
    """Write the candidates as published organizations of edition 1."""
    now = datetime.now(UTC)
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO published.edition VALUES (1, now(), current_date, true, '{}') ON CONFLICT DO NOTHING"
        )
        connection.execute(f"DROP INDEX {', '.join(f'published.{name}' for name in _SLOW)}")
        with connection.cursor().copy(f"COPY published.version ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for one in candidates:
                summary = orjson.dumps(make_summary(one)).decode()
                copy.write_row((
                    one.id, 1, "organization", FOREVER, summary, now, now, "published", "none", one.id[-13:], "38", [], True,
                ))  # fmt: skip
        with connection.cursor().copy(f"COPY published.naming ({', '.join(_NAMING)}) FROM STDIN") as copy:
            for one in candidates:
                names, *lists = write_name_columns([name_keys.__wrapped__(one.name, one.kana, one.english)])
                copy.write_row((one.id, 1, "organization", "", names, *map(list, lists)))
        for index in naming.indexes:
            if index.name in _SLOW:
                connection.execute(str(CreateIndex(index).compile(dialect=postgresql.dialect())))
        connection.execute(_COUNT)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE published.version_organization")
        connection.execute("VACUUM ANALYZE published.naming_organization")


def make_summary(one: Candidate) -> dict[str, Any]:
    """A document of about the usual size."""
    return {
        "id": one.id, "name": one.name, "name_kana": one.kana, "name_en": one.english or None, "other_names": [],
        "legal_form": None, "grade": "legal_person", "corporate_number": one.id[-13:], "roles": ["implementer"],
        "address": "愛媛県今治市架空町一丁目2番3号", "place": {"prefecture": one.prefecture, "municipality": one.municipality},
        "permits": [], "filler": "架空" * 150,
    }  # fmt: skip


class Clock:
    """Times statements inside PostgreSQL: planning and execution, without what they send."""

    def __init__(self, url: str) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in SESSION.items() if name != "application_name")
        self.connection = psycopg.connect(url, autocommit=True, options=options)
        self.frequent = self._read_frequent()

    def median(self, statement: Statement) -> tuple[float, str]:
        """The median of several runs in milliseconds, and which indexes were used."""
        texts = [self._explain(statement) for _ in range(_ROUNDS)]
        times = [told["Planning Time"] + told["Execution Time"] for told in texts]
        return statistics.median(times), ", ".join(sorted(set(_list_indexes(texts[0]["Plan"])))) or "no index"

    def _explain(self, statement: Statement) -> dict[str, Any]:
        sql = statement.sql
        for place in range(len(statement.values), 0, -1):
            sql = sql.replace(f"${place}", f"%(v{place})s")
        sql = sql.replace("'%%'", "'%%%%'")
        values = {f"v{place}": value for place, value in enumerate(statement.values, 1)}
        row = self.connection.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", values).fetchone()
        assert row is not None
        found: dict[str, Any] = row[0][0]
        return found

    def _read_frequent(self) -> dict[str, int]:
        """The frequent grams and their totals, which a server reads once for an edition."""
        statement = select_frequent_grams(edition=1)
        return {gram: count for _, gram, count in self.connection.execute(write_literals(statement).encode())}


def _list_indexes(plan: dict[str, Any]) -> Iterator[str]:
    if "Index Name" in plan:
        yield str(plan["Index Name"]).removeprefix("version_organization_")
    for inner in plan.get("Plans", ()):
        yield from _list_indexes(inner)


def _page(*conditions: Condition, **how: Any) -> Statement:
    return select_page(kind="organization", edition=1, conditions=conditions, order=EVERY_ID, limit=_PAGE, **how)


def time_list(clock: Clock, term: str) -> tuple[float, str]:
    """The list's `q` with its total, as the API asks for both."""
    condition = contains_name(term)
    total = clock.frequent.get(condition.grams[0]) if len(condition.grams) == 1 else None
    if total is None:
        return clock.median(_page(condition, count=True))
    stretch = choose_stretch(total, _PAGE, None)
    return clock.median(_page(condition) if stretch is None else _page(condition, stretch.condition, gather=True))


def time_completions(clock: Clock, term: str) -> float:
    """What a type-ahead asks for what begins with the term or contains it."""
    query = query_keys(term)
    frequent = {gram: clock.frequent[gram] for gram in list_completed_grams(query) if gram in clock.frequent}
    return clock.median(select_completions(edition=1, query=query, frequent=frequent))[0]


def print_short_searches(url: str) -> None:
    """One and two characters: the list's `q`, the type-ahead's completions, and a plain LIKE."""
    clock = Clock(url)
    for label, terms in _TERMS.items():
        for at, term in enumerate(terms):
            listed, indexes = time_list(clock, term)
            typed = time_completions(clock, term)
            plain, _ = clock.median(_page(Condition("n.names LIKE {}", (f"%{term}%",), of_names=True)))
            print(
                f"{label:24} {at + 1}: list {listed:7.2f} ms, type-ahead {typed:7.2f} ms, plain LIKE {plain:8.2f} ms"
                f" = {plain / listed:6.1f} times the list ({indexes})"
            )


async def print_whole_searches(url: str) -> None:
    """Whole searches as the API makes them, ranking included."""
    database = Database(url)
    for complete in (True, False):
        times: list[float] = []
        for text in _ASKED:
            for _ in range(5):
                began = time.perf_counter()
                await Search(database, 1, query_keys(text)).run(complete)
                times.append((time.perf_counter() - began) * 1000)
        what = "type-ahead" if complete else "match"
        print(f"{what}: median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms of {len(times)} searches")
    await database.close()


async def print_found(url: str, folder: Path, sample: int) -> None:
    """How many recorded names come first among all, typed in five romanizations and in English."""
    english = read_recorded(folder / "nta_english_names.csv")
    chosen = random.Random(20260401).sample(english, min(sample, len(english)))
    queries = spell_queries([one for one in chosen if read_kana(one.kana)], random.Random(1))
    queries["English typed back"] = [(one.english, one) for one in chosen]
    database = Database(url)
    for label, asked in queries.items():
        began, right = time.perf_counter(), 0
        for text, wanted in asked:
            hits = [found.hit for found in await Search(database, 1, query_keys(text)).run()]
            right += is_found(hits, wanted)
        spent = (time.perf_counter() - began) / len(asked) * 1000
        print(f"{label:28} {right / len(asked):8.4f}   {right:6} of {len(asked):6}   {spent:6.1f} ms each")
    await database.close()


def list_recorded(folder: Path) -> Sequence[Candidate]:
    """All recorded names, each corporation once."""
    every = [*read_recorded(folder / "nta_cooperatives.csv"), *read_recorded(folder / "nta_english_names.csv")]
    return list({one.id: one for one in every}.values())


@contextmanager
def lend_filled(candidates: Sequence[Candidate]) -> Iterator[str]:
    """A database of these organizations, gone afterwards."""
    with lend_database("search") as url:
        began = time.perf_counter()
        fill(url, candidates)
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT count(*), pg_total_relation_size('published.version_organization') >> 20 FROM published.version_organization"
            ).fetchone()
        assert row is not None
        print(f"{row[0]:,} organizations, {row[1]} MB with indexes, written in {time.perf_counter() - began:.0f} s")
        yield url


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--names", type=int, default=400_000)
    parser.add_argument("--sample", type=int, default=300)
    asked = parser.parse_args()
    with run_database():
        with lend_filled(make_candidates(asked.names)) as url:
            print_short_searches(url)
            asyncio.run(print_whole_searches(url))
        names = None if asked.folder is None else asked.folder / "names" if (asked.folder / "names").exists() else asked.folder
        if names is not None:
            with lend_filled(list_recorded(names)) as url:
                asyncio.run(print_found(url, names, asked.sample))


if __name__ == "__main__":
    main()
