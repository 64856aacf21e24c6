"""The collections of features: what each holds, and what its list takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api import values
from api.filters import FILTERS
from api.languages import LANG
from api.ogc.crs import CRS84, SYSTEMS, Crs, read_crs
from api.ogc.filters import LANGUAGES, LONGEST
from api.ogc.properties import Property, list_queryables, list_sortables
from api.ogc.times import read_times
from api.parameters import BadValue, Parameter
from api.v1.collections import DEFAULT_LIMIT, MOST_PER_PAGE
from db.features import MUNICIPALITY
from db.statements import Order

MOST_SKIPPED = 1_000_000
_MOST_LIMIT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class FeatureCollection:
    """Features of one kind. `time` is the property that tells when a feature is, where one does."""

    id: str
    kind: str
    title: str
    title_ja: str
    description: str
    description_ja: str
    time: str | None = None
    searched: bool = True
    queryables: Mapping[str, Property] = field(init=False, repr=False)
    parameters: Mapping[str, Parameter] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "queryables", list_queryables(self.kind))
        object.__setattr__(self, "parameters", {one.name: one for one in self._list_parameters()})

    @property
    def of_records(self) -> bool:
        """Whether its features are records, and not places with totals."""
        return self.kind != MUNICIPALITY

    def _list_parameters(self) -> list[Parameter]:
        search = [FILTERS["q"].parameter] if self.searched else []
        queried = [_ask_for(one) for one in self.queryables.values()]
        return [*LISTED.values(), _sort_by(list(list_sortables(self.kind))), *search, *queried]


def read_order(collection: FeatureCollection, text: str | None) -> Order:
    """The order that sortby asks for; without it, by id."""
    name = (text or "id").lstrip("+-")
    column = list_sortables(collection.kind)[name].column or "id"
    descending = text is not None and text.startswith("-")
    return Order(column, descending, nullable=column != "id")


def _sort_by(names: list[str]) -> Parameter:
    def read(text: str) -> str:
        # A plus that was not escaped arrives as a space.
        name = text.strip().removeprefix("+")
        if name.removeprefix("-") not in names:
            raise BadValue("must be one of these properties, after a minus to turn the order around: " + ", ".join(names))
        return name

    schema = {"type": "string", "enum": [f"{sign}{name}" for name in names for sign in ("", "+", "-")]}
    return Parameter(
        "sortby", read, schema,
        "Order of the features; a minus turns it around. Ties go by id, features without a value come last.",
        "並び順。マイナスを付けると逆順。同順位は識別子順、値のないものは最後。",
        names[0],
    )  # fmt: skip


def _ask_for(one: Property) -> Parameter:
    described = one.describe()
    schema: dict[str, Any] = {name: described[name] for name in ("type", "format", "enum") if name in described}
    english, _, japanese = described["description"].partition("\n\n")
    told = f"Only features with this {one.name}. {english}", f"{one.name} がこの値のもの。{japanese}"
    return Parameter(one.name, _READ[one.kind], schema, *told)


_READ: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "date": values.read_day,
    "moment": values.read_moment,
    "number": values.decimal_number(-1e15, 1e15),
    "truth": values.read_truth,
}


def _read_numbers(text: str) -> tuple[float, ...]:
    read = values.decimal_number(-1e9, 1e9)
    parts = text.split(",")
    if len(parts) not in (4, 6):
        raise BadValue("must be four numbers, or six with heights")
    return tuple(read(part.strip()) for part in parts)


def _read_limit(text: str) -> int:
    # The standard lets nobody fail for asking too much.
    return min(values.whole_number(1, _MOST_LIMIT)(text), MOST_PER_PAGE)


def _system(name: str, en: str, ja: str) -> Parameter:
    schema = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84.uri}

    def read(text: str) -> str:
        return read_crs(text).uri

    return Parameter(name, read, schema, en, ja, CRS84.uri)


FORM = Parameter(
    "f",
    values.one_of(("json", "html")),
    {"type": "string", "enum": ["json", "html"]},
    "Form of the answer; otherwise Accept decides.",
    "応答の形式。指定しなければ Accept によります。",
    "json",
)
CRS = _system("crs", "System in which coordinates are answered.", "応答の座標参照系。")

LISTED: Mapping[str, Parameter] = {
    one.name: one
    for one in (
        FORM,
        Parameter(
            "bbox", _read_numbers,
            {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
            "Only features whose place lies in this box: two corners in the axis order of bbox-crs. As in /v1, a place "
            "that is known to its area alone counts by the area's point, though it is not drawn; a record of which no "
            "place is known lies in no box.",
            "この範囲に場所があるもの。bbox-crs の軸順で二つの角を指定。区域までしか分からない場所は、区域の代表点で判定します。"
            "場所の分からない記録はどの範囲にも入りません。",
            [132.0, 33.0, 134.0, 35.0],
        ),
        _system("bbox-crs", "System of bbox.", "bbox の座標参照系。"),
        CRS,
        Parameter(
            "datetime", read_times, {"type": "string"},
            "Only features of that day or interval; .. leaves an end open. Features without a day of their own all match.",
            "この日または期間のもの。.. は端を開きます。日付のないものはすべて該当します。",
            "2025-01-01/2025-12-31",
        ),
        Parameter(
            "limit", _read_limit,
            {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": DEFAULT_LIMIT},
            "How many features a page has; more than the most counts as the most.",
            "1ページの件数。上限を超える値は上限とみなします。", 50,
        ),
        Parameter(
            "offset", values.whole_number(0, MOST_SKIPPED),
            {"type": "integer", "minimum": 0, "maximum": MOST_SKIPPED, "default": 0},
            "How many features are left out at the beginning. Following next is faster, and safe while data is published.",
            "先頭から飛ばす件数。next をたどるほうが速く、公開中の更新にも影響されません。", 0,
        ),
        Parameter(
            "cursor", str, {"type": "string", "minLength": 1, "maxLength": 400},
            "Where the page begins, as given in next. It belongs to its filters, order and edition.",
            "ページの開始位置。next にあるものをそのまま使います。条件、並び順、版に結び付いています。",
        ),
        Parameter(
            "filter", str, {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "Only features that meet this condition in CQL2, on the properties in /queryables and on geometry.",
            "CQL2で書いた条件を満たすもの。/queryables の属性と geometry に使えます。",
        ),
        Parameter(
            "filter-lang", values.one_of(LANGUAGES), {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
            "Language of filter.", "filter の言語。", LANGUAGES[0],
        ),
        _system("filter-crs", "System of the shapes in filter.", "filter の図形の座標参照系。"),
        LANG,
    )
}  # fmt: skip
"""What every list of features takes."""


SINGLE: Mapping[str, Parameter] = {one.name: one for one in (FORM, CRS, LANG)}
"""What a single feature takes."""


def choose_crs(uri: str | None) -> Crs:
    """The system of a URI that was read, CRS84 where none was given."""
    return CRS84 if uri is None else SYSTEMS[uri]


_COLLECTIONS = (
    FeatureCollection(
        "organizations", "organization", "Organizations", "団体",
        "Supervising organizations, implementers and others. A point is drawn where the place is known to the town or finer.",
        "監理団体、実習実施者などの団体。町丁目より細かく分かる場所だけに点を置きます。",
    ),
    FeatureCollection(
        "dispositions", "disposition", "Dispositions", "行政処分",
        "Dispositions under the Act, at the place of the organization concerned.",
        "技能実習法にもとづく行政処分。場所は対象の団体の所在地です。",
        time="issued_on",
    ),
    FeatureCollection(
        "permits", "permit", "Permits", "許可・登録",
        "Permits and registrations, at the place of the organization that holds them.",
        "許可と登録。場所は団体の所在地です。",
        time="first_permitted_on",
    ),
    FeatureCollection(
        "municipalities", MUNICIPALITY, "Municipalities", "市区町村",
        "How many records there are in each municipality that has any: its outline where outlines are loaded, else a point.",
        "記録がある市区町村ごとの件数。境界が読み込まれていればその形、なければ点で示します。",
        searched=False,
    ),
)  # fmt: skip

FEATURES: Mapping[str, FeatureCollection] = {one.id: one for one in _COLLECTIONS}
"""By id, which stands in addresses and holds no dot: readers of maps stumble over one."""
