"""Rows that go through life together: a batch, the steps that are planned for it, and what becomes of it. Pure.

A step looks at one statement and at nothing else, so that a process beside this one can take it (scrapers/beside.py).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from db.incoming import read_statement, write_statement
from db.vocabulary import Grade
from scrapers.items import Document, Rejected, Rejection, Statement

Step = Callable[[Statement], None]
"""Fills something of a statement, or raises Rejected."""


@dataclass(slots=True)
class Batch:
    """Statements in the order of their rows, and the steps that each has yet to take, in their order."""

    statements: list[Statement]
    steps: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Records:
    """What became of a batch: a stored line for each record, how often each field says something, and the rejected rows."""

    lines: list[bytes] = field(default_factory=list)
    filled: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)


def take_steps(batch: Batch) -> Records:
    """Take every step of every statement; a row that one of them rejects is noted with its cell and goes no further."""
    records, filled = Records(), Counter[tuple[str, ...]]()
    for statement in batch.statements:
        try:
            for step in batch.steps:
                step(statement)
        except Rejected as refusal:
            records.rejections.append(Rejection(statement.document.url, statement.locator, refusal))
            continue
        filled[list_filled(statement)] += 1
        records.lines.append(write_record(statement))
    for names, count in filled.items():
        records.filled.update(dict.fromkeys(names, count))
    return records


def list_filled(statement: Statement) -> tuple[str, ...]:
    """The facts that say something; rows of one list mostly have the same, so they are counted together."""
    return tuple([name for name, value in statement.content["facts"].items() if value or value not in (None, [], "")])


def write_record(statement: Statement) -> bytes:
    """The stored form of a statement: a line with its graded content, place in the file, and the block of its name."""
    return write_statement({
        "id": statement.id,
        "kind": str(statement.kind),
        "block": statement.content.pop("block"),
        "document": _write_document(statement.document),
        "locator": dict(statement.locator),
        "content": statement.content,
        "source_digest": statement.source_digest,
    })  # fmt: skip


def read_public_record(line: bytes, source: str) -> dict[str, Any]:
    """A stored line as an exporter may write it: without digests of people's names."""
    record = read_statement(line)
    public = {name: value for name, value in record["content"].items() if name != "identity"}
    if public["organization"]["grade"] == Grade.SOLE_PROPRIETOR:
        # A registration number leads to its holder. The register needs it, an export does not.
        public["facts"] = public["facts"] | dict.fromkeys({"number"} & public["facts"].keys())
    return {
        "id": record["id"],
        "source": source,
        "kind": record["kind"],
        "document": record["document"],
        "locator": record["locator"],
        **public,
    }


@lru_cache(maxsize=64)
def _write_document(document: Document) -> dict[str, str]:
    return {
        "url": document.url,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "retrieved_at": document.retrieved_at.isoformat(),
    }
