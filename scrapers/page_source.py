"""A source whose start page is the document: nothing is linked, the page itself states the records."""

from collections.abc import AsyncIterator, Iterable

import scrapy
from scrapy.http import Response, TextResponse

from scrapers.items import Statement
from scrapers.source import Link, SourceSpider


class PageSpider(SourceSpider):
    """Reads its start page; needs `read` and `item` only."""

    def find_links(self, page: TextResponse) -> Iterable[Link]:
        """The page itself."""
        return [Link(self.card.start_url, self.card.title_ja)]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The page, once: asked for a second time as its own link, it would be dropped as already seen."""
        yield scrapy.Request(self.card.start_url, self.parse_page, errback=self.miss_index, dont_filter=False)

    async def parse_page(self, response: Response) -> AsyncIterator[Statement]:
        """Read the page in place of a file that it links to."""
        self.outcome.reached = True
        async for statement in self.parse_file(response, Link(self.card.start_url, self.card.title_ja)):
            yield statement
