"""The gazetteer: municipalities and towns of Japan with their points, brought from their publishers into one file."""

from scrapers.gazetteer.load import GazetteerLoad, gazetteer_path, load_gazetteer
from scrapers.gazetteer.publishers import DownloadError
from scrapers.gazetteer.rows import GazetteerSourceError

__all__ = ["DownloadError", "GazetteerLoad", "GazetteerSourceError", "gazetteer_path", "load_gazetteer"]
