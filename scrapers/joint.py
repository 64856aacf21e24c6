"""A source whose files only make sense together: nothing is stated before all of them were read."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import scrapy
from scrapy.http import Response

from scrapers.items import Document, Statement
from scrapers.source import Link, SourceSpider


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file of the source: where it was linked, as what it is kept, and its rows."""

    link: Link
    document: Document
    rows: Sequence[Any]


class JointSpider(SourceSpider):
    """Reads every linked file first; `combine` then says which rows there are, and each becomes a statement."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._order: list[str] = []
        self._files: dict[str, ReadFile] = {}

    def combine(self, files: Sequence[ReadFile]) -> Iterable[tuple[Any, ReadFile]]:
        """The rows to state, each with the file that it stands in; `files` come in the order of their links."""
        return ((row, file) for file in files for row in file.rows)

    def parse_index(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow the links of the index page, and remember how many files to wait for."""
        requests = list(super().parse_index(response))
        self._order = [request.cb_kwargs["link"].url for request in requests]
        yield from requests

    async def parse_file(self, response: Response, link: Link) -> AsyncIterator[Statement]:
        """Read one file; the last of them yields the statements of all. A missing file stops the run anyway."""
        document = self.note_document(response, link)
        rows = await self.read_rows(response.body, link)
        self._files[link.url] = ReadFile(link, document, rows)
        if len(self._files) < len(self._order):
            return
        # Not kept beyond this: the rows of a large file would lie there until its run is published.
        for row, file in self.combine([self._files.pop(url) for url in self._order]):
            statement = self.state(row, file.document, file.link)
            if statement is not None:
                yield statement
