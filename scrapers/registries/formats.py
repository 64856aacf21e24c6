"""One grid for whatever format a register comes in; what it is, is told by its bytes and not by its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scrapers.readers.child import READERS, UnreadableFile, read_in_child
from scrapers.readers.media import DESCRIPTIONS, Media, sniff
from scrapers.registries.pdf_grid import PagePlace, grid_pages
from scrapers.tables import Grid, load_grid

# Four thousand rows fill some 130 pages, each of which takes up to a second.
_PDF_LIMITS = replace(READERS["pdf"].limits, cpu_seconds=300, wall_seconds=600)


@dataclass(frozen=True, slots=True)
class Sheets:
    """A file as a grid; `places` gives the page and row of a grid's row where the file has pages."""

    grid: Grid
    places: Mapping[int, PagePlace] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_sheets(body: bytes) -> Sheets:
    """The file as sheets, read in a limited child process; raises UnreadableFile or LayoutChanged."""
    media = sniff(body)
    if media not in _READERS:
        raise UnreadableFile(f"expected a workbook, a CSV or a PDF, received {DESCRIPTIONS[media]}")
    return _READERS[media](body)


def _read_workbook(body: bytes) -> Sheets:
    return Sheets(load_grid(read_in_child("workbook", body)))


def _read_delimited(body: bytes) -> Sheets:
    return Sheets(load_grid(read_in_child("delimited", body)))


def _read_pdf(body: bytes) -> Sheets:
    data: Mapping[str, Any] = read_in_child("pdf", body, _PDF_LIMITS)
    paged = grid_pages(data["pages"])
    return Sheets(load_grid(paged.data), paged.places, paged.warnings)


_READERS: Mapping[Media, Callable[[bytes], Sheets]] = {
    Media.WORKBOOK: _read_workbook,
    Media.ZIP: _read_workbook,
    Media.TEXT: _read_delimited,
    Media.PDF: _read_pdf,
}
