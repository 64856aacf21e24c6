"""A good run -> the next edition: identities, documents, history and change feed, in the run's transaction."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import Connection, text

from db.blocks import resolve_group, save_resolutions
from db.causes import Causes, read_causes
from db.documents.dispositions import BAR_YEARS
from db.documents.shapes import years_before
from db.editions import EditionWriter
from db.groups import Grounds, load_groups, prepare_grounds

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


def publish_touched(connection: Connection, observed_at: datetime, observed_on: date, sample: bool) -> int | None:
    """Publish what the staged run touched as one edition; answers the number of the edition now public.

    Nothing changed: no new edition, and the number stays.
    """
    writer = EditionWriter(connection, observed_at, observed_on, sample)
    grounds, redecided = prepare_grounds(connection)
    names = sorted({*_touched_blocks(connection, observed_on), *redecided})
    publish_names(connection, writer, grounds, names, read_causes(connection))
    return writer.finish()


def publish_names(
    connection: Connection, writer: EditionWriter, grounds: Grounds, names: Sequence[str], causes: Causes
) -> None:
    """Resolve the identities of these names, rebuild their documents, and write those that differ."""
    with _spare_collector():
        _publish_batches(connection, writer, grounds, names, causes)


def _publish_batches(
    connection: Connection, writer: EditionWriter, grounds: Grounds, names: Sequence[str], causes: Causes
) -> None:
    done: set[str] = set()
    for batch in _batches(names):
        groups = load_groups(connection, (name for name in batch if name not in done), grounds)
        resolved = [(group, resolve_group(group)) for group in groups]
        save_resolutions(connection, resolved)
        for group, resolution in resolved:
            told = [(one, causes.of_record(one, group.names)) for one in resolution.build(writer.observed_on)]
            writer.add(told, resolution.former_ids, resolution.merged, causes.of_blocks(group.names))
            done.update(group.names)
        writer.flush()


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
