"""What was taken back stays taken back, whatever day is asked for, in whichever form, and whoever has asked before."""

from typing import Any

import pytest

from tests.api import fictional_register as register
from tests.api.serving import Served, on_day
from tests.fictional import make_disposition

FIRM, PERSON = "架空縫製株式会社", "仮想農園"
FORMS = ("", ".csv", ".geojson", ".ndjson")


def notify(*, known: bool, issued_on: str) -> list[dict[str, Any]]:
    """Two notices, of which one is against a person: as long as that is not `known`, an organization like the other."""
    person = make_disposition(PERSON, issued_on, kind="permit_revocation", sole=known)
    return [register.told(make_disposition(FIRM, issued_on)), register.told(person)]


def list_paths(served: Served, day: str) -> list[str]:
    """Everything by which the two are told of, as of a day or now."""
    lists = [f"/v1/{name}{form}" for name in ("organizations", "dispositions", "permits") for form in FORMS]
    records = [one["url"] for one in served.read("/v1/changes?limit=1000")["items"]]
    further = ["/v1/organizations?q=仮想", "/v1/organizations?q=農", "/v1/dispositions?q=仮想農園", "/v1/permits?number=許1711000001"]
    asked = [*lists, *(url[url.index("/v1/") :] for url in records), *further, "/v1/changes"]
    return [f"{path}{'&' if '?' in path else '?'}as_of={day}" for path in asked] + [
        *lists, "/v1/changes.atom", "/v1/search?q=仮想", "/v1/search?q=kasou", "/v1/reconcile/suggest/entity?prefix=仮想",
        *(f"/ogc/collections/{name}/items" for name in ("organizations", "dispositions", "permits")),
    ]  # fmt: skip


@pytest.mark.parametrize("issued_on", ["2025-06-27", "2019-06-27"], ids=["shown as a person's", "barred"])
def test_a_person_taken_for_an_organization_is_told_of_nowhere(fresh: Served, issued_on: str) -> None:
    fresh.publish(*notify(known=False, issued_on=issued_on), observed_on=on_day(1))
    paths = list_paths(fresh, "2026-04-01")
    before = {path: fresh.get(path) for path in paths}
    assert sum(PERSON in answer.text for answer in before.values()) > len(paths) / 2
    fresh.publish(*notify(known=True, issued_on=issued_on), observed_on=on_day(2))
    for path, answer in before.items():
        # Whoever has kept an answer is not told that it still holds.
        conditions = {"If-None-Match": answer.headers["etag"]} if "etag" in answer.headers else {}
        again = fresh.get(path, headers=conditions)
        assert again.status_code in (200, 404), (path, again.status_code)
        assert PERSON not in again.text and "許1711000001" not in again.text.replace(path, ""), path
    told = fresh.read("/v1/dispositions?as_of=2026-04-01")["items"]
    assert [one["organization"]["name"] for one in told] == [FIRM]
