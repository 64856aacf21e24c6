"""What can be said of an organization in a reconciliation: its types, and the properties that a column may be filled with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from db.vocabulary import Role

Value = dict[str, Any]
Summary = Mapping[str, Any]

ANY_TYPE = "organization"

_ROLE_NAMES = {
    Role.SUPERVISING_ORGANIZATION: "Supervising organization (監理団体)",
    Role.SUPERVISING_SUPPORT_ORGANIZATION: "Supervising support organization (監理支援機関)",
    Role.IMPLEMENTER: "Implementer (実習実施者)",
    Role.ESD_IMPLEMENTER: "Implementer under the new programme (育成就労実施者)",
    Role.REGISTERED_SUPPORT_ORGANIZATION: "Registered support organization (登録支援機関)",
}

TYPES: Mapping[str, str] = {ANY_TYPE: "Organization (団体)", **{str(role): name for role, name in _ROLE_NAMES.items()}}
"""The types of entities by id: any organization, or one in a capacity."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its name for people, and its values in an organization's document."""

    name: str
    read: Callable[[Summary], list[Value]]


def _text(*path: str) -> Callable[[Summary], list[Value]]:
    def read(summary: Summary) -> list[Value]:
        value: Any = summary
        for step in path:
            value = value[step]
        return [] if value is None else [{"str": value}]

    return read


def _texts(name: str) -> Callable[[Summary], list[Value]]:
    return lambda summary: [{"str": value} for value in summary[name]]


def _permits(name: str) -> Callable[[Summary], list[Value]]:
    return lambda summary: [{"str": one[name]} for one in summary["permits"] if one[name] is not None]


def _day(name: str) -> Callable[[Summary], list[Value]]:
    return lambda summary: [] if summary[name] is None else [{"date": f"{summary[name]}T00:00:00Z"}]


PROPERTIES: Mapping[str, Property] = {
    "corporate_number": Property("Corporate number (法人番号)", _text("corporate_number")),
    "number": Property("Permit or registration number (許可・登録番号)", _permits("number")),
    "prefecture": Property("Prefecture (都道府県)", _text("place", "prefecture")),
    "municipality": Property("Municipality (市区町村)", _text("place", "municipality")),
    "municipality_code": Property("Municipality code (市区町村コード)", _text("place", "municipality_code")),
    "address": Property("Address (所在地)", _text("address")),
    "name_kana": Property("Reading (フリガナ)", _text("name_kana")),
    "name_en": Property("English name (英語名)", _text("name_en")),
    "other_names": Property("Other names (他の名称)", _texts("other_names")),
    "legal_form": Property("Legal form (法人の種類)", _text("legal_form")),
    "roles": Property("Capacities (立場)", _texts("roles")),
    "permit_status": Property("Status of permits (許可の状態)", _permits("permit_status")),
    "disposition_count": Property(
        "Number of dispositions on record (行政処分の件数)", lambda summary: [{"int": summary["disposition_count"]}]
    ),
    "last_disposition_on": Property("Latest disposition (最新の処分日)", _day("last_disposition_on")),
    "status": Property("Whether a source still shows it (掲載状況)", _text("status")),
}
"""The properties by id, in the order in which they are proposed."""


def describe(summary: Summary) -> str:
    """A line that tells namesakes apart."""
    place = "".join(part for part in (summary["place"]["prefecture"], summary["place"]["municipality"]) if part)
    told = (place, summary["name_kana"], summary["name_en"], summary["corporate_number"])
    return " · ".join(part for part in told if part)


def list_types(summary: Summary) -> list[Value]:
    """The types of an organization."""
    return [{"id": name, "name": TYPES[name]} for name in (ANY_TYPE, *summary["roles"]) if name in TYPES]
