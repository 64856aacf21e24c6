"""What the embedded database tells the person who waits."""

import sys


def say(line: str) -> None:
    """Print one line of progress, on stderr since stdout is for answers."""
    print(line, file=sys.stderr, flush=True)
