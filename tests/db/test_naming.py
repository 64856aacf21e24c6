"""By what a record is found: written when its names change, left alone when anything else does."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from db.models import FOREVER
from db.naming import Naming
from tests.api.fictional_register import CHIYODA, IMABARI
from tests.cli import open_engine
from tests.db.parties import publish, tell
from tests.postgis import Database

NAMES = st.sampled_from(["株式会社架空", "架空", "", "空"])
PLACES = st.sampled_from([(None, None), ("38", None), ("38", "今治市"), ("13", "今治市")])
NAMINGS = st.builds(Naming, st.lists(st.tuples(NAMES, NAMES), max_size=2).map(tuple), NAMES, PLACES)


@given(NAMINGS, NAMINGS)
def test_a_digest_tells_namings_apart(one: Naming, other: Naming) -> None:
    assert (one.digest == other.digest) == (one == other)


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The owner's engine on an empty database."""
    with open_engine(database.owner) as engine:
        yield engine


def read_lives(engine: Engine) -> dict[str, list[tuple[int, int]]]:
    """Of the organization's naming, then of its versions: from which edition to which each stands."""
    asked = "SELECT edition_from, edition_to FROM published.{} WHERE kind = 'organization' ORDER BY edition_from"
    with engine.connect() as connection:
        return {
            table: [(first, last) for first, last in connection.execute(text(asked.format(table)))]
            for table in ("naming", "version")
        }


def test_a_naming_outlives_documents_and_ends_with_what_it_says(engine: Engine) -> None:
    first = tell("架空並走株式会社", issued_on="2025-06-27", place=IMABARI)
    publish(engine, [first])
    publish(engine, [first, tell("架空並走株式会社", issued_on="2025-07-28", place=IMABARI)])
    assert read_lives(engine) == {"naming": [(1, FOREVER)], "version": [(1, 2), (2, FOREVER)]}
    # An organization is also found by where it is.
    moved = [tell("架空並走株式会社", issued_on=day, place=CHIYODA) for day in ("2025-06-27", "2025-07-28")]
    publish(engine, moved)
    assert read_lives(engine)["naming"] == [(1, 3), (3, FOREVER)]
