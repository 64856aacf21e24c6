"""The tax agency's files are read as they are, in either encoding; what is wrong in them is named by file and line."""

import os
import signal
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.corporations.chunks import Chunk
from japanese.numbers import UnreadableNumber, compute_check_digit, parse_corporate_number
from scrapers.corporate_numbers.child import read_in_child
from scrapers.corporate_numbers.rows import COLUMNS, Table, is_corporate_number, read_chunks
from scrapers.corporate_numbers.text import UnreadableFile, open_tables, open_text
from tests.db.parties import make_number, write_register, write_register_row
from tests.shared import shared_path

ROW = write_register_row(make_number(1), "株式会社架空青音", name_en="Kaku, Aone Co.,Ltd.")


def read(path: Path) -> tuple[list[Table], list[Chunk], list[str]]:
    """Everything in a file: tables with what was bad, chunks, encodings."""
    tables, chunks, encodings = [], [], []
    with open_tables(path) as found:
        for file in found:
            batches, encoding = open_text(file)
            tables.append(Table(file.name))
            encodings.append(encoding)
            chunks += read_chunks(tables[-1], batches)
    return tables, chunks, encodings


def cells(chunks: Sequence[Chunk]) -> list[list[str]]:
    return [line.split("\t") for chunk in chunks for line in chunk.text.decode().splitlines()]


def refused(path: Path) -> list[tuple[str, int, str]]:
    """What was bad in a file that also has good rows."""
    (table,), _, _ = read(path)
    assert table.rows == 2
    assert table.bad == len(table.bad_rows)
    return table.bad_rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_row_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (table,), chunks, encodings = read(write_register(tmp_path / "a.csv", [ROW], encoding))
    assert (table.rows, table.bad, encodings) == (1, 0, [encoding])
    ((number, process, updated, *_, key),) = cells(chunks)
    assert (number, process, updated, key) == (make_number(1), "01", "2026-01-31", "架空青音")
    assert "Kaku, Aone Co.,Ltd." in chunks[0].text.decode()


def test_a_zip_is_read_table_by_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("01_hokkaido.csv", ROW.encode("cp932"))
        archive.writestr("02_aomori.CSV", write_register_row(make_number(2), "株式会社架空白嶺").encode())
        archive.writestr("02_aomori.csv.asc", b"signature")
    tables, chunks, encodings = read(tmp_path / "all.zip")
    assert [table.name for table in tables] == ["all.zip/01_hokkaido.csv", "all.zip/02_aomori.CSV"]
    assert encodings == ["cp932", "utf-8"]
    assert sum(chunk.rows for chunk in chunks) == 2


def test_a_header_is_followed_whatever_the_order(tmp_path: Path) -> None:
    order = ("file", *reversed(COLUMNS))
    values = dict(zip(COLUMNS, ROW.strip().replace('"', "").replace("Kaku, Aone Co.,Ltd.", "").split(","), strict=True))
    line = ",".join(values.get(name, "diff.csv") for name in order) + "\n"
    (table,), chunks, _ = read(write_register(tmp_path / "a.csv", [",".join(order) + "\n", line]))
    assert (table.rows, table.bad) == (1, 0)
    assert cells(chunks)[0][0] == make_number(1)


def test_a_header_that_lacks_a_column_is_refused(tmp_path: Path) -> None:
    header = ",".join(name for name in COLUMNS if name != "latest") + "\n"
    with pytest.raises(UnreadableFile, match="no column latest"):
        read(write_register(tmp_path / "a.csv", [header, ROW]))


NUMBER = make_number(3)
WRONG = str(int(NUMBER[0]) % 9 + 1) + NUMBER[1:]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (write_register_row(WRONG, "株式会社架空"), "corporateNumber"),
        (write_register_row(NUMBER[:-1], "株式会社架空"), "corporateNumber"),
        (write_register_row("", "株式会社架空"), "corporateNumber"),
        (write_register_row(NUMBER, "株式会社架空", successor=WRONG), "successorCorporateNumber"),
        (write_register_row(NUMBER, "株式会社架空", process="55"), "process"),
        (write_register_row(NUMBER, "株式会社架空", latest="2"), "latest"),
        (write_register_row(NUMBER, "株式会社架空", excluded=""), "hihyoji"),
        (write_register_row(NUMBER, ""), "name"),
        (write_register_row(NUMBER, "株式会社架空", updated_on="令和8年1月31日"), "updateDate"),
        (write_register_row(NUMBER, "株式会社架空", updated_on=""), "updateDate"),
        (write_register_row(NUMBER, "株式会社架空", closed_on="2026-02-30"), "closeDate"),
        (write_register_row(NUMBER, "株式会社架空", changed_on="20260131"), "changeDate"),
        (write_register_row(NUMBER, "株式会社架空", city_code="20"), "municipality"),
        (write_register_row(NUMBER, "株式会社架空").replace(",0\r\n", ",0,\r\n"), "31 columns instead of 30"),
        (write_register_row(NUMBER, "株式会社架空").replace('"株式会社架空"', '"株式会社架空'), "columns instead of 30"),
        ("half a row\r\n", "1 columns instead of 30"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path, row: str, reason: str) -> None:
    last = write_register_row(make_number(4), "有限会社架空最後")
    ((name, line, told),) = refused(write_register(tmp_path / "a.csv", [ROW, row, last]))
    assert (name, line) == ("a.csv", 2)
    assert reason in told
    assert "架空" not in told


