"""Union-find over statements with what must stay apart: numbers that differ, and reviewed decisions. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """What a statement brings to the cluster that it is in.

    `told` are the things that one cluster can hold once: two clusters that hold one of them are not one.
    """

    number: str | None
    has_address: bool
    has_representative: bool
    told: frozenset[str] = frozenset()

    def join(self, other: "Mark") -> "Mark":
        """The mark of two clusters that became one."""
        return Mark(
            self.number or other.number,
            self.has_address or other.has_address,
            self.has_representative or other.has_representative,
            self.told | other.told,
        )


@dataclass(slots=True)
class Clusters:
    """Statements by their place in order of age; the oldest of a cluster stands for it."""

    marks: list[Mark]
    apart: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    edges: list[tuple[int, int, str]] = field(default_factory=list)
    _parents: list[int] = field(default_factory=list)
    _sizes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._parents = list(range(len(self.marks)))
        self._sizes = [1] * len(self.marks)

    def find(self, index: int) -> int:
        """The oldest statement of the cluster that this one is in."""
        while self._parents[index] != index:
            self._parents[index] = self._parents[self._parents[index]]
            index = self._parents[index]
        return index

    def roots(self, indices: Iterable[int]) -> list[int]:
        """The clusters of these statements, oldest first, each once."""
        return sorted({self.find(index) for index in indices})

    def mark(self, root: int) -> Mark:
        """What the cluster of this oldest statement holds."""
        return self.marks[root]

    def size(self, index: int) -> int:
        """How many statements are in this one's cluster."""
        return self._sizes[self.find(index)]

    def keep_apart(self, one: int, other: int) -> None:
        """Let these two never be in one cluster."""
        self.apart[one].add(other)
        self.apart[other].add(one)

    def unite(self, one: int, other: int, evidence: str) -> bool:
        """Make one cluster of two, unless something keeps them apart; whether they are one afterwards."""
        first, second = sorted((self.find(one), self.find(other)))
        if first == second:
            return True
        if self._must_stay_apart(first, second):
            return False
        self._parents[second] = first
        self._sizes[first] += self._sizes[second]
        self.marks[first] = self.marks[first].join(self.marks[second])
        if second in self.apart:
            self.apart[first] |= self.apart.pop(second)
        self.edges.append((min(one, other), max(one, other), evidence))
        return True

    def unite_all(self, indices: Sequence[int], evidence: str) -> None:
        """Make one cluster of all these. Where numbers among them differ it is anyone's: nothing is united."""
        if len(self.list_numbers(indices)) > 1:
            return
        leaders: list[int] = []
        for index in indices:
            if not any(self.unite(leader, index, evidence) for leader in leaders):
                leaders.append(index)

    def list_numbers(self, indices: Iterable[int]) -> set[str]:
        """The corporate numbers that the clusters of these statements hold."""
        return {number for root in self.roots(indices) if (number := self.marks[root].number) is not None}

    def _must_stay_apart(self, first: int, second: int) -> bool:
        left, right = self.marks[first], self.marks[second]
        if left.number is not None and right.number is not None and left.number != right.number:
            return True
        if left.told & right.told:
            return True
        fewer, home = sorted(((first, second), (second, first)), key=lambda pair: len(self.apart.get(pair[0], ())))[0]
        return any(self.find(enemy) == home for enemy in self.apart.get(fewer, ()))
