"""Keys by which statements of one organization meet: name block, address, municipality, representatives.

They are read from the words alone, so that identities do not change with the gazetteer that is loaded.
"""

import re
from typing import Any

from db.vocabulary import PREFECTURES
from japanese.legal_forms import split_legal_form
from japanese.text import match_key
from scrapers.items import Party
from scrapers.parties import clean_address, list_representatives, representative_key

_NAMES = {name: code for code, (name, *_) in PREFECTURES.items()}
_PREFECTURE = re.compile("|".join(_NAMES))
# The shortest run that ends a municipality; 市 inside a name (四日市市, 市原市) is kept by the first two forms.
_MUNICIPALITY = re.compile(
    r"(?:四日市|八日市|廿日市|野々市|今市|余市郡余|市原|市川)[市町]"
    r"|.{1,5}?郡.{1,6}?[町村]"
    r"|.{1,6}?市(?:.{1,4}?区(?!画))?"
    r"|.{1,4}?[区町村]"
)
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_TOWN_NUMBER = re.compile(r"([0-9〇一二三四五六七八九十]+)(丁目|番地|番|号|の|ノ|-)")


def name_block(name: str) -> str:
    """The block of an organization's name: its core and its legal form, wherever the form stands."""
    form = split_legal_form(name)
    if form is None:
        return f"o:{match_key(name)}"
    return f"o:{match_key(form.core + form.site)}:{form.code}"


def write_identity_keys(party: Party, secret: bytes) -> dict[str, Any]:
    """What a party offers for telling entities apart; None where the source is silent."""
    address = clean_address(party.address)
    form = split_legal_form(party.name)
    return {
        "municipality": read_municipality(address),
        "address": address_key(address),
        "form_position": None if form is None else form.position,
        "representatives": sorted(
            key
            for person in list_representatives(party.representatives)
            if (key := representative_key(person, secret)) is not None
        ),
        "corporate_number": party.corporate_number,
    }


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
    return key if any(char.isdigit() for char in key) else None


def _read_number(numeral: str) -> str:
    if "十" not in numeral:
        return numeral.translate(_DIGITS)
    tens, _, ones = numeral.partition("十")
    return str(int(tens.translate(_DIGITS) or "1") * 10 + int(ones.translate(_DIGITS) or "0"))
