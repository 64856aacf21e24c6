"""The command line: `kanri`. Each command is a few lines over db, scrapers and api."""

import sys
from datetime import datetime
from pathlib import Path

import click
import psycopg
from sqlalchemy.exc import DBAPIError

from db import local
from db.census import suggest_promises, take_census
from db.content_hash import hash_content
from db.migrate import migrate as migrate_database
from db.progress import Progress
from db.session import (
    database_url,
    describe_database_error,
    is_embedded,
    kanri_home,
    make_engine,
    open_database,
)
from db.store import RunResult

SAMPLE_SITES = Path(__file__).resolve().parent / "sample" / "sites"
SAMPLE_GAZETTEER = Path(__file__).resolve().parent / "sample" / "gazetteer"


def main() -> None:
    """Entry point: every failure that we know is one sentence, not a traceback."""
    try:
        kanri(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except local.LocalDatabaseError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except (DBAPIError, psycopg.Error) as error:
        click.echo(f"Error: {describe_database_error(error)}", err=True)
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def kanri() -> None:
    """OpenKanri: the open register of Japan's Technical Intern Training Program."""


@kanri.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def up(host: str, port: int) -> None:
    """Start everything: database, migrations, the fictional sample data, and the API. Ctrl-C stops it."""
    from api.serve import serve

    try:
        migrate_database(make_engine(open_database()))
        if _has_editions():
            click.echo("The data folder already holds data; nothing is crawled.", err=True)
        else:
            _crawl_sample()
        print_addresses(host, port)
        serve(host, port)
    finally:
        if is_embedded():
            local.stop(kanri_home())


@kanri.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve_command(host: str, port: int) -> None:
    """Serve the API and its documentation."""
    from api.serve import serve

    open_database()
    print_addresses(host, port)
    serve(host, port)


def print_addresses(host: str, port: int) -> None:
    """Where the API, its documentation and one worked example are."""
    url = f"http://{host}:{port}"
    click.echo(f"API            {url}/v1/dispositions")
    click.echo(f"Documentation  {url}/docs")
    click.echo(f"Example        curl '{url}/v1/dispositions?kind=permit_revocation&limit=1'")
    click.echo("Stop with Ctrl-C.")
    sys.stdout.flush()


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


def print_result(result: RunResult) -> None:
    """One line a source on standard output; its problems and warnings as sentences on standard error."""
    names = ("documents", "records", "new", "changed", "withdrawn", "rejected")
    counts = " ".join(f"{name}={result.counts[name]}" for name in names)
    click.echo(f"{result.source}: {counts} verdict={result.verdict}")
    for problem in result.problems:
        click.echo(f"  {problem}", err=True)
    for warning in result.warnings:
        click.echo(f"  warning: {warning}", err=True)


@kanri.group("corporate-numbers")
def corporate_numbers() -> None:
    """The tax agency's register of corporate numbers (法人番号)."""


@corporate_numbers.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_corporate_numbers_command(files: tuple[Path, ...]) -> None:
    """Load FILES of the tax agency (full or difference, CSV or ZIP) and match every organization with them anew."""
    from db.rematch import rematch
    from scrapers.corporate_numbers.load import load_corporate_numbers
    from scrapers.corporate_numbers.text import UnreadableFile

    engine = make_engine(open_database())
    migrate_database(engine)
    progress = Progress()
    try:
        loads = load_corporate_numbers(engine, files, lambda name, rows: progress(name, rows, None))
    except UnreadableFile as error:
        raise click.ClickException(str(error)) from error
    for load in loads:
        told = "loaded before" if load.known else f"{load.rows:,} rows, {load.new:,} new, {load.changed:,} changed"
        click.echo(f"{load.name}: {told}, {load.bad} bad")
        for table, line, reason in load.bad_rows:
            click.echo(f"  {table} line {line}: {reason}", err=True)
    edition = rematch(engine)
    click.echo("Nothing is published yet to be matched." if edition is None else f"Edition {edition} is public.")


@kanri.command()
@click.option(
    "--batch",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Geocode the addresses in this file, one a line, to one JSON line each.",
)
def geocode(file: Path | None) -> None:
    """Place all records again, after the gazetteer changed, as a new edition; or geocode a file of addresses."""
    if file is not None:
        from db.gazetteer import open_gazetteer
        from japanese.addresses.batch import geocode_file

        geocode_file(file, sys.stdout, open_gazetteer(kanri_home()))
        return
    from scrapers.crawl import reread

    engine = make_engine(open_database())
    results = reread(engine, tell=print_result)
    if any(result.verdict != "good" for result in results):
        sys.exit(1)


@kanri.command()
@click.option(
    "--against",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of names: id, name, kana, english, optionally prefecture, municipality, number.",
)
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def match(against: Path, queries: Path) -> None:
    """Resolve the names in QUERIES, one a line, against a list of names: one JSON line each, best candidate first."""
    from japanese.names.batch import UnreadableNames, run_match

    try:
        run_match(against, queries, sys.stdout)
    except UnreadableNames as error:
        raise click.ClickException(str(error)) from error


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


@kanri.group()
def gazetteer() -> None:
    """The places of Japan, kept in the data folder."""


@gazetteer.command("load")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read the files from this folder instead of downloading them from their publishers.",
)
def load_gazetteer_command(folder: Path | None) -> None:
    """Load municipalities and towns."""
    from scrapers.gazetteer import DownloadError, GazetteerSourceError, load_gazetteer

    try:
        loaded = load_gazetteer(kanri_home(), folder, progress=Progress())
    except (DownloadError, GazetteerSourceError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{loaded.municipalities} municipalities and {loaded.towns} towns, edition {loaded.edition}")


@kanri.group()
def boundaries() -> None:
    """The outlines of Japan's municipalities, for maps of totals."""


@boundaries.command("load")
@click.option(
    "--from",
    "place",
    type=click.Path(exists=True, path_type=Path),
    help="Read this file, or the files in this folder, instead of downloading them from their publisher.",
)
def load_boundaries_command(place: Path | None) -> None:
    """Load the outlines (国土数値情報 N03: GeoJSON, plain or zipped); the same files again change nothing."""
    from db.areas import FewerAreas, load_areas
    from scrapers.boundaries import (
        BoundariesError,
        DownloadError,
        describe_boundaries,
        download_files,
        find_files,
        reach_publisher,
        read_areas,
    )

    engine = make_engine(open_database())
    migrate_database(engine)
    try:
        files = find_files(place or download_files(kanri_home(), reach_publisher()))
        card = describe_boundaries(files)
        loaded = load_areas(engine, card, read_areas(files), replace_fuller=place is not None)
    except (BoundariesError, DownloadError, FewerAreas) as error:
        raise click.ClickException(str(error)) from error
    told = "version" if loaded.changed else "loaded before, version"
    click.echo(f"{loaded.areas} municipalities, {told} {loaded.version}, of {card['dated'] or 'an unknown day'}")


@kanri.group()
def db() -> None:
    """The database."""


@db.command()
def start() -> None:
    """Start the embedded PostGIS, installing it first where it is missing; prints its address."""
    click.echo(open_database())


@db.command()
def stop() -> None:
    """Stop the embedded PostGIS."""
    local.stop(kanri_home())


@db.command()
def status() -> None:
    """Say whether the embedded PostGIS runs. Exits 1 if it does not."""
    state = local.status(kanri_home())
    click.echo(local.describe(state))
    if not state["running"]:
        sys.exit(1)


@db.command()
def url() -> None:
    """Print the address of the database."""
    click.echo(database_url())


@db.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    migrate_database(make_engine(open_database()))


@db.command("hash")
def hash_command() -> None:
    """Print one hash over all that is public, without the times of crawling."""
    with make_engine(open_database()).connect() as connection:
        click.echo(hash_content(connection))


def _has_editions() -> bool:
    from sqlalchemy import func, select

    from db.models import edition

    with make_engine().connect() as connection:
        return bool(connection.scalar(select(func.count()).select_from(edition)))


def _crawl_sample() -> None:
    # Each snapshot is crawled by a process of its own: Scrapy's event loop runs once in a process.
    import subprocess

    click.echo("Loading the bundled, fictional sample data…", err=True)
    command = [sys.executable, "-m", "kanri"]
    subprocess.run([*command, "gazetteer", "load", "--from", str(SAMPLE_GAZETTEER)], check=True)
    for site in sorted(SAMPLE_SITES.iterdir()):
        observed = ["--replay", str(site), "--observed-on", site.name]
        subprocess.run([*command, "crawl", *observed], check=True)


if __name__ == "__main__":
    main()
