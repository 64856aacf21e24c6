"""The tax agency's register of corporate numbers (法人番号公表サイト), as its files are downloaded."""

from scrapers.corporate_numbers.load import FileLoad, load_corporate_numbers
from scrapers.corporate_numbers.text import UnreadableFile

__all__ = ["FileLoad", "UnreadableFile", "load_corporate_numbers"]
