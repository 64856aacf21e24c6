"""Statements are gathered into batches before they go through the pipelines: what is done once a batch costs little a row."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy.http import Response

from scrapers.batches import Batch
from scrapers.items import Statement

_MOST = 500
"""Statements in a batch: some tenths of a second of work, some megabytes."""


class Gather:
    """Gathers the statements that come of one response, in their order; whatever else comes passes at once."""

    async def process_spider_output(self, response: Response | None, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Batches in place of statements."""
        gathered: list[Statement] = []
        async for output in result:
            if not isinstance(output, Statement):
                yield output
                continue
            gathered.append(output)
            if len(gathered) == _MOST:
                yield Batch(gathered)
                gathered = []
        if gathered:
            yield Batch(gathered)
