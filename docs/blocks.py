"""Replacing the generated blocks of the documents, and nothing else in them."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from docs.fields import write_fields
from docs.tables import write_addresses, write_commands, write_sources

ROOT = Path(__file__).resolve().parent.parent

BLOCKS: Mapping[str, Callable[[], str]] = {
    "commands": write_commands,
    "addresses": write_addresses,
    "sources": write_sources,
    "fields": write_fields,
}
DOCUMENTS = ("README.md", "DATA.md")
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def write_documents() -> dict[Path, str]:
    """The text of each document as it ought to be, by its path."""
    return {path: fill_blocks(path.read_text(encoding="utf-8")) for path in (ROOT / name for name in DOCUMENTS)}


def fill_blocks(text: str) -> str:
    """The text with every block `<!-- generated: NAME -->` … `<!-- end -->` written anew; KeyError for an unknown name."""
    return _BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block[2]]()}\n{block[3]}", text)
