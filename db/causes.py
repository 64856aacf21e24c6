"""Who moved what in a run: the source, or our reading of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.documents import PublicRecord

SOURCE, READING = "source", "reading"


@dataclass(frozen=True, slots=True)
class Causes:
    """`source` where a source says something else, `reading` where only we read or judge otherwise."""

    by_statement: Mapping[str, str]
    moved_by_source: frozenset[str]

    def of_blocks(self, names: Iterable[str]) -> str:
        """The cause of what happens to blocks as a whole; what no run touched is our own doing."""
        return READING if self.moved_by_source.isdisjoint(names) else SOURCE

    def of_record(self, record: PublicRecord, blocks: Iterable[str]) -> str:
        """The cause of a record's change: its own statements', else, as with links, its neighbours'."""
        evidence = record.summary.get("evidence") or record.detail.get("evidence") or []
        own = {self.by_statement[one["statement"]] for one in evidence if one["statement"] in self.by_statement}
        if not own:
            return self.of_blocks(blocks)
        return SOURCE if SOURCE in own else READING

    def select(self, statements: Iterable[str], names: Iterable[str]) -> "Causes":
        """What concerns these statements and blocks alone."""
        known = self.by_statement
        return Causes({one: known[one] for one in statements if one in known}, self.moved_by_source.intersection(names))
