"""What a body is, told by its bytes; a publisher's Content-Type and file name are not believed."""

import re
from enum import StrEnum


class Media(StrEnum):
    """The media types that the readers tell apart."""

    WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    OLD_WORKBOOK = "application/vnd.ms-excel"
    ENCRYPTED = "application/vnd.ms-office.encrypted"
    OLE = "application/x-ole-storage"
    ZIP = "application/zip"
    PDF = "application/pdf"
    HTML = "text/html"
    XML = "application/xml"
    TEXT = "text/plain"
    EMPTY = "application/x-empty"
    UNKNOWN = "application/octet-stream"


DESCRIPTIONS = {
    Media.WORKBOOK: "a workbook (xlsx)",
    Media.OLD_WORKBOOK: "an old-format workbook (xls)",
    Media.ENCRYPTED: "an encrypted Office file",
    Media.OLE: "an old-format Office file",
    Media.ZIP: "a zip archive that holds no workbook",
    Media.PDF: "a PDF",
    Media.HTML: "an HTML page",
    Media.XML: "an XML document",
    Media.TEXT: "plain text",
    Media.EMPTY: "an empty file",
    Media.UNKNOWN: "bytes of an unknown kind",
}

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|frameset)\b", re.IGNORECASE)
_BINARY_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096


def sniff(body: bytes) -> Media:
    """The media type of `body`, from its signature and first 4 KB; a file cut short keeps its type."""
    # Excel and browsers both forgive a byte-order mark and blank lines before the signature.
    start = body[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return Media.EMPTY if not body[_HEAD:].strip() else Media.UNKNOWN
    if body.startswith(b"PK"):
        return _sniff_zip(body)
    if body.startswith(_OLE_SIGNATURE):
        return _sniff_ole(body)
    if b"%PDF-" in start[:1024]:
        return Media.PDF
    if start.startswith(b"<"):
        return Media.HTML if _HTML_TAG.search(start) else Media.XML
    return _sniff_text(body[:_HEAD])


def _sniff_zip(body: bytes) -> Media:
    """Entry names stand uncompressed in a zip, so no untrusted archive is opened to find one."""
    return Media.WORKBOOK if b"xl/workbook" in body else Media.ZIP


def _sniff_ole(body: bytes) -> Media:
    """An OLE file names its streams in UTF-16; Excel locks a modern workbook into one of them."""
    if "EncryptedPackage".encode("utf-16-le") in body:
        return Media.ENCRYPTED
    streams = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    return Media.OLD_WORKBOOK if any(name in body for name in streams) else Media.OLE


def _sniff_text(head: bytes) -> Media:
    if head.startswith(_BYTE_ORDER_MARKS):
        return Media.TEXT
    return Media.UNKNOWN if _BINARY_BYTE.search(head) else Media.TEXT