def test_signs_of_copy_are_no_words(tmp_path: Path) -> None:
    row = write_register_row(make_number(5), "架空\t協同\\組合", street="幻\x00町")
    (table,), chunks, _ = read(write_register(tmp_path / "a.csv", [row]))
    assert table.rows == 1
    assert [len(row) for row in cells(chunks)] == [17]
    assert not {ord("\\"), 0}.intersection(chunks[0].text)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (ROW.encode("utf-16"), "neither UTF-8 nor cp932"),
        (ROW.encode("euc_jp"), "neither UTF-8 nor cp932"),
        (ROW.encode() * 300 + ROW.encode("cp932"), "not utf-8 throughout: see line 301"),
        (ROW.encode("cp932") * 300 + b"\x81\xff\n", "not cp932 throughout: see line 301"),
        (b"", "holds no row"),
        (b"<html>503</html>\n", "holds no row of the register .1 bad rows."),
        (b"a" * 10_000_000, "is no table"),
        (b"PK\x03\x04 broken", "holds no row"),
    ],
)
def test_what_is_no_file_of_the_register_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=complaint):
        read(path)


def test_a_zip_without_a_table_and_half_a_zip_are_refused(tmp_path: Path) -> None:
    whole = tmp_path / "a.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv.asc", b"signature")
    with pytest.raises(UnreadableFile, match=r"holds no \.csv"):
        read(whole)
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", ROW.encode() * 1000)
    damaged = bytearray(whole.read_bytes())
    damaged[60:90] = bytes(30)
    whole.write_bytes(damaged)
    with pytest.raises(UnreadableFile, match="damaged"):
        read(whole)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_rows_that_need_care_are_not_plain(tmp_path: Path) -> None:
    first, second = sorted((make_number(6), make_number(7)))
    rows = {"plain": [first, second], "unsorted": [second, first], "twice": [first, first]}
    plain = {}
    for name, numbers in rows.items():
        lines = [write_register_row(number, "株式会社架空") for number in numbers]
        plain[name] = [chunk.plain for chunk in read(write_register(tmp_path / name, lines))[1]]
    past = [write_register_row(first, "株式会社架空", latest="0")]
    plain["past"] = [chunk.plain for chunk in read(write_register(tmp_path / "past", past))[1]]
    assert plain == {"plain": [True], "unsorted": [False], "twice": [False], "past": [False]}


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.sampled_from("0123456789"))
def test_numbers_are_judged_as_everywhere(base: str, first: str) -> None:
    for text in (first + base, compute_check_digit(base) + base, base, first + base + "0"):
        try:
            parse_corporate_number(text)
        except UnreadableNumber:
            assert not is_corporate_number(text)
        else:
            assert is_corporate_number(text)


@pytest.mark.parametrize(
    ("name", "rows", "encoding"),
    [
        ("nta_cooperatives.csv", 45_190, "utf-8"),
        ("nta_raw/diff_20210714.csv", 2_772, "utf-8"),
        ("nta_raw/diff_20260821.csv", 2_181, "cp932"),
    ],
)
def test_recorded_files_are_read_to_the_last_row(name: str, rows: int, encoding: str) -> None:
    (table,), chunks, encodings = read(shared_path("names", *name.split("/")))
    assert (table.rows, table.bad, encodings) == (rows, 0, [encoding])
    assert sum(chunk.rows for chunk in chunks) == rows


def test_a_reader_that_is_ended_tells_that_the_file_is_not_whole(tmp_path: Path) -> None:
    path = write_register(tmp_path / "a.csv", [write_register_row(make_number(at), "株式会社架空") for at in range(120_000)])
    with pytest.raises(UnreadableFile, match="was ended"), read_in_child(path) as reading:
        chunks = reading.read_chunks()
        next(chunks)
        os.kill(reading.process_id, signal.SIGKILL)
        for _ in chunks:
            pass
