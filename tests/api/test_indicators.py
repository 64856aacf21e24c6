"""Indicators: figures only where reviewed, counts that their own list proves, denominators only where known."""

from urllib.parse import urlsplit

import pytest

from db.indicators.reviewed import UnreviewedFigure, check_figures, read_figures, read_series
from tests.api.serving import PUBLIC_URL, Served

# The Labour Standards Inspection's supervision of implementers: inspected, with violations, referred.
SUPERVISION = {
    2013: (2318, 1844, None), 2016: (5672, 4004, 40), 2017: (5966, 4226, None), 2018: (7334, 5160, 19),
    2019: (9455, 6796, 34), 2020: (8124, 5752, None), 2021: (9036, 6556, 25), 2022: (9829, 7247, 21),
    2023: (10378, 7602, 27), 2024: (11355, 8310, 16),
}  # fmt: skip
MISSING = {
    2012: 2005, 2015: 5803, 2016: 5058, 2017: 7089, 2018: 9052, 2019: 8796, 2022: 9006, 2023: 9753, 2024: 6510,
}  # fmt: skip
LINE = {
    "series": "inspections", "year": "1999", "value": "1", "mark": "M", "seen_at_publisher": "false",
    "publisher": "架空省", "title": "架空の資料", "url": "", "read_at": "架空の引用",
}  # fmt: skip


def by_year(name: str) -> dict[int, int]:
    return {figure.year: figure.value for figure in read_figures() if figure.series == name}


def test_reviewed_figures_are_those_of_the_review_and_no_others() -> None:
    names = ("inspections", "inspections_with_violations", "inspections_referred")
    for at, name in enumerate(names):
        assert by_year(name) == {year: row[at] for year, row in SUPERVISION.items() if row[at] is not None}
    assert by_year("plans_accredited") == {2018: 389321, 2019: 366167, 2020: 256408, 2021: 171387}
    missing = by_year("trainees_missing")
    assert missing == MISSING
    assert not {2014, 2015} & by_year("inspections").keys() and not {2020, 2021} & missing.keys()


def test_no_figure_claims_to_be_seen_where_it_was_not() -> None:
    assert all(figure.seen_at_publisher == (figure.read_from == "publisher") for figure in read_figures())
    assert all(figure.read_at and figure.title and figure.publisher for figure in read_figures())


@pytest.mark.parametrize(
    "defect",
    [
        {"mark": "K"}, {"mark": ""}, {"mark": "V"}, {"seen_at_publisher": "true"}, {"series": "permit_revocation"},
        {"series": "rumours"}, {"read_at": ""}, {"title": ""}, {"value": "about 5"}, {"value": "-1"}, {"year": "9"},
    ],
)  # fmt: skip
def test_an_unreviewed_figure_is_refused(defect: dict[str, str]) -> None:
    assert len(check_figures([LINE], read_series())) == 1
    with pytest.raises(UnreviewedFigure, match="line 2"):
        check_figures([LINE | defect], read_series())


def test_a_second_figure_for_a_year_is_refused() -> None:
    with pytest.raises(UnreviewedFigure, match="line 3"):
        check_figures([LINE, LINE | {"value": "2"}], read_series())


def test_published_figures_come_with_source_and_their_own_denominator(api: Served) -> None:
    answer = api.read("/v1/indicators?series=inspections_with_violations&year_from=2024")
    (item,) = answer["items"]
    assert (item["value"], item["denominator"]) == (8310, {"series": "inspections", "value": 11355})
    assert (item["seen_at_publisher"], item["source"]["read_from"]) == (False, "quotation")
    assert item["source"]["url"] == "https://www.mhlw.go.jp/stf/newpage_63807.html"
    assert "not the prevalence" in answer["note"]["en"] and "広がり" in answer["note"]["ja"]
    assert "prevalence" in item["caveat_en"]


def test_every_count_is_proved_by_the_list_that_it_names(sample_api: Served) -> None:
    items = [
        item for item in sample_api.read("/v1/indicators?limit=1000")["items"]
        if item["basis"] == "counted" and item["year"] is not None and item["series"] != "plans_revoked"
    ]  # fmt: skip
    assert {item["series"] for item in items} >= {"permit_revocation", "plan_revocation", "labour_case", "permits_in_force"}
    assert {item["place"] is None for item in items} == {True, False}
    for item in items:
        url = urlsplit(item["source"]["url"])
        assert sample_api.read(f"{url.path}?{url.query}&limit=1")["total"] == item["value"], item["source"]["url"]


