"""The filters: one name, one meaning, on every list; how each is read, explained and asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api import values
from api.conditions import array_has_any, column_is, column_is_any, ground_is, municipality_is, place_is_in
from api.parameters import Parameter
from db.name_search import contains_name
from db.statements import Condition
from db.vocabulary import (
    COUNTRIES,
    PREFECTURES,
    Authority,
    DispositionKind,
    PermitStatus,
    RecordStatus,
    Regime,
    Role,
    Violation,
)

DEFAULT_RADIUS = 5_000
WIDEST_RADIUS = 200_000


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter with the condition that it puts; None where another filter puts the condition for both."""

    parameter: Parameter
    condition: Callable[[Any], Condition] | None = field(repr=False, default=None)


def _words(name: str, words: type[Any], en: str, ja: str, example: str) -> Parameter:
    known = [str(word) for word in words]
    schema = values.list_schema({"type": "string", "enum": known})
    return Parameter(name, values.several(values.one_of(known)), schema, en, ja, example, listed=True)


def _texts(
    name: str, read: Callable[[str], str], en: str, ja: str, example: str, pattern: str
) -> Parameter:
    schema = values.list_schema({"type": "string", "pattern": f"^{pattern}$"})
    return Parameter(name, values.several(read), schema, en, ja, example, listed=True)


def _text(name: str, read: Callable[[str], Any], en: str, ja: str, example: str, **schema: Any) -> Parameter:
    return Parameter(name, read, {"type": "string", **schema}, en, ja, example)


_SLUG_SHAPE = "[a-z][a-z0-9_]{0,60}"
_GROUND_SHAPE = "[a-z]{3,5}:([a-z_]{3,40}:)?[0-9]{1,3}(-[0-9a-j]{1,3}){0,4}"
_ORGANIZATION_SHAPE = "org_[a-z2-7]{16}"
_OCCUPATION_SHAPE = "[0-9]{1,2}(-[0-9]{1,3}){0,2}"
PREFECTURE_SHAPE = f"({'|'.join(name for code, names in PREFECTURES.items() for name in (code, *names[:2]))})"
_COUNTRY_SHAPE = f"({'|'.join(name for code, names in COUNTRIES.items() for name in (code, *names))})"
MUNICIPALITY_SHAPE = "(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}"
_NUMBER_SHAPE = "[0-9A-Za-z一-龠-]{1,20}"

_SLUG = values.matching(_SLUG_SHAPE, "must be a name of small letters, digits and underscores")
_GROUND = values.matching(
    _GROUND_SHAPE,
    "must be a provision such as titp:37-1-4 (regime:article-paragraph-item)",
)
_ORGANIZATION = values.matching(_ORGANIZATION_SHAPE, "must be an organization's id, org_ and 16 characters")
_OCCUPATION = values.matching(_OCCUPATION_SHAPE, "must be an occupation's code such as 7-21")

