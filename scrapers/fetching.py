"""How bytes are fetched: only from listed hosts, politely, or replayed from a snapshot."""

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response

from scrapers.public_addresses import guard_reactor
from scrapers.replay import serve_snapshot

LONGEST_WAIT_S = 120
"""A publisher's Retry-After is obeyed up to here; a longer one ends the run."""


class KanriDownloadHandler(HTTP11DownloadHandler):
    """Fetches from the publishers, or in a replay from a loopback server.

    The setting KANRI_REPLAY names that server, or the folder of a snapshot, which is then served here:
    `scrapy crawl SOURCE -s KANRI_REPLAY=sample/sites/2026-10-01 -O out.jsonl`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._served = ExitStack()
        self._replay: str | None = crawler.settings.get("KANRI_REPLAY")
        if self._replay is not None and "://" not in self._replay:
            self._replay = self._served.enter_context(serve_snapshot(Path(self._replay)))

    async def close(self) -> None:
        """Close the connections, and the server if one was started here."""
        self._served.close()
        await super().close()

    async def download_request(self, request: Request) -> Response:
        """The answer; in a replay it carries the publisher's address, as in a live crawl."""
        if self._replay is None:
            return await self._download_live(request)
        return await self._download_from(self._replay, request)

    async def _download_live(self, request: Request) -> Response:
        # Looked after at every request, since Scrapy installs a resolver of its own at a moment of its own.
        resolver = guard_reactor()
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            if urlsplit(request.url).hostname in resolver.refused:
                raise IgnoreRequest("the host resolves to an address that is not public") from None
            raise

    async def _download_from(self, server: str, request: Request) -> Response:
        target = urlsplit(request.url)
        address = f"{server}/{target.netloc}{target.path or '/'}" + (f"?{target.query}" if target.query else "")
        # A proxy that the environment names is for the publishers; our own loopback server needs none.
        direct = request.replace(url=address, meta=request.meta | {"proxy": None})
        response = await super().download_request(direct)
        return response.replace(url=request.url)


class HostGuard:
    """Lets a request pass only to a listed host, over HTTPS; redirects come by here too, each hop of them.

    Which addresses a listed host may have is judged where the connection is made: see public_addresses.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "HostGuard":
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for an address that this source may not lead to."""
        hosts = self.crawler.spider.card.hosts  # type: ignore[union-attr]
        if not is_listed(request.url, hosts):
            led = " by a redirect" if "redirect_urls" in request.meta else ""
            raise IgnoreRequest(f"it leads{led} to an address that is not on this source's list of hosts")


def is_listed(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address is HTTPS on its own port, on one of the hosts, without a name or password in it."""
    target = urlsplit(url)
    return target.scheme == "https" and target.netloc.lower().removesuffix(":443") in hosts


class StopOnTrouble:
    """Obeys Retry-After once, and ends the run when a publisher's server is in trouble."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        # What a snapshot or the raw store answers, it answers at once; there is nobody to wait for.
        self.waits = crawler.settings.get("KANRI_REPLAY") is None
        self.stopped = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StopOnTrouble":
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let nothing pass any more: a request may have waited for the robots.txt that told of the trouble."""
        if self.stopped:
            raise IgnoreRequest("the server was in trouble")

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Wait and ask once more where the publisher says when; otherwise stop asking after a 429 or 5xx."""
        if response.status != 429 and response.status < 500:
            return response
        wait = read_retry_after(response)
        if self.waits and wait is not None and wait <= LONGEST_WAIT_S and not request.meta.get("waited"):
            await asyncio.sleep(wait)
            return request.replace(meta=request.meta | {"waited": True}, priority=request.priority + 1)
        self._stop(f"{request.url}: the server answers {response.status}{_tell_wait(wait)}; no more is asked")
        return response

    def _stop(self, problem: str) -> None:
        self.stopped = True
        self.crawler.spider.outcome.reached = True  # type: ignore[union-attr]
        self.crawler.spider.report(problem)  # type: ignore[union-attr]
        engine = self.crawler.engine
        if engine is not None:
            asyncio.get_running_loop().call_soon(
                lambda: asyncio.ensure_future(engine.close_spider_async(reason="server in trouble"))
            )


def _tell_wait(wait: float | None) -> str:
    return "" if wait is None else f" and asks to wait {wait:.0f} seconds"


def read_retry_after(response: Response) -> float | None:
    """Seconds that the publisher asks to wait; None where it says nothing readable."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
