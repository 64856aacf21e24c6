"""The zip under a workbook, weighed before anything in it is believed."""

import io
import zipfile
import zlib

from scrapers.readers.child import MEBIBYTE, UnreadableFile

MOST_ENTRIES = 2_000
MOST_BYTES = 256 * MEBIBYTE
# A sheet of a million formatted empty rows, which is honest, packs 1:25; a bomb comes near deflate's 1:1032.
MOST_RATIO = 200
RATIO_APPLIES_FROM = 8 * MEBIBYTE
_CHUNK = MEBIBYTE
_ENCRYPTED = 0x1


def check_archive(body: bytes) -> None:
    """Unpack each entry of the zip once, keeping nothing; a bomb or a damaged file raises UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _check_sizes(archive.infolist())
            for entry in archive.infolist():
                _unpack_once(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableFile("the file is a damaged or half-downloaded zip archive") from error
    except NotImplementedError as error:
        raise UnreadableFile("the zip archive is packed in a way that is not understood") from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise UnreadableFile(f"a zip bomb? The archive has {len(entries):,} entries")
    if len({entry.filename for entry in entries}) < len(entries):
        raise UnreadableFile("two entries of the zip archive have one name")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableFile("the zip archive is encrypted")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise UnreadableFile(f"a zip bomb? The archive unpacks to {total:,} bytes, over {MOST_BYTES:,}")
    for entry in entries:
        if entry.file_size > max(RATIO_APPLIES_FROM, MOST_RATIO * entry.compress_size):
            raise UnreadableFile(f"a zip bomb? One entry unpacks from {entry.compress_size:,}"
                                 f" to {entry.file_size:,} bytes")


def _unpack_once(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read an entry to its end: `zipfile` stops at the declared size and then compares the checksum."""
    with archive.open(entry) as part:
        while part.read(_CHUNK):
            pass
