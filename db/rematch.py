"""Matching what is already published with the register of corporate numbers, as one more edition."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, Engine, select, text

from db.causes import Causes
from db.editions import EditionWriter
from db.groups import prepare_grounds
from db.models import edition, statement
from db.publish import call_drafters, publish_names
from db.store import TOKYO, lock_writers


def rematch(engine: Engine) -> int | None:
    """Match every published organization anew; answers the number of the edition now public.

    Where nothing differs there is no new edition. None where nothing was ever published.
    """
    with engine.begin() as connection:
        lock_writers(connection)
        last = connection.execute(select(edition).order_by(edition.c.number.desc()).limit(1)).one_or_none()
        if last is None:
            return None
        observed_at = _choose_moment(last.observed_on, last.published_at)
        observed_on = observed_at.astimezone(TOKYO).date()
        writer = EditionWriter(connection, observed_at, max(last.observed_on, observed_on), last.sample)
        grounds, _ = prepare_grounds(connection)
        names = _list_names(connection)
        with call_drafters(connection, len(names), engine) as drafters:
            publish_names(drafters, writer, grounds, names, Causes({}, frozenset()))
        number = writer.finish()
        connection.execute(text("NOTIFY kanri_published"))
        return number


def _choose_moment(observed_on: date, published_at: datetime) -> datetime:
    """Now; in a register of replayed days the last of them, so that later days can still be replayed after it."""
    is_replayed = observed_on < published_at.astimezone(TOKYO).date()
    return datetime.combine(observed_on, time(12), TOKYO).astimezone(UTC) if is_replayed else datetime.now(UTC)


def _list_names(connection: Connection) -> list[str]:
    # People's blocks are not among them: they are never looked up.
    names = select(statement.c.block).distinct().where(statement.c.block.startswith("o:")).order_by(statement.c.block)
    return list(connection.scalars(names))
