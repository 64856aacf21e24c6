"""The change feed for people: newest first, page by page, with links that lead somewhere and titles without names."""

from xml.etree import ElementTree

import pytest

from tests.api import fictional_register as register
from tests.api.serving import PUBLIC_URL, Served
from tests.fictional import make_disposition

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/v1/changes.atom"


def read(api: Served, path: str = FEED, **options: object) -> ElementTree.Element:
    response = api.get(path, **options)
    assert response.status_code == 200 and response.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def link(element: ElementTree.Element, rel: str) -> str | None:
    return next((one.attrib["href"] for one in element.findall(f"{ATOM}link") if one.attrib["rel"] == rel), None)


def test_the_feed_holds_every_change_newest_first(api: Served) -> None:
    told: list[ElementTree.Element] = []
    path: str | None = f"{FEED}?limit=60"
    while path is not None:
        feed = read(api, path.removeprefix(PUBLIC_URL))
        told += feed.findall(f"{ATOM}entry")
        path = link(feed, "next")
    changes = api.read("/v1/changes?limit=1000")["items"]
    assert [link(entry, "alternate") for entry in told] == [one["url"] for one in reversed(changes)]
    ids = [entry.findtext(f"{ATOM}id") for entry in told]
    assert len(set(ids)) == len(ids) > 100


def test_what_atom_asks_for_is_there(api: Served) -> None:
    feed = read(api)
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None, name
    assert link(feed, "self") == f"{PUBLIC_URL}{FEED}"
    for entry in feed.findall(f"{ATOM}entry"):
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "summary"))
        assert api.get(str(link(entry, "alternate")).removeprefix(PUBLIC_URL)).status_code == 200


def test_titles_hold_no_name_of_anybody(api: Served) -> None:
    text = api.get(f"{FEED}?limit=1000").text
    for name in (register.BRIDGE, register.WIDE, register.SOLE, register.RARE, "架空", "太郎", "個人事業主"):
        assert name not in text


@pytest.mark.parametrize(("query", "header", "label"), [("lang=vi", "", "Thêm mới"), ("", "my", "ထည့်သွင်းခြင်း"), ("", "", "Added")])
def test_the_feed_speaks_the_readers_language(api: Served, query: str, header: str, label: str) -> None:
    feed = read(api, f"{FEED}?limit=1000&{query}", headers={"Accept-Language": header})
    assert any(f": {label} (" in str(entry.findtext(f"{ATOM}title")) for entry in feed.findall(f"{ATOM}entry"))


def test_an_empty_register_has_an_empty_feed(fresh: Served) -> None:
    assert read(fresh).findall(f"{ATOM}entry") == []


def test_a_name_with_signs_of_markup_harms_nothing(fresh: Served) -> None:
    fresh.publish(make_disposition("架空<b>&株式会社"))
    assert len(read(fresh).findall(f"{ATOM}entry")) == 2


@pytest.mark.parametrize("query", ["before=0", "before=-1", "before=x", "limit=0", "after=1"])
def test_a_wrong_question_is_refused(api: Served, query: str) -> None:
    assert api.get(f"{FEED}?{query}").status_code == 400


def test_every_moment_of_the_sources_is_written_with_a_z(sample_api: Served) -> None:
    for source in sample_api.read("/v1/sources")["items"]:
        assert source["last_run"]["at"].endswith("Z") and source["last_good_at"].endswith("Z")
