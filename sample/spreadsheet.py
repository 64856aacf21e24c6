"""Writes a workbook part by part, so that it has what office programs write and libraries do not.

Built-in number format 58, phonetic runs, merged blocks, hidden rows and stray cells are all wanted here.
The bytes depend on nothing but the arguments: no clock, no version, no order of a hash.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WHEN = "2026-01-01T00:00:00Z"

# Style name -> (number format id, format code of our own or None where Excel has built the id in).
STYLES: dict[str, tuple[int, str | None]] = {
    "general": (0, None),
    "text": (49, None),
    "japanese_serial": (58, None),  # one that readers outside Japan do not know
    "era_date": (176, '[$-411]ggge"年"m"月"d"日";@'),
    "iso_date": (177, "yyyy\\-mm\\-dd"),
}


@dataclass(frozen=True)
class Cell:
    """One cell: what it holds, how it is shown, and its reading (furigana) where Excel kept one."""

    value: str | int
    style: str = "general"
    reading: str = ""


@dataclass
class Sheet:
    """One sheet. Rows and columns count from 1; merges are ranges such as `A2:A5`."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    hidden_rows: Sequence[int] = ()
    widths: Sequence[float] = ()
    filter_range: str = ""

    def put(self, row: int, column: int, value: str | int, style: str = "general", reading: str = "") -> None:
        """Set one cell; an empty text leaves it empty."""
        if value != "":
            self.cells[row, column] = Cell(value, style, reading)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a block, unless it is a single cell."""
        if (top, left) != (bottom, right):
            self.merges.append(f"{cell_name(top, left)}:{cell_name(bottom, right)}")


def cell_name(row: int, column: int) -> str:
    """`C7` for row 7, column 3 (columns A to Z)."""
    return f"{chr(64 + column)}{row}"


class SharedStrings:
    """The table of texts that a workbook's cells point into."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, str], int] = {}

    def place(self, text: str, reading: str) -> int:
        """The position of a text, added at the end when it is new."""
        return self.places.setdefault((text, reading), len(self.places))

    def xml(self) -> str:
        """The part `xl/sharedStrings.xml`."""
        items = "".join(_shared_item(text, reading) for text, reading in self.places)
        count = len(self.places)
        return f'{HEAD}<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{items}</sst>'


def _shared_item(text: str, reading: str) -> str:
    shown = f'<t xml:space="preserve">{escape(text, quote=False)}</t>'
    if not reading:
        return f"<si>{shown}</si>"
    length = len(text.encode("utf-16-le")) // 2
    run = f'<rPh sb="0" eb="{length}"><t>{reading}</t></rPh><phoneticPr fontId="0"/>'
    return f"<si>{shown}{run}</si>"


def write_workbook(sheets: Sequence[Sheet], title: str | None) -> bytes:
    """The bytes of an .xlsx file. `title` None leaves out the document properties, as some editors do."""
    strings = SharedStrings()
    parts = {f"xl/worksheets/sheet{n}.xml": _sheet_xml(sheet, strings) for n, sheet in enumerate(sheets, 1)}
    parts["xl/sharedStrings.xml"] = strings.xml()
    parts["xl/styles.xml"] = _styles_xml()
    parts["xl/workbook.xml"] = _workbook_xml(sheets)
    parts["xl/_rels/workbook.xml.rels"] = _workbook_links(len(sheets))
    if title is not None:
        parts["docProps/core.xml"] = _properties_xml(title)
    return pack({"[Content_Types].xml": _types_xml(parts), "_rels/.rels": _root_links(title), **parts})


