"""Rows of the publisher's files: one for each outline, read in a child process with limits."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scrapers.boundaries.files import BoundariesError, BoundaryFile
from scrapers.readers import UnreadableFile
from scrapers.readers.stream import LARGE, stream_in_child

__all__ = ["AreaRow", "BoundariesError", "read_areas"]

_READER = "scrapers.boundaries.features:read_features"


class AreaRow(NamedTuple):
    """An outline, or one of several of a municipality; `file` counts the files, and a lower one goes first.

    `code` is JIS X 0402, `prefecture` JIS X 0401, `geometry` GeoJSON text in JGD2011 (WGS 84 within a metre).
    """

    file: int
    code: str
    name: str
    prefecture: str
    geometry: str


def read_areas(files: Iterable[BoundaryFile]) -> Iterator[AreaRow]:
    """The outlines of all files; land without a municipality or without an outline is left out.

    Raises BoundariesError, which names the file and quotes nothing of it.
    """
    for order, file in enumerate(files):
        found = 0
        try:
            for code, name, prefecture, geometry in _read_file(file):
                if code is not None:
                    found += 1
                    yield AreaRow(order, code, name, prefecture, geometry)
        except UnreadableFile as error:
            raise BoundariesError(f"{file.path.name}: {error.reason}") from error
        if not found:
            raise BoundariesError(f"{file.path.name} holds no outline of a municipality")


def _read_file(file: BoundaryFile) -> Iterator[list[str]]:
    size = file.path.stat().st_size
    if size > LARGE.input_bytes:
        raise UnreadableFile(f"the file has {size:,} bytes, over the limit of {LARGE.input_bytes:,}")
    with file.path.open("rb") as question:
        yield from stream_in_child(_READER, question)
