"""Several values in one cell, parted by commas or by lines."""

import re

_COMMAS = re.compile(r"[、，,､;；]")
_OTHERS = re.compile(r"[/／・･|｜\s]+")
_LINE_BREAKS = re.compile(r"[\r\n]+")
# A break beside a hyphen or a comma parts nothing: 7-⏎21.
_INNER_BREAK = re.compile(r"(?<=[-－‐–、，,])[\r\n]+|[\r\n]+(?=[-－‐–、，,])")


def split_cell(text: str, *, lines_only: bool = False) -> list[str]:
    """The values of a cell in their order, each once.

    Where commas part the values a line break only wraps them; without a comma the lines do, and after them
    dots, strokes and blanks (not with `lines_only`: the values are words that may hold these).
    """
    if _COMMAS.search(text):
        parts = _COMMAS.split(_LINE_BREAKS.sub("", text))
    else:
        line = _INNER_BREAK.sub("", text)
        parts = _LINE_BREAKS.split(line) if lines_only else _OTHERS.split(line)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
