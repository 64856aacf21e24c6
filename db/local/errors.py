"""The one way in which the embedded database fails: with a sentence that says what to do."""


class LocalDatabaseError(Exception):
    """The embedded database cannot do what was asked; the text says what the person who asked can do."""


def last_line(output: str) -> str:
    """What a failed program said in the end: its last line marked as an error, or simply its last."""
    lines = [line.strip() for line in output.splitlines() if line.strip() != ""]
    errors = [line for line in lines if line.startswith(("E:", "dpkg: error", "initdb: error"))]
    return (errors or lines or ["it said nothing"])[-1].rstrip(".")
