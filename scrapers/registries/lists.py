"""Several values in one cell, parted by commas or by lines."""

import re

# Nothing is parted inside brackets: 中国語（北京語、広東語）.
_OUTSIDE = r"(?![^(（]*[)）])"
_COMMAS = re.compile(rf"[、，,､;；]{_OUTSIDE}")
_OTHERS = re.compile(rf"[/／・･|｜\s]+{_OUTSIDE}")
_LINE_BREAKS = re.compile(r"[\r\n]+")
# A break beside a hyphen or a comma parts nothing: 7-⏎21.
_INNER_BREAK = re.compile(r"(?<=[-－‐–、，,])[\r\n]+|[\r\n]+(?=[-－‐–、，,])")


def split_cell(text: str) -> list[str]:
    """The values of a cell in their order, each once.

    Where commas part the values a line break only wraps them; without a comma lines, dots, strokes and blanks do.
    """
    if _COMMAS.search(text):
        parts = _COMMAS.split(_LINE_BREAKS.sub("", text))
    else:
        parts = _OTHERS.split(_INNER_BREAK.sub("", text))
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
