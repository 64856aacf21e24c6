"""The countries (受入れ国) in a cell, as ISO 3166-1 codes; a word that is not known stays as it is printed."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from db.vocabulary import COUNTRIES
from japanese.text import fold_width, squeeze
from scrapers.registries.lists import split_cell
from scrapers.registries.rows import RegisterRow

_OTHER_NAMES = {
    "中華人民共和国": "CN",
    "中国(台湾を除く)": "CN",
    "ヴィエトナム": "VN",
    "ベトナム社会主義共和国": "VN",
    "ヴェトナム": "VN",
    "越南": "VN",
    "フイリピン": "PH",
    "比国": "PH",
    "ビルマ": "MM",
    "タイ王国": "TH",
    "タイランド": "TH",
    "モンゴル国": "MN",
    "ラオス人民民主共和国": "LA",
    "カンボディア": "KH",
    "バングラディシュ": "BD",
    "バングラディッシュ": "BD",
    "バングラデッシュ": "BD",
    "ウズベキスタン共和国": "UZ",
    "キルギス共和国": "KG",
    "キルギスタン": "KG",
    "スリ・ランカ": "LK",
    "東ティモール民主共和国": "TL",
    "ティモール": "TL",
    "大韓民国": "KR",
    "中華民国": "TW",
    "米国": "US",
    "アメリカ合衆国": "US",
    "ロシア連邦": "RU",
}
_CODES = {name: code for code, (name, _) in COUNTRIES.items()} | _OTHER_NAMES


def read_countries(text: str) -> list[str]:
    """The codes of the countries in a cell, in its order; a word that is no known country stays, verbatim."""
    return list(_read_countries(text))


@lru_cache(maxsize=8192)  # lists say the same countries again and again
def _read_countries(text: str) -> tuple[str, ...]:
    whole = _find_code(text)
    if whole is not None:
        return (whole,)
    return tuple(dict.fromkeys(_find_code(word) or word for word in split_cell(text)))


def list_unknown_countries(rows: Iterable[RegisterRow]) -> list[str]:
    """A sentence for each word that is no known country, with how many rows have it."""
    words = (word for row in rows for word in read_countries(row.text("countries")) if word not in COUNTRIES)
    return [f"unknown country 「{word}」 in {count} rows: kept as printed" for word, count in Counter(words).items()]


def _find_code(word: str) -> str | None:
    return _CODES.get(squeeze(fold_width(word)))
