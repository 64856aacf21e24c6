"""A fictional registry as its publisher puts it on the site: a page, and a list in CSV for each class of permit."""

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.fiction import make_parties
from scrapers.replay import SAMPLE_MARK

_HOST, _PAGE = "www.otit.go.jp", "implementer/basic/search_supervisor/index.html"
_AS_OF = "令和8年3月31日現在"
_LISTS = {"general": "一般監理事業", "specific": "特定監理事業"}
_HEADINGS = (
    "監理団体名", "郵便番号", "所在地", "電話番号", "許可年月日", "許可の有効期限", "受入れ国", "取扱職種", "介護職種",
)  # fmt: skip
_COUNTRIES = ("ベトナム", "インドネシア", "フィリピン", "ミャンマー", "中国", "カンボジア", "タイ", "モンゴル", "ネパール")
_OCCUPATIONS = ("1-1", "2-1", "3-4", "4-2", "5-6", "6-1", "7-21", "8-1")
_FIRST_DAY, _DAYS = date(2019, 5, 1), 2400
_SPECIFIC = 10  # one in so many permits


def write_site(folder: Path, rows: int, *, renewed: bool) -> Path:
    """Write the site with so many permits; each `renewed` one ends a year later. Gives the folder."""
    host = folder / _HOST
    (host / _PAGE).parent.mkdir(parents=True)
    (host / "data").mkdir()
    links = "".join(f'<li><a href="/data/{name}.csv">{label}</a></li>' for name, label in _LISTS.items())
    (host / _PAGE).write_text(f"<html><body><p>{_AS_OF}</p><ul>{links}</ul></body></html>", encoding="utf-8")
    permits = list(_make_rows(rows, renewed))
    _write_list(host / "data" / "general.csv", permits[rows // _SPECIFIC :])
    _write_list(host / "data" / "specific.csv", permits[: rows // _SPECIFIC])
    (folder / SAMPLE_MARK).touch()
    return folder


def _make_rows(rows: int, renewed: bool) -> Iterator[Sequence[str]]:
    chance = random.Random("permits")
    for party in make_parties("permits", rows, cooperative=True):
        first = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        countries = "、".join(chance.sample(_COUNTRIES, chance.randint(1, 4)))
        occupations = ",".join(sorted(chance.sample(_OCCUPATIONS, chance.randint(1, 3))))
        yield (
            party.name, "000-0001", party.address, party.telephone, _write_day(first),
            _write_day(date(2031 + renewed, first.month, min(first.day, 28))), countries, occupations, "",
        )  # fmt: skip


def _write_day(day: date) -> str:
    year = day.year - 2018
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"


def _write_list(path: Path, permits: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[_AS_OF], _HEADINGS, *permits])
