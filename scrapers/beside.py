"""Who takes the steps of a batch: this process where a file is small, processes beside it (db/children.py) where it is large.

Taking the rows of a large file through life needs longer than reading them.
"""

import asyncio
import os
from contextlib import ExitStack

from db.children import Children, FailedBeside, lend_children
from scrapers.batches import Batch, Records, take_steps

_MOST = 2
"""More would wait for the one process that reads the rows and stores the records."""

_DONE_HERE = 6
"""Batches after which a process that has to start first is a gain: most files end before."""


class Workshop:
    """Takes the steps of one run's batches, and gives their records back in the order of the batches."""

    def __init__(self, done_here: int = _DONE_HERE) -> None:
        self._room = done_here
        self._turn = asyncio.Lock()  # let in by the order of asking
        self._stack = ExitStack()
        self._children: Children[Batch, Records] | None = None

    async def work(self, batch: Batch) -> Records:
        """The records of a batch. Raises what a step raised here, or FailedBeside."""
        self._room -= 1
        if self._room >= 0 or (os.cpu_count() or 1) < 2:
            return take_steps(batch)
        if self._children is None:
            self._children = self._stack.enter_context(lend_children(take_steps, _MOST))
        answer = asyncio.wrap_future(self._children.ask(batch))
        async with self._turn:
            return await answer

    def close(self) -> None:
        """End the children, if there are any."""
        self._stack.close()


def name_failure(error: BaseException | None) -> str:
    """The kind of an error, wherever it was raised."""
    return error.kind if isinstance(error, FailedBeside) else type(error).__name__
