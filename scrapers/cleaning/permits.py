"""Permits of supervising organizations (監理団体の許可) as the registry lists them."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from db.vocabulary import PermitClass, PermitStatus
from japanese.dates import find_dates
from japanese.text import squeeze
from scrapers.cleaning.cells import read_day, read_number
from scrapers.items import Rejected, Statement
from scrapers.registries.countries import read_countries
from scrapers.registries.names import read_status
from scrapers.registries.occupations import read_occupations
from scrapers.registries.telephones import read_telephones

_CLASSES = {
    "一般監理事業": PermitClass.GENERAL,
    "一般監理": PermitClass.GENERAL,
    "一般": PermitClass.GENERAL,
    "特定監理事業": PermitClass.SPECIFIC,
    "特定監理": PermitClass.SPECIFIC,
    "特定": PermitClass.SPECIFIC,
}
_YES = frozenset(("○", "〇", "◯", "●", "◎", "有", "有り", "あり", "可", "可能", "対応", "対応可", "対応有", "1", "true"))
_NO = frozenset(("", "-", "×", "✕", "無", "無し", "なし", "不可", "対応不可", "対応無", "0", "false"))
_POSTAL_CODE = re.compile("[0-9]{3}-[0-9]{4}")
_DASHES = str.maketrans("‐‑‒–—―−ー－", "---------")


def clean_permit(statement: Statement) -> dict[str, Any]:
    """A permit's facts: class, first day, expiry, status, countries, occupations, care.

    `verbatim` has the list's cells, `class_of_list` and `status_text`. The status is as of the list's own day.
    """
    cells = statement.verbatim
    expires_on = _read_expiry(cells)
    number = cells.get("number")
    return {
        "regime": cells["regime"],
        "role": cells["role"],
        "number": None if number is None else read_number("number", number, "許"),
        "class": str(_read_class(cells)),
        "first_permitted_on": read_day(cells, "first_permitted_on"),
        "expires_on": expires_on,
        "status": str(_read_status(cells["status_text"], expires_on, statement.locator.get("as_of"))),
        "status_text": cells["status_text"],
        "countries": read_countries(str(cells.get("countries") or "")),
        "occupations": read_occupations(cells.get("occupations")),
        "care": _read_care(cells.get("care")),
        "postal_code": read_postal_code(cells.get("postal_code")),
        "telephones": read_telephones(cells.get("telephone")),
        "remarks": cells.get("remarks"),
    }


def read_postal_code(value: Any) -> str | None:
    """A postal code as `100-0001`; None where the cell holds none. A lost leading 0 is given back."""
    if isinstance(value, str) and _POSTAL_CODE.fullmatch(value):
        return value
    digits = "".join(char for char in unicodedata.normalize("NFKC", str(value or "")) if char.isdecimal())
    digits = digits.zfill(7) if isinstance(value, int | float) else digits
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else None


def _read_class(cells: Mapping[str, Any]) -> PermitClass:
    """The class of the list; a row that says another of itself is in the wrong list, or the list is."""
    of_list = PermitClass(cells["class_of_list"])
    told = cells.get("class")
    if told is not None and _CLASSES.get(_fold(told)) is not of_list:
        raise Rejected("class", f"not the class of its list ({of_list})", str(told))
    return of_list


def _read_expiry(cells: Mapping[str, Any]) -> str:
    """The last day of validity; of a period, its end."""
    value = cells["expires_on"]
    end = _find_end(value.replace("\n", "")) if isinstance(value, str) else None
    return read_day(cells, "expires_on") if end is None else end


@lru_cache(maxsize=8192)
def _find_end(text: str) -> str | None:
    days = find_dates(text)
    return days[-1].day.isoformat() if len(days) == 2 else None


def _read_status(text: str | None, expires_on: str, as_of: str | None) -> PermitStatus:
    if as_of is not None and expires_on < as_of:
        return PermitStatus.EXPIRED
    if text is None:
        return PermitStatus.IN_FORCE
    code = read_status(text).code
    if code is None:
        raise Rejected("name", "an unknown status in the name", text)
    return code


def _read_care(value: Any) -> bool:
    word = _fold("" if value is None else value).translate(_DASHES).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Rejected("care", "neither a mark nor a blank", str(value))


def _fold(value: Any) -> str:
    return squeeze(unicodedata.normalize("NFKC", str(value)))
