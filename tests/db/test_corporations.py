"""The register of corporate numbers in the database: loaded in any order and any number of times, and matched."""

import csv
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.content_hash import hash_content
from db.rematch import rematch
from db.store import clear_register
from scrapers.corporate_numbers.load import load_corporate_numbers
from scrapers.corporate_numbers.text import UnreadableFile
from tests.cli import ROOT, open_engine
from tests.db.parties import (
    make_number,
    organization_of,
    publish,
    read_changes,
    read_public,
    tell,
    write_register,
    write_register_row,
)
from tests.postgis import Database
from tests.shared import shared_path

HERE = "愛媛県今治市架空町1番地"
NUMBER, TWIN, THIRD = make_number(1), make_number(2), make_number(3)


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The owner's engine on an empty database."""
    with open_engine(database.owner) as engine:
        yield engine


def load(engine: Engine, folder: Path, *lines: str, name: str = "diff.csv") -> Any:
    """Load one file of these lines."""
    (result,) = load_corporate_numbers(engine, [write_register(folder / name, lines)])
    return result


def read_all(engine: Engine) -> dict[str, Sequence[Any]]:
    """Everything that the register holds, in order."""
    tables = ("corporation", "corporation_former")
    with engine.connect() as connection:
        return {name: connection.execute(text(f"SELECT * FROM register.{name} ORDER BY 1, 2, 3")).all() for name in tables}


def test_a_file_is_loaded_once_and_again_without_effect(engine: Engine, tmp_path: Path) -> None:
    rows = [write_register_row(make_number(at), f"株式会社架空{at}号") for at in range(40)]
    first = load(engine, tmp_path, *rows)
    assert (first.rows, first.new, first.changed, first.bad, first.known) == (40, 40, 0, 0, False)
    before = read_all(engine)
    assert load(engine, tmp_path, *rows).known
    # The same rows in another file are read again, and change nothing.
    again = load(engine, tmp_path, *reversed(rows))
    assert (again.rows, again.new, again.changed, again.known) == (40, 0, 0, False)
    assert read_all(engine) == before


STORY = (
    write_register_row(NUMBER, "株式会社架空旧称", updated_on="2020-01-31", changed_on="2015-10-05"),
    write_register_row(NUMBER, "株式会社架空新称", process="11", updated_on="2021-02-28", changed_on="2021-02-20"),
    write_register_row(
        NUMBER, "株式会社架空新称", process="12", updated_on="2022-03-31", changed_on="2022-03-30",
        city_code="203", city="宇和島市",
    ),
    write_register_row(
        NUMBER, "株式会社架空新称", process="21", updated_on="2023-04-30", changed_on="2023-04-01",
        city_code="203", city="宇和島市", closed_on="2023-04-01", close_cause="11", successor=TWIN,
    ),
)  # fmt: skip


def test_files_tell_one_story_in_any_order(engine: Engine, tmp_path: Path) -> None:
    told = []
    # Every seventh order: each row comes first, last and between others, at the price of a process a file.
    for at, order in enumerate(islice(permutations(STORY), 0, None, 7)):
        with engine.begin() as connection:
            connection.execute(text("TRUNCATE register.corporation, register.corporation_former, register.corporation_file"))
        for place, line in enumerate(order):
            load(engine, tmp_path, line, name=f"{at}-{place}.csv")
        told.append(read_all(engine))
    assert all(other == told[0] for other in told[1:])
    (corporation,), former = told[0]["corporation"], told[0]["corporation_former"]
    assert (corporation.process, str(corporation.closed_on), str(corporation.successor)) == ("21", "2023-04-01", TWIN)
    assert {(row.name, row.city) for row in former} == {("株式会社架空旧称", "今治市"), ("株式会社架空新称", "今治市")}


def test_one_file_with_its_past_is_the_same_story(engine: Engine, tmp_path: Path) -> None:
    past = [line.replace(",1,,,,", ",0,,,,") for line in STORY[:-1]]
    load(engine, tmp_path, *past, STORY[-1])
    assert [row.process for row in read_all(engine)["corporation"]] == ["21"]
    assert len(read_all(engine)["corporation_former"]) == 2


