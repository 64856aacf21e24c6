"""Reading pages by their words: lines, and which section a link stands in; never by markup or by a number in an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from scrapy.http import TextResponse
from scrapy.selector import Selector

from db.vocabulary import Regime
from japanese.dates import UnreadableDate, fiscal_year
from japanese.text import fold_width, squeeze

_PROVISION = re.compile(r"第?([0-9]+)条第?([0-9]+)項")
_OF_NEW_ACT = re.compile("育成就労|監理支援")
_FILE = re.compile(r"\.(?:xlsx|xlsm|xls|csv|ods)(?:$|[?#])", re.IGNORECASE)
_BLOCKS = frozenset(["p", "li", "td", "th", "div", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "section", "main", "article", "body", "br"])
_HEADINGS = frozenset(("h1", "h2", "h3"))
_UNSEEN = frozenset(("script", "style", "noscript"))


@dataclass(slots=True)
class Block:
    """A run of text between line breaks, verbatim, with the links in it as (label, address as written)."""

    tag: str
    text: str = ""
    anchors: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A link to a table, under the nearest text above it that names a provision such as 第37条第1項 (`37-1`)."""

    url: str
    label: str
    section: str
    provision: str | None
    regime: Regime
    fiscal_year: int | None


def list_blocks(page: Selector | TextResponse) -> list[Block]:
    """The page's text in its order, cut at every block and line break; empty runs are left out."""
    body = page.xpath("//body")
    return [block for block in _walk(body[0].root) if block.text.strip()] if body else []


def list_lines(page: Selector | TextResponse) -> list[str]:
    """The page's words as lines, verbatim but for outer blanks."""
    return [block.text.strip() for block in list_blocks(page)]


def list_section_links(page: TextResponse) -> list[SectionLink]:
    """Every link of the page that leads to a workbook or CSV, in the page's order, with its section."""
    section, provision, links = "", None, []
    for block in list_blocks(page):
        files = [(label, href) for label, href in block.anchors if _FILE.search(href)]
        text = tidy(block.text)
        named = _PROVISION.search(text)
        if not files and (named or block.tag in _HEADINGS):
            section, provision = text, "-".join(named.groups()) if named else None
        links += [_read_link(page.urljoin(href), tidy(label), section, provision) for label, href in files]
    return links


def tidy(text: str) -> str:
    """Words in one line and one width, without white space; for recognising, not for showing."""
    return squeeze(fold_width(text))


def read_fiscal_year(label: str) -> int | None:
    """The fiscal year that a label names; None where it names none."""
    try:
        return fiscal_year(label)
    except UnreadableDate:
        return None


def _read_link(url: str, label: str, section: str, provision: str | None) -> SectionLink:
    named = _PROVISION.search(label)
    return SectionLink(
        url=url,
        label=label,
        section=section,
        provision="-".join(named.groups()) if named else provision,
        regime=Regime.ESD if _OF_NEW_ACT.search(section + label) else Regime.TITP,
        fiscal_year=read_fiscal_year(label),
    )


def _walk(body: etree._Element) -> Iterator[Block]:
    block, anchor = Block("body"), None
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _UNSEEN or not isinstance(element.tag, str):
            block.text += (element.tail or "") if event == "end" else ""
            continue
        if element.tag in _BLOCKS:
            yield block
            block = Block(element.tag if event == "start" else "")
        if element.tag == "a" and element.get("href"):
            anchor = len(block.text) if event == "start" else anchor
            if event == "end" and anchor is not None:
                block.anchors.append((block.text[anchor:], element.get("href", "")))
        text = element.text if event == "start" else element.tail
        block.text += (text or "").replace("\n", "").replace("\r", "")
    yield block
