"""Workbooks and CSV as plain data, and files that are not what they seem, each refused by its reason."""

import io
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from scrapers.readers import UnreadableFile, read_in_child
from scrapers.readers.archive import check_archive
from scrapers.readers.delimited import read_delimited
from scrapers.readers.workbook import read_workbook
from tests.scrapers.books import build_book, edit_part, share_string

SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"


def save(workbook: Workbook) -> bytes:
    body = io.BytesIO()
    workbook.save(body)
    return body.getvalue()


def read_values(*values: Any, formats: dict[int, str] | None = None) -> list[list[Any]]:
    """Types and values that come back for values written into column A."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row, value in enumerate(values, start=1):
        sheet.cell(row, 1, value)
    for row, code in (formats or {}).items():
        sheet.cell(row, 1).number_format = code
    return [cell[2:] for cell in read_workbook(save(workbook))["sheets"][0]["cells"]]


def edit_sheet(replacement: bytes, old: bytes = b"</sheetData>", body: bytes | None = None) -> bytes:
    whole = build_book().save() if body is None else body
    return edit_part(whole, SHEET, lambda xml: xml.replace(old, replacement))


def test_text_comes_back_to_the_letter() -> None:
    # A compatibility ideograph, an astral one, a variation sequence, widths and blanks: none may be folded.
    texts = ["\uf9dc", "\U00020bb7\ufa11", "辻\U000e0100", "ＡＢＣ　１２", "\n\n 架空\n組合\n", "認17000"]
    assert read_values(*texts) == [["text", text] for text in texts]


def test_kinds_of_values() -> None:
    values = read_values(43461, 12.5, True, "#REF!", datetime(2018, 12, 27), date(2020, 1, 2),
                         datetime(2021, 5, 6, 7, 8), 312345678901)
    assert values == [
        ["number", 43461], ["number", 12.5], ["boolean", True], ["error", "#REF!"], ["date", "2018-12-27"],
        ["date", "2020-01-02"], ["date", "2021-05-06T07:08:00"], ["number", 312345678901],
    ]


def test_a_serial_is_a_date_only_in_a_date_format() -> None:
    era = '[$-411]ggge"年"m"月"d"日";@'
    values = read_values(43461, 43461, 43461, 99999999, formats={1: era, 2: "yyyy-mm-dd", 3: "#,##0", 4: era})
    assert values == [["date", "2018-12-27"], ["date", "2018-12-27"], ["number", 43461], ["number", 99999999]]


@pytest.mark.parametrize(("number", "expected"), [
    (58, ["date", "2018-12-27"]), (56, ["date", "2018-12-27"]), (27, ["date", "2018-12-27"]),
    (14, ["date", "2018-12-27"]), (32, ["number", 43461]), (0, ["number", 43461]), (999, ["number", 43461]),
])
def test_japanese_built_in_formats_are_dates(number: int, expected: list[Any]) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = 43461
    sheet["A1"].number_format = "0.00"
    other = b'numFmtId="%d"' % number
    body = edit_part(save(workbook), STYLES, lambda xml: xml.replace(b'numFmtId="2"', other))
    assert read_workbook(body)["sheets"][0]["cells"][0][2:] == expected


def test_serials_count_from_1904_where_the_workbook_says_so() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = 41999
    sheet["A1"].number_format = "yyyy-mm-dd"
    body = edit_part(save(workbook), "xl/workbook.xml",
                     lambda xml: xml.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>'))
    assert read_workbook(body)["sheets"][0]["cells"][0][2:] == ["date", "2018-12-27"]


def test_phonetic_guides_are_dropped_and_controls_restored() -> None:
    guided = '<si><r><t>架空</t></r><r><t>水産_x000D_</t></r><rPh sb="0" eb="2"><t>カクウ</t></rPh></si>'
    body = share_string(build_book().save(), guided.encode())
    assert read_workbook(body)["sheets"][0]["cells"][6] == [2, 1, "text", "架空水産\r"]


def test_merges_and_hidden_rows_are_told() -> None:
    book = build_book()
    book.sheet.row_dimensions[3].hidden = True
    book.sheet.row_dimensions[900].hidden = True
    hidden = book.workbook.create_sheet("控え")
    hidden.sheet_state = "hidden"
    first, second = read_workbook(book.save())["sheets"]
    assert (first["title"], first["state"]) == ("実習実施者", "visible")
    assert (first["rows"], first["columns"]) == (7, 6)
    assert first["hidden_rows"] == [3]
    assert len(first["merges"]) == 10 and "A2:A4" in first["merges"]
    assert (second["title"], second["state"], second["cells"]) == ("控え", "hidden", [])


def test_a_formula_is_its_stored_result_and_an_error_without_one() -> None:
    body = edit_sheet(b'<row r="9"><c r="A9"><f>1+1</f><v>2</v></c><c r="B9"><f>1+1</f></c>'
                      b'<c r="C9" t="str"><f>""</f><v></v></c></row></sheetData>')
    assert read_workbook(body)["sheets"][0]["cells"][-2:] == [
        [9, 1, "number", 2], [9, 2, "error", "formula without a stored result"],
    ]


def test_trailing_formatted_rows_are_nothing() -> None:
    rows = b"".join(b'<row r="%d" spans="1:6" s="1" customFormat="1"/>' % row for row in range(8, 250_000))
    sheet = read_in_child("workbook", edit_sheet(rows + b"</sheetData>"))["sheets"][0]
    assert (sheet["rows"], sheet["columns"], len(sheet["cells"])) == (7, 6, 27)


def corrupt_checksum(body: bytes) -> bytes:
    """Flip one bit in the middle of the sheet's packed bytes."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entry = archive.getinfo(SHEET)
    place = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1:]


