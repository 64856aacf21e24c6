"""A good run -> the next edition: identities, documents, history and change feed, in the run's transaction."""

import gc
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine, text

from db.causes import Causes
from db.documents.dispositions import BAR_YEARS
from db.documents.shapes import years_before
from db.drafting import Drafters, lend_drafters
from db.drafts import Batch, Draft
from db.editions import EditionWriter
from db.groups import Grounds, load_groups, prepare_grounds
from db.staging import read_causes
from db.standing import add_standing, add_standing_beside

_BATCH = 2_000
"""Names that are resolved and written together: bounds the memory of a large publication."""

_TOUCHED_BLOCKS = """
SELECT DISTINCT block FROM (
  SELECT block FROM touched UNION SELECT old_block FROM touched WHERE old_block IS NOT NULL
) AS named ORDER BY block
"""

# A natural person's notice leaves the register's public part on its own day, whether its source changed or not.
_BARRED_BLOCKS = """
SELECT DISTINCT s.block FROM register.statement s
JOIN published.version v ON v.kind = 'disposition' AND v.id = s.record_id
WHERE s.kind = 'disposition' AND s.content #>> '{organization,grade}' = 'sole_proprietor'
  AND (s.content #>> '{facts,issued_on}')::date <= :limit
"""


def call_drafters(connection: Connection, names: int, beside: Engine | None) -> AbstractContextManager[Drafters]:
    """Those who draft a publication of about so many names on a connection.

    `beside` lends other connections on which the edition before can be read: not where the transaction has published already.
    """
    other = None if beside is None else partial(add_standing_beside, beside)
    return lend_drafters(names // _BATCH, partial(add_standing, connection), other)


def publish_touched(
    connection: Connection, drafters: Drafters, observed_at: datetime, observed_on: date, sample: bool
) -> int | None:
    """Publish what the staged run touched as one edition; answers the number of the edition now public.

    Nothing changed: no new edition, and the number stays.
    """
    writer = EditionWriter(connection, observed_at, observed_on, sample)
    grounds, redecided = prepare_grounds(connection)
    names = sorted({*_touched_blocks(connection, observed_on), *redecided})
    publish_names(drafters, writer, grounds, names, read_causes(connection))
    return writer.finish()


def publish_names(
    drafters: Drafters, writer: EditionWriter, grounds: Grounds, names: Sequence[str], causes: Causes
) -> None:
    """Resolve the identities of these names, rebuild their documents, and write those that differ.

    While a batch is drafted, the one before it is written and the next one loaded.
    """
    with _spare_collector():
        awaited: deque[Future[Draft]] = deque()
        for batch in _load_batches(writer, grounds, names, causes):
            awaited.append(drafters.ask(batch))
            if len(awaited) > drafters.count:
                writer.write(awaited.popleft().result())
        while awaited:
            writer.write(awaited.popleft().result())


def _load_batches(
    writer: EditionWriter, grounds: Grounds, names: Sequence[str], causes: Causes
) -> Iterator[Batch]:
    """The names in batches, each group once: what is written of one group is never read for another."""
    done: set[str] = set()
    for some in _batches(names):
        groups = load_groups(writer.connection, (name for name in some if name not in done), grounds)
        done.update(name for group in groups for name in group.names)
        told = causes.select(
            (row["id"] for group in groups for row in group.rows), (name for group in groups for name in group.names)
        )
        yield Batch(writer.edition, groups, told, writer.frequent)


@contextmanager
def _spare_collector() -> Iterator[None]:
    """A batch is a million small objects without a cycle: searching them for one takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _touched_blocks(connection: Connection, observed_on: date) -> set[str]:
    touched = connection.scalars(text(_TOUCHED_BLOCKS)).all()
    barred = connection.scalars(text(_BARRED_BLOCKS), {"limit": years_before(observed_on, BAR_YEARS)}).all()
    return {*touched, *barred}


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _BATCH):
        yield names[start : start + _BATCH]
