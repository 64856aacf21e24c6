"""Who drafts: this process where little is to be published, processes beside it (db/children.py) where much is.

A large publication takes as long in Python as in the database; apart, both work at once.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Protocol

from db.children import Children, lend_children
from db.drafts import Batch, Draft, draft_batch

_MOST = 2
"""More would wait for the one connection that loads and writes."""

_WORTH_IT = 3
"""Batches from which on a process that has to start first is a gain."""

Completion = Callable[[Batch], Batch]
"""Adds what is public now of a batch's records."""


class Drafters(Protocol):
    """Those who draft: `count` batches at once, beside whoever asks them."""

    count: int

    def ask(self, batch: Batch, /) -> Future[Draft]:
        """The draft of a batch that is not complete yet, once it is there."""


@contextmanager
def lend_drafters(batches: int, complete: Completion, complete_beside: Completion | None) -> Iterator[Drafters]:
    """Whoever is worth their start for so many batches; gone afterwards.

    `complete` is for this thread alone; `complete_beside`, where there is one, for any, and then this one need not wait for it.
    """
    count = min(_MOST, os.cpu_count() or 1)
    if batches < _WORTH_IT or count < 2:
        yield Here(complete)
    elif complete_beside is None:
        with lend_children(draft_batch, count) as children:
            yield Beside(children, complete)
    else:
        with lend_children(draft_batch, count, complete_beside) as children:
            yield children


class Here:
    """Drafts in this process, at once."""

    count = 0

    def __init__(self, complete: Completion) -> None:
        self._complete = complete

    def ask(self, batch: Batch, /) -> Future[Draft]:
        """The draft of a batch; a failure is raised here."""
        done: Future[Draft] = Future()
        done.set_result(draft_batch(self._complete(batch)))
        return done


class Beside:
    """Has complete batches drafted in processes beside this one."""

    def __init__(self, children: Children[Batch, Draft], complete: Completion) -> None:
        self.count = children.count
        self._children = children
        self._complete = complete

    def ask(self, batch: Batch, /) -> Future[Draft]:
        """The draft of a batch, in the making; it is completed here."""
        return self._children.ask(self._complete(batch))
