"""Commands that load registers and maps from files: `corporate-numbers`, `gazetteer`, `boundaries`."""

from pathlib import Path

import click

from db.migrate import migrate as migrate_database
from db.progress import Progress
from db.session import kanri_home, make_engine, open_database
from kanri.root import kanri


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
