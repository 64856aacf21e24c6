"""Every answer is kept as it came, and what did not change since is not fetched again."""

from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from db.session import kanri_home
from scrapers.raw_store import Exchange, RawStore, RunLog

_CONDITIONS = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
_OF_THE_WIRE = (b"content-encoding", b"transfer-encoding", b"set-cookie")
"""Headers that are not kept: the first two described the bytes on the wire, a cookie describes us."""


class KeepBytes:
    """Keeps every answer in the raw store, asks conditionally, and serves a 304 from what was kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.log: RunLog | None = crawler.settings.get("KANRI_RUN_LOG")
        self.store = RawStore(kanri_home())
        # A recalled run is answered from the raw store itself: nothing is asked conditionally.
        recalled = crawler.settings.getbool("KANRI_RECALLED")
        source = crawler.spider.name  # type: ignore[union-attr]
        self.kept = {} if recalled else self.store.believed_exchanges(source)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepBytes":
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Ask only for what changed since it was last kept."""
        kept = self.kept.get(request.url)
        for asked, told in _CONDITIONS:
            # A redirected request still bears the conditions of the address that it came from.
            request.headers.pop(asked, None)
            for value in kept.response_headers.get(told, []) if kept is not None else []:
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
    return {
        name.decode("latin-1").lower(): [value.decode("latin-1") for value in values]
        for name, values in headers.items()
        if name.lower() not in _OF_THE_WIRE
    }
