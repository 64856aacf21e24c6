"""Fictional parties for the benchmarks: names, places and addresses that mean nothing, always the same ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from db.vocabulary import PREFECTURES

# Characters of names, the usual ones first: a character is drawn the less often the further back it stands.
_CHARACTERS = (
    "山田東大中川本西北南野原木村島上下小高松井谷口水海光和平新日三五森林石沢岡崎浜港星空青白赤黒金銀豊富栄永久長安泰吉福幸"
    "春夏秋冬朝風雲雪雨月花桜梅竹桐杉楓菊蘭鶴亀龍虎鷹鷲鳩燕鯉鮎丸角八千代万百十一二四六七九太郎左右前後内外奥里町園池湖沼河岸橋船"
    "陸洋天地宇宙太陽明輝照朋友愛心真誠信義礼智勇武文学芸美麗清浄潔正直公共協力進歩発展開拓創造工作農耕漁撈織染縫縁結環境綠翠紅紫藍"
)
_WEIGHTS = list(accumulate(1 / (place + 12) for place in range(len(_CHARACTERS))))
_COOPERATIVES = (("", "協同組合"), ("", "事業協同組合"), ("協同組合", ""))
_COMPANIES = (("", "株式会社"), ("株式会社", ""), ("有限会社", ""), ("", "合同会社"))
_TRADES = ("建設", "水産", "農園", "縫製", "食品", "工業", "造船", "溶接", "介護会", "塗装", "運輸", "清掃", "")
_PLACES_PER_PREFECTURE = 37
_SPREAD = 0.35  # degrees around the prefectural office


@dataclass(frozen=True, slots=True)
class FictionalParty:
    """An organization that does not exist, where it would be."""

    name: str
    address: str
    telephone: str
    place: dict[str, Any]


def make_parties(seed: str, count: int, *, cooperative: bool = False) -> Iterator[FictionalParty]:
    """The first `count` parties of a series; a series is the same on every machine."""
    chance = random.Random(seed)
    prefectures = list(PREFECTURES)
    crowded = list(accumulate(1 / (at + 3) for at in range(len(prefectures))))
    for _ in range(count):
        code = chance.choices(prefectures, cum_weights=crowded)[0]
        place = _make_place(chance, code)
        street = f"{_make_word(chance, 2)}町{chance.randint(1, 9)}丁目{chance.randint(1, 30)}番{chance.randint(1, 30)}号"
        address = f"{PREFECTURES[code][0]}{place['municipality']}{street}"
        telephone = f"0{chance.randint(10, 99)}-{chance.randint(100, 999)}-{chance.randint(0, 9999):04}"
        yield FictionalParty(_make_name(chance, cooperative), address, telephone, place)


def _make_name(chance: random.Random, cooperative: bool) -> str:
    front, back = chance.choice(_COOPERATIVES if cooperative else _COMPANIES)
    core = _make_word(chance, chance.randint(3, 5)) + ("" if cooperative else chance.choice(_TRADES))
    return front + core + back


def _make_word(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(_CHARACTERS, cum_weights=_WEIGHTS, k=length))


def _make_place(chance: random.Random, prefecture: str) -> dict[str, Any]:
    number = chance.randrange(_PLACES_PER_PREFECTURE)
    longitude, latitude = PREFECTURES[prefecture][2:]
    point = [round(chance.gauss(middle, _SPREAD), 5) for middle in (longitude, latitude)]
    return {
        "prefecture_code": prefecture,
        "municipality": f"架空{_CHARACTERS[number]}市",
        "municipality_code": f"{prefecture}{201 + number}",
        "town": None,
        "point": point,
        "precision": "town",
    }