def test_counts_add_up_to_the_register(sample_api: Served) -> None:
    items = sample_api.read("/v1/indicators?level=country&limit=1000")["items"]
    kinds = {"permit_revocation", "permit_class_change", "business_suspension", "improvement_order", "plan_revocation"}
    told = sum(item["value"] for item in items if item["series"] in kinds)
    assert told == sample_api.read("/v1/dispositions?limit=1")["total"]
    cases = [item for item in items if item["series"] == "labour_case"]
    assert sum(item["value"] for item in cases) == sample_api.read("/v1/labour-cases?limit=1")["total"]
    assert [item["value"] for item in cases if item["year"] is None] == [1]
    issued = sample_api.read("/v1/dispositions?limit=1000")["items"]
    revoked = sum(item["plan_count"] for item in issued if item["kind"] == "plan_revocation")
    # An order to improve names plans as well, none of which is revoked by it.
    assert sum(item["value"] for item in items if item["series"] == "plans_revoked") == revoked
    assert revoked < sum(item["plan_count"] for item in issued)


def test_the_denominator_is_the_permits_in_force_and_only_where_a_list_of_that_year_was_read(sample_api: Served) -> None:
    items = sample_api.read("/v1/indicators?series=permit_revocation,permits_in_force&level=country&limit=1000")["items"]
    listed = sample_api.read("/v1/permits?role=supervising_organization&permit_status=in_force,suspended&limit=1")["total"]
    assert {item["year"]: item["value"] for item in items if item["series"] == "permits_in_force"} == {2026: listed}
    denominators = {item["year"]: item["denominator"] for item in items if item["series"] == "permit_revocation"}
    assert denominators.pop(2026) == {"series": "permits_in_force", "value": listed}
    assert denominators and set(denominators.values()) == {None}


def test_improvement_orders_of_implementers_are_not_set_against_permits(sample_api: Served) -> None:
    items = sample_api.read("/v1/indicators?series=improvement_order&limit=1000")["items"]
    assert {item["role"] for item in items} == {"implementer", "supervising_organization"}
    assert all(item["denominator"] is None for item in items if item["role"] == "implementer")


def test_a_past_day_answers_with_the_counts_of_that_day(sample_api: Served) -> None:
    query = "series=permit_revocation,permits_in_force,labour_case&level=country"
    for day in ("2026-04-01", "2026-09-30"):
        items = sample_api.read(f"/v1/indicators?{query}&as_of={day}&limit=1000")["items"]
        revoked = sum(item["value"] for item in items if item["series"] == "permit_revocation")
        assert revoked == sample_api.read(f"/v1/dispositions?kind=permit_revocation&as_of={day}&limit=1")["total"]
        assert [item["value"] for item in items if item["series"] == "permits_in_force"] == [30]


def test_filters_and_pages(sample_api: Served) -> None:
    whole = sample_api.read("/v1/indicators?limit=1000")
    assert whole["next"] is None and whole["total"] == len(whole["items"])
    path, found = "/v1/indicators?limit=7", []
    while path is not None:
        page = sample_api.read(path)
        assert page["total"] == whole["total"]
        found += page["items"]
        path = page["next"] and page["next"].removeprefix(PUBLIC_URL)
    assert found == whole["items"]
    told = [(item["series"], item["year"], (item["place"] or {}).get("prefecture_code"), item["role"]) for item in found]
    assert len(set(told)) == len(told)
    gifu = sample_api.read("/v1/indicators?prefecture=岐阜&year_from=2025&year_to=2025&limit=1000")["items"]
    assert gifu and all((item["place"]["prefecture_code"], item["year"]) == ("21", 2025) for item in gifu)
    assert gifu == [
        item for item in whole["items"]
        if item["place"] is not None and item["place"]["prefecture_code"] == "21" and item["year"] == 2025
    ]  # fmt: skip


def test_answers_are_kept_and_told_alike(api: Served) -> None:
    first, second = api.get("/v1/indicators"), api.get("/v1/indicators")
    assert first.content == second.content
    assert api.get("/v1/indicators", headers={"if-none-match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("query", "status"),
    [("series=rumours", 400), ("year_from=2020&year_to=2019", 422), ("level=town", 400), ("as_of=2001-01-01", 422),
     ("year=2020", 400), ("cursor=x", 400)],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(api: Served, query: str, status: int) -> None:
    assert api.get(f"/v1/indicators?{query}").status_code == status