def declare_small(body: bytes) -> bytes:
    """A bomb that declares a harmless size in the directory."""
    bomb = edit_sheet(b" " * 20_000_000 + b"</sheetData>", body=body)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        real = struct.pack("<L", archive.getinfo(SHEET).file_size)
    return bomb.replace(real, struct.pack("<L", 1000))


def repeat_entry(body: bytes) -> bytes:
    repeated = io.BytesIO(body)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(repeated, "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    return repeated.getvalue()


def encrypt(body: bytes) -> bytes:
    """Set the encryption bit of every entry in the directory."""
    parts = body.split(b"PK\x01\x02")
    return b"PK\x01\x02".join([parts[0], *(part[:4] + b"\x01" + part[5:] for part in parts[1:])])


def to_strict(body: bytes) -> bytes:
    return edit_sheet(b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                      b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", body)


def put_word_inside(_: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return body.getvalue()


DAMAGES: dict[str, tuple[Any, str]] = {
    "half download": (lambda body: body[: len(body) // 2], "a damaged or half-downloaded zip archive"),
    "one byte short": (lambda body: body[:-1], "a damaged or half-downloaded zip archive"),
    "flipped bit": (corrupt_checksum, "a damaged or half-downloaded zip archive"),
    "zip bomb": (lambda body: edit_sheet(b" " * 20_000_000 + b"</sheetData>", body=body), "a zip bomb?"),
    "bomb with a false size": (declare_small, "a damaged or half-downloaded zip archive"),
    "repeated entry": (repeat_entry, "two entries of the zip archive have one name"),
    "encrypted archive": (encrypt, "the zip archive is encrypted"),
    "empty file": (lambda _: b"", "received an empty file"),
    "error page": (lambda _: b"<!DOCTYPE html><html><title>503</title></html>", "received an HTML page"),
    "PDF": (lambda _: b"%PDF-1.7\n", "received a PDF"),
    "old workbook": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "(xls)"),
    "Word document": (put_word_inside, "lacks a part that every workbook has"),
    "no sheet": (lambda body: edit_part(body, "xl/workbook.xml", lambda xml: xml.replace(
        xml[xml.index(b"<sheets>"):xml.index(b"</sheets>")], b"<sheets>")), "holds no sheet"),
    "cut XML": (lambda body: edit_part(body, SHEET, lambda xml: xml[: len(xml) // 2]), "not well-formed XML"),
    "strict dialect": (to_strict, "a dialect"),
    "impossible place": (lambda body: edit_sheet(b'<row r="9"><c r="A9999999"><v>1</v></c></row></sheetData>',
                                                 body=body), "outside any possible sheet"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_workbook_is_named_by_its_reason(damage: str) -> None:
    change, reason = DAMAGES[damage]
    whole = build_book().save()
    assert len(read_in_child("workbook", whole)["sheets"]) == 1
    with pytest.raises(UnreadableFile) as caught:
        read_in_child("workbook", change(whole))
    assert reason in caught.value.reason
    assert "架空" not in caught.value.reason


def test_entities_are_not_expanded() -> None:
    levels = b"".join(b'<!ENTITY e%d "%s">' % (each, b"&e%d;" % (each - 1) * 10) for each in range(1, 10))
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">' + levels + b"]>"
    with pytest.raises(UnreadableFile) as caught:
        read_in_child("workbook", share_string(build_book().save(), b"<si><t>&e9;</t></si>", laughs))
    assert caught.value.reason


def test_the_whole_archive_has_a_limit_however_well_it_packs() -> None:
    # 40 entries of 7 MB each: every one is below the size from which its ratio counts.
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"xl/media/{number}", bytes(7_000_000))
    with pytest.raises(UnreadableFile, match="unpacks to 280,000,000 bytes"):
        check_archive(body.getvalue())


def test_too_many_entries_are_refused() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for number in range(2_001):
            archive.writestr(str(number), b"")
    with pytest.raises(UnreadableFile, match="2,001 entries"):
        check_archive(body.getvalue())


ROWS = "監理団体名,所在地\r\n架空組合,\"架空市\r\n一丁目\"\r\n,\r\n想像組合,二丁目\r\n"
ROWS_READ = [
    [1, 1, "text", "監理団体名"], [1, 2, "text", "所在地"], [2, 1, "text", "架空組合"],
    [2, 2, "text", "架空市\r\n一丁目"], [4, 1, "text", "想像組合"], [4, 2, "text", "二丁目"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_csv_in_every_encoding_is_a_sheet(encoding: str) -> None:
    sheet = read_in_child("delimited", ROWS.encode(encoding))["sheets"][0]
    assert sheet["cells"] == ROWS_READ
    assert (sheet["rows"], sheet["columns"], sheet["merges"]) == (4, 2, None)


def test_tabs_separate_where_the_headings_have_them() -> None:
    cells = read_delimited("名称\t所在地\n架空組合\t一丁目,二丁目\n".encode())["sheets"][0]["cells"]
    assert cells[-1] == (2, 2, "text", "一丁目,二丁目")


@pytest.mark.parametrize(("body", "reason"), [
    (ROWS.encode()[:43], "neither UTF-8 nor cp932"),
    (ROWS[:25].encode(), "not well-formed CSV"),
    (b"<html><body>error</body></html>", "received an HTML page"),
    (b"", "received an empty file"),
])
def test_a_damaged_csv_is_named_by_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_in_child("delimited", body)


def test_a_reader_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    read_in_child("workbook", build_book().save())
    assert list(tmp_path.iterdir()) == []
