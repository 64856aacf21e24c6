"""`scrapy rehearse NAME`: what a source makes of a recording, and every reason why it would not be published."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from db.store import RunReport
from scrapers.crawl import Observation, list_sources, write_report

RECORDINGS = Path(__file__).resolve().parents[2] / "sample" / "sites"


class Command(ScrapyCommand):
    """Reads a recording without a database; prints the first record and every problem as a sentence."""

    requires_project = True

    def __init__(self) -> None:
        super().__init__()
        self.records: list[dict[str, Any]] = []

    def syntax(self) -> str:
        """How the command is called."""
        return "NAME [--from FOLDER] [--all]"

    def short_desc(self) -> str:
        """What the command does."""
        return "Read a source's recording and say what would stop its publication"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options, which recording to read, and how much to show."""
        super().add_options(parser)
        newest = max(RECORDINGS.iterdir())
        parser.add_argument("--from", dest="folder", type=Path, default=newest, help="a snapshot, HOST/PATH… inside")
        parser.add_argument("--all", action="store_true", help="print every record, not only the first")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read, print, and exit 1 where the run would not be published."""
        if len(args) != 1 or args[0] not in list_sources():
            raise UsageError(f"Name one source of: {', '.join(list_sources())}.", print_help=False)
        if not opts.folder.is_dir():
            raise UsageError(f"{opts.folder} is no folder.", print_help=False)
        report = self._read(args[0], opts.folder)
        for record in self.records if opts.all else self.records[:1]:
            print(json.dumps(record, ensure_ascii=False, indent=1))
        lines = ["the recording holds no page at the source's start_url"] if report is None else report.problems
        for warning in [] if report is None else report.warnings:
            print(f"warning: {warning}")
        for problem in lines:
            print(f"problem: {problem}")
        print(f"{args[0]}: {len(self.records)} records, {'broken' if lines else 'good'}")
        self.exitcode = 1 if lines else 0

    def _read(self, name: str, folder: Path) -> RunReport | None:
        assert self.crawler_process is not None
        crawler = self.crawler_process.create_crawler(name)
        crawler.settings.set("KANRI_REPLAY", str(folder), priority="cmdline")
        crawler.settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")

        def keep(item: dict[str, Any]) -> None:
            self.records.append(item)

        crawler.signals.connect(keep, signal=signals.item_scraped, weak=False)
        self.crawler_process.crawl(crawler)
        self.crawler_process.start()
        now = datetime.now(UTC)
        return write_report(crawler, Observation(now, now.date(), sample=True, replay=str(folder)))
