"""The file of reviewed decisions is followed as written, or refused with its line."""

from pathlib import Path

import pytest

from db.decisions import COLUMNS, Decision, UnreadableDecision, read_decisions

ORG, STATEMENT, OTHER = "org_aaaaaaaaaaaaaaaa", "st_bbbbbbbbbbbbbbbb", "org_2222222222222222"


def write(path: Path, *lines: str, header: str = ",".join(COLUMNS)) -> Path:
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def line(decision: str = "same", one: str = ORG, other: str = STATEMENT, day: str = "2026-05-01") -> str:
    return f'{decision},{one},{other},"one house, renamed",maintainer,{day}'


def test_the_committed_file_can_be_followed() -> None:
    assert all(isinstance(decision, Decision) for decision in read_decisions())


def test_a_line_is_read(tmp_path: Path) -> None:
    (found,) = read_decisions(write(tmp_path / "decisions.csv", line()))
    assert (found.decision, found.one, found.other, found.reason) == ("same", ORG, STATEMENT, "one house, renamed")


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([line("perhaps")], "line 2: decision"),
        ([line(one="架空商事")], "line 2: one and other"),
        ([line(other=ORG)], "line 2: one and other"),
        ([line(day="5 May")], "line 2: reviewed_on"),
        ([f"same,{ORG},{STATEMENT},,maintainer,2026-05-01"], "line 2: every column"),
        ([f"same,{ORG}"], "line 2: every column"),
        ([line() + ",more"], "line 2: every column"),
        ([line(), line("different", STATEMENT, ORG)], "decided twice"),
        ([line(other=OTHER), line("maybe", other=STATEMENT)], "line 3: decision"),
    ],
)
def test_a_line_that_cannot_be_followed_is_refused(tmp_path: Path, lines: list[str], complaint: str) -> None:
    with pytest.raises(UnreadableDecision, match=complaint):
        read_decisions(write(tmp_path / "decisions.csv", *lines))


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDecision, match="the columns are"):
        read_decisions(write(tmp_path / "decisions.csv", header="one,other"))
