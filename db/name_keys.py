"""Keys by which what names one organization meets: name block, address, municipality. Pure.

They are read from the words alone, so that identities do not change with the gazetteer that is loaded.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from db.vocabulary import PREFECTURES
from japanese.legal_forms import split_legal_form
from japanese.text import match_key

_NAMES = {name: code for code, (name, *_) in PREFECTURES.items()}
_PREFECTURE = re.compile("|".join(_NAMES))
# Only these cities have wards; elsewhere a 区 after 市 is some district's.
_CITIES_WITH_WARDS = (
    "札幌|仙台|さいたま|千葉|横浜|川崎|相模原|新潟|静岡|浜松|名古屋|京都|大阪|堺|神戸|岡山|広島|北九州|福岡|熊本"
)
# The shortest run that ends a municipality; names that hold another's ending come first.
_MUNICIPALITY = re.compile(
    r"余市郡余市町|佐波郡玉村町|杵島郡大町町|(?:四日市|八日市|廿日市|野々市|今市|市原|市川|大和郡山|蒲郡|小郡)市"
    rf"|(?:{_CITIES_WITH_WARDS})市.{{1,4}}?区"
    r"|(?:高市|余市|[^区市]{1,5}?)郡.{1,6}?[町村]"
    r"|[^区]{1,6}?市"
    r"|.{1,5}?[区町村]"
)
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_TOWN_NUMBER = re.compile(r"([0-9〇一二三四五六七八九十]+)(丁目|番地[のノ]?|番[のノ]?|号|の|ノ|-)")

_SITES = "本社|本店|支社|支店|営業所|事業所|出張所|事務所|工場|作業所|農場|センター|店"
_SITE = re.compile(rf"第?[0-9一二三四五]?(?:{_SITES})$")
_SITE_ENDS = tuple(_SITES.split("|"))
_REMARK = re.compile(r"(.{2,})\((.{2,8})\)")
_LONGEST_PLACE = 8
_ENDS = "都|道|府|県|市|区|郡|町|村|字"


class NameKey(NamedTuple):
    """The block of a name (its core and legal form) and where the form stands: front, behind or inside."""

    block: str
    position: str | None


@lru_cache(maxsize=1024)  # a record asks for its block and for its form's position, one after the other
def read_name(name: str, address: str = "") -> NameKey:
    """How a name meets others; the site at its end (板橋工場) is left out where the address proves it one."""
    form = split_legal_form(name)
    whole = match_key(name if form is None else form.core + form.site)
    core = _cut_site(whole, match_key(address))
    if form is None:
        return NameKey(f"o:{core}", None)
    # 架空株式会社広島本社 is 架空株式会社: with its site gone nothing stands behind the form.
    is_cut_clean = form.position == "inside" and core == match_key(form.core)
    return NameKey(f"o:{core}:{form.code}", "behind" if is_cut_clean else form.position)


def name_block(name: str, address: str = "") -> str:
    """The block of an organization's name: its core and its legal form, wherever the form stands."""
    return read_name(name, address).block


def read_municipality(address: str) -> str | None:
    """`13府中市`: prefecture code and municipality as written; None where the words do not show one."""
    match = _PREFECTURE.match(address)
    code, rest = (_NAMES[match.group()], address[match.end() :]) if match else ("", address)
    found = _MUNICIPALITY.match(match_key(rest))
    return None if found is None else code + found.group()


def read_prefecture(address: str) -> str | None:
    """The code of the prefecture that the address begins with."""
    match = _PREFECTURE.match(address)
    return None if match is None else _NAMES[match.group()]


def address_key(address: str) -> str | None:
    """An address with its numerals and separators told one way; None for one without any number."""
    key = match_key(address).replace("大字", "").replace("字", "")
    key = _TOWN_NUMBER.sub(lambda found: f"{_read_number(found.group(1))}-", key).rstrip("-")
    return key if any(map(str.isdigit, key)) else None


def _cut_site(core: str, address: str) -> str:
    """`架空板橋工場` in 板橋区, and `架空(板橋)`, are `架空`; in any other place they are names of their own."""
    remark = _REMARK.fullmatch(core) if core.endswith(")") else None
    if remark is not None:
        return remark[1] if _is_place(remark[2], address) else core
    if core.endswith(_SITE_ENDS):
        stem = _SITE.sub("", core)
        for length in range(_LONGEST_PLACE, 1, -1):
            base, place = stem[:-length], stem[-length:]
            if len(base) > 1 and _is_place(place, address):
                return base
    return core


def _is_place(word: str, address: str) -> bool:
    # Most words are nowhere in the address: no pattern is made for those.
    return word in address and re.search(rf"(?:^|{_ENDS}){re.escape(word)}(?:$|{_ENDS}|[0-9])", address) is not None


def _read_number(numeral: str) -> str:
    if "十" not in numeral:
        return numeral.translate(_DIGITS)
    tens, _, ones = numeral.partition("十")
    return str(int(tens.translate(_DIGITS) or "1") * 10 + int(ones.translate(_DIGITS) or "0"))