def test_a_revival_reopens_and_a_deletion_is_nobodys_match(engine: Engine, tmp_path: Path) -> None:
    publish(engine, [tell("株式会社架空青音", HERE)])
    name = "株式会社架空青音"
    load(engine, tmp_path, write_register_row(NUMBER, name, process="21", closed_on="2016-01-31", close_cause="01"))
    rematch(engine)
    assert match_of(engine)["status"] == "candidates"
    load(engine, tmp_path, write_register_row(NUMBER, name, process="22", updated_on="2026-02-28"))
    rematch(engine)
    assert match_of(engine)["status"] == "matched"
    load(engine, tmp_path, write_register_row(NUMBER, name, process="99", updated_on="2026-03-31"))
    rematch(engine)
    assert match_of(engine) == {"status": "none", "reasons": ["no_corporation_of_this_name"], "candidates": []}


def match_of(engine: Engine) -> dict[str, Any]:
    """How the only organization is matched."""
    (record,) = read_public(engine).values()
    found: dict[str, Any] = record["corporate_number_match"]
    return found


def test_bad_rows_are_counted_and_the_rest_is_loaded(engine: Engine, tmp_path: Path) -> None:
    result = load(engine, tmp_path, STORY[0], "no row\r\n", write_register_row(TWIN, "株式会社架空"))
    assert (result.rows, result.new, result.bad) == (2, 2, 1)
    assert result.bad_rows == (("diff.csv", 2, "1 columns instead of 30"),)


def test_a_broken_file_leaves_nothing_and_those_before_it_stay(engine: Engine, tmp_path: Path) -> None:
    good = write_register(tmp_path / "good.csv", [STORY[0]])
    broken = tmp_path / "broken.csv"
    lines = "".join(write_register_row(make_number(at), "株式会社架空") for at in range(100, 2000))
    broken.write_bytes(lines.encode() + b"\x81\xff\n")
    with pytest.raises(UnreadableFile):
        load_corporate_numbers(engine, [good, broken])
    assert len(read_all(engine)["corporation"]) == 1
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM pg_indexes WHERE indexname = 'ix_corporation_key'")) == 1


