"""Log lines that never quote a row: rows carry names of people."""

import logging
import traceback
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter

from db.children import FailedBeside
from scrapers.beside import name_failure


class SilentFormatter(LogFormatter):
    """What Scrapy says of a record: never the record."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy for each crawl; Scrapy renews its handlers then, so that the records themselves are quiet."""
        logging.setLogRecordFactory(make_quiet_record)
        return cls()

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:
        """Nothing is said of a row that was read."""
        return None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:
        """Nothing is said of a row that was rejected; the run's rejections name its cell."""
        return None

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:
        """The kind of error, not the row."""
        return {"level": logging.ERROR, "msg": "A row failed with %(kind)s", "args": {"kind": name_failure(exception)}}


def make_quiet_record(*details: Any, **more: Any) -> logging.LogRecord:
    """A log record that keeps of an exception where it happened and of what kind it was: its message may quote a row."""
    record = logging.LogRecord(*details, **more)
    _, error, trace = record.exc_info if record.exc_info else (None, None, None)
    if error is not None:
        beside = error.where if isinstance(error, FailedBeside) else ""
        record.exc_text = "".join(traceback.format_tb(trace)) + beside + name_failure(error)
    return record
