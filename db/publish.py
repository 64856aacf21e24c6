"""A good run -> the next edition: identities, documents, history and change feed, in the run's transaction."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, text

from db.blocks import load_blocks, resolve_block, save_resolution
from db.causes import Causes, read_causes
from db.documents.dispositions import BAR_YEARS
from db.documents.shapes import years_before
from db.editions import EditionWriter

_BATCH = 2_000
"""Blocks that are resolved and written together: bounds the memory of a large publication."""

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
    causes = read_causes(connection)
    for blocks in _batches(_touched_blocks(connection, observed_on)):
        publish_blocks(connection, writer, blocks, causes)
    return writer.finish()


def publish_blocks(
    connection: Connection, writer: EditionWriter, names: Sequence[str], causes: Causes
) -> None:
    """Resolve the identities of these blocks, rebuild their documents, and write those that differ."""
    for block in load_blocks(connection, names):
        resolution = resolve_block(block)
        save_resolution(connection, block, resolution)
        blocks = (block.name,)
        told = [(record, causes.of_record(record, blocks)) for record in resolution.build(writer.observed_on)]
        writer.add(told, resolution.former_ids, resolution.merged, causes.of_blocks(blocks))
    writer.flush()


def _touched_blocks(connection: Connection, observed_on: date) -> list[str]:
    touched = connection.scalars(text(_TOUCHED_BLOCKS)).all()
    barred = connection.scalars(text(_BARRED_BLOCKS), {"limit": years_before(observed_on, BAR_YEARS)}).all()
    return sorted({*touched, *barred})


def _batches(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _BATCH):
        yield names[start : start + _BATCH]
