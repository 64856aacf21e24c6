"""One thread for what would hold up the event loop: comparing names, reading a gazetteer.

One, because neither the morphological analyser nor the processor is shared well; work waits in the order it came.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_WORKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kanri-work")


async def work(task: Callable[[], T]) -> T:
    """Do a task beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_WORKER, task)
