"""What a set of files of outlines is called: its card, its day, and a version that follows from its bytes."""

import hashlib
from collections.abc import Sequence
from typing import Any

from scrapers.boundaries.card import MINISTRY, SIMPLIFIED
from scrapers.boundaries.files import BoundaryFile
from scrapers.source import Card

_READING = b"1"
"""Counted up when the same bytes are read otherwise, so that a load that is asked for again is done again."""


def choose_card(file: BoundaryFile) -> Card:
    """Whom a file credits: the ministry gives .geojson in a .zip, the simplified copies are named .json."""
    return SIMPLIFIED if file.path.suffix == ".json" else MINISTRY


def describe_boundaries(files: Sequence[BoundaryFile]) -> dict[str, Any]:
    """The card of the first file as /v1/sources tells it, with `dated` (newest day, or None) and `version`.

    The version is a hash over the content of all files in their order.
    """
    digest = hashlib.sha256(_READING)
    for file in files:
        with file.path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    dated = max((file.dated for file in files if file.dated is not None), default=None)
    told = {"dated": None if dated is None else dated.isoformat(), "version": digest.hexdigest()[:16]}
    return {**choose_card(files[0]).describe(), **told}
