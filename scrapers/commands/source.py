"""`scrapy source NAME --title … --url …`: the scaffold of a new source."""

import argparse
import keyword
import re
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scrapers.crawl import list_sources

ROOT = Path(__file__).resolve().parents[2]
SPIDERS = ROOT / "scrapers" / "spiders"
_TEMPLATE = Path(__file__).with_name("source.txt")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)+")
_LONGEST = 40
_NEXT_STEPS = """\
{file} is written. Next (CONTRIBUTING.md, "Add a source in six steps"):
  1. Look at the page, and write what you saw into the card: terms, formats, traps, each with its month.
  2. Write a fictional recording of it below sample/by_hand/DATE/{host}/, then: python -m sample.build
  3. Fill find_links, read and item; after each of them: scrapy rehearse {name}
  4. Run the test twice: python -m pytest tests/test_recordings.py -k {name}
     The first run writes tests/pages/{name}.expected.json and fails; read it line by line."""


class BadSource(ValueError):
    """A source that cannot be made; the message says why and what would do."""


class Command(ScrapyCommand):
    """Writes scrapers/spiders/NAME.py: the card and three hooks, each of which says what it lacks."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """How the command is called."""
        return "NAME --url URL --title TITLE [--title-ja TITLE] [--publisher NAME] [--publisher-ja NAME]"

    def short_desc(self) -> str:
        """What the command does."""
        return "Write the scaffold of a new source"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own options and those of the card."""
        super().add_options(parser)
        parser.add_argument("--url", default="", help="the page from which every file is found (https)")
        parser.add_argument("--title", default="", help="what is published, in English")
        parser.add_argument("--title-ja", default="", help="the publisher's own title")
        parser.add_argument("--publisher", default="", help="who publishes it, in English")
        parser.add_argument("--publisher-ja", default="", help="the same in Japanese")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the file and tell the next steps; refuse what would not work."""
        if len(args) != 1:
            raise UsageError("Say one name: scrapy source NAME --url URL --title TITLE", print_help=False)
        try:
            path = write_scaffold(args[0], vars(opts), SPIDERS)
        except BadSource as bad:
            raise UsageError(str(bad), print_help=False) from bad
        host = urlsplit(opts.url).hostname
        print(_NEXT_STEPS.format(file=path.relative_to(ROOT), name=args[0], host=host))


def write_scaffold(name: str, card: dict[str, str], folder: Path) -> Path:
    """Write the spider of a new source into `folder`; raises BadSource."""
    check_name(name, folder)
    host = read_host(card["url"])
    title = _check_words("title", card["title"])
    words = {
        "name": name,
        "class_name": "".join(part.capitalize() for part in name.split("_")),
        "url": card["url"],
        "host": host,
        "title": title,
        "title_ja": _check_words("title-ja", card["title_ja"] or title),
        "publisher": _check_words("publisher", card["publisher"] or host),
        "publisher_ja": _check_words("publisher-ja", card["publisher_ja"] or card["publisher"] or host),
        "month": f"{datetime.now(UTC):%Y-%m}",
    }
    path = folder / f"{name}.py"
    path.write_text(Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    return path


def check_name(name: str, folder: Path) -> None:
    """Refuse a name that is not PUBLISHER_THING, that is taken, or that Python could not import."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise BadSource(
            f"{name!r} is no name for a source: write PUBLISHER_THING in small letters, digits and single underscores, "
            f"each part beginning with a letter, at most {_LONGEST} characters, such as isa_dispositions."
        )
    if keyword.iskeyword(name) or name in list_sources() or (folder / f"{name}.py").exists():
        raise BadSource(f"There is a source named {name} already; choose another name or edit that one.")


def read_host(url: str) -> str:
    """The host of the page; it must be a plain https address, since nothing else is ever fetched."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.port or parts.username or not _is_plain(url):
        raise BadSource("--url must be the https address of the publisher's page, such as https://www.moj.go.jp/isa/…")
    return parts.hostname


def _check_words(option: str, words: str) -> str:
    if not words.strip() or not _is_plain(words):
        raise BadSource(f"--{option} must be words in one line, without quotation marks and backslashes.")
    return words.strip()


def _is_plain(text: str) -> bool:
    """Whether a text can stand between quotation marks in a Python file."""
    return text.isprintable() and not set(text) & set("\"\\")
