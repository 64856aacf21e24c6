"""The bundled sample carries the traps of the publishers' files."""

import datetime
import re
import zipfile

import pdfplumber

from sample.facts import squeeze
from tests.sample_reading import DATES, isa_workbooks, labour_rows, labour_tables, parties, site


def test_dates_come_as_serials_real_dates_and_text_in_two_widths() -> None:
    cells = [
        row[4 if row[5] is None else 5]
        for book in isa_workbooks(DATES[0]).values()
        for row in parties(book.worksheets[0])
    ]
    kinds = {type(value) for value in cells}
    assert kinds == {int, datetime.datetime, str}
    texts = [value for value in cells if isinstance(value, str)]
    assert any(re.search("[0-9]", text) for text in texts)
    assert any(re.search("[０-９]", text) for text in texts)


def test_workbooks_carry_the_layout_traps() -> None:
    books = isa_workbooks(DATES[0])
    revocations = books["監理団体に対する許可の取消し"].worksheets[0]
    assert "A2:A5" in {str(merge) for merge in revocations.merged_cells.ranges}
    assert books["平成30年度"].sheetnames == ["sheet"]
    assert books["監理団体に対する改善命令"].worksheets[0].max_column == 5
    year = books["令和6年度"]
    assert any(row[3] == "別シート参照" for row in parties(year.worksheets[0]))
    assert (
        sum(cell.value is not None for row in year.worksheets[1].iter_rows(min_row=2) for cell in row) == 103
    )
    stray = [cell for cell in year.worksheets[0]["K"] if cell.value is not None]
    assert len(stray) == 4 and stray[0].row - 30 > max(len(parties(year.worksheets[0])), 1)
    hidden = [row for row, shape in books["令和7年度"].worksheets[0].row_dimensions.items() if shape.hidden]
    assert len(hidden) == 6
    assert year.worksheets[0].auto_filter.ref is not None


def test_workbooks_carry_the_traps_of_text() -> None:
    rows = [row for book in isa_workbooks(DATES[0]).values() for row in parties(book.worksheets[0])]
    names, representatives, addresses = ([str(row[column]) for row in rows] for column in range(3))
    for character in ("\ufa11", "\U00020bb7", "\U000e0100"):
        assert any(character in name for name in names)
    assert sum("\uf9dc" in text for text in representatives) == 2
    assert all(any("\n" in text for text in column) for column in (names, representatives, addresses))
    assert any(name.startswith("\n") for name in names) and any(name.endswith("\n") for name in names)
    assert any(address.startswith("新潟市") for address in addresses)
    assert max(names.count(name) for name in names) == 3
    reasons = [str(row[3 if row[5] is None else 4]) for row in rows]
    unbalanced = [
        text for text in reasons if text.count("（") + text.count("(") != text.count("）") + text.count(")")
    ]
    assert len(unbalanced) == 1
    own_name = [
        squeeze(person.split("\n")[0]) in squeeze(text)
        for person, text in zip(representatives, reasons, strict=True)
    ]
    assert sum(own_name) == 2
    assert any(re.fullmatch(r"[A-Z ]+", name) for name in names)


def test_phonetic_runs_and_missing_properties_are_in_the_raw_parts() -> None:
    archives = [zipfile.ZipFile(path) for path in site(DATES[0], "www.moj.go.jp").rglob("999[0-4]*.xlsx")]
    strings = [archive.read("xl/sharedStrings.xml").decode() for archive in archives]
    assert any("<rPh" in text and "クウソウガング" in text for text in strings)
    without = [archive for archive in archives if "docProps/core.xml" not in archive.namelist()]
    assert len(without) == 1
    styles = archives[0].read("xl/styles.xml").decode()
    assert 'numFmtId="58"' in styles and "ggge" in styles


def test_labour_file_carries_its_traps() -> None:
    first, second = (list(labour_tables(date)) for date in DATES)
    heads = [str(row[0]) for row in first if row[1] is None]
    assert "群馬労働局 最終更" in heads
    columns = [row[0] for row in first].count("企業・事業場名称")
    bureaus = [head for head in heads if "労働局" in head]
    assert columns == len(bureaus) + 1, "one page goes on without naming its bureau"
    rows = labour_rows(DATES[0])
    assert sum(str(row[2]).isdecimal() for row in rows) == 1
    alike = [tuple(row[:4]) for row in rows]
    assert max(alike.count(key) for key in alike) == 2
    assert [row[0] for row in rows].count("個人事業主") == 1
    assert all(row[0] != "個人事業主" for row in second)
    with pdfplumber.open(site(DATES[0], "www.mhlw.go.jp/content/999043767.pdf")) as decoy:
        assert "労働局長 殿" in (decoy.pages[0].extract_text() or "")
        assert decoy.pages[0].extract_tables() == []
