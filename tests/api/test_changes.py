"""The change feed: ordered, without a gap at any moment, and true about who changed what."""

import threading
from typing import Any

from sqlalchemy import Engine, text

from db.session import make_engine
from db.store import clear_register, save_run
from tests.api import fictional_register as register
from tests.api.serving import PUBLIC_URL, Served, on_day
from tests.fictional import make_disposition, make_report, to_lines

NAMES = ("架空一協同組合", "架空二協同組合", "架空三協同組合")


def follow(api: Served, path: str = "/v1/changes?limit=50") -> list[dict[str, Any]]:
    """The feed from here to its end, page by page."""
    found: list[dict[str, Any]] = []
    while path is not None:
        page = api.read(path)
        assert page["total"] >= len(page["items"])
        found += page["items"]
        path = page["next"] and page["next"].removeprefix(PUBLIC_URL)
    return found


def test_the_feed_is_ordered_and_without_a_gap(api: Served) -> None:
    changes = follow(api)
    assert [one["seq"] for one in changes] == list(range(1, len(changes) + 1))
    assert api.read("/v1/changes")["total"] == len(changes)
    assert [one["edition"] for one in changes] == sorted(one["edition"] for one in changes)
    assert {one["edition"]: one["observed_on"] for one in changes} == {1: "2026-04-01", 2: "2026-04-10"}


def test_a_follower_goes_on_where_it_stopped(api: Served) -> None:
    whole = follow(api)
    page = api.read("/v1/changes?after=3&limit=2")
    assert [one["seq"] for one in page["items"]] == [4, 5]
    assert (page["position"], page["total"]) == (5, len(whole) - 3)
    end = api.read(f"/v1/changes?after={len(whole)}&feed={page['feed']}")
    assert (end["items"], end["next"], end["position"], end["total"]) == ([], None, len(whole), 0)
    assert follow(api, f"/v1/changes?after={len(whole) - 4}&limit=3") == whole[-4:]


def test_the_second_edition_tells_what_came_changed_and_went(api: Served) -> None:
    second = [one for one in follow(api) if one["edition"] == 2 and one["kind"] == "disposition"]
    assert sorted((one["change"], one["cause"]) for one in second) == [("created", "source"), ("withdrawn", "source")]
    gone = next(one for one in second if one["change"] == "withdrawn")
    assert {"status", "withdrawn_at"} <= set(gone["fields_changed"])
    assert api.read(gone["url"].removeprefix(PUBLIC_URL))["status"] == "withdrawn"


def test_a_past_day_knows_the_changes_up_to_it(api: Served) -> None:
    past = follow(api, "/v1/changes?as_of=2026-04-05&limit=70")
    assert past == [one for one in follow(api) if one["edition"] == 1]


def test_a_position_beyond_the_end_or_of_another_count_is_gone(api: Served) -> None:
    feed = api.read("/v1/changes?limit=1")["feed"]
    other = ("0" if feed[0] != "0" else "1") + feed[1:]
    for query in ("after=999999", f"after=1&feed={other}"):
        response = api.get(f"/v1/changes?{query}")
        assert response.status_code == 410
        assert response.json()["type"] == f"{PUBLIC_URL}/problems/position-unknown"
        assert f"{PUBLIC_URL}/v1/dispositions" in response.json()["snapshots"]
    assert api.get("/v1/changes?after=-1").status_code == 400


def make(name: str, day: str, reason: str, digest: str = "0" * 32) -> dict[str, Any]:
    """A disposition whose words, and whose source's bytes, are given."""
    made = register.told(make_disposition(name, day, kind="improvement_order", reason=reason))
    return made | {"source_digest": digest}


def test_the_source_changed_or_our_reading_did(fresh: Served) -> None:
    one, other = NAMES[:2]
    fresh.publish(make(one, "2024-06-28", "理由"), make(other, "2024-06-28", "理由"), observed_on=on_day(1))
    fresh.publish(
        make(one, "2024-06-28", "新しい理由", "1" * 32), make(other, "2024-06-28", "読み直した理由"), observed_on=on_day(2)
    )
    told = [one for one in follow(fresh) if one["edition"] == 2]
    assert sorted((one["kind"], one["change"], one["cause"], *one["fields_changed"]) for one in told) == [
        ("disposition", "changed", "reading", "reason"),
        ("disposition", "changed", "source", "reason"),
    ]


def test_two_records_of_one_organization_change_for_reasons_of_their_own(fresh: Served) -> None:
    name = NAMES[2]
    fresh.publish(make(name, "2024-06-28", "理由"), make(name, "2023-03-22", "理由"), observed_on=on_day(1))
    fresh.publish(
        make(name, "2024-06-28", "新しい理由", "1" * 32), make(name, "2023-03-22", "読み直した理由"), observed_on=on_day(2)
    )
    records = {one["id"]: one["issued_on"] for one in fresh.read("/v1/dispositions")["items"]}
    told = {records[one["id"]]: one["cause"] for one in follow(fresh) if one["edition"] == 2}
    assert told == {"2024-06-28": "source", "2023-03-22": "reading"}


def test_no_reader_ever_sees_a_gap_while_two_publish_at_once(fresh: Served) -> None:
    engine = make_engine(fresh.database.owner)
    failures: list[str] = []
    seen: list[int] = []
    start = threading.Barrier(2)
    writers = [threading.Thread(target=publish_often, args=(engine, one, failures, start)) for one in ("one", "two")]
    for writer in writers:
        writer.start()
    with engine.connect() as connection:
        while any(writer.is_alive() for writer in writers):
            count, last = connection.execute(text("SELECT count(*), coalesce(max(seq), 0) FROM published.change")).one()
            connection.rollback()
            assert count == last
            seen.append(last)
    engine.dispose()
    assert failures == []
    assert len(set(seen)) > 2, "the reader looked while it was being written"
    fresh.await_edition(12)
    assert [one["seq"] for one in follow(fresh)] == list(range(1, 2 * 6 * 8 * 2 + 1))


def test_nobody_publishes_while_all_is_rebuilt(fresh: Served) -> None:
    fresh.publish(make(NAMES[0], "2024-06-28", "理由"), observed_on=on_day(1))
    engine, failures = make_engine(fresh.database.owner), []
    with engine.begin() as rebuild:
        clear_register(rebuild)
        writer = threading.Thread(target=publish_often, args=(engine, "one", failures))
        writer.start()
        writer.join(0.5)
        assert len(follow(fresh)) == 2, "readers see yesterday"
        save_run(rebuild, make_report(observed_on=on_day(1)), to_lines(make(NAMES[0], "2024-06-28", "理由")))
    writer.join()
    engine.dispose()
    assert failures == []
    fresh.await_edition(7)
    assert [one["seq"] for one in follow(fresh)] == list(range(1, 2 + 6 * 8 * 2 + 1))


def publish_often(engine: Engine, source: str, failures: list[str], start: threading.Barrier | None = None) -> None:
    """Six runs, each of which brings eight organizations more."""
    statements: list[dict[str, Any]] = []
    for run in range(6):
        statements += [
            register.told(
                make_disposition(f"架空{source}{run}第{at}株式会社", "2025-06-27", source=source, url=f"https://{source}.example/")
            )
            for at in range(8)
        ]
        if start is not None:
            start.wait(10)
        result = save_run(engine, make_report(source, on_day(1 + run)), to_lines(*statements))
        if result.verdict != "good":
            failures.extend(result.problems)
