"""Arrays are written for COPY as PostgreSQL reads them, whatever stands in them."""

from hypothesis import given
from hypothesis import strategies as st

from db.copying import write_array
from tests.postgis import connect

# No text of a database can hold NUL, and half a surrogate pair is no text.
WORDS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)


def test_an_array_arrives_as_it_was(postgis: str) -> None:
    with connect(postgis) as connection:

        @given(st.lists(WORDS | st.sampled_from(["", "NULL", '"', "\\", "{}", ",", "架空,協同"]), max_size=8))
        def arrives(values: list[str]) -> None:
            (read,) = connection.execute("SELECT %s::text[]", [write_array(values)]).fetchone() or ()
            assert read == values

        arrives()