def pack(parts: Mapping[str, str]) -> bytes:
    """A zip archive whose entries carry no time and no trace of the machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, text.encode("utf-8"))
    return buffer.getvalue()


def _sheet_xml(sheet: Sheet, strings: SharedStrings) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, 1)
    )
    rows = "".join(_row_xml(row, sheet, strings) for row in _used_rows(sheet))
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in sheet.merges)
    return "".join(
        (
            f'{HEAD}<worksheet xmlns="{MAIN}">',
            f"<cols>{columns}</cols>" if columns else "",
            f"<sheetData>{rows}</sheetData>",
            f'<autoFilter ref="{sheet.filter_range}"/>' if sheet.filter_range else "",
            f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else "",
            '<phoneticPr fontId="0"/></worksheet>',
        )
    )


def _used_rows(sheet: Sheet) -> list[int]:
    return sorted({row for row, _ in sheet.cells} | set(sheet.hidden_rows))


def _row_xml(row: int, sheet: Sheet, strings: SharedStrings) -> str:
    columns = sorted(column for at, column in sheet.cells if at == row)
    cells = "".join(_cell_xml(row, column, sheet.cells[row, column], strings) for column in columns)
    hidden = ' hidden="1"' if row in sheet.hidden_rows else ""
    return f'<row r="{row}"{hidden}>{cells}</row>'


def _cell_xml(row: int, column: int, cell: Cell, strings: SharedStrings) -> str:
    place = f'r="{cell_name(row, column)}" s="{list(STYLES).index(cell.style)}"'
    if isinstance(cell.value, int):
        return f"<c {place}><v>{cell.value}</v></c>"
    return f'<c {place} t="s"><v>{strings.place(cell.value, cell.reading)}</v></c>'


def _styles_xml() -> str:
    own = [(number, code) for number, code in STYLES.values() if code is not None]
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for number, code in own)
    used = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number, _ in STYLES.values()
    )
    return "".join(
        (
            f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(own)}">{formats}</numFmts>',
            '<fonts count="1"><font><sz val="11"/><name val="ＭＳ 明朝"/><charset val="128"/></font></fonts>',
            '<fills count="2"><fill><patternFill patternType="none"/></fill>',
            '<fill><patternFill patternType="gray125"/></fill></fills>',
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
            f'<cellXfs count="{len(STYLES)}">{used}</cellXfs>',
            '<cellStyles count="1"><cellStyle name="標準" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        )
    )


def _workbook_xml(sheets: Sequence[Sheet]) -> str:
    entries = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    filters = "".join(_filter_name(n, sheet) for n, sheet in enumerate(sheets) if sheet.filter_range)
    names = f"<definedNames>{filters}</definedNames>" if filters else ""
    relations = f'xmlns:r="{OFFICE}/relationships"'
    return f'{HEAD}<workbook xmlns="{MAIN}" {relations}><sheets>{entries}</sheets>{names}</workbook>'


def _filter_name(index: int, sheet: Sheet) -> str:
    first, last = sheet.filter_range.split(":")
    absolute = ":".join(f"${ref[0]}${ref[1:]}" for ref in (first, last))
    return (
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">{sheet.name}!{absolute}'
        f'</definedName><definedName name="_xlnm.Print_Titles" localSheetId="{index}">{sheet.name}!$1:$1'
        "</definedName>"
    )


def _link(number: int, kind: str, target: str, base: str = OFFICE) -> str:
    return f'<Relationship Id="rId{number}" Type="{base}/relationships/{kind}" Target="{target}"/>'


def _workbook_links(count: int) -> str:
    sheets = "".join(_link(n, "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1))
    rest = _link(count + 1, "styles", "styles.xml") + _link(count + 2, "sharedStrings", "sharedStrings.xml")
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{sheets}{rest}</Relationships>'


def _root_links(title: str | None) -> str:
    book = _link(1, "officeDocument", "xl/workbook.xml")
    properties = "" if title is None else _link(2, "metadata/core-properties", "docProps/core.xml", PACKAGE)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{book}{properties}</Relationships>'


def _properties_xml(title: str) -> str:
    schemas = (
        f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{WHEN}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f"{HEAD}<cp:coreProperties {schemas}><dc:title>{escape(title)}</dc:title>{times}</cp:coreProperties>"
    )


def _types_xml(parts: Mapping[str, str]) -> str:
    kinds = {
        "xl/workbook.xml": f"{CONTENT}.sheet.main+xml",
        "xl/styles.xml": f"{CONTENT}.styles+xml",
        "xl/sharedStrings.xml": f"{CONTENT}.sharedStrings+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    sheet = f"{CONTENT}.worksheet+xml"
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kinds.get(name, sheet)}"/>'
        for name in parts
        if not name.endswith(".rels")
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'
