"""What is public before a publication: read on the writer's connection, or beside it on others."""

from dataclasses import replace

from sqlalchemy import Connection, Engine, text

from db.changes import Standing
from db.copying import verbatim_cursor
from db.drafts import Batch, list_possible_ids
from db.identifiers import sort_by_kind
from db.lines import write_array
from db.models import FOREVER

# Of one kind each: an id is looked for in one partition, not in all.
_STANDING = """
SELECT v.id::varchar, v.summary, v.detail, n.digest FROM published.version_{kind} v
LEFT JOIN published.naming_{kind} n ON n.id = v.id AND n.edition_to = %(forever)s
WHERE v.id = ANY(CAST(%(ids)s AS text[])) AND v.edition_to = %(forever)s
"""


def add_standing(connection: Connection, batch: Batch) -> Batch:
    """The batch with what is public of its records."""
    standing = {
        name: Standing((summary, detail), naming)
        for kind, ids in sort_by_kind(list_possible_ids(batch.groups)).items()
        for name, summary, detail, naming in verbatim_cursor(connection).execute(
            _STANDING.format(kind=kind), {"ids": write_array(ids), "forever": FOREVER}
        )
    }
    return replace(batch, current=standing)


def add_standing_beside(engine: Engine, batch: Batch) -> Batch:
    """Likewise, on a connection that is lent for it: the edition that is being written is not seen there."""
    with engine.connect() as connection:
        plan_many(connection)
        return add_standing(connection, batch)


def plan_many(connection: Connection) -> None:
    """Thousands of ids are looked up at once: planned for so many, a table would be read whole again and again."""
    connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
