"""The PDF reader in its child process: what it gives, and the broken and hostile files it survives."""

import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from scrapers.readers import Limits, UnreadableFile, read_in_child
from scrapers.readers.child import MEBIBYTE
from scrapers.readers.pdf import MAX_PAGES
from tests.scrapers.labour_pdf import make_labour_pdf

CASE = ("（株）架空", "北海道架空市", "R6.5.21", "労働基準法第24条", "架空の概要", "R6.5.21送検")
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
WHOLE = make_labour_pdf({"北海道労働局": [CASE]}, date(2025, 3, 31), (date(2024, 3, 1), date(2025, 2, 28)))


def draw_pages(count: int, **options: object) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, **options)
    for _ in range(count):
        canvas.drawString(100, 100, "page")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write_pdf(objects: list[bytes]) -> bytes:
    """A PDF of hand-written objects, the first of them the catalog."""
    out = BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def write_page(content: bytes, times: int = 1) -> bytes:
    """A PDF of one page whose content is repeated, compressed."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(content) for _ in range(times)) + packer.flush()
    return write_pdf([
        CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ])  # fmt: skip


def nest_pages(depth: int) -> bytes:
    tree = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(depth)]
    page = b"<</Type/Page/MediaBox[0 0 842 595]>>"
    return write_pdf([CATALOG, *tree, page])


def test_gives_tables_words_and_the_first_pages_text() -> None:
    cover, page = read_in_child("pdf", WHOLE)["pages"]
    assert (cover["number"], cover["tables"], page["number"], page["text"]) == (1, [], 2, None)
    assert "掲載日：令和7年3月31日" in cover["text"].split("\n")
    assert len(cover["loose"]) == 5
    assert [row["cells"] for row in page["tables"][0]][-1] == list(CASE)
    assert all(row["top"] < row["bottom"] for row in page["tables"][0])
    assert page["loose"] == []


def test_gives_a_page_without_a_font_as_an_empty_page() -> None:
    (page,) = read_in_child("pdf", write_page(b"BT (x) Tj ET"))["pages"]
    assert page["tables"] == []


SMALL = Limits(cpu_seconds=2, wall_seconds=20, memory_bytes=256 * MEBIBYTE)
MANY_RULES = b"".join(b"%d %d m %d 500 l S\n" % (x % 800, x % 7, x % 800) for x in range(4000))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "no PDF": (lambda: b"PK\x03\x04 nothing", "expected a PDF"),
    "HTML": (lambda: b"<!DOCTYPE html><html><body>maintenance</body></html>", "expected a PDF"),
    "cut short": (lambda: WHOLE[: len(WHOLE) // 2], "cut short"),
    "cut short, end mark left": (lambda: WHOLE[: len(WHOLE) // 2] + b"\n%%EOF\n", "damaged"),
    "only a header": (lambda: b"%PDF-1.7\n%%EOF\n", "damaged"),
    "locked": (lambda: draw_pages(1, encrypt=StandardEncryption("secret")), "password"),
    "no page": (lambda: write_pdf([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"]), "no page"),
    "its own parent": (lambda: write_pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]), "no page"),
    "pages missing": (lambda: draw_pages(2).replace(b"/Count 2", b"/Count 9"), "damaged"),
    "too many pages": (lambda: draw_pages(MAX_PAGES + 1), "over the limit"),
    "a tree without end": (lambda: nest_pages(5000), "RecursionError"),
    "a deflate bomb": (lambda: write_page(b" " * MEBIBYTE, 400), "memory"),
    "a grid without end": (lambda: write_page(MANY_RULES, 100), "CPU"),
    "arrays without end": (lambda: write_page(b"[" * MEBIBYTE, 5), "the reader used more than"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refuses_a_broken_or_hostile_file(name: str) -> None:
    make_body, reason = HOSTILE[name]
    with pytest.raises(UnreadableFile) as refusal:
        read_in_child("pdf", make_body(), SMALL)
    assert reason in refusal.value.reason
