"""How long work shows that it goes on: a bar on a terminal, plain lines in a log."""

import sys
from typing import TextIO

from tqdm import tqdm

_LINES_PER_STAGE = 10


class Progress:
    """Call it with a stage, how much is done, and of how much (None where that is not known)."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = sys.stderr if stream is None else stream
        self.stage = ""
        self.bar: tqdm[None] | None = None
        self.told = -1

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show where the work is."""
        if stage != self.stage:
            self._begin(stage, total)
        if self.bar is not None:
            self.bar.update(done - self.bar.n)
        elif total and done * _LINES_PER_STAGE // total > self.told:
            self.told = done * _LINES_PER_STAGE // total
            print(f"{stage}: {done:,} of {total:,}", file=self.stream, flush=True)

    def _begin(self, stage: str, total: int | None) -> None:
        if self.bar is not None:
            self.bar.close()
        self.stage, self.told = stage, -1
        self.bar = tqdm(total=total, desc=stage, file=self.stream, unit_scale=True) if self.stream.isatty() else None
        if self.bar is None and not total:
            print(f"{stage}…", file=self.stream, flush=True)
