"""A spider led through a site on disk without an engine: index page, files, statements, facts. Quick."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import scrapy
from scrapy.http import HtmlResponse, Response

from scrapers.cleaning import clean_statement
from scrapers.grading import grade_statement
from scrapers.items import Rejected, Statement
from scrapers.source import SourceSpider


@dataclass
class Drive:
    """What came of it; `refusals` as `field: reason` of rows whose facts cannot be read."""

    statements: list[Statement] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> list[str]:
        """Everything that keeps the source from being published."""
        return [*self.problems, *self.refusals]


def drive_spider(spider: SourceSpider, site: Path) -> Drive:
    """Lead the spider from its start page on."""
    drive = Drive()
    start = scrapy.Request(spider.card.start_url)
    for request in spider.parse_index(_answer(start, site)):
        for statement in asyncio.run(_collect(spider, request, site)):
            _take(drive, statement)
    drive.refusals += [str(rejection.refusal) for rejection in spider.outcome.rejections]
    drive.problems, drive.warnings = spider.outcome.problems, spider.outcome.warnings
    return drive


def _take(drive: Drive, statement: Statement) -> None:
    try:
        statement.content["facts"] = clean_statement(statement)
        grade_statement(statement, b"a secret of the tests")
        drive.statements.append(statement)
    except Rejected as refusal:
        drive.refusals.append(str(refusal))


async def _collect(spider: SourceSpider, request: scrapy.Request, site: Path) -> list[Statement]:
    found: AsyncIterator[Statement] = spider.parse_file(_answer(request, site), **request.cb_kwargs)
    return [statement async for statement in found]


def _answer(request: scrapy.Request, site: Path) -> Response:
    body = _find(site, request.url).read_bytes()
    request.meta.update(sha256=hashlib.sha256(body).hexdigest(), retrieved_at=datetime(2026, 4, 1, tzinfo=UTC))
    made = HtmlResponse if b"<html" in body[:400] and b"<ul" in body else Response
    encoding = {"encoding": "utf-8"} if made is HtmlResponse else {}
    return made(request.url, body=body, request=request, **encoding)


def _find(site: Path, url: str) -> Path:
    target = urlsplit(url)
    path = site / str(target.hostname) / target.path.lstrip("/")
    return path / "index.html" if path.is_dir() else path