def test_a_load_that_is_killed_is_resumed(engine: Engine, database: Database, tmp_path: Path) -> None:
    files = [tmp_path / f"{at}.csv" for at in range(3)]
    for at, path in enumerate(files):
        write_register(path, sorted(write_register_row(make_number(1000 * at + row), f"株式会社架空{row}号") for row in range(900)))
    # The process waits at its second file, and is killed there.
    script = (
        "import sys, time; from pathlib import Path; from db.session import make_engine\n"
        "from scrapers.corporate_numbers.load import load_corporate_numbers\n"
        "hear = lambda name, rows: (print(name, flush=True), name == '1.csv' and time.sleep(600))\n"
        "load_corporate_numbers(make_engine(sys.argv[1]), map(Path, sys.argv[2:]), hear)\n"
    )
    command = [sys.executable, "-c", script, database.owner, *map(str, files)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == ["0.csv", "1.csv"]
        process.kill()
    # The server notices the death of its client a moment later.
    results = retry_locked(engine, files)
    assert [result.known for result in results] == [True, False, False]
    assert len(read_all(engine)["corporation"]) == 2700


def retry_locked(engine: Engine, files: Sequence[Path]) -> Any:
    with engine.connect() as connection:
        while connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")):
            connection.rollback()
            time.sleep(0.1)
    return load_corporate_numbers(engine, files)


def test_a_name_and_its_town_give_number_kana_and_english_name(engine: Engine, tmp_path: Path) -> None:
    statement = tell("㈱架空青音", "愛媛県今治市幻町７番地")
    publish(engine, [statement])
    load(engine, tmp_path, write_register_row(NUMBER, "株式会社架空青音", kana="カクウアオネ", name_en="Aone, Inc."))
    edition = rematch(engine)
    assert edition == 2
    record = read_public(engine)[organization_of(statement)]
    assert (record["corporate_number"], record["name_kana"], record["name_en"]) == (NUMBER, "カクウアオネ", "Aone, Inc.")
    assert record["corporate_number_match"] == {"status": "matched", "reasons": ["municipality", "name"], "candidates": []}
    assert set(read_changes(engine, 1)) == {(record["id"], "changed", "reading")}
    assert rematch(engine) == edition


def test_closure_and_successor_are_told(engine: Engine, tmp_path: Path) -> None:
    publish(engine, [tell("株式会社架空青音", HERE, issued_on="2022-01-28")])
    load(engine, tmp_path, write_register_row(
        NUMBER, "株式会社架空青音", process="21", closed_on="2023-04-01", close_cause="11", successor=TWIN))  # fmt: skip
    rematch(engine)
    (record,) = read_public(engine).values()
    assert (record["closed_on"], record["successor"]) == ("2023-04-01", TWIN)


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        # Two of the name in the town, and none at the address.
        (({}, {"number": TWIN, "street": "幻町２"}), ["several_of_this_name_and_municipality"]),
        # Another town of the prefecture.
        (({"city": "宇和島市", "city_code": "203"},), ["place_does_not_agree"]),
        # The name with its form behind, in the same town: perhaps another company.
        (({"name": "架空青音株式会社"},), ["place_does_not_agree"]),
        # Closed before, or founded after the day of the disposition.
        (({"closed_on": "2020-01-31", "process": "21"},), ["place_does_not_agree"]),
        (({"assigned_on": "2026-01-05"},), ["place_does_not_agree"]),
    ],
)
def test_where_more_than_one_may_be_meant_all_are_told_and_none_is_chosen(
    engine: Engine, tmp_path: Path, rows: Sequence[dict[str, str]], reasons: list[str]
) -> None:
    publish(engine, [tell("株式会社架空青音", "愛媛県今治市架空沖町99番地")])
    defaults = {"number": NUMBER, "name": "株式会社架空青音"}
    load(engine, tmp_path, *(write_register_row(**(defaults | row)) for row in rows))
    rematch(engine)
    match = match_of(engine)
    assert (match["status"], match["reasons"]) == ("candidates", reasons)
    assert [found["corporate_number"] for found in match["candidates"]] == sorted(
        row.get("number", NUMBER) for row in rows
    )
    (record,) = read_public(engine).values()
    assert record["corporate_number"] is None


def test_the_address_decides_between_two_of_one_town(engine: Engine, tmp_path: Path) -> None:
    publish(engine, [tell("株式会社架空青音", "愛媛県今治市幻町二丁目３番地")])
    load(
        engine, tmp_path,
        write_register_row(NUMBER, "株式会社架空青音"),
        write_register_row(TWIN, "株式会社架空青音", street="幻町２丁目３番地架空ビル５階"),
    )  # fmt: skip
    rematch(engine)
    (record,) = read_public(engine).values()
    assert (record["corporate_number"], match_of(engine)["reasons"]) == (TWIN, ["address", "municipality", "name"])


def test_a_move_and_a_new_name_in_the_register_join_two_organizations(engine: Engine, tmp_path: Path) -> None:
    before = tell("株式会社架空旧称", HERE, "架空 太郎", "2019-01-25")
    after = tell("株式会社架空新称", "愛媛県宇和島市幻町2番地", "想像 花子", "2022-05-31")
    publish(engine, [before])
    publish(engine, [before, after], "2026-05-01")
    assert len(read_public(engine)) == 2
    load(engine, tmp_path, *STORY)
    rematch(engine)
    (record,) = read_public(engine).values()
    assert record["id"] == organization_of(before)
    assert [tie["evidence"] for tie in record["same_as"]] == ["corporate_number"]
    assert (organization_of(after), "merged", "reading") in read_changes(engine, 2)


