"""Writes: one run of one source, one transaction, and a verdict."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from db import models
from db.documents.parts import write_time
from db.publish import call_drafters, publish_touched
from db.staging import Counts, apply_statements, stage_statements

TOKYO = ZoneInfo("Asia/Tokyo")
"""The publishers' clock: legal dates and days of observation are its days."""

_WRITER_LOCK = 0x6B616E7269  # "kanri"


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a crawl found before the database looked: `problems` stop publication, `warnings` do not.

    `check_continuity(known, records, withdrawn)` answers breaches. `card` is what /v1/sources says of the source,
    `filled` in how many rows each field says something.
    """

    source: str
    observed_at: datetime
    observed_on: date
    sample: bool
    documents: int
    rejected: int
    problems: Sequence[str]
    warnings: Sequence[str]
    rejections: Sequence[dict[str, Any]]
    card: dict[str, Any]
    filled: Mapping[str, int]
    check_continuity: Callable[[int, int, int], list[str]]


@dataclass(frozen=True, slots=True)
class RunResult:
    """The verdict on a run: `good`, `broken` or `not_reached`; `edition` is the one that is public afterwards."""

    source: str
    verdict: str
    counts: dict[str, int]
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    edition: int | None = None


class Disbelieved(Exception):
    """A run that must not be published: everything it wrote is rolled back."""

    def __init__(self, problems: Sequence[str], counts: dict[str, int]) -> None:
        super().__init__("; ".join(problems))
        self.problems = list(problems)
        self.counts = counts


def save_run(target: Engine | Connection, report: RunReport, lines: Iterable[bytes]) -> RunResult:
    """Store and publish a run, or believe nothing of it: then yesterday stays public and the run says why.

    `target` is an engine, or a connection whose transaction holds several runs together.
    """
    try:
        with begin(target) as connection:
            # Where the transaction is another's, it may have published already.
            return _save_good_run(connection, target if isinstance(target, Engine) else None, report, lines)
    except Disbelieved as doubt:
        result = RunResult(report.source, "broken", doubt.counts, doubt.problems, list(report.warnings))
        with begin(target) as connection:
            _note_run(connection, report, result)
        return result


def note_missed_run(target: Engine | Connection, report: RunReport) -> RunResult:
    """Note that a source was not reached; nothing of it is touched."""
    result = RunResult(report.source, "not_reached", _base_counts(report), list(report.problems))
    with begin(target) as connection:
        _note_run(connection, report, result)
    return result


def lock_writers(connection: Connection) -> None:
    """Wait until this transaction is the only writer: one at a time, whoever it is."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})


def list_last_good_runs(engine: Engine) -> dict[str, datetime]:
    """For each source when its last good run observed it."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(models.source.c.name, models.source.c.last_good_at).where(models.source.c.last_good_at.is_not(None))
        )
        return {row.name: row.last_good_at for row in rows}


def clear_register(connection: Connection) -> None:
    """Forget what was crawled, for a rebuild inside the same transaction: readers see yesterday until it commits."""
    # Before anything goes: a crawl that published in between would be left standing, and begin the feed with a gap.
    lock_writers(connection)
    for table in reversed(models.metadata.sorted_tables):
        if models.KEPT not in table.info:
            connection.execute(table.delete())


@contextmanager
def begin(target: Engine | Connection) -> Iterator[Connection]:
    """A transaction of its own on an engine; a savepoint on a connection."""
    if isinstance(target, Engine):
        with target.begin() as connection:
            yield connection
    else:
        with target.begin_nested():
            yield target


def _save_good_run(
    connection: Connection, beside: Engine | None, report: RunReport, lines: Iterable[bytes]
) -> RunResult:
    lock_writers(connection)
    last_good_at = _last_good_at(connection, report)
    problems = [*report.problems, *_check_history(connection, report, last_good_at)]
    counts = stage_statements(connection, report.source, lines)
    if not problems:
        problems += report.check_continuity(counts.known, counts.records, counts.withdrawn)
    if problems:
        # Nothing of it is kept, so nothing was new, changed or withdrawn.
        raise Disbelieved(problems, _base_counts(report) | {"records": counts.records})
    run_id = connection.scalar(text("SELECT nextval(pg_get_serial_sequence('register.run', 'id'))")) or 0
    touched = counts.new + counts.changed + counts.moved + counts.withdrawn
    # Called before there is work for them: they start while the register takes the run.
    with call_drafters(connection, touched, beside) as drafters:
        apply_statements(connection, report.source, run_id, report.observed_at, last_good_at)
        edition = publish_touched(connection, drafters, report.observed_at, report.observed_on, report.sample)
    result = RunResult(report.source, "good", _count(report, counts), [], list(report.warnings), edition)
    _note_run(connection, report, result, run_id)
    return result


def _check_history(connection: Connection, report: RunReport, last_good_at: datetime | None) -> list[str]:
    problems = []
    if last_good_at is not None and report.observed_at < last_good_at:
        later = last_good_at.astimezone(TOKYO).date()
        problems.append(f"it was already observed on {later}; history can only be replayed forwards")
    mixed = connection.scalar(
        select(models.run.c.id).where(models.run.c.verdict == "good", models.run.c.sample != report.sample).limit(1)
    )
    if mixed is not None:
        problems.append(
            "this data folder holds "
            + ("official" if report.sample else "fictional sample")
            + " data, and the two are never mixed: set KANRI_HOME to another folder"
        )
    return problems


def _last_good_at(connection: Connection, report: RunReport) -> datetime | None:
    found: datetime | None = connection.scalar(
        select(models.source.c.last_good_at).where(models.source.c.name == report.source)
    )
    return found


def _base_counts(report: RunReport) -> dict[str, int]:
    return {
        "documents": report.documents,
        "records": 0,
        "new": 0,
        "changed": 0,
        "withdrawn": 0,
        "rejected": report.rejected,
        "moved": 0,
    }


def _count(report: RunReport, counts: Counts) -> dict[str, int]:
    found = asdict(counts)
    return {name: found.get(name, value) for name, value in _base_counts(report).items()}


def _note_run(
    connection: Connection, report: RunReport, result: RunResult, run_id: int | None = None
) -> None:
    known = {} if run_id is None else {"id": run_id}
    run_id = connection.execute(
        insert(models.run)
        .values(
            **known,
            source=report.source,
            observed_on=report.observed_on,
            observed_at=report.observed_at,
            finished_at=text("clock_timestamp()"),
            verdict=result.verdict,
            sample=report.sample,
            counts=result.counts | {"filled": dict(report.filled)},
            problems=result.problems,
            edition=result.edition,
        )
        .returning(models.run.c.id)
    ).scalar_one()
    if report.rejections:
        connection.execute(insert(models.rejection), [{"run_id": run_id, **row} for row in report.rejections])
    if result.verdict != "not_reached":
        _note_source(connection, report, result)


def _note_source(connection: Connection, report: RunReport, result: RunResult) -> None:
    status = report.card | {
        "name": report.source,
        "last_run": {
            "at": write_time(report.observed_at),
            "observed_on": report.observed_on.isoformat(),
            "verdict": result.verdict,
            "counts": result.counts,
            "problems": result.problems,
            "warnings": result.warnings,
        },
    }
    good = {"last_good_at": report.observed_at} if result.verdict == "good" else {}
    statement = upsert(models.source).values(name=report.source, status=status, **good)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"status": status, **good}))
    connection.execute(text("NOTIFY kanri_published"))
