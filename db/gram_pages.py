"""Reading what a few characters find: the kept totals, and the stretch of ids that holds a page of it.

A frequent character is in so many names that to count them, or to put them in order, would cost more than all the rest
of an answer. db/gram_totals.py keeps the totals.
"""

from dataclasses import dataclass
from math import ceil, sqrt

from db.statements import Condition, Statement

FREQUENT = 300
"""Records from which on a gram is frequent: fewer are counted, and put in order, as fast as a total is looked up."""


def select_frequent_grams(*, edition: int) -> Statement:
    """The grams that many records of an edition have: (kind, gram, count); none whose total a later edition changed."""
    sql = "SELECT t.kind, t.gram, t.count FROM published.gram_total t WHERE t.count >= $2 AND t.since <= $1"
    return Statement(sql, (edition, FREQUENT), True)


_IN_STRETCH = "ARRAY[substr(n.id, 5, 1), substr(n.id, 5, 2)] && (SELECT {}::text[])"
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"  # of an id, in the order in which databases sort them
_LABELS = tuple(_LETTERS), tuple(one + two for one in _LETTERS for two in _LETTERS)
_SPARE = 4  # standard deviations
_MOST_LABELS = 14
"""Each label takes the index some time: where more would be needed, coarser ones are read."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of ids as a condition, and whether nothing of the list lies behind it."""

    condition: Condition
    is_last: bool


def choose_stretch(total: int, wanted: int, after: str | None) -> Stretch | None:
    """The ids behind `after` of which most likely `wanted` are among `total` records or more; None: read all.

    Ids are digests, so records lie among them as chance has it: of ten thousand stretches, one or two fall short.
    """
    expected = wanted + ceil(_SPARE * sqrt(wanted))
    if total <= 2 * expected:
        return None
    for labels in reversed(_LABELS):
        count = ceil(len(labels) * expected / total)
        if count <= _MOST_LABELS:
            break
    start = 0 if after is None else labels.index(after[4 : 4 + len(labels[0])])
    # What lies before the position in its own label is no part of the page.
    chosen = labels[start : start + count + (after is not None)]
    # The labels are bound out of sight: the planner would weigh them against statistics, and takes longer over it.
    condition = Condition(_IN_STRETCH, (list(chosen),), led=True, of_names=True)
    return Stretch(condition, chosen[-1] == labels[-1])