def test_two_registered_corporations_are_never_one_organization(engine: Engine, tmp_path: Path) -> None:
    town = "愛媛県今治市"
    told = [
        tell("株式会社架空青音", f"{town}架空町1番地", "架空 太郎", "2022-01-28"),
        tell("株式会社架空青音", f"{town}幻町2番地", "", "2023-01-28"),
    ]
    publish(engine, told)
    assert len(read_public(engine)) == 1
    load(
        engine, tmp_path,
        write_register_row(NUMBER, "株式会社架空青音"), write_register_row(TWIN, "株式会社架空青音", street="幻町２番地"),
    )  # fmt: skip
    rematch(engine)
    assert {record["corporate_number"] for record in read_public(engine).values()} == {NUMBER, TWIN}


def test_people_and_what_is_kept_from_searches_are_never_matched(engine: Engine, tmp_path: Path) -> None:
    publish(engine, [tell("架空 太郎", sole=True), tell("株式会社架空白嶺", HERE)])
    load(
        engine, tmp_path,
        write_register_row(NUMBER, "架空太郎", kind="499"), write_register_row(TWIN, "株式会社架空白嶺", excluded="1"),
    )  # fmt: skip
    rematch(engine)
    found = [record["corporate_number_match"] for record in read_public(engine).values()]
    assert [match["status"] for match in found] == ["none", "none"]


def test_a_number_that_a_source_states_needs_no_place(engine: Engine, tmp_path: Path) -> None:
    publish(engine, [tell("株式会社架空青音", "北海道函館市幻町1", number=NUMBER)])
    load(engine, tmp_path, write_register_row(NUMBER, "株式会社架空青音", kana="カクウアオネ"))
    rematch(engine)
    (record,) = read_public(engine).values()
    assert (record["corporate_number"], record["name_kana"]) == (NUMBER, "カクウアオネ")
    assert match_of(engine)["reasons"] == ["name", "stated_by_source"]


def test_matching_while_crawling_ends_as_matching_afterwards(engine: Engine, database: Database, tmp_path: Path) -> None:
    told = [tell("株式会社架空青音", HERE, issued_on="2022-01-28"), tell("株式会社架空白嶺", HERE, "架空 太郎")]
    rows = [write_register_row(NUMBER, "株式会社架空青音"), write_register_row(TWIN, "架空白嶺株式会社")]
    publish(engine, told)
    load(engine, tmp_path, *rows)
    rematch(engine)
    with engine.connect() as connection:
        after = hash_content(connection)
    with engine.begin() as connection:
        clear_register(connection)
    # A rebuild forgets what was crawled, and keeps what was loaded.
    assert len(read_all(engine)["corporation"]) == 2
    publish(engine, told)
    with engine.connect() as connection:
        assert hash_content(connection) == after


def test_names_folded_by_an_older_version_are_folded_anew(engine: Engine, tmp_path: Path) -> None:
    publish(engine, [tell("株式会社架空青音", HERE)])
    load(engine, tmp_path, write_register_row(NUMBER, "株式会社架空青音"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE register.corporation SET key = 'older'"))
    rematch(engine)
    assert match_of(engine)["status"] == "none"
    with engine.begin() as connection:
        connection.execute(text("UPDATE register.corporation_file SET keys_version = 'older'"))
    rematch(engine)
    assert match_of(engine)["status"] == "matched"


def test_recorded_cooperatives_end_as_their_latest_rows_say(engine: Engine) -> None:
    path = shared_path("names", "nta_cooperatives.csv")
    (result,) = load_corporate_numbers(engine, [path])
    assert (result.rows, result.bad) == (45_190, 0)
    latest: dict[str, tuple[str, str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = (row["updateDate"], row["changeDate"], row["closeDate"])
            if row["latest"] == "1" and told > latest.get(row["corporateNumber"], ("",)):
                latest[row["corporateNumber"]] = told
    stored = {
        str(row.number): (str(row.updated_on), str(row.changed_on), str(row.closed_on or ""))
        for row in read_all(engine)["corporation"]
    }
    assert result.new == len(latest) == 29_291
    assert stored == latest
