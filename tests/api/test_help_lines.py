"""Help lines: served when verified, marked when stale, and never from hearsay."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from api.editions import NOTHING_YET
from api.v1.help_lines import seconds_to_midnight, write_help_lines
from db.help_lines import FRESH_DAYS, HELP_LINES, UnverifiedLine, choose_lines, read_help_lines
from tests.api.serving import Served

HEADER = "title,title_ja,languages,number,hours,source_url,mark,verified_on"
VERIFIED = "Fictional line,架空の相談窓口,vi en,0120-000-000,Mon-Fri 11:00-19:00,https://www.fiction.go.jp/soudan/,V,2026-04-01"
HEARSAY = "Fictional hearsay,架空の伝聞,vi,0120-000-001,,https://www.fiction.go.jp/soudan/,P,"
DAY = date(2026, 4, 1)


def read(folder: Path, *lines: str) -> list[object]:
    file = folder / "help_lines.csv"
    file.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return list(read_help_lines(file))


def test_a_verified_line_is_told_with_its_page_and_day(tmp_path: Path) -> None:
    file = tmp_path / "help_lines.csv"
    file.write_text(f"{HEADER}\n{VERIFIED}\n{HEARSAY}\n", encoding="utf-8")
    body = write_help_lines(choose_lines(read_help_lines(file), DAY), DAY, NOTHING_YET)
    assert body["total"] == 1
    assert body["items"] == [
        {
            "title": "Fictional line", "title_ja": "架空の相談窓口", "languages": ["vi", "en"], "number": "0120-000-000",
            "hours": "Mon-Fri 11:00-19:00", "source_url": "https://www.fiction.go.jp/soudan/",
            "verified_on": "2026-04-01", "stale": False, "stale_from": "2026-07-01",
        }
    ]  # fmt: skip


def test_a_line_is_stale_after_ninety_days_and_comes_last(tmp_path: Path) -> None:
    file = tmp_path / "help_lines.csv"
    later = VERIFIED.replace("Fictional", "Zzz fictional").replace("2026-04-01", "2026-04-02")
    file.write_text(f"{HEADER}\n{VERIFIED}\n{later}\n", encoding="utf-8")
    lines = read_help_lines(file)
    last = DAY + timedelta(days=FRESH_DAYS)
    assert [line.is_stale(last) for line in choose_lines(lines, last)] == [False, False]
    told = write_help_lines(choose_lines(lines, last + timedelta(days=1)), last + timedelta(days=1), NOTHING_YET)["items"]
    assert [(item["verified_on"], item["stale"]) for item in told] == [("2026-04-02", False), ("2026-04-01", True)]


def test_a_line_verified_tomorrow_is_not_told(tmp_path: Path) -> None:
    assert choose_lines(read(tmp_path, VERIFIED), DAY - timedelta(days=1)) == []  # type: ignore[arg-type]


def test_an_unverified_line_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, HEARSAY) == []


@pytest.mark.parametrize(
    ("true", "false"),
    [(",V,", ",P,"), (",V,", ",,"), ("https:", "http:"), ("www.fiction.go.jp", "fiction.example"),
     ("www.fiction.go.jp", "evilgo.jp"), ("0120-000-000", "555-FICTION"), ("vi en", ""), ("vi en", "Vietnamese"),
     ("Mon-Fri 11:00-19:00", ""), ("2026-04-01", "1 April")],
)  # fmt: skip
def test_a_line_that_claims_to_be_verified_and_is_not_is_refused(tmp_path: Path, true: str, false: str) -> None:
    assert len(read(tmp_path, VERIFIED)) == 1
    with pytest.raises(ValueError):
        read(tmp_path, VERIFIED.replace(true, false))


def test_hearsay_with_a_day_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnverifiedLine, match=r"line 2: .*mark V"):
        read(tmp_path, HEARSAY + "2026-04-01")


def test_the_committed_file_serves_nothing_that_was_not_verified() -> None:
    text = HELP_LINES.read_text(encoding="utf-8")
    assert "0120-250-168" in text, "the number that waits for verification"
    assert all(line.number != "0120-250-168" for line in read_help_lines())


def test_the_list_names_the_consultation_and_how_long_it_may_be_kept(api: Served) -> None:
    response = api.get("/v1/help-lines")
    body = response.json()
    assert body["total"] == len(body["items"]) == len(read_help_lines())
    assert body["note"]["links"][0]["url"] == "https://www.support.otit.go.jp/soudan/"
    assert "0120-250-168" not in response.text
    age = int(response.headers["cache-control"].removeprefix("public, max-age="))
    assert 0 <= age <= 3600
    assert api.get("/v1/help-lines?limit=1").status_code == 400


def test_an_answer_is_not_kept_past_midnight_in_japan() -> None:
    zone = ZoneInfo("Asia/Tokyo")
    assert seconds_to_midnight(datetime(2026, 4, 1, 23, 59, 30, tzinfo=zone)) == 30
    assert seconds_to_midnight(datetime(2026, 12, 31, 0, 0, tzinfo=zone)) == 86_400
