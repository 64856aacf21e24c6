"""Reading the project's documents: their fenced blocks, their tables, their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cli import ROOT

DOCUMENTS = tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "sample" / "README.md"]))
_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the word after it (such as `run`, `fails`, `file=PATH`) and its text."""

    language: str
    mark: str
    text: str

    @property
    def commands(self) -> list[list[str]]:
        """The words of each command of a block of shell, variables and comments left out."""
        lines = self.text.replace("\\\n", " ").splitlines()
        words = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        return [line[1:] if line[0] == "export" else line for line in words]


def list_blocks(path: Path, language: str = "") -> list[Block]:
    """The fenced blocks of a document, of one language or of all."""
    found = [Block(kind, mark.strip(), text) for kind, mark, text in _FENCE.findall(path.read_text(encoding="utf-8"))]
    return [block for block in found if language in ("", block.language)]


def list_rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of every table in a text, heads and rules included."""
    for line in _ROW.findall(text):
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]


def list_links(path: Path) -> list[str]:
    """The targets of a document's links and pictures, outside of fenced blocks."""
    return _LINK.findall(_FENCE.sub("", path.read_text(encoding="utf-8")))


def list_anchors(path: Path) -> set[str]:
    """What the headings of a document are called in links, as GitHub makes it of their words."""
    heads = re.findall(r"^#+ (.+)$", _FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
