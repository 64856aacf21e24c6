"""Arrays and rows are written for COPY as PostgreSQL reads them, whatever stands in them."""

from typing import Any

import orjson
from hypothesis import example, given
from hypothesis import strategies as st

from db.incoming import read_statement, write_statement
from db.lines import append_json, read_line, write_array, write_line
from tests.postgis import connect

# No text of a database can hold NUL, and half a surrogate pair is no text.
WORDS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
ODD = st.sampled_from(["", "\\N", "\\.", "\\", "\t", "\n", "\r", "架空\\t協同"])


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

        @given(st.lists(WORDS | ODD | st.none(), min_size=3, max_size=3))
        def arrives(values: list[str | None]) -> None:
            connection.execute("TRUNCATE arrived")
            with connection.cursor() as cursor, cursor.copy("COPY arrived FROM STDIN") as copy:
                copy.write(write_line(values))
            assert connection.execute("SELECT * FROM arrived").fetchall() == [tuple(values)]

        arrives()


def test_json_behind_a_row_arrives_as_it_was(postgis: str) -> None:
    with connect(postgis) as connection:
        connection.execute("CREATE TEMP TABLE arrived (one text, two text, three text)")

        @given(WORDS | ODD | st.none(), st.lists(st.none() | st.dictionaries(WORDS | ODD, WORDS | ODD), min_size=2, max_size=2))
        @example(None, [{"reason": '架空の「理由」\n\t"\\"'}, None])
        def arrives(value: str | None, told: list[dict[str, str] | None]) -> None:
            connection.execute("TRUNCATE arrived")
            texts = [None if one is None else orjson.dumps(one) for one in told]
            with connection.cursor() as cursor, cursor.copy("COPY arrived FROM STDIN") as copy:
                copy.write(append_json(write_line([value]), texts))
            arrived = connection.execute("SELECT * FROM arrived").fetchone()
            assert arrived == (value, *(None if text is None else text.decode() for text in texts))

        arrives()


@given(st.lists(WORDS | ODD | st.none(), min_size=1, max_size=5))
def test_a_line_reads_as_the_row_it_was(values: list[str | None]) -> None:
    assert read_line(write_line(values)) == values


@given(st.dictionaries(WORDS | ODD, WORDS | ODD | st.floats(allow_nan=False, allow_infinity=False) | st.none()))
@example({"reason": '架空の「理由」\n\t"\\"', "place": {"point": [139.5, 35.25]}})
def test_a_statement_reads_as_it_was_written(content: dict[str, Any]) -> None:
    statement = {
        "id": "st_1",
        "kind": "permit",
        "block": "o:架空\\協同",
        "document": {"url": "https://架空.example/a.csv", "sha256": "0" * 64, "media_type": "", "retrieved_at": "2026-04-01"},
        "locator": {"sheet": "架空\t一覧", "rows": "3"},
        "content": content,
        "source_digest": "0" * 32,
    }
    assert read_statement(write_statement(statement)) == statement
