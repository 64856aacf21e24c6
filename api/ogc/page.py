"""Any answer under /ogc as a page: its texts, its links, its features as a table."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from api.pages.layout import write_page

_APART = ("title", "links", "features", "collections", "properties")


def write_document(title: str, body: Mapping[str, Any]) -> bytes:
    """The page of an answer."""
    parts = [f"<h1>{escape(title)}</h1>\n", _write_members(body)]
    if isinstance(body.get("properties"), Mapping):
        parts.append(_write_members(body["properties"]))
    for one in body.get("collections", ()):
        parts.append(f"<h2>{escape(one['title'])}</h2>\n{_write_members(one)}{_write_links(one['links'])}")
    if "features" in body:
        parts.append(_write_features(body["features"]))
    parts.append(_write_links(body.get("links", ())))
    return write_page(title, "".join(parts))


def _write_members(body: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(str(name))}</code></td><td>{_write_value(value)}</td></tr>\n"
        for name, value in body.items()
        if name not in _APART
    )
    return f"<table>{rows}</table>\n" if rows else ""


def _write_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "<br>".join(f"{escape(str(name))}: {_write_value(one)}" for name, one in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "<br>".join(_write_value(one) for one in value)
    text = "" if value is None else str(value)
    if text.startswith(("https://", "http://")):
        return f'<a href="{escape(text)}">{escape(text)}</a>'
    return escape(text)


def _write_features(features: Sequence[Mapping[str, Any]]) -> str:
    if not features:
        return ""
    names = list(features[0]["properties"])
    head = "".join(f"<th>{escape(name)}</th>" for name in ("id", *names))
    rows = "".join(
        f"<tr><td>{escape(str(one['id']))}</td>"
        + "".join(f"<td>{_write_value(one['properties'][name])}</td>" for name in names)
        + "</tr>\n"
        for one in features
    )
    return f"<table><tr>{head}</tr>\n{rows}</table>\n"


def _write_links(links: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f'<li><a href="{escape(one["href"])}">{escape(one.get("title") or one["rel"])}</a> '
        f'<span class="kind">{escape(one.get("type", ""))}</span></li>\n'
        for one in links
    )
    return f"<ul>{rows}</ul>\n" if rows else ""
