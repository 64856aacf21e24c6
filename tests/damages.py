"""Ways in which a publisher's workbook or page goes wrong, each done to good bytes in one way only."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Change = Callable[[bytes], bytes]

SHEET = "xl/worksheets/sheet1.xml"
HTML_ERROR = (
    '<!DOCTYPE html><html lang="ja"><head><title>エラー</title></head><body><h1>アクセスが集中しています</h1>'
    "<p>しばらくしてから、もう一度お試しください。</p></body></html>"
).encode()
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(500)


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to the bytes, and the words by which the crawl must name it, its cell among them."""

    change: Change
    words: tuple[str, ...]


def edit(change: Callable[[Worksheet], None]) -> Change:
    """The workbook with its first sheet changed, saved by an office program's means."""

    def change_body(body: bytes) -> bytes:
        book = load_workbook(io.BytesIO(body))
        change(book.worksheets[0])
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()

    return change_body


def put(address: str, value: object) -> Change:
    """One cell with another value."""

    def change(sheet: Worksheet) -> None:
        sheet[address].value = value  # type: ignore[union-attr]

    return edit(change)


def copy_cell(source: str, target: str) -> Change:
    """One cell with the value of another."""

    def change(sheet: Worksheet) -> None:
        sheet[target].value = sheet[source].value  # type: ignore[union-attr]

    return edit(change)


def drop_column(number: int) -> Change:
    """A column deleted, those to its right moved up to the gap, merged blocks with them."""
    return _rebuild(lambda row, column: None if column == number else (row, column - (column > number)))


def drop_rows(first: int, last: int) -> Change:
    """Rows deleted, those below moved up, merged blocks with them."""
    return _rebuild(lambda row, column: None if first <= row <= last else (row - (last - first + 1) * (row > last), column))


def tear_rows(first: int, count: int) -> Change:
    """Rows deleted in the middle of a merged block, the merges left where they were: half of the block is gone."""
    return edit(lambda sheet: sheet.delete_rows(first, count))


def double_column(letter: str, into: str) -> Change:
    """A column copied beside the table, heading and all."""

    def change(sheet: Worksheet) -> None:
        for cell in list(sheet[letter]):
            sheet[f"{into}{cell.row}"].value = cell.value  # type: ignore[union-attr]

    return edit(change)


def lift_column(letter: str) -> Change:
    """A column whose heading was deleted and whose cells moved up by one: its first value is the heading now."""

    def change(sheet: Worksheet) -> None:
        values = [cell.value for cell in sheet[letter]]
        for merged in [area for area in sheet.merged_cells.ranges if area.coord.startswith(letter)]:
            sheet.unmerge_cells(merged.coord)
        for row, value in enumerate([*values[1:], None], start=1):
            sheet[f"{letter}{row}"].value = value  # type: ignore[union-attr]

    return edit(change)


def blank_row(number: int) -> Change:
    """Every cell of a row emptied."""

    def change(sheet: Worksheet) -> None:
        for cell in sheet[number]:
            cell.value = None  # type: ignore[union-attr]

    return edit(change)


def clear(*addresses: str) -> Change:
    """Cells emptied; the blocks that they are merged into stay."""

    def change(sheet: Worksheet) -> None:
        for address in addresses:
            sheet[address].value = None  # type: ignore[union-attr]

    return edit(change)


def empty_sheet(body: bytes) -> bytes:
    """A workbook without a single value."""
    saved = io.BytesIO()
    Workbook().save(saved)
    return saved.getvalue()


def bomb(body: bytes) -> bytes:
    """The sheet replaced by 300 MB of blanks, packed a thousand times smaller."""
    return _replace_sheet(body, [b" " * 2**20] * 300)


def lying_bomb(body: bytes) -> bytes:
    """A bomb whose directory says that it is small."""
    packed = bytearray(_replace_sheet(body, [b" " * 2**20] * 32))
    told = (32 * 2**20).to_bytes(4, "little")
    while (place := packed.find(told)) >= 0:
        packed[place : place + 4] = (4096).to_bytes(4, "little")
    return bytes(packed)


def rewrite_text(old: str, new: str) -> Change:
    """The XML of all parts with one text replaced by another, where no office program would write it."""

    def change(body: bytes) -> bytes:
        saved = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(old.encode(), new.encode()))
        return saved.getvalue()

    return change


def become(body: bytes) -> Change:
    """Something else altogether."""
    return lambda _: body


def random_bytes(body: bytes) -> bytes:
    """As many bytes of no kind."""
    return b"\x00\x01" + random.Random(1).randbytes(len(body))


def halve(body: bytes) -> bytes:
    """The first half of the file."""
    return body[: len(body) // 2]


def _replace_sheet(body: bytes, chunks: list[bytes]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != SHEET:
                target.writestr(name, source.read(name))
        with target.open(SHEET, "w") as part:
            for chunk in chunks:
                part.write(chunk)
    return saved.getvalue()


def _rebuild(place: Callable[[int, int], tuple[int, int] | None]) -> Change:
    def change_body(body: bytes) -> bytes:
        source = load_workbook(io.BytesIO(body)).worksheets[0]
        book = Workbook()
        target = book.worksheets[0]
        target.title = source.title
        for cell in (cell for row in source.iter_rows() for cell in row if cell.value is not None):
            moved = place(cell.row, cell.column)
            if moved is not None:
                target.cell(*moved, value=cell.value).number_format = cell.number_format  # type: ignore[union-attr]
        for area in source.merged_cells.ranges:
            corners = [place(area.min_row, area.min_col), place(area.max_row, area.max_col)]
            if None not in corners:
                (top, left), (bottom, right) = corners  # type: ignore[misc]
                target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()

    return change_body
