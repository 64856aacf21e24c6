"""Tables of commands, addresses and sources, told by the code that answers."""

from collections.abc import Iterator, Sequence

import click

from api.operations import OPERATIONS
from kanri import kanri
from scrapers.boundaries import card as boundaries
from scrapers.corporate_numbers import card as corporate_numbers
from scrapers.crawl import list_sources


def write_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; bars and line breaks inside cells are made harmless."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_write_cell(cell) for cell in line)} |" for line in lines)


def write_commands() -> str:
    """Every command with its arguments, options and first sentence."""
    return write_table(("command", "what it does"), [(f"`{usage}`", told) for usage, told in list_commands(kanri)])


def list_commands(group: click.Group, above: str = "kanri") -> Iterator[tuple[str, str]]:
    """The usage and the first sentence of every command below a group, in alphabetical order."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from list_commands(command, f"{above} {name}")
        else:
            words = [_write_parameter(parameter) for parameter in command.params]
            yield " ".join([above, name, *words]), command.get_short_help_str(limit=200)


def _write_parameter(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        kind = "YYYY-MM-DD" if isinstance(parameter.type, click.DateTime) else parameter.type.name.upper()
        value = "" if parameter.is_flag else f" {kind}"
        return f"[{max(parameter.opts, key=len)}{value}]"
    name = (parameter.name or "").upper().removesuffix("S" if parameter.nargs == -1 else "")
    word = f"{name}…" if parameter.nargs == -1 else name
    return word if parameter.required else f"[{word}]"


def write_addresses() -> str:
    """Every address of the API in both languages."""
    rows = [
        (f"`{one.path}`" + (f" ({one.method})" if one.method != "GET" else ""), one.summary, one.summary_ja)
        for one in OPERATIONS
    ]
    return write_table(("address", "answers", "内容"), rows)


REFERENCES = {boundaries.NAME: boundaries.SIMPLIFIED, corporate_numbers.NAME: corporate_numbers.CARD}
"""Cards of what is loaded from files beside the sources."""


def write_sources() -> str:
    """Every source, then the reference data, with publisher, terms and credit, from their cards."""
    sources = {name: spider.card for name, spider in sorted(list_sources().items())}
    rows = [
        (
            f"`{name}`",
            f"[{card.title}]({card.start_url})<br>{card.title_ja}",
            f"{card.publisher}<br>{card.publisher_ja}",
            card.licence,
            card.attribution,
        )
        for name, card in (sources | REFERENCES).items()
    ]
    return write_table(("name", "title 題名", "publisher 公表元", "terms 利用条件", "credit 出典表示"), rows)


def _write_cell(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
