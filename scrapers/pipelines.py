"""The life of a record after it was read: Unique, Clean, Grade, Locate, Count, Store.

What passes is a batch of statements (scrapers/batches.py). Unique, Count and Store see the whole run; the others plan a
step that each statement then takes by itself: in this process, or for a large file in one beside it.
"""

from collections import Counter
from functools import partial
from typing import IO, Any, NoReturn

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from db.session import kanri_home
from scrapers.batches import Batch, Records, read_public_record
from scrapers.beside import Workshop
from scrapers.cleaning import clean_statement, fill_facts
from scrapers.grading import grade_statement
from scrapers.identifying import identify_statement
from scrapers.places import Places
from scrapers.raw_store import RawStore
from scrapers.source import SourceSpider


class Stage:
    """One stage of the life of records."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Stage":
        """Made by Scrapy."""
        return cls(crawler)

    @property
    def spider(self) -> SourceSpider:
        """The spider whose records pass."""
        spider = self.crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider


class Unique(Stage):
    """Gives each row its id. Rows alike in every raw field are all kept: the second bears its ordinal."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.secret = RawStore(kanri_home()).secret()

    def process_item(self, batch: Batch) -> Batch:
        """Number the rows that are alike, in the order of the file; plan `id` and `source_digest`."""
        for statement in batch.statements:
            key = statement.key
            self.seen[key] += 1
            if self.seen[key] > 1:
                statement.key = (*key, str(self.seen[key]))
        batch.steps.append(partial(identify_statement, secret=self.secret))
        return batch


class Clean(Stage):
    """Reads the verbatim cells into facts; an unknown word is rejected with its text."""

    def process_item(self, batch: Batch) -> Batch:
        """Plan `content["facts"]`."""
        batch.steps.append(partial(fill_facts, clean_statement))
        return batch


class Grade(Stage):
    """Decides who is published and how; what may not be published ends here."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.secret = RawStore(kanri_home()).secret()

    def process_item(self, batch: Batch) -> Batch:
        """Plan `content["organization"]` and `["identity"]`; names of people are cut from the facts."""
        batch.steps.append(partial(grade_statement, secret=self.secret))
        return batch


class Locate(Stage):
    """Puts the address where it is, never finer than it is known."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.places = Places(kanri_home())

    def process_item(self, batch: Batch) -> Batch:
        """Plan `content["place"]`."""
        batch.steps.append(self.places.locate)
        return batch


class Count(Stage):
    """Has the planned steps taken, and counts rows and filled fields for the promises."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.workshop = Workshop()
        self.records = 0
        self.filled: Counter[str] = Counter()

    async def process_item(self, batch: Batch) -> Records:
        """Count one batch, and note the rows that it lost with their cells."""
        records = await self.workshop.work(batch)
        self.records += len(records.lines)
        self.filled.update(records.filled)
        self.spider.outcome.rejections += records.rejections
        return records

    def close_spider(self) -> None:
        """Nothing more comes."""
        self.workshop.close()


class Store(Stage):
    """Spools the graded records for the run's transaction; where nothing is stored, tells each to whoever listens."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.spool: IO[bytes] | None = crawler.settings.get("KANRI_SPOOL")

    def process_item(self, records: Records) -> NoReturn:
        """Keep or tell the records; the batch itself is no item, and ends here."""
        if self.spool is not None:
            self.spool.writelines(records.lines)
        else:
            self._tell(records)
        raise DropItem("its records were told one by one")

    def _tell(self, records: Records) -> None:
        told: dict[str, Any] = {"signal": signals.item_scraped, "response": None, "spider": self.spider}
        for line in records.lines:
            self.crawler.signals.send_catch_log(item=read_public_record(line, self.spider.name), **told)
