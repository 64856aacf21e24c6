"""Cursors: sealed, bound to their question and edition, stable while data is published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursors import Cursor, read_cursor, write_cursor
from api.problems import Problem
from db.statements import Order, Position
from tests.api import fictional_register as register
from tests.api.serving import PUBLIC_URL, Served, on_day, serve
from tests.fictional import make_disposition
from tests.postgis import Database

KEY = b"a key for tests"
BY_ID = Order("id")


def follow(answer: dict[str, str]) -> str:
    return answer["next"].removeprefix(PUBLIC_URL)


@given(
    st.integers(0, 2**31), st.integers(0, 2**60), st.one_of(st.none(), st.integers(0, 10**9)), st.text("az27_", max_size=20)
)
def test_a_cursor_survives_the_journey(edition: int, stamp: int, total: int | None, record_id: str) -> None:
    cursor = Cursor(edition, stamp, "q", total, Position(None, record_id))
    assert read_cursor(write_cursor(cursor, KEY), KEY, "q", BY_ID) == cursor


@given(st.data())
def test_a_change_of_any_character_is_noticed(data: st.DataObject) -> None:
    text = write_cursor(Cursor(3, 5, "q", 7, Position(None, "org_a")), KEY)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("ABCabc012-_=+/ あ").filter(lambda letter: letter != text[at]))
    for forged in (text[:at] + other + text[at + 1 :], text[:at], text + other):
        with pytest.raises(Problem) as refusal:
            read_cursor(forged, KEY, "q", BY_ID)
        assert refusal.value.type.name == "invalid-cursor"


def test_another_key_does_not_open_it() -> None:
    text = write_cursor(Cursor(3, 5, "q", 7, Position(None, "org_a")), KEY)
    with pytest.raises(Problem):
        read_cursor(text, b"another key", "q", BY_ID)


@pytest.mark.parametrize("change", ["&prefecture=38", "&sort=id", "&as_of=2026-04-10", "&status=published"])
def test_a_cursor_moved_to_other_filters_is_refused(api: Served, change: str) -> None:
    response = api.get(follow(api.read("/v1/dispositions?limit=5")) + change)
    assert response.status_code == 400
    assert response.json()["type"].endswith("/problems/cursor-of-other-filters")


def test_a_cursor_moved_to_another_list_is_refused(api: Served) -> None:
    elsewhere = follow(api.read("/v1/organizations?limit=5")).replace("organizations", "permits")
    assert api.get(elsewhere).json()["type"].endswith("/problems/cursor-of-other-filters")


def test_the_same_question_in_other_words_takes_the_cursor(api: Served) -> None:
    cursor = follow(api.read("/v1/dispositions?prefecture=38,13&limit=5")).rpartition("cursor=")[2]
    other_words = api.read(f"/v1/dispositions?cursor={cursor}&limit=9&prefecture=東京都,Ehime")
    assert len(other_words["items"]) == 9


def test_a_page_stays_in_its_edition_while_another_is_published(fresh: Served) -> None:
    names = [f"架空第{number}協同組合" for number in range(12)]
    first = [register.told(make_disposition(name, "2025-06-27", kind="improvement_order")) for name in names]
    fresh.publish(*first, observed_on=on_day(1))
    answer = fresh.read("/v1/dispositions?limit=5")
    seen = [item["id"] for item in answer["items"]]
    late = register.told(make_disposition("架空追加協同組合", "2025-06-27", kind="improvement_order"))
    fresh.publish(*first[6:], late, observed_on=on_day(2))
    while answer["next"] is not None:
        answer = fresh.read(follow(answer))
        assert answer["edition"]["number"] == 1
        assert all(item["status"] == "published" for item in answer["items"])
        seen += [item["id"] for item in answer["items"]]
    assert len(seen) == len(set(seen)) == 12
    assert fresh.read("/v1/dispositions")["total"] == 13


def test_a_cursor_of_another_database_has_expired(api: Served, database: Database) -> None:
    cursor = follow(api.read("/v1/dispositions?limit=5"))
    with serve(database, cursor_key=api.app.state.services.settings.cursor_key) as other:
        other.publish(*register.first_statements(), observed_on=on_day(1))
        response = other.get(cursor)
    assert response.status_code == 410
    assert response.json()["type"].endswith("/problems/cursor-expired")
