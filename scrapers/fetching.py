"""How bytes are fetched: only from listed hosts, politely, kept as they came, or replayed from a snapshot."""

import asyncio
import ipaddress
import logging
import socket
from contextlib import ExitStack
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.logformatter import LogFormatter
from scrapy.responsetypes import responsetypes

from db.session import kanri_home
from scrapers.raw_store import Exchange, RawStore, RunLog
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
            return await super().download_request(request)
        target = urlsplit(request.url)
        path = target.path or "/"
        address = f"{self._replay}/{target.netloc}{path}" + (f"?{target.query}" if target.query else "")
        response = await super().download_request(request.replace(url=address))
        return response.replace(url=request.url)


class HostGuard:
    """Lets a request pass only to a listed host, over HTTPS, at a public address; redirects come by here too."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "HostGuard":
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for an address that this source may not lead to."""
        target = urlsplit(request.url)
        hosts = self.crawler.spider.card.hosts  # type: ignore[union-attr]
        host = target.hostname
        if target.scheme != "https" or host is None or host not in hosts or target.port not in (None, 443):
            raise IgnoreRequest("the address is not on this source's list of hosts")
        if self.crawler.settings.get("KANRI_REPLAY") is None:
            await self._check_address(host)

    async def _check_address(self, host: str) -> None:
        found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        if not all(ipaddress.ip_address(address[0]).is_global for *_, address in found):
            raise IgnoreRequest("the host resolves to an address that is not public")


class StopOnTrouble:
    """Obeys Retry-After once, and ends the run when a publisher's server is in trouble."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StopOnTrouble":
        """Made by Scrapy."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Wait and ask once more where the publisher says when; otherwise stop asking after a 429 or 5xx."""
        if response.status != 429 and response.status < 500:
            return response
        wait = read_retry_after(response)
        if wait is not None and wait <= LONGEST_WAIT_S and not request.meta.get("waited"):
            await asyncio.sleep(wait)
            return request.replace(meta=request.meta | {"waited": True}, dont_filter=True)
        self.crawler.spider.report(f"{request.url}: the server answers {response.status}; no more is asked")  # type: ignore[union-attr]
        engine = self.crawler.engine
        if engine is not None:
            asyncio.get_running_loop().call_soon(
                lambda: asyncio.ensure_future(engine.close_spider_async(reason="server in trouble"))
            )
        return response


def read_retry_after(response: Response) -> float | None:
    """Seconds that the publisher asks to wait; None where it says nothing readable."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


class KeepBytes:
    """Keeps every answer in the raw store, asks conditionally, and serves a 304 from what was kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.log: RunLog | None = crawler.settings.get("KANRI_RUN_LOG")
        self.store = RawStore(kanri_home())
        # A recalled run is answered from the raw store itself: nothing is asked conditionally.
        recalled = crawler.settings.getbool("KANRI_RECALLED")
        self.kept = {} if recalled else self.store.latest_exchanges()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepBytes":
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Ask only for what changed since it was last kept."""
        kept = self.kept.get(request.url)
        if kept is None:
            return
        for asked, told in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
            for value in kept.response_headers.get(told, []):
                request.headers[asked] = value

    def process_response(self, request: Request, response: Response) -> Response:
        """Note where the bytes are kept in the answer's meta: sha256 and retrieved_at."""
        kept = self.kept.get(request.url)
        if response.status == 304 and kept is not None:
            response = self._rebuild(kept)
        request.meta["retrieved_at"] = self._now()
        request.meta["sha256"] = self.store.save_object(response.body)
        if self.log is not None:
            self.log.add(self._exchange(request, response))
        return response

    def _rebuild(self, kept: Exchange) -> Response:
        # Made anew rather than by replace(), which would keep the encoding guessed from an empty body.
        headers = Headers(kept.response_headers)
        body = self.store.read_object(kept.sha256)
        made = responsetypes.from_args(headers=headers, url=kept.url, body=body)
        return made(kept.url, status=200, headers=headers, body=body)

    def _now(self) -> datetime:
        observed: datetime | None = self.crawler.settings.get("KANRI_OBSERVED_AT")
        return datetime.now(UTC) if observed is None else observed

    def _exchange(self, request: Request, response: Response) -> Exchange:
        return Exchange(
            url=request.url,
            method=request.method,
            request_headers=_plain_headers(request.headers),
            status=response.status,
            response_headers=_plain_headers(response.headers),
            retrieved_at=request.meta["retrieved_at"].isoformat(),
            sha256=request.meta["sha256"],
        )


def _plain_headers(headers: Any) -> dict[str, list[str]]:
    # Content-Encoding described the bytes on the wire; what is kept is the content itself.
    return {
        name.decode("latin-1").lower(): [value.decode("latin-1") for value in values]
        for name, values in headers.items()
        if name.lower() not in (b"content-encoding", b"transfer-encoding", b"set-cookie")
    }


class SilentFormatter(LogFormatter):
    """Log lines that never quote a row: rows carry names of people."""

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:
        """Nothing is said of a row that was read."""
        return None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:
        """Nothing is said of a row that was rejected; the run's rejections name its cell."""
        return None

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:
        """The kind of error, not the row."""
        return {"level": logging.ERROR, "msg": "A row failed with %(kind)s", "args": {"kind": type(exception).__name__}}


