"""Registrations of support organizations (登録支援機関の登録), in the shape of permits."""

import re
from collections.abc import Mapping
from typing import Any

from db.vocabulary import Regime, Role
from japanese.numbers import UnreadableNumber, parse_support_registration
from scrapers.cleaning.cells import read_day
from scrapers.cleaning.permits import read_postal_code
from scrapers.items import Rejected, Statement
from scrapers.parties import clean_name
from scrapers.registries.lists import split_cell
from scrapers.registries.names import mend_address, read_remarked_status
from scrapers.registries.telephones import read_telephones

_MARK = re.compile(r"^\s*(?:[①-⑳㉑-㉟㊱-㊿]|[(（][0-9０-９]{1,2}[)）])\s*")


def clean_support_registration(statement: Statement) -> dict[str, Any]:
    """A registration's facts: number, day, status, languages, offices; `offices` are rows of the same shape."""
    cells = statement.verbatim
    offices = cells["offices"]
    return {
        "regime": str(Regime.SSW),
        "role": str(Role.REGISTERED_SUPPORT_ORGANIZATION),
        "number": read_registration_number(cells["number"]),
        "class": None,
        "first_permitted_on": read_day(cells, "registered_on"),
        "expires_on": None,
        "status": str(read_remarked_status(_join(offices, "remarks") or "")),
        "status_text": None,
        "countries": [],
        "occupations": [],
        "care": None,
        "languages": _list_languages(offices),
        "support": _join(offices, "support"),
        "starts_on": min((read_day(office, "starts_on") for office in offices if "starts_on" in office), default=None),
        "offices": [_clean_office(office) for office in offices if "office_name" in office],
        "postal_code": read_postal_code(cells.get("postal_code")),
        "telephones": read_telephones(cells.get("telephone")),
        "remarks": _join(offices, "remarks"),
        "name_en": cells["name_en"],
    }


def read_registration_number(value: Any) -> str:
    """A registration number as `19登-000001`."""
    try:
        return parse_support_registration(value)
    except UnreadableNumber as unreadable:
        raise Rejected("number", str(unreadable), str(value)) from None


def _clean_office(office: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": clean_name(_MARK.sub("", str(office["office_name"]))),
        "postal_code": read_postal_code(office.get("office_postal_code")),
        "address": mend_address(str(office.get("office_address") or "")) or None,
        "telephones": read_telephones(office.get("office_telephone")),
    }


def _list_languages(offices: list[Mapping[str, Any]]) -> list[str]:
    """The languages of all offices, as they are printed."""
    cells = (str(office["languages"]) for office in offices if "languages" in office)
    return list(dict.fromkeys(word for cell in cells for word in split_cell(cell)))


def _join(offices: list[Mapping[str, Any]], column: str) -> str | None:
    """What the rows of one organization say in a column, each text once."""
    texts = dict.fromkeys(clean_name(str(office[column])) for office in offices if column in office)
    return "\n".join(text for text in texts if text) or None
