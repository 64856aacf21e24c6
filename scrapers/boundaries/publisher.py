"""Fetching the outlines from where they are published: slowly, and only what changed."""

from pathlib import Path

from scrapers.gazetteer.publishers import DownloadError, Publishers

HOST = "raw.githubusercontent.com"
# The ministry's own file is 700 MB and drawn for plans of buildings; this is the same, simplified for maps.
_FOLDER = "smartnews-smri/japan-topography/main/data/municipality/geojson/s0001"
PATHS = (f"{_FOLDER}/N03-21_210101.json", f"{_FOLDER}/N03-21_210101_designated_city.json")


def reach_publisher(via: str | None = None) -> Publishers:
    """How to reach the publisher; `via` is an origin that serves a recorded copy as /HOST/PATH."""
    return Publishers(via=via, hosts=(HOST,), named="the boundaries' publisher")


def download_files(home: Path, publisher: Publishers) -> Path:
    """Bring the files into the data folder; the folder in which they are. Raises DownloadError."""
    folder = home / "boundaries" / "download"
    try:
        for path in PATHS:
            if not publisher.fetch(HOST, path, folder / HOST / path):
                raise DownloadError(f"https://{HOST}/{path}: the publisher has no such file")
    finally:
        publisher.close()
    return folder
