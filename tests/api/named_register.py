"""Fictional organizations that are hard to find: names with variants, readings, English, numbers, look-alikes."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from db.rematch import rematch
from db.session import make_engine
from db.vocabulary import PREFECTURES
from scrapers.corporate_numbers.load import load_corporate_numbers
from tests.api.serving import publish
from tests.db.parties import make_number, tell, write_register, write_register_row
from tests.postgis import Database

GOLDEN = Path(__file__).parent.parent / "japanese" / "golden_names.csv"
SOLE = "架空　花子"
SOLE_SPELLINGS = ("架空花子", "架空　花子", "かくうはなこ", "カクウハナコ", "kakuu hanako", "Kaku Hanako", "kakuhanako", "架空華子")


class Named(NamedTuple):
    """An organization of the register, with what only the corporate-number register knows."""

    name: str
    kana: str
    english: str = ""
    prefecture: str = "愛媛県"
    municipality: str = "今治市"
    municipality_code: str = "38202"
    plans: tuple[str, ...] = ()


NAMED = (
    Named("青嶺事業協同組合", "アオミネ", "", "広島県", "福山市", "34207", ("認1708999901",)),
    Named("協同組合青嶺", "アオミネ", "", "岡山県", "倉敷市", "33202"),
    Named("株式会社青嶺", "アオミネ", "Aomine Co., Ltd.", "広島県", "広島市中区", "34101"),
    Named("高洋水産株式会社", "コウヨウスイサン", "Koyo Fisheries Co., Ltd."),
    Named("協同組合グローバルリンク北浜", "グローバルリンクキタハマ"),
    Named("小野建設株式会社", "オノケンセツ"),
    Named("大野建設株式会社", "オオノケンセツ"),
    Named("渡邊山農事組合法人", ""),
    Named("星見野漁業協同組合", "ホシミノ", "", "北海道", "札幌市中央区", "01101"),
    Named("今治電装株式会社", "イマバリデンソウ", "", "香川県", "高松市", "37201"),
    # Read otherwise than any analyser would: only the register knows.
    Named("月見里工業株式会社", "ヤマナシコウギョウ"),
)


@lru_cache(maxsize=1)
def read_golden() -> list[dict[str, str]]:
    """The pairs of names that are alike, or only look it."""
    with GOLDEN.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def list_golden() -> list[Named]:
    """The listed side of the pairs, each organization once."""
    rows = (Named(row["name"], row["kana"], row["english"], row["prefecture"] or "愛媛県", "架空市", "") for row in read_golden())
    return list(dict.fromkeys(rows))


def list_golden_names() -> list[Named]:
    """The listed side of those pairs that are the same, one organization of each name."""
    names = {row["name"] for row in read_golden() if row["same"] == "1"}
    return list({one.name: one for one in reversed(list_golden()) if one.name in names}.values())


def publish_named(database: Database, folder: Path, named: Iterable[Named]) -> None:
    """Publish organizations as the crawl does, then load what the corporate-number register says of them."""
    numbered = [(make_number(serial), one) for serial, one in enumerate(named, 1)]
    publish(database, *(_tell(number, one) for number, one in numbered), tell(SOLE, sole=True, issued_on="2025-10-15"))
    engine = make_engine(database.owner)
    rows = (_register(number, one) for number, one in numbered)
    load_corporate_numbers(engine, [write_register(folder / "register.csv", rows)])
    rematch(engine)
    engine.dispose()


def _tell(number: str, one: Named) -> dict[str, Any]:
    code = _code_of(one)
    place = {
        "prefecture_code": code, "municipality": one.municipality, "municipality_code": one.municipality_code or f"{code}999",
        "town": None, "point": None, "precision": "municipality",
    }  # fmt: skip
    # Organizations of one name are told apart by their numbers, and their notices by their days.
    issued_on = date(2022, 1, 1) + timedelta(days=int(number) % 100_000)
    address = f"{one.prefecture}{one.municipality}架空町{int(number) % 100_000}番地"
    return tell(one.name, address, number=number, place=place, plans=one.plans, issued_on=str(issued_on))


def _register(number: str, one: Named) -> str:
    code = _code_of(one)
    return write_register_row(number, one.name, prefecture=code, city_code="999", city=one.municipality, kana=one.kana, name_en=one.english)


def _code_of(one: Named) -> str:
    return next(code for code, (name, *_) in PREFECTURES.items() if name == one.prefecture)
