"""Arrays and rows are written for COPY as PostgreSQL reads them, whatever stands in them."""

from hypothesis import given
from hypothesis import strategies as st

from db.lines import write_array, write_line
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


def test_a_row_arrives_as_it_was(postgis: str) -> None:
    with connect(postgis) as connection:
        connection.execute("CREATE TEMP TABLE arrived (one text, two text, three text)")
        odd = st.sampled_from(["", "\\N", "\\.", "\\", "\t", "\n", "\r", "架空\\t協同"])

        @given(st.lists(WORDS | odd | st.none(), min_size=3, max_size=3))
        def arrives(values: list[str | None]) -> None:
            connection.execute("TRUNCATE arrived")
            with connection.cursor() as cursor, cursor.copy("COPY arrived FROM STDIN") as copy:
                copy.write(write_line(values))
            assert connection.execute("SELECT * FROM arrived").fetchall() == [tuple(values)]

        arrives()
