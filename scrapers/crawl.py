"""Crawling sources one after another, live or from a snapshot, and judging each run by what it brought."""

import asyncio
import gc
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import IO, Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.log import configure_logging
from scrapy.utils.reactor import install_reactor
from sqlalchemy import Connection, Engine

from db.session import kanri_home
from db.store import (
    TOKYO,
    RunReport,
    RunResult,
    clear_register,
    list_last_good_runs,
    note_missed_run,
    save_run,
)
from scrapers import settings as house_settings
from scrapers.items import Rejection
from scrapers.pipelines import Count
from scrapers.promises import Counted, check_continuity, check_promises, check_warnings
from scrapers.raw_store import Exchange, RawStore, RunHeader, RunLog, observed_date
from scrapers.replay import is_sample, serve_exchanges, serve_snapshot
from scrapers.source import Quarantine, SourceSpider


class UnknownSource(ValueError):
    """A source that no spider reads; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Observation:
    """When and from where sources are looked at: `replay` is the address of a served snapshot."""

    at: datetime
    on: date
    sample: bool
    replay: str | None
    recalled: bool = False


_COLLECTED_AFTER = 200_000
"""New objects after which a crawl looks for cycles."""

_PIECE = 1024 * 1024
"""Bytes of the spool that are read at once."""

Plan = list[tuple[type[SourceSpider], Callable[[], AbstractContextManager[Observation]]]]
"""What to crawl in order, each with the way it is observed."""


def list_sources() -> dict[str, type[SourceSpider]]:
    """Every source by name, those first whose words others confirm."""
    loader = SpiderLoader.from_settings(load_settings())
    spiders = {name: loader.load(name) for name in loader.list()}
    found = {name: spider for name, spider in spiders.items() if issubclass(spider, SourceSpider)}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].rank, pair[0])))


def load_settings() -> Settings:
    """The house's settings; Scrapy's own project file is only for `scrapy` on the command line."""
    settings = Settings()
    settings.setmodule(house_settings, priority="project")
    return settings


def crawl_sources(
    engine: Engine,
    names: Sequence[str],
    *,
    snapshot: Path | None,
    observed_on: date | None,
    tell: Callable[[RunResult], None],
) -> list[RunResult]:
    """Crawl the named sources (all, if none is named) in order and publish each good run; `tell` hears each verdict.

    Must be called once in a process, because Scrapy's event loop runs once in a process.
    """
    sources = _choose(names)
    with _observe(snapshot, observed_on) as observation:
        return _crawl_plan(engine, [(spider, lambda: nullcontext(observation)) for spider in sources.values()], tell)


def reparse(engine: Engine, tell: Callable[[RunResult], None]) -> list[RunResult]:
    """Rebuild the register from the raw store alone, run by run; readers see yesterday until all is rebuilt."""
    store, sources = RawStore(kanri_home()), list_sources()
    plan: Plan = [
        (sources[header.source], partial(_recall, store, header, exchanges))
        for header, exchanges in store.runs()
        if header.source in sources
    ]
    with engine.begin() as connection:
        clear_register(connection)
        return _crawl_plan(connection, plan, tell)


def reread(engine: Engine, tell: Callable[[RunResult], None]) -> list[RunResult]:
    """Read the last good run of every source again, for a new gazetteer or reader; what differs is a new edition."""
    store, sources = RawStore(kanri_home()), list_sources()
    good = list_last_good_runs(engine)
    last = {
        header.source: (header, exchanges)
        for header, exchanges in store.runs()
        if good.get(header.source) == datetime.fromisoformat(header.observed_at)
    }
    plan: Plan = [(spider, partial(_recall, store, *last[name])) for name, spider in sources.items() if name in last]
    return _crawl_plan(engine, plan, tell)


def _crawl_plan(target: Engine | Connection, plan: Plan, tell: Callable[[RunResult], None]) -> list[RunResult]:
    results: list[RunResult] = []
    # The rows of a large file are a million objects that all stay: searching them for cycles takes half of the time.
    gc.set_threshold(_COLLECTED_AFTER)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    configure_logging(load_settings())
    runner = AsyncCrawlerRunner(load_settings())

    async def crawl_all() -> None:
        for spider, observe in plan:
            with observe() as observation:
                results.append(await crawl_source(runner, target, spider, observation))
            tell(results[-1])

    _run_to_end(crawl_all)
    return results


async def crawl_source(
    runner: AsyncCrawlerRunner, target: Engine | Connection, spider: type[SourceSpider], observation: Observation
) -> RunResult:
    """Crawl one source, then store and publish its run if it can be believed."""
    with tempfile.TemporaryFile() as spool:
        crawler = runner.create_crawler(spider)
        for name, value in _run_settings(spider, observation, spool).items():
            crawler.settings.set(name, value, priority="cmdline")
        await runner.crawl(crawler)
        report = write_report(crawler, observation)
        if report is None:
            return note_missed_run(target, _missed_report(spider, observation, _tell_unreached(crawler)))
        spool.seek(0)
        result = await asyncio.to_thread(save_run, target, report, _read_spool(spool))
        log: RunLog | None = crawler.settings.get("KANRI_RUN_LOG")
        if log is not None and result.verdict == "good":
            log.believe()
        return result


def write_report(crawler: Crawler, observation: Observation) -> RunReport | None:
    """What the run of a spider found; None where its source was not reached."""
    spider = crawler.spider
    assert isinstance(spider, SourceSpider)
    outcome, promises = spider.outcome, spider.card.promises
    if not outcome.reached and not outcome.problems:
        return None
    count = crawler.get_item_pipeline(Count)
    assert count is not None
    counted = Counted(count.records, len(outcome.rejections), count.filled)
    problems = [
        *outcome.problems,
        *(_describe_rejection(rejection) for rejection in outcome.rejections),
        *_describe_awaited(outcome.awaited),
        *check_promises(promises, counted),
    ]
    return replace(
        _missed_report(type(spider), observation),
        documents=len(outcome.documents),
        rejected=len(outcome.rejections),
        filled=count.filled,
        problems=problems,
        warnings=[*outcome.warnings, *check_warnings(promises, counted)],
        rejections=[
            *(_write_rejection(rejection) for rejection in outcome.rejections),
            *(_write_quarantine(file) for file in outcome.quarantined),
        ],
    )


def _tell_unreached(crawler: Crawler) -> str:
    assert isinstance(crawler.spider, SourceSpider)
    why = crawler.spider.outcome.unreached
    return "the snapshot does not hold this source" if why is None else f"the source was not reached: {why}"


def _missed_report(spider: type[SourceSpider], observation: Observation, *problems: str) -> RunReport:
    promises = spider.card.promises
    return RunReport(
        source=spider.name,
        observed_at=observation.at,
        observed_on=observation.on,
        sample=observation.sample,
        documents=0,
        rejected=0,
        filled={},
        problems=problems,
        warnings=(),
        rejections=(),
        card=spider.card.describe(),
        check_continuity=partial(check_continuity, promises),
    )


def _describe_awaited(awaited: Mapping[str, bool]) -> list[str]:
    # Whatever swallowed a request: what its file holds must not count as withdrawn.
    never = [url for url, came in awaited.items() if not came]
    return [f"{len(never)} of {len(awaited)} linked files never came: {', '.join(never)}"] if never else []


_COLUMNS = {"plan_numbers": "numbers", "permit_number": "numbers"}
"""Fields that stand in a column of another name."""


def _describe_rejection(rejection: Rejection) -> str:
    locator, field = rejection.locator, rejection.refusal.field_name
    cells = locator.get("cells", {})
    cell = cells.get(field) or cells.get(_COLUMNS.get(field)) or locator.get("rows") or ""
    sheet = locator.get("sheet") or (f"page {locator['page']} row {locator['row']}" if "page" in locator else "")
    where = f"{sheet}!{cell}" if cell else sheet
    return f"{rejection.url} {where}: {field}: {rejection.refusal.reason}"


def _write_rejection(rejection: Rejection) -> dict[str, Any]:
    refusal = rejection.refusal
    return {
        "url": rejection.url,
        "locator": dict(rejection.locator),
        "field": refusal.field_name,
        "reason": refusal.reason,
        "verbatim": refusal.text,
    }


def _write_quarantine(file: Quarantine) -> dict[str, Any]:
    return {"url": file.url, "locator": {"sha256": file.sha256}, "field": "file", "reason": file.reason, "verbatim": None}


def _choose(names: Sequence[str]) -> dict[str, type[SourceSpider]]:
    sources = list_sources()
    unknown = [name for name in names if name not in sources]
    if unknown:
        raise UnknownSource(f"There is no source named {', '.join(unknown)}; there are: {', '.join(sources)}.")
    return {name: spider for name, spider in sources.items() if not names or name in names}


@contextmanager
def _observe(snapshot: Path | None, observed_on: date | None) -> Iterator[Observation]:
    now = datetime.now(UTC)
    on = observed_on or now.astimezone(TOKYO).date()
    # A replayed day is one of the publishers' clock, Tokyo's; at its noon it is the same day in UTC.
    at = now if observed_on is None else datetime.combine(observed_on, time(12), TOKYO).astimezone(UTC)
    if snapshot is None:
        yield Observation(at, on, sample=False, replay=None)
        return
    with serve_snapshot(snapshot) as address:
        yield Observation(at, on, sample=is_sample(snapshot), replay=address)


@contextmanager
def _recall(store: RawStore, header: RunHeader, exchanges: list[Exchange]) -> Iterator[Observation]:
    with serve_exchanges(store, exchanges) as address:
        at, on = datetime.fromisoformat(header.observed_at), observed_date(header)
        yield Observation(at, on, sample=header.sample, replay=address, recalled=True)


def _run_settings(spider: type[SourceSpider], observation: Observation, spool: IO[bytes]) -> dict[str, Any]:
    header = RunHeader(spider.name, observation.at.isoformat(), observation.on.isoformat(), observation.sample)
    settings: dict[str, Any] = {
        "KANRI_SPOOL": spool,
        "KANRI_OBSERVED_AT": None,
        # What comes from the raw store is not kept in it a second time.
        "KANRI_RUN_LOG": None if observation.recalled else RawStore(kanri_home()).open_run(header),
        "KANRI_RECALLED": observation.recalled,
    }
    if observation.replay is not None:
        # Politeness is for live hosts; our own loopback server is asked at full speed.
        settings |= {
            "KANRI_REPLAY": observation.replay,
            "KANRI_OBSERVED_AT": observation.at,
            "DOWNLOAD_DELAY": 0,
        }
    return settings


def _read_spool(spool: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(spool.read, _PIECE), b"")


def _run_to_end(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    # Imported only now: the import itself installs a loop where none was chosen.
    from twisted.internet import reactor

    loop: Any = reactor
    failure: list[BaseException] = []

    async def run() -> None:
        try:
            await work()
        except BaseException as error:  # the loop would swallow it: kept, and raised when the loop has ended
            failure.append(error)
        finally:
            loop.stop()

    loop.callWhenRunning(lambda: asyncio.ensure_future(run()))
    loop.run()
    if failure:
        raise failure[0]
