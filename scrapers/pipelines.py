"""The life of a record after it was read: Unique, Clean, Grade, Locate, Count, Store."""

import hashlib
from collections import Counter
from typing import IO, Any

import orjson
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from db import vocabulary
from db.identifiers import make_statement_id
from db.session import kanri_home
from scrapers.cleaning import clean_statement
from scrapers.grading import grade_statement
from scrapers.items import Rejected, Statement
from scrapers.places import Places
from scrapers.raw_store import RawStore
from scrapers.source import Rejection, SourceSpider


class Stage:
    """One step of a record's life; a row that it rejects is noted with its cell and goes no further."""

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

    def process_item(self, statement: Statement) -> Any:
        """Take the step, or drop the row with its reason noted."""
        try:
            return self.take(statement)
        except Rejected as refusal:
            rejection = Rejection(statement.document.url, statement.locator, refusal)
            self.spider.outcome.rejections.append(rejection)
            raise DropItem(refusal.field_name) from None

    def take(self, statement: Statement) -> Any:
        """The step itself; answers what the next stage receives."""
        raise NotImplementedError


class Unique(Stage):
    """Gives each row its id. Rows alike in every raw field are all kept: the second bears its ordinal."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.secret = RawStore(kanri_home()).secret()

    def take(self, statement: Statement) -> Statement:
        """Set `id` and `source_digest`."""
        self.seen[statement.key] += 1
        ordinal = self.seen[statement.key]
        key = statement.key if ordinal == 1 else (*statement.key, str(ordinal))
        statement.id = make_statement_id(statement.source, statement.kind, key)
        verbatim = orjson.dumps(statement.verbatim, default=str, option=orjson.OPT_SORT_KEYS)
        statement.source_digest = hashlib.blake2b(verbatim, digest_size=16, key=self.secret).hexdigest()
        return statement


class Clean(Stage):
    """Reads the verbatim cells into facts; an unknown word is rejected with its text."""

    def take(self, statement: Statement) -> Statement:
        """Fill `content["facts"]`."""
        statement.content["facts"] = clean_statement(statement)
        return statement


class Grade(Stage):
    """Decides who is published and how; what may not be published ends here."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.secret = RawStore(kanri_home()).secret()

    def take(self, statement: Statement) -> Statement:
        """Fill `content["organization"]` and `["identity"]`; cut names of people from the facts."""
        grade_statement(statement, self.secret)
        return statement


class Locate(Stage):
    """Puts the address where it is, never finer than it is known."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.places = Places.open(kanri_home())

    def take(self, statement: Statement) -> Statement:
        """Fill `content["place"]`."""
        self.places.locate(statement)
        return statement


class Count(Stage):
    """Counts rows and filled fields for the promises."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.records = 0
        self.filled: Counter[str] = Counter()

    def take(self, statement: Statement) -> Statement:
        """Count one row."""
        self.records += 1
        self.filled.update(name for name, value in statement.content["facts"].items() if value not in (None, [], ""))
        return statement


class Store(Stage):
    """Spools the graded record for the run's transaction, and lets nothing else of the row go on."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.spool: IO[bytes] | None = crawler.settings.get("KANRI_SPOOL")

    def take(self, statement: Statement) -> dict[str, Any]:
        """Answer the record as an exporter may write it: without digests of people's names."""
        record = write_record(statement)
        if self.spool is not None:
            self.spool.write(orjson.dumps(record) + b"\n")
        public = {name: value for name, value in record["content"].items() if name != "identity"}
        if public["organization"]["grade"] == vocabulary.Grade.SOLE_PROPRIETOR:
            # A registration number leads to its holder. The register needs it, an export does not.
            public["facts"] = public["facts"] | dict.fromkeys({"number"} & public["facts"].keys())
        return {
            "id": record["id"],
            "source": statement.source,
            "kind": record["kind"],
            "document": record["document"],
            "locator": record["locator"],
            **public,
        }


def write_record(statement: Statement) -> dict[str, Any]:
    """The stored form of a statement: graded content, place in the file, and the block of its name."""
    return {
        "id": statement.id,
        "kind": str(statement.kind),
        "block": statement.content.pop("block"),
        "document": {
            "url": statement.document.url,
            "sha256": statement.document.sha256,
            "media_type": statement.document.media_type,
            "retrieved_at": statement.document.retrieved_at.isoformat(),
        },
        "locator": dict(statement.locator),
        "content": statement.content,
        "source_digest": statement.source_digest,
    }
