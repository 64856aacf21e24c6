"""Commands about what is crawled: `crawl`, `reparse`, `census`, `raw`."""

import sys
from datetime import datetime
from pathlib import Path

import click

from db.census import suggest_promises, take_census
from db.migrate import migrate as migrate_database
from db.session import kanri_home, make_engine, open_database
from kanri.root import kanri
from kanri.telling import print_result


@kanri.command()
@click.argument("sources", nargs=-1)
@click.option(
    "--replay",
    "snapshot",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Crawl the site snapshot in this folder (HOST/PATH…) instead of the live sites.",
)
@click.option(
    "--observed-on", type=click.DateTime(["%Y-%m-%d"]), help="Date of the observation, for replaying history."
)
def crawl(sources: tuple[str, ...], snapshot: Path | None, observed_on: datetime | None) -> None:
    """Crawl SOURCES (default: all) and publish each run that can be believed.

    Prints one line a source. Exits 1 if a source is broken, or none was reached, or a live one was not.
    """
    from scrapers.crawl import UnknownSource, crawl_sources

    engine = make_engine(open_database())
    migrate_database(engine)
    day = None if observed_on is None else observed_on.date()
    try:
        results = crawl_sources(engine, sources, snapshot=snapshot, observed_on=day, tell=print_result)
    except UnknownSource as error:
        raise click.UsageError(str(error)) from error
    verdicts = {result.verdict for result in results}
    missed = "not_reached" in verdicts and snapshot is None
    if missed or "broken" in verdicts or "good" not in verdicts:
        sys.exit(1)


@kanri.group()
def raw() -> None:
    """The restricted store of the publishers' bytes."""


@raw.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_raw(file: Path) -> None:
    """Write everything that was fetched as WARC to FILE (.warc.gz). It holds names of people: keep it to yourself."""
    from scrapers.raw_store import RawStore
    from scrapers.warc import export_warc

    click.echo(f"{export_warc(RawStore(kanri_home()), file)} exchanges written to {file}")


@kanri.command("reparse")
def reparse_command() -> None:
    """Rebuild everything from the kept bytes alone; what is public stays until all is rebuilt."""
    from scrapers.crawl import reparse

    engine = make_engine(open_database())
    migrate_database(engine)
    results = reparse(engine, tell=print_result)
    if not results:
        raise click.ClickException("The raw store of this data folder holds no run; crawl first.")


@kanri.command()
@click.option("--suggest", is_flag=True, help="Print promises that each source's last good run keeps, for its card.")
def census(suggest: bool) -> None:
    """Every source against its promises and its age. Exits 1 if one is broken or stale."""
    from scrapers.crawl import list_sources

    if suggest:
        with make_engine(open_database()).connect() as connection:
            for source, promises in suggest_promises(connection).items():
                click.echo(f"{source}: {promises}")
        return
    cards = {name: spider.card.describe() for name, spider in list_sources().items()}
    with make_engine(open_database()).connect() as connection:
        lines = take_census(connection, cards)
    for line in lines:
        click.echo(f"{line.source}: {line.state}: {line.reason}")
    if any(line.is_trouble for line in lines):
        sys.exit(1)
