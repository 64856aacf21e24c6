"""What commands say of a run."""

import click

from db.store import RunResult


def print_result(result: RunResult) -> None:
    """One line a source on standard output; its problems and warnings as sentences on standard error."""
    names = ("documents", "records", "new", "changed", "withdrawn", "rejected")
    counts = " ".join(f"{name}={result.counts[name]}" for name in names)
    click.echo(f"{result.source}: {counts} verdict={result.verdict}")
    for problem in result.problems:
        click.echo(f"  {problem}", err=True)
    for warning in result.warnings:
        click.echo(f"  warning: {warning}", err=True)
