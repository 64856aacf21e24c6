"""Reference data beside the sources: registers and maps that were loaded from files, and how fresh they are.

They identify and place what the sources say; nothing is ever searched in them for dispositions.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from db import models
from db.store import TOKYO

_NO_COUNTS = {"documents": 0, "records": 0, "new": 0, "changed": 0, "withdrawn": 0, "rejected": 0, "moved": 0}


def note_reference(connection: Connection, name: str, card: Mapping[str, Any], counts: Mapping[str, int]) -> None:
    """Note that the reference data `name` was loaded now, with its card (as a source's) and what it brought."""
    now = datetime.now(UTC)
    status = {
        **card,
        "name": name,
        "last_run": {
            "at": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "observed_on": now.astimezone(TOKYO).date().isoformat(),
            "verdict": "good",
            "counts": {**_NO_COUNTS, **counts},
            "problems": [],
            "warnings": [],
        },
    }
    statement = upsert(models.reference).values(name=name, status=status, last_good_at=now)
    new = {"status": status, "last_good_at": now}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=new))
    connection.execute(text("NOTIFY kanri_published"))


def list_references(connection: Connection) -> Iterator[tuple[str, Mapping[str, Any], datetime]]:
    """Name, status and moment of loading of all reference data."""
    table = models.reference
    for row in connection.execute(select(table).order_by(table.c.name)):
        yield row.name, row.status, row.last_good_at
