"""Which link of the ministry's page leads to the list of labour-law cases."""

import re
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from japanese.text import fold_width, squeeze
from scrapers.labour_cases.bureaus import TITLE
from scrapers.tables import LayoutChanged

# [PDF形式：634KB], （PDF:1.2MB）, [634KB], 別ウィンドウで開く: about the file, not its title.
_ABOUT_FILE = re.compile(
    r"[\[(【<][^\])】>]*(?:PDF|KB|MB|別ウ[イィ]ンドウ)[^\])】>]*[\])】>]|別ウ[イィ]ンドウで開く|PDF(?:形式)?"
)
_QUOTES = re.compile("^[「『・○●◆■]+|[」』]+$")


class NoSingleLink(LayoutChanged):
    """The page offers no link to the list, or more than one; the message says which."""


def choose_labour_pdf(html: str, base_url: str = "") -> str:
    """The address of the list's PDF, found by its link text, never by its place among other PDFs.

    A link of exactly the title wins over one that only contains it; a bare `[PDF形式：634KB]` is read with
    the text around it. Raises NoSingleLink.
    """
    exact: dict[str, None] = {}
    containing: dict[str, None] = {}
    for url, label in _list_pdf_links(html, base_url):
        if label == TITLE:
            exact[url] = None
        elif TITLE in label:
            containing[url] = None
    found = list(exact or containing)
    if len(found) != 1:
        raise NoSingleLink([f"{len(found)} links to a PDF are labelled {TITLE}"])
    return found[0]


def _list_pdf_links(html: str, base_url: str) -> list[tuple[str, str]]:
    links = []
    for anchor in Selector(text=html).css("a[href]"):
        url = urljoin(base_url, anchor.attrib["href"].strip())
        if urlsplit(url).path.lower().endswith(".pdf"):
            links.append((url, _read_label(anchor)))
    return links


def _read_label(anchor: Selector) -> str:
    return _clean_label(anchor) or _clean_label(anchor.xpath("./parent::*")[0])


def _clean_label(element: Selector) -> str:
    text = squeeze(fold_width("".join(element.xpath(".//text()").getall())))
    return _QUOTES.sub("", _ABOUT_FILE.sub("", text))
