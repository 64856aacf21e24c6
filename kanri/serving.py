"""Commands that serve: `up`, `serve`."""

import subprocess
import sys

import click
from sqlalchemy import func, select

from db import local
from db.migrate import migrate as migrate_database
from db.models import edition
from db.session import CHECKOUT, is_embedded, kanri_home, make_engine, open_database
from kanri.root import kanri

SAMPLE_SITES = CHECKOUT / "sample" / "sites"
SAMPLE_GAZETTEER = CHECKOUT / "sample" / "gazetteer"


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


def _has_editions() -> bool:
    with make_engine().connect() as connection:
        return bool(connection.scalar(select(func.count()).select_from(edition)))


def _crawl_sample() -> None:
    # Each snapshot is crawled by a process of its own: Scrapy's event loop runs once in a process.
    click.echo("Loading the bundled, fictional sample data…", err=True)
    command = [sys.executable, "-m", "kanri"]
    subprocess.run([*command, "gazetteer", "load", "--from", str(SAMPLE_GAZETTEER)], check=True)
    for site in sorted(SAMPLE_SITES.iterdir()):
        observed = ["--replay", str(site), "--observed-on", site.name]
        subprocess.run([*command, "crawl", *observed], check=True)
