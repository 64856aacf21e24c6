"""Processes beside this one: what they are told, and that nothing is asked, heard or left of them afterwards."""

import os
import signal
import time
from pathlib import Path

import pytest

from db.children import FailedBeside, lend_children
from tests.db import chores
from tests.db.chores import Chore

COUNT = 2
LARGE = 10_000_000
"""Bytes that no pipe takes at once."""


class Interrupted(Exception):
    """What ends the body of a block."""


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_nothing_is_asked_after_a_failure(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with lend_children(chores.note, COUNT) as children:
        failures = [children.ask(Chore(notes, fails=True)).exception()]
        # The other process is there still, and would answer.
        failures += [children.ask(Chore(notes)).exception() for _ in range(2 * COUNT)]
    assert [failure.kind for failure in failures if isinstance(failure, FailedBeside)] == ["ZeroDivisionError"] * len(failures)
    assert len(notes.read_text().splitlines()) == 1


def test_failure_is_told_without_what_it_quotes(tmp_path: Path) -> None:
    with lend_children(chores.note, COUNT) as children, pytest.raises(FailedBeside) as failure:
        children.ask(Chore(tmp_path / "notes", fails=True)).result()
    assert (failure.value.kind, str(failure.value)) == ("ZeroDivisionError", "ZeroDivisionError")
    assert "in note" in failure.value.where and chores.ROW not in failure.value.where


def test_children_are_gone_when_the_block_ends(tmp_path: Path) -> None:
    with lend_children(chores.note, COUNT) as children:
        asked = [children.ask(Chore(tmp_path / "notes")) for _ in range(3 * COUNT)]
        processes = {one.result() for one in asked}
        assert all(map(is_running, processes))
    assert not any(map(is_running, processes))


def test_children_at_work_are_ended_when_the_block_is_left(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with pytest.raises(Interrupted), lend_children(chores.linger, COUNT) as children:
        asked = [children.ask(Chore(notes)) for _ in range(2 * COUNT)]
        while not notes.exists() or len(notes.read_text().splitlines()) < COUNT:
            time.sleep(0.01)
        raise Interrupted
    processes = [int(line) for line in notes.read_text().splitlines()]
    assert len(processes) == COUNT and not any(map(is_running, processes))
    assert all(isinstance(one.exception(), FailedBeside) for one in asked)


def test_children_are_told_nothing_of_the_environment_and_are_not_heard(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    names = ["DATABASE_URL", "KANRI_HOME", "HOME", "PATH"]
    for name in names:
        monkeypatch.setenv(name, "/nonexistent")
    with lend_children(chores.tell_surroundings, 1) as children:
        assert children.ask(names).result() == dict.fromkeys(names)
    heard = capfd.readouterr()
    assert heard.out + heard.err == ""


@pytest.mark.parametrize("size", [1, LARGE])
def test_loss_before_a_question_is_told_as_what_it_is(size: int) -> None:
    with pytest.raises(FailedBeside, match=r"^ChildProcessError$"), lend_children(chores.weigh, 1) as children:
        told, process = children.ask(b"x" * size).result()
        assert told == size
        os.kill(process, signal.SIGKILL)
        children.ask(b"x" * size).result()


def test_questions_are_prepared_before_they_are_sent() -> None:
    with lend_children(chores.weigh, COUNT, lambda body: body * 2) as children:
        assert [children.ask(b"x" * size).result()[0] for size in range(3 * COUNT)] == [2 * size for size in range(3 * COUNT)]


def test_failed_preparation_is_told_as_what_it_is() -> None:
    def fail(body: bytes) -> bytes:
        raise Interrupted(len(body))

    with lend_children(chores.weigh, 1, fail) as children:
        failure = children.ask(b"x").exception()
    assert isinstance(failure, Interrupted)
