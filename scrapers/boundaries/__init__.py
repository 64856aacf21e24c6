"""The outlines of Japan's municipalities (国土数値情報 N03), from their publisher into rows."""

from scrapers.boundaries.files import BoundaryFile, find_files
from scrapers.boundaries.publisher import download_files, reach_publisher
from scrapers.boundaries.rows import AreaRow, BoundariesError, read_areas
from scrapers.boundaries.version import describe_boundaries
from scrapers.gazetteer.publishers import DownloadError

__all__ = [
    "AreaRow",
    "BoundariesError",
    "BoundaryFile",
    "DownloadError",
    "describe_boundaries",
    "download_files",
    "find_files",
    "reach_publisher",
    "read_areas",
]
