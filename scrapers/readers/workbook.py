"""An xlsx workbook as plain data, read in the child process: each cell that says something, and its place.

openpyxl decodes the package, the strings and the cells. Its model of a sheet is left out: that holds an
object for every formatted row, and the publishers' sheets trail thousands of empty ones.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import builtin_format_code, is_date_format
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from scrapers.readers.archive import check_archive
from scrapers.readers.child import UnreadableFile

MOST_SHEETS = 100
MOST_CELLS = 1_000_000
MOST_MERGES = 100_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LAST_DATE_SERIAL = 2_958_465
EXACT_INTEGERS = 2**53
MERGE_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
SHEET_TAG = f"{{{SHEET_MAIN_NS}}}worksheet"

# Japanese Excel's built-in date formats, of which openpyxl knows nothing and reports General. 32 and 33 are
# times of day.
JAPANESE_DATE_FORMATS = frozenset({*range(27, 32), *range(34, 37), *range(50, 59)})

_ESCAPED_CONTROL = re.compile(r"_x(00[01][0-9A-Fa-f])_")


def read_workbook(body: bytes) -> dict[str, Any]:
    """The workbook as `{"sheets": [...]}`; raises UnreadableFile.

    A sheet is `{"title", "state", "rows", "columns", "cells", "merges", "hidden_rows"}`: `cells` lists the
    non-empty ones in reading order as `[row, column, type, value]`, rows and columns counted from 1. Types:
    `text` (verbatim, phonetic guides dropped), `number`, `date` (ISO 8601), `boolean` and `error`. `rows` and
    `columns` are the last that hold a value; `hidden_rows` lists hidden rows that do.
    """
    check_archive(body)
    try:
        return {"sheets": _read_sheets(_open_package(body))}
    except SyntaxError as error:
        # Both XML parsers underneath, the standard library's and lxml, raise kinds of SyntaxError.
        raise UnreadableFile("a part of the workbook is not well-formed XML") from error


def _read_sheets(package: ExcelReader) -> list[dict[str, Any]]:
    sheets = list(package.parser.find_sheets())
    if len(sheets) > MOST_SHEETS:
        raise UnreadableFile(f"the workbook has {len(sheets):,} sheets, over the limit of {MOST_SHEETS}")
    date_styles = _read_date_styles(package.archive)
    read = [_read_sheet(package, sheet.name, sheet.state, part.target, date_styles)
            for sheet, part in sheets if "chartsheet" not in part.Type]
    if not read:
        raise UnreadableFile("the workbook holds no sheet")
    return read


def _open_package(body: bytes) -> ExcelReader:
    """openpyxl's reader with the strings and the list of sheets loaded; themes and links are not needed."""
    package = ExcelReader(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    try:
        package.read_manifest()
        package.read_strings()
        package.read_workbook()
    except (KeyError, OSError) as error:
        raise UnreadableFile("the archive lacks a part that every workbook has") from error
    return package


def _read_date_styles(archive: ZipFile) -> frozenset[int]:
    """The cell styles (indexes into cellXfs) that show a number as a date."""
    if ARC_STYLE not in archive.namelist():
        return frozenset()
    root = fromstring(archive.read(ARC_STYLE))
    name = f"{{{SHEET_MAIN_NS}}}"
    custom = {int(each.get("numFmtId", "0")): each.get("formatCode") for each in root.iter(f"{name}numFmt")}
    formats = [int(each.get("numFmtId", "0")) for each in root.iterfind(f"{name}cellXfs/{name}xf")]
    return frozenset(index for index, number in enumerate(formats) if _shows_date(number, custom))


def _shows_date(number: int, custom: dict[int, str | None]) -> bool:
    if number in custom:
        return is_date_format(custom[number])
    return number in JAPANESE_DATE_FORMATS or is_date_format(builtin_format_code(number))


def _read_sheet(
    package: ExcelReader, title: str, state: str | None, part: str, date_styles: frozenset[int]
) -> dict[str, Any]:
    if part not in package.valid_files:
        raise UnreadableFile("a sheet of the workbook is missing from the archive")
    with package.archive.open(part) as source:
        scan = _SheetScan(source, package.shared_strings, data_only=True, epoch=package.wb.epoch)
        scan.date_styles = date_styles
        cells = list(scan.scan())
    return {
        "title": title,
        "state": state or "visible",
        "rows": max((cell[0] for cell in cells), default=0),
        "columns": max((cell[1] for cell in cells), default=0),
        "cells": cells,
        "merges": scan.merges,
        "hidden_rows": sorted(scan.hidden.intersection(cell[0] for cell in cells)),
    }


class _SheetScan(WorkSheetParser):
    """openpyxl's decoder of rows and cells, keeping nothing but what `read_workbook` tells."""

    date_styles: frozenset[int]

    def scan(self) -> Iterator[list[Any]]:
        """The non-empty cells in the order of the file; `merges` and `hidden` are complete afterwards."""
        self.merges: list[str] = []
        self.hidden: set[int] = set()
        data: Element | None = None
        count = 0
        for event, element in iterparse(self.source, events=("start", "end")):
            if event == "start":
                data = _enter(element, data)
            elif element.tag == ROW_TAG:
                for cell in self._scan_row(element):
                    count += 1
                    yield cell
                    if count > MOST_CELLS:
                        raise UnreadableFile(f"a sheet has more than {MOST_CELLS:,} cells")
                if data is not None:
                    data.clear()
            elif element.tag == MERGE_TAG:
                self._keep_merge(element.get("ref", ""))

    def _keep_merge(self, address: str) -> None:
        if len(self.merges) == MOST_MERGES:
            raise UnreadableFile(f"a sheet has more than {MOST_MERGES:,} merged ranges")
        self.merges.append(address)

    def _scan_row(self, row: Any) -> Iterator[list[Any]]:
        number, cells = self.parse_row(row)
        self.row_dimensions.clear()
        if row.get("hidden") in ("1", "true"):
            self.hidden.add(number)
        for cell in cells:
            kind, value = self._convert(cell["data_type"], cell["value"], cell["style_id"])
            if value is not None:
                _check_place(cell["row"], cell["column"])
                yield [cell["row"], cell["column"], kind, value]

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """openpyxl's reading of one cell; a formula whose result was not stored is an error, not a blank."""
        cell = super().parse_cell(element)
        stored = element.findtext(VALUE_TAG) or element.get("t") == "str"
        if element.find(FORMULA_TAG) is not None and not stored:
            cell |= {"data_type": "e", "value": "formula without a stored result"}
        return cell

    def _convert(self, data_type: str, value: Any, style: int) -> tuple[str, Any]:
        match value:
            case bool():
                return "boolean", value
            case int() | float():
                return self._convert_number(value, style)
            case datetime() | date():
                return "date", _write_date(value)
            case str():
                return ("error", value) if data_type == "e" else ("text", _restore_controls(value) or None)
            case None:
                return "blank", None
        return "text", str(value)

    def _convert_number(self, value: int | float, style: int) -> tuple[str, Any]:
        if style in self.date_styles and 1 <= value <= LAST_DATE_SERIAL:
            return "date", _write_date(from_excel(value, self.epoch))
        if not abs(value) < EXACT_INTEGERS:
            return "text", str(value)
        return "number", int(value) if value == int(value) else value


def _enter(element: Element, data: Element | None) -> Element | None:
    """The `sheetData` element once it has begun; its finished rows are dropped from it one by one."""
    if element.tag == DATA_TAG:
        return element
    if element.tag.endswith("}worksheet") and element.tag != SHEET_TAG:
        # The "strict" dialect has other names for everything, and would read as an empty sheet.
        raise UnreadableFile("the workbook is written in a dialect (strict Open XML) that is not understood")
    return data


def _check_place(row: int, column: int) -> None:
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise UnreadableFile("a cell of the workbook stands outside any possible sheet")


def _write_date(value: date) -> str:
    """ISO 8601; the time of day only where there is one."""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat()


def _restore_controls(text: str) -> str:
    """The control characters that a workbook writes as `_x000D_`."""
    return _ESCAPED_CONTROL.sub(lambda match: chr(int(match[1], 16)), text)
