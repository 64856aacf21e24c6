"""The frame of every page."""

from html import escape
from pathlib import Path

STYLE = (Path(__file__).parent / "style.css").read_bytes()
MEDIA_TYPE = "text/html; charset=utf-8"


def write_page(title: str, body: str, navigation: str = "") -> bytes:
    """A page around `body`, which is HTML already."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)} · OpenKanri</title>\n"
        '<link rel="stylesheet" href="/docs/style.css">\n</head>\n<body>\n'
        f'<nav>\n<p class="brand"><a href="/docs">OpenKanri API</a></p>\n{navigation}</nav>\n'
        f"<main>\n{body}</main>\n</body>\n</html>\n"
    ).encode()


def write_both(description: str) -> str:
    """A description in English and Japanese, as two paragraphs."""
    english, _, japanese = description.partition("\n\n")
    if not japanese:
        return f"<p>{escape(english)}</p>"
    return f'<p>{escape(english)}</p><p lang="ja">{escape(japanese)}</p>'
