"""The child process: what it answers, and how each way of failing is named without a word of content."""

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scrapers.readers import Limits, Media, UnreadableFile, read_in_child, sniff
from scrapers.readers.child import MEBIBYTE, READERS, Reader

SECRET = "機密の文言"
BODY = SECRET.encode()


# Readers of our own: the child imports them from this module by name, as it does the real ones.
def echo(body: bytes) -> object:
    return {"bytes": len(body), "text": body.decode()}


def refuse(body: bytes) -> object:
    raise UnreadableFile("the file is not what it should be")


def fail(body: bytes) -> object:
    raise ValueError(body.decode())


def die(body: bytes) -> object:
    os.abort()


def leave(body: bytes) -> object:
    os._exit(3)


def eat_memory(body: bytes) -> object:
    return len(bytearray(400 * MEBIBYTE))


def spin(body: bytes) -> object:
    while True:
        pass


def sleep(body: bytes) -> object:
    time.sleep(60)
    return None


def babble(body: bytes) -> object:
    return "x" * (3 * MEBIBYTE)


def fill_disk(body: bytes) -> object:
    with tempfile.TemporaryFile() as file:
        return file.write(b"x" * (3 * MEBIBYTE))


def look_around(body: bytes) -> object:
    files = [path.name for path in Path("/proc/self/fd").iterdir()]
    return {"environment": sorted(os.environ), "files": len(files), "folder": str(Path.cwd())}


def mutter(body: bytes) -> object:
    sys.stderr.write(body.decode())
    sys.stderr.flush()
    return len(body)


@pytest.fixture(autouse=True)
def register_test_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (echo, refuse, fail, die, leave, eat_memory, spin, sleep, babble, fill_disk, look_around, mutter):
        reader = Reader(f"{__name__}:{function.__name__}", (Media.TEXT,))
        monkeypatch.setitem(READERS, function.__name__, reader)


def test_the_child_answers_with_plain_data() -> None:
    assert read_in_child("echo", BODY) == {"bytes": len(BODY), "text": SECRET}


FAILURES = {
    "refuse": (Limits(), "the file is not what it should be"),
    "fail": (Limits(), "the reader failed with ValueError"),
    "die": (Limits(), "the reader was ended by SIGABRT"),
    "leave": (Limits(), "the reader ended without an answer (status 3)"),
    "eat_memory": (Limits(memory_bytes=200 * MEBIBYTE), "takes more than 209,715,200 bytes of memory"),
    "spin": (Limits(cpu_seconds=1), "more than 1 seconds of CPU"),
    "sleep": (Limits(wall_seconds=1), "longer than 1 seconds"),
    "babble": (Limits(output_bytes=MEBIBYTE), "the file's content exceeds 1,048,576 bytes"),
    "fill_disk": (Limits(output_bytes=MEBIBYTE), "the reader failed with OSError"),
    "echo": (Limits(input_bytes=4), "15 bytes, over the limit of 4"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_has_its_reason_and_quotes_nothing(name: str) -> None:
    limits, reason = FAILURES[name]
    with pytest.raises(UnreadableFile) as caught:
        read_in_child(name, BODY, limits)
    assert reason in caught.value.reason
    assert SECRET not in repr(caught.value)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed on Linux only")
def test_the_child_inherits_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    read_end, write_end = os.pipe()
    os.set_inheritable(write_end, True)
    try:
        seen = read_in_child("look_around", BODY)
    finally:
        os.close(read_end)
        os.close(write_end)
    assert "DATABASE_URL" not in seen["environment"]
    # Standard input, output and error, and the folder being listed.
    assert seen["files"] == 4
    assert seen["folder"] == "/"


def test_what_a_reader_mutters_is_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    assert read_in_child("mutter", BODY) == len(BODY)
    heard = capfd.readouterr()
    assert heard.out + heard.err == ""


SNIFFED = {
    b"": Media.EMPTY,
    b"\xef\xbb\xbf \r\n": Media.EMPTY,
    b"PK\x03\x04....xl/workbook.xml": Media.WORKBOOK,
    b"PK\x03\x04....word/document.xml": Media.ZIP,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"): Media.OLD_WORKBOOK,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"): Media.ENCRYPTED,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Media.OLE,
    b"\r\n%PDF-1.7": Media.PDF,
    b"<!DOCTYPE html><html>": Media.HTML,
    b"\xef\xbb\xbf\n<!-- 503 --><HTML><head>": Media.HTML,
    b"<?xml version='1.0'?><rows/>": Media.XML,
    "名称,所在地\r\n".encode("cp932"): Media.TEXT,
    "名称,所在地\r\n".encode(): Media.TEXT,
    "名称".encode("utf-16"): Media.TEXT,
    b"\x00\x01\x02\x03": Media.UNKNOWN,
}


@pytest.mark.parametrize(("body", "media"), SNIFFED.items())
def test_bytes_tell_their_media_type(body: bytes, media: Media) -> None:
    assert sniff(body) is media
