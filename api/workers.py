"""One thread for what would hold up the event loop: comparing names, reading a gazetteer.

One, because neither the morphological analyser nor the processor is shared well; work waits in the order it came.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from api.problems import Problem

T = TypeVar("T")

_AT_ONCE, _MOST_WAITING = 2, 8

_WORKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kanri-work")


async def work(task: Callable[[], T]) -> T:
    """Do a task beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_WORKER, task)


class Gate:
    """Lets few batches in at a time: each is work for seconds, and others wait for theirs."""

    def __init__(self) -> None:
        self._waiting = 0
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def __aenter__(self) -> None:
        if self._waiting >= _MOST_WAITING:
            raise Problem("too-many-batches")
        self._waiting += 1
        try:
            await self._places.acquire()
        except asyncio.CancelledError:  # whoever asked has gone
            self._waiting -= 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self._waiting -= 1
        self._places.release()
