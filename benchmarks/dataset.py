"""The fictional register of the benchmarks, published by our own publish step: `python -m benchmarks.dataset [FACTOR]`.

Times one: 4,000 supervising organizations, 65,000 employers, 10,000 dispositions. FACTOR (1, 10, 100) multiplies the
supervising organizations and nothing else. It is kept between runs, in KANRI_HOME/benchmarks.
"""

import random
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.databases import home, run_database
from benchmarks.fiction import FictionalParty, make_parties
from db import local
from db.identifiers import make_statement_id
from db.local.provision import create_database
from db.migrate import head_revision, migrate
from db.session import make_engine
from db.store import RunReport, save_run
from db.vocabulary import Violation
from scrapers.batches import write_record
from scrapers.grading import grade_statement
from scrapers.items import Document, Party, Statement, StatementKind

SUPERVISORS, EMPLOYERS, DISPOSITIONS = 4_000, 65_000, 10_000
OBSERVED_ON = date(2026, 4, 1)
FACTORS = (1, 10, 100)

_SECRET = b"benchmarks"
_COUNTRIES = ("VN", "ID", "PH", "MM", "CN", "KH", "TH", "MN", "NP")
_VIOLATIONS = tuple(str(word) for word in Violation)
FICTION = 1
"""Counted up when what the sources state is changed, so that kept registers are made anew."""

Line = bytes


def name_database(factor: int) -> str:
    """The database that holds the register at this size."""
    return f"register_x{factor}"


def ensure_dataset(factor: int) -> str:
    """The owner's address of the register at this size; what is missing of it is published first.

    A larger register begins as a copy of the next smaller one, and grows as registers do.
    """
    name, smaller = name_database(factor), max((one for one in FACTORS if one < factor), default=None)
    with psycopg.connect(local.url(home(), local.SUPERUSER, "postgres"), autocommit=True) as connection:
        published = _read_progress(connection, name)
        if published is None:
            if smaller is not None:
                ensure_dataset(smaller)
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            create_database(connection, name, template=local.DATABASE if smaller is None else name_database(smaller))
            published = set() if smaller is None else SOURCES.keys() - _GROWING
        for source in SOURCES:
            if source not in published:
                _publish(local.url(home(), local.OWNER, name), factor, source)
                published.add(source)
                connection.execute(f"COMMENT ON DATABASE {name} IS '{_stamp()}: {' '.join(sorted(published))}'")
    return local.url(home(), local.OWNER, name)


def _read_progress(connection: psycopg.Connection, name: str) -> set[str] | None:
    """Which sources a kept register has published; None where there is none, or one made otherwise."""
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    stamp, _, published = (row[0] or "" if row is not None else "").partition(": ")
    return set(published.split()) if stamp == _stamp() else None


def _stamp() -> str:
    """What a kept register must have been made by: another schema or another fiction makes it anew."""
    return f"{head_revision()} {FICTION} {hash_file(Path(__file__).with_name('fiction.py')):x}"


def hash_file(path: Path) -> int:
    """A number that changes with a file's content."""
    return zlib.crc32(path.read_bytes())


def _publish(url: str, factor: int, source: str) -> None:
    engine = make_engine(url)
    try:
        migrate(engine)
        print(f"x{factor} {source}: publishing …", flush=True)
        began = time.perf_counter()
        result = save_run(engine, make_report(source), SOURCES[source](factor))
        if result.verdict != "good":
            raise RuntimeError("; ".join(result.problems))
        seconds = time.perf_counter() - began
    finally:
        engine.dispose()
    print(f"x{factor} {source}: {result.counts['records']:,} statements published in {seconds:.1f} s", flush=True)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def make_report(source: str, day: date = OBSERVED_ON) -> RunReport:
    """A run that found nothing wrong."""
    return RunReport(
        source=source,
        observed_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        observed_on=day,
        sample=True,
        documents=1,
        rejected=0,
        problems=(),
        warnings=(),
        rejections=(),
        card={"title": "A fictional source"},
        filled={},
        check_continuity=lambda known, records, withdrawn: [],
    )


def make_permits(factor: int) -> Iterator[Line]:
    """Supervising organizations, each by its permit."""
    chance = random.Random("permits")
    for number, party in enumerate(make_parties("supervisors", SUPERVISORS * factor, cooperative=True)):
        facts = {
            **_permit_facts(chance, f"許{number:010}"), "role": "supervising_organization", "class": "general",
            "care": False, "occupations": ["7-21", "8-1"][: chance.randint(1, 2)],
        }  # fmt: skip
        yield _write("otit_registry", StatementKind.PERMIT, (str(number),), party, facts, number)


