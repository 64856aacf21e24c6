"""Commands that place addresses and resolve names: `geocode`, `match`."""

import sys
from pathlib import Path

import click

from db.session import kanri_home, make_engine, open_database
from kanri.root import kanri
from kanri.telling import print_result


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
