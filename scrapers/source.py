"""A source: the card of observed facts about a publisher, and the spider that keeps its bytes and reads them.

A spider of a source fills three hooks: `find_links(page)` says which files an index page leads to,
`read(body, link)` turns a file's bytes into rows, `item(row, document, link)` turns a row into a Statement.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from scrapers.beside import name_failure
from scrapers.failures import describe_failure, is_missing, was_answered
from scrapers.items import Document, Rejected, Rejection, Statement
from scrapers.promises import Promises
from scrapers.readers.child import UnreadableFile
from scrapers.tables import LayoutChanged


@dataclass(frozen=True, slots=True)
class Card:
    """Who publishes what, where, under which terms, what was observed of it and when, and what it promises."""

    title: str
    title_ja: str
    publisher: str
    publisher_ja: str
    start_url: str
    hosts: tuple[str, ...]
    licence: str
    attribution: str
    facts: tuple[str, ...]
    promises: Promises = field(default_factory=Promises)
    optional: bool = False

    def describe(self) -> dict[str, Any]:
        """What /v1/sources says of the source beside its freshness."""
        return {
            "title": self.title,
            "title_ja": self.title_ja,
            "publisher": self.publisher,
            "publisher_ja": self.publisher_ja,
            "url": self.start_url,
            "licence": self.licence,
            "attribution": self.attribution,
            "max_age_days": self.promises.max_age_days,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """A file that an index page leads to; `context` is what its section and label say about its content."""

    url: str
    label: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A page or file that was not believed: its bytes stay in the raw store under `sha256`, and why."""

    url: str
    sha256: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What happened during one run of one spider; the pipelines and the verdict read it.

    `unreached` says why the source could not be asked at all; `awaited` which linked files have come, or were
    noted as missing.
    """

    reached: bool = False
    unreached: str | None = None
    awaited: dict[str, bool] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    quarantined: list[Quarantine] = field(default_factory=list)


class SourceSpider(scrapy.Spider):
    """Follows a source's index page to its files and yields what they state."""

    card: ClassVar[Card]
    rank: ClassVar[int] = 1
    """Sources of a lower rank are crawled first: those whose words the others confirm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed_domains = list(self.card.hosts)
        self.outcome = Outcome()
        self.answered: set[str] = set()
        self.observed_at = datetime.now(UTC)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy, which swallows what fails in a spider or pipeline: here it is heard of."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.spider_error, signals.item_error):
            crawler.signals.connect(spider.note_failure, signal=signal)
        return spider

    def find_links(self, page: TextResponse) -> Iterable[Link]:
        """The files to read, found by their section and label; unknown ones are reported, not followed."""
        raise NotImplementedError

    def read(self, body: bytes, link: Link) -> Iterable[Any]:
        """The rows of one file; raises UnreadableFile or LayoutChanged for one that cannot be believed."""
        raise NotImplementedError

    def item(self, row: Any, document: Document, link: Link) -> Statement:
        """What one row states; raises Rejected where a field cannot be read."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The index page, and nothing else: every file is found from it."""
        yield scrapy.Request(self.card.start_url, self.parse_index, errback=self.miss_index, dont_filter=False)

    def parse_index(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow the links of the index page."""
        self.outcome.reached = True
        if not isinstance(response, TextResponse):
            self.quarantine(response.url, response.url, response.body, "the index page is not a page of text")
            return
        try:
            links = list(self.find_links(response))
        except LayoutChanged as change:
            self.quarantine(response.url, response.url, response.body, *change.problems)
            return
        requests = {link.url: self.request_file(link) for link in links}
        self.outcome.awaited = dict.fromkeys(requests, False)
        yield from requests.values()

    def request_file(self, link: Link) -> scrapy.Request:
        """The request of one file that the index names."""
        return scrapy.Request(
            link.url, self.parse_file, errback=self.miss_file, cb_kwargs={"link": link}, dont_filter=False
        )

    async def parse_file(self, response: Response, link: Link) -> AsyncIterator[Statement]:
        """Read one file in a limited child process and yield its statements."""
        document = self.note_document(response, link)
        for row in await self.read_rows(response.body, link):
            statement = self.state(row, document, link)
            if statement is not None:
                yield statement

    async def read_rows(self, body: bytes, link: Link) -> list[Any]:
        """The rows of one file; none, and a problem reported, for one that cannot be believed."""
        try:
            return await asyncio.to_thread(lambda: list(self.read(body, link)))
        except UnreadableFile as unreadable:
            self.quarantine(link.url, f"{link.url} ({link.label})", body, f"{unreadable.reason}; quarantined")
        except LayoutChanged as change:
            self.quarantine(link.url, f"{link.url} ({link.label})", body, *change.problems)
        return []

    def quarantine(self, url: str, told: str, body: bytes, *reasons: str) -> None:
        """Believe nothing of a page or file, called `told` in messages, for these reasons."""
        digest = hashlib.sha256(body).hexdigest()
        self.report(*(f"{told}: {reason}" for reason in reasons))
        self.outcome.quarantined += [Quarantine(url, digest, reason) for reason in reasons]

    def state(self, row: Any, document: Document, link: Link) -> Statement | None:
        """What one row states; None for a row that was rejected and noted as such."""
        try:
            return self.item(row, document, link)
        except Rejected as refusal:
            self.outcome.rejections.append(Rejection(document.url, self.locate(row), refusal))
            return None

    def locate(self, row: Any) -> Mapping[str, Any]:
        """Where in its file a row stands."""
        locator: Mapping[str, Any] = row.locator
        return locator

    def note_document(self, response: Response, link: Link) -> Document:
        """The document behind an answer, as the raw store keeps it."""
        media_type = (response.headers.get("Content-Type") or b"application/octet-stream").decode("latin-1")
        self.outcome.awaited[link.url] = True
        document = Document(
            url=link.url,
            sha256=response.meta["sha256"],
            media_type=media_type.partition(";")[0].strip(),
            retrieved_at=response.meta["retrieved_at"],
            label=link.label,
        )
        if response.url in self.answered:
            self.report(f"{link.url} ({link.label}): it leads to {response.url}, which another link led to")
        self.answered.add(response.url)
        self.outcome.documents.append(document)
        return document

    def miss_index(self, failure: Failure) -> None:
        """The index page did not come: the source was not reached, or its page is gone, closed or led elsewhere."""
        if is_missing(failure):
            return
        why = f"{self.card.start_url}: {describe_failure(failure)}"
        if was_answered(failure):
            self.outcome.reached = True
            self.report(why)
        else:
            self.outcome.unreached = why

    def miss_file(self, failure: Failure) -> None:
        """A file that the index names did not come: nothing can be concluded from the rest."""
        link: Link = failure.request.cb_kwargs["link"]  # type: ignore[attr-defined]
        self.outcome.awaited[link.url] = True
        self.report(f"{link.url} ({link.label}): {describe_failure(failure)}")

    def note_failure(self, failure: Failure, response: Response) -> None:
        """A failure that nobody foresaw: told once for each file, by its kind, for its message may quote a row."""
        problem = f"{response.url}: reading it failed with {name_failure(failure.value)}; the log says where"
        if problem not in self.outcome.problems:
            self.report(problem)

    def report(self, *problems: str) -> None:
        """Note problems that stop the publication of this source."""
        self.outcome.problems.extend(problems)

    def warn(self, *warnings: str) -> None:
        """Note what is odd without stopping the publication."""
        self.outcome.warnings.extend(warnings)
