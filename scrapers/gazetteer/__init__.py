"""The gazetteer: Japan's municipalities and towns with their points, from their publishers into one file."""

from db.gazetteer import gazetteer_path
from scrapers.gazetteer.load import GazetteerLoad, load_gazetteer
from scrapers.gazetteer.publishers import DownloadError, Publishers
from scrapers.gazetteer.rows import GazetteerSourceError

__all__ = [
    "DownloadError",
    "GazetteerLoad",
    "GazetteerSourceError",
    "Publishers",
    "gazetteer_path",
    "load_gazetteer",
]
