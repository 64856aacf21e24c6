"""Rows in batches: whoever takes their steps, the records and their order are the same, and nothing is lost unheard."""

import asyncio
import pickle
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from db.children import FailedBeside
from db.incoming import read_statement
from db.vocabulary import Grade
from scrapers.batches import Batch, Records, Step
from scrapers.beside import Workshop, name_failure
from scrapers.gathering import Gather
from scrapers.items import Document, Party, Statement, StatementKind
from tests.scrapers import steps

BATCHES, SIZE = 8, 3
DOCUMENT = Document("https://架空.example/list.csv", "0" * 64, "text/csv", datetime(2026, 4, 1, tzinfo=UTC))


def make_statement(number: int) -> Statement:
    return Statement(
        source="fictional",
        kind=StatementKind.PERMIT,
        document=DOCUMENT,
        locator={"rows": str(number)},
        key=(str(number),),
        party=Party("架空協同組合"),
        verbatim={},
    )


def make_batches(*taken: Step) -> list[Batch]:
    numbers = range(BATCHES * SIZE)
    return [Batch([make_statement(one) for one in numbers[at : at + SIZE]], list(taken)) for at in numbers[::SIZE]]


def work(batches: Sequence[Batch], done_here: int) -> list[Records | BaseException]:
    """What comes of batches that are all under way at once, in the order in which they come."""
    come: list[Records | BaseException] = []

    async def take(workshop: Workshop, batch: Batch) -> None:
        try:
            come.append(await workshop.work(batch))
        except (FailedBeside, ZeroDivisionError) as error:
            come.append(error)

    async def take_all() -> None:
        workshop = Workshop(done_here)
        try:
            await asyncio.gather(*(take(workshop, batch) for batch in batches))
        finally:
            workshop.close()

    asyncio.run(take_all())
    return come


def list_ids(come: Sequence[Any]) -> list[str]:
    return [read_statement(line)["id"] for records in come if isinstance(records, Records) for line in records.lines]


@pytest.mark.parametrize("done_here", [0, 2, BATCHES])
def test_records_come_whole_and_in_the_order_of_rows(done_here: int) -> None:
    come = work(make_batches(steps.fill, steps.hurry, steps.reject_seventh), done_here)
    assert list_ids(come) == [str(number) for number in range(BATCHES * SIZE) if number != 7]
    rejections = [one for records in come if isinstance(records, Records) for one in records.rejections]
    assert [(one.url, one.locator, one.refusal.field_name) for one in rejections] == [
        (DOCUMENT.url, {"rows": "7"}, "care")
    ]
    assert (rejections[0].refusal.reason, rejections[0].refusal.text) == ("neither a mark nor a blank", "架空の印")
    assert [dict(records.filled) for records in come if isinstance(records, Records)] == [
        dict.fromkeys(("number", "care"), 2 if at == 2 else SIZE) for at in range(BATCHES)
    ]


def test_a_statement_reaches_another_process_as_it_is() -> None:
    party = Party("架空協同組合", "架空 太郎", "架空市一丁目", "0300000000", Grade.LEGAL_PERSON, "1" * 13)
    sent = replace(make_statement(1), party=party, verbatim={"care": None}, content={"facts": {}}, id="st_1", source_digest="0")
    assert pickle.loads(pickle.dumps(sent)) == sent


def test_lines_are_the_same_wherever_they_are_written() -> None:
    here, beside = (work(make_batches(steps.fill), done_here) for done_here in (BATCHES, 0))
    assert [one.lines for one in here if isinstance(one, Records)] == [
        one.lines for one in beside if isinstance(one, Records)
    ]


@pytest.mark.parametrize("done_here", [0, BATCHES])
def test_a_failure_is_told_by_its_kind_and_place_and_never_by_its_message(done_here: int) -> None:
    come = work(make_batches(steps.fill, steps.fail_at_nine), done_here)
    failures = [one for one in come if isinstance(one, BaseException)]
    assert {name_failure(failure) for failure in failures} == {"ZeroDivisionError"}
    beside = [failure for failure in failures if isinstance(failure, FailedBeside)]
    assert len(beside) == (0 if done_here else len(failures))
    assert all("fail_at_nine" in failure.where for failure in beside)
    assert not any("架空協同組合" in f"{failure}{failure.where}" for failure in beside)


def test_batches_after_a_lost_process_fail_and_do_not_wait() -> None:
    come = work(make_batches(steps.fill, steps.die_at_nine), 0)
    failures = [one for one in come if isinstance(one, BaseException)]
    assert {name_failure(failure) for failure in failures} == {"ChildProcessError"}
    assert len(come) == BATCHES
    assert list_ids(come[:3]) == [str(number) for number in range(9)]


def test_statements_of_one_answer_are_gathered_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.gathering._MOST", 3)
    outputs = [*map(make_statement, range(4)), "a request", *map(make_statement, range(4, 8))]

    async def gather() -> list[Any]:
        async def yield_all() -> Any:
            for output in outputs:
                yield output

        return [output async for output in Gather().process_spider_output(None, yield_all())]

    gathered = asyncio.run(gather())
    told = [[row.key[0] for row in one.statements] if isinstance(one, Batch) else one for one in gathered]
    assert told == [["0", "1", "2"], "a request", ["3", "4", "5"], ["6", "7"]]
