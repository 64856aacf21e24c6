"""A file of addresses, one a line, in; one JSON line for each out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from japanese.addresses.gazetteer import Gazetteer
from japanese.addresses.geocode import geocode


def geocode_file(path: Path, out: TextIO, gazetteer: Gazetteer, prefecture_hint: str | None = None) -> int:
    """Write the place of every line of a file of addresses as one JSON line; the number of lines.

    UTF-8, with or without a mark, or Shift_JIS; a line that is neither keeps what can be read of it.
    """
    count = 0
    for line in _read_lines(path):
        count += 1
        item = {"address": line, **geocode(line, gazetteer, prefecture_hint).as_item()}
        out.write(json.dumps(item, ensure_ascii=False) + "\n")
    return count


def _read_lines(path: Path) -> Iterator[str]:
    with path.open("rb") as lines:
        for raw in lines:
            yield _decode(raw.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n"))


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")
