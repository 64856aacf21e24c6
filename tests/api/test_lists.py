"""Lists: exact totals, every filter, paging to the last row."""

import pytest

from tests.api import fictional_register as register
from tests.api.serving import Served


def test_a_list_answers_its_records_with_total_and_edition(api: Served) -> None:
    answer = api.read("/v1/dispositions")
    assert len(answer["items"]) == 50
    assert answer["total"] == register.NUMBERED + 8
    assert answer["edition"]["number"] == 2
    assert answer["edition"]["sample"] is True
    assert answer["searched"] == [{"source": "isa_dispositions", "last_good_at": "2026-04-10T00:00:00Z"}]
    assert answer["help"] is None


def test_dispositions_come_newest_first(api: Served) -> None:
    answer = api.read("/v1/dispositions?limit=1000")
    order = [(item["issued_on"], item["id"]) for item in answer["items"]]
    assert order == sorted(sorted(order, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True)
    assert answer["next"] is None


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("dispositions", "q=ABC架空", 2),
        ("dispositions", "q=ａｂｃ", 2),
        ("dispositions", "q=a b・c", 2),
        ("organizations", "q=髙", 1),
        ("organizations", "q=高崎製", 1),
        ("organizations", "q=%E6%A9%8B", 1),
        ("organizations", "q=100%25_", 1),
        ("organizations", "q=1%250", 0),
        ("organizations", "q=空\\株", 1),
        ("organizations", "q=太郎", 0),
        ("organizations", "q=個人事業主", 0),
        ("dispositions", "q=架空　太郎", 0),
        ("dispositions", "kind=permit_revocation", 1),
        ("dispositions", "kind=permit_revocation,improvement_order", 2),
        ("organizations", "kind=permit_revocation", 1),
        ("organizations", "kind=improvement_order&issued_from=2021-07-27&issued_to=2021-07-27", 1),
        ("organizations", "kind=improvement_order&issued_from=2023-01-01", 0),
        ("dispositions", "prefecture=47", 1),
        ("dispositions", "prefecture=okinawa", 1),
        ("dispositions", "prefecture=沖縄", 1),
        ("dispositions", "prefecture=沖縄県&kind=permit_revocation", 0),
        ("dispositions", "municipality=011011&status=withdrawn", 1),
        ("dispositions", "status=withdrawn", 1),
        ("dispositions", "issued_from=2026-01-01", 1),
        ("dispositions", "issued_to=2021-12-31", 1),
        ("dispositions", "ground=titp:37-1-4", 1),
        ("dispositions", "ground=titp:37", 1),
        ("dispositions", "ground=titp:37-1", 1),
        ("dispositions", "ground=titp:16-1-10", 1),
        ("dispositions", "ground=titp:37-1-4,titp:36-1-1", 2),
        ("dispositions", "ground=titp:3", 0),
        ("dispositions", "role=supervising_organization", 2),
        ("dispositions", "authority=moj", 2),
        ("dispositions", "number=認2004000001", 1),
        ("dispositions", "number=許1711000001", 1),
        ("organizations", "number=許1711000001", 1),
        ("dispositions", "updated_since=2026-04-10T00:00:00Z", 2),
        ("dispositions", "updated_since=2026-04-10", 2),
        ("dispositions", "updated_since=2026-04-11", 0),
        ("dispositions", "source=isa_dispositions&issued_from=2026-01-01", 1),
        ("dispositions", "source=another", 0),
        ("dispositions", "bbox=132.9,34.0,133.1,34.1&kind=permit_revocation", 1),
        ("dispositions", "bbox=133.1,34.0,132.9,34.1&kind=permit_revocation", 0),
        ("dispositions", "near=132.9978,34.0663&radius_m=10&kind=permit_revocation", 1),
        ("dispositions", "near=132.99,34.0663&radius_m=600&kind=permit_revocation", 0),
        ("dispositions", "near=132.99,34.0663&radius_m=900&kind=permit_revocation", 1),
        ("organizations", "has_dispositions=false", 0),
        ("organizations", "corporate_number=1234567890123", 0),
        ("permits", "", 1),
        ("permits", "country=VN,インドネシア", 0),
        ("permits", "permit_status=revoked", 1),
        ("labour-cases", "q=架空", 0),
    ],
)
def test_filters_find_exactly(api: Served, path: str, query: str, expected: int) -> None:
    answer = api.read(f"/v1/{path}?{query}")
    assert answer["total"] == expected
    assert len(answer["items"]) == min(expected, 50)
    assert (answer["help"] is None) == (expected > 0)


def test_every_prefecture_of_a_list_counts(api: Served) -> None:
    codes = ("01", "13", "38", "47")
    one_by_one = sum(api.read(f"/v1/dispositions?prefecture={code}")["total"] for code in codes)
    assert api.read("/v1/dispositions?prefecture=北海道,13,愛媛,Okinawa")["total"] == one_by_one


@pytest.mark.parametrize("path", ["organizations", "dispositions"])
@pytest.mark.parametrize("limit", [1, 7, 69, 138, 1000])
@pytest.mark.parametrize("sort", ["id", "updated_at", "-updated_at"])
def test_paging_reaches_every_row_once(api: Served, path: str, limit: int, sort: str) -> None:
    answer = api.read(f"/v1/{path}?limit={limit}&sort={sort}")
    seen = [item["id"] for item in answer["items"]]
    total = answer["total"]
    while answer["next"] is not None:
        assert answer["next"].startswith("https://kanri.example/v1/")
        answer = api.read(answer["next"].removeprefix("https://kanri.example"))
        assert answer["total"] == total
        seen += [item["id"] for item in answer["items"]]
    assert len(seen) == len(set(seen)) == total


def test_the_link_header_repeats_next(api: Served) -> None:
    response = api.get("/v1/dispositions?q=架空&prefecture=38&limit=2")
    assert response.headers["link"] == f'<{response.json()["next"]}>; rel="next"'


def test_count_none_leaves_the_total_out(api: Served) -> None:
    answer = api.read("/v1/dispositions?count=none&limit=1")
    assert answer["total"] is None
    following = answer["next"].removeprefix("https://kanri.example")
    assert api.read(following)["total"] is None
    assert api.read(following.replace("count=none&", ""))["total"] == register.NUMBERED + 8


def test_as_of_answers_what_was_said_that_day(api: Served) -> None:
    before = api.read("/v1/dispositions?as_of=2026-04-09")
    after = api.read("/v1/dispositions?as_of=2026-04-10")
    assert (before["total"], after["total"]) == (register.NUMBERED + 7, register.NUMBERED + 8)
    assert (before["edition"]["number"], after["edition"]["number"]) == (1, 2)
    assert api.read("/v1/dispositions?as_of=2026-04-09&status=withdrawn")["total"] == 0


def test_an_empty_answer_never_says_clean(api: Served) -> None:
    answer = api.read("/v1/organizations?q=架空に無い名前")
    assert answer["items"] == []
    assert answer["searched"]
    assert "does not mean" in answer["help"]["en"]
