"""What a set of files of outlines is called: its credit, its day, and a version that follows from its bytes."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from scrapers.boundaries.files import BoundaryFile

_READING = b"1"
"""Counted up when the same bytes are read otherwise, so that a load that is asked for again is done again."""


class Boundaries(NamedTuple):
    """The credit of loaded outlines, the day for which they stand, and their version."""

    name: str
    publisher: str
    licence: str
    attribution: str
    url: str
    dated: date | None
    version: str


def describe_boundaries(files: Sequence[BoundaryFile]) -> Boundaries:
    """The credit of the first file, the newest day, and one hash over the content of all in their order."""
    digest = hashlib.sha256(_READING)
    for file in files:
        with file.path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    dates = [file.dated for file in files if file.dated is not None]
    return Boundaries(*files[0].credit, max(dates, default=None), digest.hexdigest()[:16])
