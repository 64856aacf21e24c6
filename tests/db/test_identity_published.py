"""Identities in the database: ids survive what comes later, merged ids are sent on, decisions can be taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from db import decisions
from db import publish as publishing
from tests.cli import open_engine
from tests.db.parties import (
    make_number,
    organization_of,
    publish,
    read_aliases,
    read_changes,
    read_owners,
    read_public,
    tell,
)
from tests.postgis import Database

HERE, THERE = "愛媛県今治市架空町1番地", "広島県福山市幻町2番地"


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The owner's engine on an empty database."""
    with open_engine(database.owner) as engine:
        yield engine


@pytest.fixture
def decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write the file of decisions that publications read: `decide((decision, one, other), …)`."""
    path = tmp_path / "decisions.csv"
    monkeypatch.setattr(decisions, "DECISIONS", path)

    def write(*lines: tuple[str, str, str]) -> None:
        rows = [",".join((*line, "架空の理由", "maintainer", "2026-05-01")) for line in lines]
        path.write_text("\n".join((",".join(decisions.COLUMNS), *rows)) + "\n")

    write()
    return write


def test_a_bridge_merges_two_and_the_younger_id_is_sent_on(engine: Engine) -> None:
    one = tell("株式会社架空青音", HERE, "架空 太郎", "2021-07-27")
    other = tell("株式会社架空青音", THERE, "想像 花子", "2022-07-27")
    publish(engine, [one, other])
    older, younger = sorted([one, other], key=lambda statement: statement["id"])
    assert len(read_public(engine)) == 2
    # It has the address of the first and the representative of the second.
    bridge = tell("株式会社架空青音", HERE, "想像 花子", "2023-07-27")
    publish(engine, [one, other, bridge], "2026-05-01")
    assert set(read_owners(engine).values()) == {organization_of(older)}
    assert read_aliases(engine) == {organization_of(younger): organization_of(older)}
    (record,) = read_public(engine).values()
    assert record["disposition_count"] == 3
    assert {tie["evidence"] for tie in record["same_as"]} == {"name_and_address", "name_and_representative"}
    assert (organization_of(younger), "merged", "source") in read_changes(engine, 1)


def test_a_decision_splits_and_the_older_keeps_the_id(engine: Engine, decide: Any) -> None:
    first = tell("株式会社架空白嶺", HERE, "架空 太郎", "2021-07-27")
    publish(engine, [first])
    second = tell("株式会社架空白嶺", HERE, "架空 太郎", "2022-07-27")
    publish(engine, [first, second], "2026-05-01")
    assert set(read_public(engine)) == {organization_of(first)}

    decide(("different", first["id"], second["id"]))
    publish(engine, [first, second], "2026-06-01")
    assert read_owners(engine) == {first["id"]: organization_of(first), second["id"]: organization_of(second)}
    assert set(read_public(engine)) == {organization_of(first), organization_of(second)}
    assert read_aliases(engine) == {}

    decide()
    publish(engine, [first, second], "2026-07-01")
    assert set(read_public(engine)) == {organization_of(first)}
    assert read_aliases(engine) == {organization_of(second): organization_of(first)}


@pytest.mark.parametrize("batch", [1, 2_000])
def test_a_decision_joins_two_names_and_is_taken_back(
    engine: Engine, decide: Any, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Names that part are written one after the other, or together: the id that one keeps is not the other's to drop.
    monkeypatch.setattr(publishing, "_BATCH", batch)
    before = tell("株式会社架空旧称", HERE, "架空 太郎", "2021-07-27")
    publish(engine, [before])
    after = tell("株式会社架空新称", HERE, "架空 太郎", "2024-07-27")
    publish(engine, [before, after], "2026-05-01")
    old, new = organization_of(before), organization_of(after)
    assert set(read_public(engine)) == {old, new}

    decide(("same", new, old))
    publish(engine, [before, after], "2026-06-01")
    (record,) = read_public(engine).values()
    assert (record["id"], record["disposition_count"], len(record["other_names"])) == (old, 2, 1)
    assert [tie["evidence"] for tie in record["same_as"]] == ["reviewed_decision"]
    assert read_aliases(engine) == {new: old}

    # The line names an id that was merged away: it still means the same statement.
    third = tell("株式会社架空新称", HERE, "架空 太郎", "2025-07-27")
    publish(engine, [before, after, third], "2026-07-01")
    assert set(read_public(engine)) == {old}

    decide()
    told = publish(engine, [before, after, third], "2026-08-01")
    assert set(read_public(engine)) == {old, new}
    news = {(name, change) for name, change, _ in read_changes(engine, (told.edition or 0) - 1)}
    assert {(old, "changed"), (new, "created")} <= news
    assert not [change for _, change in news if change in ("withdrawn", "merged")]
    assert read_aliases(engine) == {}
    assert read_public(engine)[new]["disposition_count"] == 2


def test_a_decision_never_joins_people(engine: Engine, decide: Any) -> None:
    one, other = (tell("架空 太郎", issued_on=day, sole=True) for day in ("2024-07-27", "2025-07-27"))
    decide(("same", one["id"], other["id"]))
    publish(engine, [one, other])
    assert len(set(read_owners(engine).values())) == 2


def test_one_number_joins_two_names(engine: Engine) -> None:
    number = make_number(1)
    before = tell("株式会社架空旧称", HERE, "架空 太郎", "2021-07-27", number=number)
    publish(engine, [before])
    after = tell("株式会社架空新称", THERE, "想像 花子", "2024-07-27", number=number)
    publish(engine, [before, after], "2026-05-01")
    (record,) = read_public(engine).values()
    assert record["id"] == organization_of(before)
    assert record["corporate_number"] == number
    assert record["corporate_number_match"]["status"] == "matched"


def test_three_of_one_name_in_three_prefectures_are_three(engine: Engine) -> None:
    places = (HERE, THERE, "北海道函館市架空岬町3番地")
    told = [tell("株式会社架空翠峰", place, f"架空 {at}郎", f"202{at}-07-27") for at, place in enumerate(places)]
    publish(engine, told)
    assert len(read_public(engine)) == 3


def test_ids_do_not_depend_on_the_order_of_runs_of_other_names(engine: Engine) -> None:
    told = [tell(f"株式会社架空{at}号", HERE, "架空 太郎", "2024-07-27") for at in range(7)]
    publish(engine, told[:3])
    early = set(read_public(engine))
    publish(engine, [*reversed(told)], "2026-05-01")
    assert early < set(read_public(engine))
    assert read_owners(engine) == {statement["id"]: organization_of(statement) for statement in told}


def test_publishing_again_with_the_same_decisions_is_no_edition(engine: Engine, decide: Any) -> None:
    one, other = (tell("株式会社架空星影", HERE, "", day) for day in ("2023-07-27", "2024-07-27"))
    decide(("different", one["id"], other["id"]))
    first = publish(engine, [one, other])
    assert publish(engine, [one, other], "2026-05-01").edition == first.edition
