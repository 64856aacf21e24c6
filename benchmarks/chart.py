"""The comparison as a picture: bars of processor time for a request, on a logarithmic scale."""

from collections.abc import Iterator, Mapping
from math import log10
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.peers.servers import CACHED, DATASETTE, OURS, POSTGREST, TIPG

_COLOURS = {OURS: "#0b6e4f", CACHED: "#7fc8a9", POSTGREST: "#4c72b0", TIPG: "#c44e52", DATASETTE: "#b8a04a"}
_SHOWN = (
    "item", "list of 50", "filtered list with facets", "1-character search", "2-character search", "3-character search",
    "bbox, 500 as GeoJSON", "tile z8",
)  # fmt: skip
_LEAST, _MOST = 0.03, 1000.0  # milliseconds
_LEFT, _WIDTH, _BAR, _GAP, _TOP = 190, 520, 11, 14, 64


def draw_chart(asked: Mapping[str, Mapping[str, Any]]) -> str:
    """The picture as SVG."""
    names = [name for name in _SHOWN if name in asked]
    height = _TOP + sum(_BAR * len(_list_bars(asked[name])) + _GAP for name in names) + 28
    lines = [*_draw_head(height), *_draw_bars(asked, names), "</svg>"]
    return "\n".join(lines) + "\n"


def _list_bars(by: Mapping[str, Any]) -> list[tuple[str, float]]:
    return [(who, by[who]["cpu"]) for who in _COLOURS if who in by]


def _draw_head(height: int) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" font-family="sans-serif" font-size="11" '
        'role="img" aria-label="Milliseconds of processor time for a request: OpenKanri beside other servers">'
    )
    yield f'<rect width="760" height="{height}" fill="#ffffff"/>'
    yield '<text x="12" y="20" font-size="14" fill="#222222">Processor time for a request, ms (server and database; shorter is better)</text>'
    for at, (who, colour) in enumerate(_COLOURS.items()):
        yield f'<rect x="{12 + at * 145}" y="30" width="10" height="10" fill="{colour}"/>'
        yield f'<text x="{26 + at * 145}" y="39" fill="#222222">{escape(who)}</text>'
    for power in range(-1, 4):
        x = _place(10.0**power)
        yield f'<line x1="{x:.0f}" y1="52" x2="{x:.0f}" y2="{height - 20}" stroke="#dddddd"/>'
        yield f'<text x="{x:.0f}" y="{height - 6}" text-anchor="middle" fill="#666666">{10.0**power:g}</text>'


def _draw_bars(asked: Mapping[str, Mapping[str, Any]], names: list[str]) -> Iterator[str]:
    y = _TOP
    for name in names:
        bars = _list_bars(asked[name])
        yield f'<text x="{_LEFT - 8}" y="{y + _BAR * len(bars) / 2 + 4:.0f}" text-anchor="end" fill="#222222">{escape(name)}</text>'
        for who, value in bars:
            width = max(_place(value) - _LEFT, 1)
            yield f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 2}" fill="{_COLOURS[who]}"/>'
            yield f'<text x="{_LEFT + width + 4:.1f}" y="{y + 8}" font-size="9" fill="#444444">{_write(value)}</text>'
            y += _BAR
        y += _GAP


def _write(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _place(value: float) -> float:
    share = (log10(max(value, _LEAST)) - log10(_LEAST)) / (log10(_MOST) - log10(_LEAST))
    return _LEFT + min(share, 1) * _WIDTH
