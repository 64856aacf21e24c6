"""The command line: `kanri`. Each command is a few lines over db, scrapers and api."""

from kanri import crawling, database, loading, resolving, serving
from kanri.entry import main
from kanri.root import kanri

__all__ = ["crawling", "database", "kanri", "loading", "main", "resolving", "serving"]