_FILTERS = (
    Filter(
        _text(
            "q", values.read_search,
            "Part of a name, from one character on, as it is written, read (in kana or any romanization; one or two "
            "letters: how the reading begins) or registered in English. Width, case, variant characters, spaces and "
            "middle dots do not matter. Natural persons are never found by name. /v1/search also forgives typing errors.",
            "名称の一部（1文字から）。漢字表記のほか、読み（かな・各種ローマ字。1～2文字は読みの先頭）、登録された英語名でも"
            "見つかります。全角半角、大文字小文字、異体字、空白、中点は区別しません。個人は名前では見つかりません。"
            "打ち間違いも許す検索は /v1/search です。",
            "協同", minLength=1, maxLength=values.LONGEST_SEARCH, pattern=values.SEARCH_SHAPE,
        ),
        contains_name,
    ),
    Filter(
        _words(
            "kind", DispositionKind,
            "Kind of disposition. Of organizations: those with such a disposition.",
            "行政処分の種類。団体では、その処分を受けたもの。",
            "permit_revocation",
        ),
        column_is_any("category"),
    ),
    Filter(
        _texts(
            "prefecture", values.read_prefecture,
            "Prefecture: JIS code or name in Japanese or English.",
            "都道府県。JISコード、日本語名または英語名。",
            "38", PREFECTURE_SHAPE,
        ),
        column_is_any("prefecture"),
    ),
    Filter(
        _texts(
            "municipality", values.read_municipality,
            "Municipality: code of five digits, or of six with the check digit. The code of a designated city stands "
            "for all of its wards too (27100 for 27102 to 27128), 13100 for the special wards of Tokyo.",
            "市区町村。5桁または検査数字付き6桁のコード。政令指定都市のコードはその区も含みます"
            "（27100 は 27102 から 27128 も）。13100 は特別区の全体です。",
            "38202", MUNICIPALITY_SHAPE,
        ),
        municipality_is,
    ),
    Filter(
        _text(
            "issued_from", values.read_day,
            "Issued on this day or later. Of organizations: those with such a disposition.",
            "この日以後の処分。団体では、その処分を受けたもの。",
            "2025-01-01", format="date",
        ),
        lambda day: Condition("v.issued_on >= {}", (day,)),
    ),
    Filter(
        _text(
            "issued_to", values.read_day,
            "Issued on this day or earlier. Of organizations: those with such a disposition.",
            "この日以前の処分。団体では、その処分を受けたもの。",
            "2025-12-31", format="date",
        ),
        lambda day: Condition("v.issued_on <= {}", (day,)),
    ),
    Filter(
        _texts(
            "ground", _GROUND,
            "Provision that was cited, also one reached through another: regime:article-paragraph-item. "
            "A shorter code stands for all beneath it.",
            "根拠とされた条項（経由した条項も含む）。制度:条-項-号。短いコードはその下のすべてを指します。",
            "titp:37-1-4", _GROUND_SHAPE,
        ),
        ground_is,
    ),
    Filter(
        _words(
            "violation", Violation,
            "What was done, by the register's closed list.",
            "違反の内容（本データベースの分類）。",
            "audit_not_conducted",
        ),
        array_has_any("violations"),
    ),
    Filter(
        _words(
            "role", Role,
            "Capacity in which the organization appears.",
            "団体の立場。",
            "supervising_organization",
        ),
        array_has_any("roles"),
    ),
    Filter(
        _words(
            "regime", Regime,
            "Program: titp (Technical Intern Training) or esd (Employment for Skill Development).",
            "制度。titp（技能実習）または esd（育成就労）。",
            "titp",
        ),
        array_has_any("regimes"),
    ),
    Filter(
        _words(
            "authority", Authority,
            "Authority that decided or published.",
            "処分または公表をした行政機関。",
            "moj",
        ),
        array_has_any("authorities"),
    ),
    Filter(
        Parameter(
            "status", values.one_of(RecordStatus),
            {"type": "string", "enum": [str(one) for one in RecordStatus]},
            "Whether a source still shows the record (published) or none does any more (withdrawn). Without "
            "it: both.",
            "出典に掲載中（published）か、もう掲載されていない（withdrawn）か。指定しなければ両方。",
            "published",
        ),
        column_is("status"),
    ),
    Filter(
        _words(
            "permit_status", PermitStatus,
            "What the sources prove about the permit.",
            "許可の状態（出典から確かめられるもの）。",
            "in_force",
        ),
        column_is_any("category"),
    ),
    Filter(
        Parameter(
            "bbox", values.read_box,
            values.degrees_schema(("west", 180), ("south", 90), ("east", 180), ("north", 90)),
            "Bounding box in degrees: west,south,east,north. West greater than east crosses the antimeridian. A place "
            "known to its area alone counts by the area's point; a record of which no place is known lies in no box.",
            "範囲（度）。西,南,東,北。西が東より大きいときは180度線をまたぎます。区域までしか分からない場所は区域の代表点で"
            "判定します。場所の分からない記録はどの範囲にも入りません。",
            [132.0, 33.0, 134.0, 35.0],
        ),
        place_is_in,
    ),
    Filter(
        Parameter(
            "near", values.read_point,
            values.degrees_schema(("longitude", 180), ("latitude", 90)),
            "Centre of a circle: longitude,latitude in degrees; see radius_m. "
            "A point is true for the area that its precision names.",
            "円の中心。経度,緯度（度）。radius_m を参照。点は precision が示す範囲を代表します。",
            [133.0, 34.07],
        ),
    ),
    Filter(
        Parameter(
            "radius_m", values.decimal_number(1, WIDEST_RADIUS),
            # No default here: clients that send defaults would send it without near, which is refused.
            {"type": "number", "minimum": 1, "maximum": WIDEST_RADIUS},
            f"Radius of the circle around near, in metres; {DEFAULT_RADIUS:,} without it.",
            f"near を中心とする円の半径（メートル）。指定しなければ {DEFAULT_RADIUS:,}。",
            1000,
        ),
    ),
    Filter(
        Parameter(
            "has_dispositions", values.read_truth, {"type": "boolean"},
            "Whether any disposition against the organization is on record. false does not mean that it "
            "never had one.",
            "行政処分の記録があるかどうか。false は処分が一度もないことを意味しません。",
            True,
        ),
        column_is("has_dispositions"),
    ),
    Filter(
        _text(
            "corporate_number", values.read_corporate_number,
            "Corporate number of thirteen digits.",
            "法人番号（13桁）。",
            "1234567890123", pattern="^[0-9]{13}$",
        ),
        column_is("corporate_number"),
    ),
    Filter(
        _texts(
            "number", values.read_number,
            "Permit, plan or registration number as published.",
            "許可番号、認定番号または登録番号。",
            "許1711000001", _NUMBER_SHAPE,
        ),
        array_has_any("numbers"),
    ),
    Filter(
        _texts(
            "organization", _ORGANIZATION,
            "Id of the organization concerned.",
            "団体の識別子。",
            "org_aaaaaaaaaaaaaaaa", _ORGANIZATION_SHAPE,
        ),
        column_is_any("organization_id"),
    ),
    Filter(
        _texts(
            "country", values.read_country,
            "Country from which trainees are received: ISO 3166 code of two letters, or name in Japanese or English.",
            "受入国。ISO 3166の2文字コード、日本語名または英語名。",
            "VN", _COUNTRY_SHAPE,
        ),
        array_has_any("countries"),
    ),
    Filter(
        _texts(
            "occupation", _OCCUPATION,
            "Occupation by its official code.",
            "取扱職種のコード。",
            "7-21", _OCCUPATION_SHAPE,
        ),
        array_has_any("occupations"),
    ),
    Filter(
        _texts(
            "source", _SLUG,
            "Source by its name in /v1/sources.",
            "出典（/v1/sources の name）。",
            "isa_dispositions", _SLUG_SHAPE,
        ),
        array_has_any("sources"),
    ),
    Filter(
        _text(
            "updated_since", values.read_moment,
            "What this database says of the record changed at that moment or later.",
            "この時刻以後に本データベースの記載が変わったもの。",
            "2026-04-01T00:00:00Z", format="date-time",
        ),
        lambda moment: Condition("v.updated_at >= {}", (moment,)),
    ),
)  # fmt: skip

FILTERS: Mapping[str, Filter] = {one.parameter.name: one for one in _FILTERS}
