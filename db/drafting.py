"""Who drafts: this process where little is to be published, processes beside it (db/children.py) where much is.

A large publication takes as long in Python as in the database; apart, both work at once.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Protocol

from db.children import lend_children
from db.drafts import Batch, Draft, draft_batch

_MOST = 2
"""More would wait for the one connection that loads and writes."""

_WORTH_IT = 3
"""Batches from which on a process that has to start first is a gain."""


class Drafters(Protocol):
    """Those who draft: `count` batches at once, beside whoever asks them."""

    count: int

    def ask(self, question: Batch, /) -> Future[Draft]:
        """The draft of a batch, once it is there."""


@contextmanager
def lend_drafters(batches: int) -> Iterator[Drafters]:
    """Whoever is worth their start for so many batches; gone afterwards."""
    count = min(_MOST, os.cpu_count() or 1)
    if batches < _WORTH_IT or count < 2:
        yield Here()
        return
    with lend_children(draft_batch, count) as children:
        yield children


class Here:
    """Drafts in this process, at once."""

    count = 0

    def ask(self, question: Batch, /) -> Future[Draft]:
        """The draft of a batch; a failure is raised here."""
        done: Future[Draft] = Future()
        done.set_result(draft_batch(question))
        return done
