"""What HTTP promises: validators, HEAD, compression, headers, memory that is bounded."""

import gzip
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from api.cache import AnswerCache, Entry, Key
from api.operations import OPERATIONS
from tests.api import fictional_register as register
from tests.api.serving import PUBLIC_URL, Served, on_day, publish, serve
from tests.fictional import make_disposition
from tests.postgis import Database

PATHS = ["/v1/dispositions", "/v1/organizations?q=架空&limit=3", "/v1/sources", "/docs", "/docs/guide", "/v1/openapi.json", "/"]


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_answer_is_not_sent_again(api: Served, path: str) -> None:
    first = api.get(path)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    assert tag.startswith('"')
    for headers in (
        {"If-None-Match": tag}, {"If-None-Match": f'"other", W/{tag}'}, {"If-None-Match": "*"},
        {"If-Modified-Since": modified}, {"If-None-Match": tag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):  # fmt: skip
        again = api.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b""), headers
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    for headers in (
        {"If-None-Match": '"other"'}, {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-None-Match": '"other"', "If-Modified-Since": modified}, {"If-Modified-Since": "yesterday"},
    ):  # fmt: skip
        assert api.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/healthz", "/readyz", "/v1/dispositions?nonsense=1", "/nowhere"])
def test_head_is_get_without_a_body(api: Served, path: str) -> None:
    whole, head = api.get(path), api.client.head(path)
    assert head.content == b""
    assert head.status_code == whole.status_code
    dropped = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in dropped} == {
        k: v for k, v in whole.headers.items() if k not in dropped
    }


def test_validators_differ_by_address_and_form(api: Served) -> None:
    plain = api.get("/v1/dispositions", headers={"Accept-Encoding": "identity"})
    packed = api.get("/v1/dispositions", headers={"Accept-Encoding": "gzip"})
    other = api.get("/v1/dispositions?limit=49", headers={"Accept-Encoding": "identity"})
    assert len({plain.headers["etag"], packed.headers["etag"], other.headers["etag"]}) == 3
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert packed.json() == plain.json()
    assert plain.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
    again = api.get("/v1/dispositions", headers={"Accept-Encoding": "gzip", "If-None-Match": plain.headers["etag"]})
    assert again.status_code == 200


def test_small_answers_are_not_compressed(api: Served) -> None:
    response = api.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in response.headers
    assert api.get("/v1/dispositions", headers={"Accept-Encoding": "gzip;q=0"}).headers.get("content-encoding") is None