def make_employers(factor: int) -> Iterator[Line]:
    """Employers: as many at every size."""
    return make_registrations(EMPLOYERS)


def make_registrations(count: int, *, changed: bool = False) -> Iterator[Line]:
    """Employers, each by a registration: the nearest thing to a list of employers that any source has.

    `changed` ones end a year later than before.
    """
    chance = random.Random("registrations")
    for number, party in enumerate(make_parties("employers", count)):
        facts = {
            **_permit_facts(chance, f"登-{number:06}"), "role": "implementer", "class": None, "care": None,
            "occupations": [],
        }  # fmt: skip
        if changed:
            facts["expires_on"] = "2041-03-31"
        yield _write("isa_support_organizations", StatementKind.SUPPORT_REGISTRATION, (str(number),), party, facts, number)


def make_dispositions(factor: int) -> Iterator[Line]:
    """Dispositions, most of them against employers: as many at every size."""
    chance = random.Random("dispositions")
    supervisors = list(make_parties("supervisors", SUPERVISORS, cooperative=True))
    employers = list(make_parties("employers", EMPLOYERS))
    for number in range(DISPOSITIONS):
        supervised = chance.random() < 0.15
        party = chance.choice(supervisors if supervised else employers)
        facts = _disposition_facts(chance, number, supervised)
        yield _write("isa_dispositions", StatementKind.DISPOSITION, (str(number),), party, facts, number)


SOURCES: dict[str, Callable[[int], Iterable[Line]]] = {
    "otit_registry": make_permits,
    "isa_support_organizations": make_employers,
    "isa_dispositions": make_dispositions,
}
"""What each source states, in the order in which they are published."""

_GROWING = {"otit_registry"}
"""What states more in a larger register."""


def _permit_facts(chance: random.Random, number: str) -> dict[str, Any]:
    began = date(2017, 11, 1) + timedelta(days=chance.randrange(3000))
    return {
        "regime": "titp", "number": number, "first_permitted_on": began.isoformat(),
        "expires_on": date(began.year + 10, 10, 31).isoformat(), "status": "in_force", "status_text": None,
        "countries": sorted(chance.sample(_COUNTRIES, chance.randint(1, 4))), "postal_code": "999-0000",
        "telephones": [], "offices": [], "remarks": None,
    }  # fmt: skip


def _disposition_facts(chance: random.Random, number: int, supervised: bool) -> dict[str, Any]:
    article, kind = (37, "permit_revocation") if supervised else (16, "plan_revocation")
    items = sorted({chance.randint(1, 9) for _ in range(chance.randint(1, 2))})
    issued_on = (date(2019, 1, 1) + timedelta(days=chance.randrange(2600))).isoformat()
    words = sorted(set(chance.choices(_VIOLATIONS, k=2)))
    return {
        "kind": kind, "regime": "titp", "role": "supervising_organization" if supervised else "implementer",
        "provision": f"titp:{article}-1", "issued_on": issued_on, "issued_on_text": issued_on, "announced_on": None,
        "citations": [
            {"regime": "titp", "law": "act", "article": str(article), "paragraph": "1", "item": str(item),
             "code": f"titp:{article}-1-{item}", "via": []} for item in items
        ],
        "possible_grounds": [],
        "violations": [{"code": word, "clause": "認定計画に従って賃金を支払っていなかった"} for word in words],
        "reason": "認定計画に従って賃金を支払っていなかったことから、技能実習法第16条第1項第1号に規定する認定の取消事由に該当するため。",
        "authorities": ["mhlw", "moj"] if supervised else ["isa", "mhlw"], "permit_number": None,
        "plan_numbers": [] if supervised else [f"認{number:010}"], "plan_count": 0 if supervised else 1,
    }  # fmt: skip


def _write(
    source: str, kind: StatementKind, key: tuple[str, ...], party: FictionalParty, facts: dict[str, Any], row: int
) -> Line:
    """A statement as the pipelines would have stored it: graded by the pipelines' own step."""
    url = f"https://fictional.example/{source}.xlsx"
    document = Document(url, "0" * 64, "application/octet-stream", datetime(2026, 4, 1, tzinfo=UTC))
    told = Party(party.name, address=party.address, telephone=party.telephone)
    statement = Statement(source, kind, document, {"sheet": "1", "rows": str(row + 2)}, key, told, {})
    statement.id, statement.source_digest = make_statement_id(source, str(kind), key), "0" * 32
    statement.content["facts"] = facts
    grade_statement(statement, _SECRET)
    statement.content["place"] = party.place
    return write_record(statement)


def main(factors: list[int]) -> None:
    """Publish each size that is missing."""
    with run_database():
        for factor in factors:
            print(f"x{factor}: {ensure_dataset(factor)}", flush=True)


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1])
