"""Readers of single values: they take any text, and settle what they take in one wording."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api import values
from api.parameters import BadValue, read_query
from api.problems import Problem
from api.v1.collections import COLLECTIONS

PARAMETERS = COLLECTIONS["organization"].parameters() | COLLECTIONS["disposition"].parameters()
LOOSE = st.one_of(st.text(max_size=40), st.from_regex(r"[0-9.,:+\-TZ ]{1,30}", fullmatch=True))


@given(st.sampled_from(sorted(PARAMETERS)), LOOSE)
def test_any_text_is_read_or_refused_and_reads_the_same_again(name: str, text: str) -> None:
    read: Callable[[str], Any] = PARAMETERS[name].read
    try:
        value = read(text)
    except BadValue:
        return
    if name != "cursor":
        assert read(values.describe(value)) == value


@given(st.binary(max_size=200))
def test_any_query_is_read_or_is_a_problem(query: bytes) -> None:
    try:
        read_query(query, PARAMETERS)
    except Problem as problem:
        assert problem.type.status in (400, 422)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_query_that_is_encoded_rightly_is_decoded_rightly(name: str, value: str) -> None:
    from urllib.parse import quote_plus

    from api.parameters import _split_fields

    query = f"{quote_plus(name)}={quote_plus(value)}".encode()
    assert _split_fields(query) == {name: value}


def is_read(name: str, value: str) -> bool:
    try:
        read_query(urlencode({name: value}).encode(), PARAMETERS)
    except Problem:
        return False
    return True


# A pattern's $ is the very end, as in JavaScript; Python's is also before a last line break.
SEARCHABLE = re.compile(values.SEARCH_SHAPE.replace("$", r"\Z"))


def test_the_contract_says_of_every_character_whether_it_can_be_searched_for() -> None:
    letters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert [f"{ord(one):04x}" for one in letters if (SEARCHABLE.search(one) is not None) != is_read("q", one)] == []


@given(st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), min_size=1, max_size=6))
def test_the_contract_says_of_every_text_whether_it_can_be_searched_for(text: str) -> None:
    assert (SEARCHABLE.search(text) is not None) == is_read("q", text)


@example(0.0, 0.0009006424250883619)
@given(st.floats(-200, 200), st.floats(-100, 100))
def test_a_number_may_be_written_as_json_writes_it(longitude: float, latitude: float) -> None:
    within = abs(longitude) <= 180 and abs(latitude) <= 90
    assert is_read("near", f"{orjson.dumps(longitude).decode()},{latitude!r}") == within


@pytest.mark.parametrize("name", ["kind", "fields", "facet"])
def test_a_list_of_values_may_be_as_long_as_the_contract_says(name: str) -> None:
    schema = PARAMETERS[name].schema
    word = schema["items"]["enum"][0]
    assert is_read(name, ",".join([word] * schema["maxItems"]))
    assert not is_read(name, ",".join([word] * (schema["maxItems"] + 1)))


@pytest.mark.parametrize(
    ("text", "code"),
    [("38", "38"), ("愛媛", "38"), ("愛媛県", "38"), ("ehime", "38"), ("EHIME", "38"), ("３８", "38"), ("1", "01"), ("北海道", "01"),
     ("京都", "26"), ("東京", "13"), ("東京都", "13"), ("Tokyo", "13"), ("大阪府", "27")],
)  # fmt: skip
def test_a_prefecture_has_many_names(text: str, code: str) -> None:
    assert values.read_prefecture(text) == code


@pytest.mark.parametrize(("text", "code"), [("38202", "38202"), ("382027", "38202"), ("011002", "01100"), ("１３１０１６", "13101")])
def test_a_municipality_has_five_or_six_digits(text: str, code: str) -> None:
    assert values.read_municipality(text) == code


@given(st.from_regex(r"(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}", fullmatch=True), st.integers(0, 9))
def test_only_one_check_digit_is_right(code: str, digit: int) -> None:
    right = [last for last in range(10) if _reads(code + str(last))]
    assert len(right) == 1
    assert _reads(code + str(digit)) == (digit in right)


def _reads(text: str) -> bool:
    try:
        return values.read_municipality(text) == text[:5]
    except BadValue:
        return False