@pytest.mark.parametrize("path", [*PATHS, "/healthz", "/nowhere", "/v1/dispositions?x=1"])
def test_every_answer_is_safe_to_open_and_leaves_no_trace(api: Served, path: str) -> None:
    headers = api.get(path).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].split("; ") == [
        "default-src 'none'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ]  # fmt: skip
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert "server" not in headers
    assert "set-cookie" not in headers


def test_a_preflight_is_answered(api: Served) -> None:
    response = api.client.options("/v1/dispositions", headers={"Access-Control-Request-Method": "GET"})
    assert response.status_code == 204
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


def test_an_address_takes_what_its_operations_take(register_database: Database) -> None:
    match = next(one for one in OPERATIONS if one.id == "matchOrganizations")
    moved = [one for one in OPERATIONS if one is not match] + [replace(match, path="/v1/moved")]
    with serve(register_database, operations=moved) as api:
        assert api.client.options("/v1/moved").headers["allow"] == "POST, OPTIONS"
        assert api.client.options("/v1/match").headers["allow"] == "GET, HEAD, OPTIONS"
        assert api.client.post("/v1/moved", json={"queries": [{"name": "架空"}]}).status_code == 200
        assert api.client.post("/v1/match", json={}).status_code == 405


@pytest.mark.parametrize("path", ["/docs", "/docs/guide", "/problems", "/problems/not-found", "/ogc?f=html", "/ogc/collections/dispositions/items?f=html", "PREVIEW"])
def test_pages_take_nothing_from_elsewhere(api: Served, path: str) -> None:
    shown = api.read("/v1/organizations?limit=1")["items"][0]["id"]
    page = api.get(path.replace("PREVIEW", f"/v1/reconcile/preview?id={shown}"))
    assert page.headers["content-type"].startswith("text/html")
    reader = Loading()
    reader.feed(page.text)
    assert reader.active == []
    assert {urljoin(f"{PUBLIC_URL}{path}", address) for address in reader.taken} == {f"{PUBLIC_URL}/docs/style.css"}


def test_the_style_of_pages_takes_nothing_from_anywhere(api: Served) -> None:
    style = api.get("/docs/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "{" in style.text and "url(" not in style.text and "@import" not in style.text


class Loading(HTMLParser):
    """What a browser fetches or runs of itself when it shows a page: links that somebody follows are no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        fetched = ("src", "srcset", "poster", "data", "background", "ping") + (("href",) if tag in ("link", "base") else ())
        self.taken += [told[name] for name in fetched if name in told]
        is_active = tag in ("script", "iframe", "object", "embed", "form", "base") or any(name.startswith("on") for name in told)
        if is_active or "http-equiv" in told or "url(" in told.get("style", ""):
            self.active.append(tag)


def test_a_new_edition_changes_answers_and_validators(fresh: Served) -> None:
    assert fresh.read("/v1/dispositions")["total"] == 0
    first = register.told(make_disposition("架空新版協同組合", "2025-06-27", kind="improvement_order"))
    fresh.publish(first, observed_on=on_day(1))
    before = fresh.get("/v1/dispositions")
    assert (before.json()["total"], before.headers["kanri-edition"]) == (1, "1")
    second = register.told(make_disposition("架空新版協同組合", "2026-06-27", kind="improvement_order"))
    fresh.publish(first, second, observed_on=on_day(2))
    after = fresh.get("/v1/dispositions", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["total"], after.headers["kanri-edition"]) == (200, 2, "2")


def test_a_run_without_news_still_renews_last_seen(fresh: Served) -> None:
    statement = register.told(make_disposition("架空同版協同組合", "2025-06-27", kind="improvement_order"))
    fresh.publish(statement, observed_on=on_day(1))
    before = fresh.get("/v1/dispositions")
    publish(fresh.database, statement, observed_on=on_day(2))
    while (after := fresh.get("/v1/dispositions")).headers["etag"] == before.headers["etag"]:
        pass
    assert after.json()["edition"] == before.json()["edition"]
    assert after.json()["items"][0]["last_seen_at"] == "2026-04-02T00:00:00Z"
    assert after.headers["last-modified"] >= before.headers["last-modified"]


def test_an_empty_database_answers_that_it_has_nothing(fresh: Served) -> None:
    answer = fresh.read("/v1/organizations")
    assert (answer["items"], answer["total"], answer["searched"]) == ([], 0, [])
    assert answer["edition"] == {"number": 0, "published_at": None, "observed_on": None, "sample": False}
    assert fresh.get("/v1/organizations?as_of=2026-01-01").status_code == 422
    assert fresh.read("/readyz")["status"] == "ready"


def test_the_cache_keeps_within_its_bytes() -> None:
    cache = AnswerCache(100_000)
    for number in range(200):
        key = Key("token", "/v1/x", str(number).encode(), ("application/json",), None, None)
        cache.put(key, Entry(b'"t"', [], b"x" * (number * 40), None))
        assert cache.size <= cache.capacity
    assert cache.get(Key("token", "/v1/x", b"0", ("application/json",), None, None)) is None
    assert cache.get(Key("token", "/v1/x", b"199", ("application/json",), None, None)) is not None
    cache.put(Key("token", "/v1/x", b"huge", ("application/json",), None, None), Entry(b'"t"', [], b"x" * 90_000, None))
    assert cache.get(Key("token", "/v1/x", b"huge", ("application/json",), None, None)) is None


def test_answers_are_the_same_without_the_cache(register_database: Database, api: Served) -> None:
    with serve(register_database, cache_bytes=0) as uncached:
        for path in PATHS:
            cached, direct = api.get(path), uncached.get(path)
            assert (cached.content, cached.headers["etag"]) == (direct.content, direct.headers["etag"])


def test_compressed_answers_are_repeatable(api: Served) -> None:
    with api.client.stream("GET", "/v1/dispositions", headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert gzip.decompress(raw) == api.get("/v1/dispositions", headers={"Accept-Encoding": "identity"}).content
