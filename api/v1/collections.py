"""The lists of records: which kinds there are, how each is filtered and sorted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api import values
from api.filters import FILTERS
from api.formats import CSV, GEOJSON, JSON, NDJSON
from api.languages import LANG
from api.parameters import Parameter
from api.v1.dimensions import FACETS, name_dimensions
from api.v1.shapes import further_members, included_words, listed_members
from db.statements import EVERY_ID, Order
from db.words import LANGUAGES

DEFAULT_LIMIT = 50
MOST_PER_PAGE = 1000
MOST_PER_EXPORT = 100_000_000


@dataclass(frozen=True, slots=True)
class Collection:
    """One kind of record.

    `by_disposition` names filters asked of the organization's dispositions, `by_organization` those asked of the
    organization itself.
    """

    kind: str
    path: str
    prefix: str
    schema: str
    title: str
    title_ja: str
    filters: tuple[str, ...]
    orders: tuple[str, ...]
    by_disposition: tuple[str, ...] = ()
    by_organization: tuple[str, ...] = ()
    owner: str = "id"

    @property
    def every_filter(self) -> tuple[str, ...]:
        """The names of all filters, whoever is asked."""
        return (*self.filters, *self.by_disposition, *self.by_organization)

    @property
    def id_pattern(self) -> str:
        """The shape of its identifiers."""
        return f"{self.prefix}[a-z2-7]{{16}}"

    def parameters(self, form: str = JSON) -> dict[str, Parameter]:
        """Every parameter of the list in that form."""
        known = {name: FILTERS[name].parameter for name in self.filters}
        known |= {name: _ask_of(FILTERS[name].parameter, *_OF_DISPOSITIONS) for name in self.by_disposition}
        known |= {name: _ask_of(FILTERS[name].parameter, *_OF_ORGANIZATIONS) for name in self.by_organization}
        shape = {one.name: one for one in (choose_fields(self.kind), choose_further(self.kind)) if one is not None}
        more = {"facet": choose_facets(self.kind), **PAGING, LANG.name: LANG} if form == JSON else WHOLE[form]
        return {**known, "sort": _sort_by(self.orders), **shape, **more}

    @property
    def default_order(self) -> str:
        """The order of a list that names none."""
        return self.orders[0]


_OF_DISPOSITIONS = (
    "Asked of the organization's dispositions: one and the same must meet all that are asked so.",
    "団体の行政処分についての条件です。複数指定したときは、同じ一つの処分がすべてを満たすものに限ります。",
)
_OF_ORGANIZATIONS = (
    "Asked of the organization concerned; of a labour-law case, only where the link to it is confirmed.",
    "対象の団体についての条件です。公表事案では、結び付きが確認済みのものに限ります。",
)


def _ask_of(parameter: Parameter, en: str, ja: str) -> Parameter:
    return replace(parameter, en=f"{parameter.en} {en}", ja=f"{parameter.ja}{ja}")


ORDERS: Mapping[str, Order] = {
    "id": EVERY_ID,
    "issued_on": Order("issued_on", nullable=True),
    "-issued_on": Order("issued_on", descending=True, nullable=True),
    "updated_at": Order("updated_at"),
    "-updated_at": Order("updated_at", descending=True),
}


def _sort_by(orders: tuple[str, ...]) -> Parameter:
    return Parameter(
        "sort",
        values.one_of(orders),
        {"type": "string", "enum": list(orders), "default": orders[0]},
        "Order of the list; a minus turns it around. Ties go by id, records without a value come last.",
        "並び順。マイナスを付けると逆順。同順位は識別子順、値のないものは最後。",
        orders[0],
    )


AS_OF = Parameter(
    "as_of",
    values.read_day,
    {"type": "string", "format": "date"},
    "Answer with what this database said at the end of that day (in Japan).",
    "その日（日本時間）の終わりに本データベースが示していた内容で答えます。",
    "2026-04-01",
)

PAGING: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        AS_OF,
        Parameter(
            "count",
            values.one_of(("exact", "none")),
            {"type": "string", "enum": ["exact", "none"], "default": "exact"},
            "Whether total is counted; with none it is null.",
            "総数を数えるかどうか。none では total は null になります。",
            "exact",
        ),
        Parameter(
            "limit",
            values.whole_number(1, MOST_PER_PAGE),
            {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": DEFAULT_LIMIT},
            "How many records a page has.",
            "1ページの件数。",
            50,
        ),
        Parameter(
            "cursor",
            str,
            {"type": "string", "minLength": 1, "maxLength": 400},
            "Where the page begins, as given in next. It belongs to its list, filters, order and edition.",
            "ページの開始位置。next にあるものをそのまま使います。一覧、条件、並び順、版に結び付いています。",
        ),
    )
}

_MOST = Parameter(
    "limit",
    values.whole_number(1, MOST_PER_EXPORT),
    {"type": "integer", "minimum": 1, "maximum": MOST_PER_EXPORT},
    "At most so many records; without it, all of them.",
    "最大の件数。指定しなければ全件。",
    10,
)
_BOM = Parameter(
    "bom",
    values.read_truth,
    {"type": "boolean", "default": True},
    "Whether the file begins with a byte order mark, by which Excel knows that it is UTF-8.",
    "ExcelがUTF-8と認識するためのBOMを先頭に付けるかどうか。",
    True,
)
COLUMNS_LANG = replace(
    LANG,
    en="Adds the labels of codes in this language, in columns behind all others (kind.label.vi) and in CSV only where it "
    "is asked for: a table does not change with the reader's browser. "
    f"There are {', '.join(LANGUAGES)}; of others the labels are in English, and the columns say so.",
    ja=f"コードの表示名を、この言語（{'、'.join(LANGUAGES)}）で末尾の列（kind.label.vi など）に加えます。"
    "ブラウザの言語設定で表が変わらないよう、指定したときだけ加えます。対応していない言語では英語になり、列名に示します。",
)
LINES_LANG = replace(
    LANG,
    en="Adds a member labels to each line, as the JSON answer has it, and only where it is asked for. "
    f"There are {', '.join(LANGUAGES)}; of others the labels are in English, and each line says so.",
    ja=f"各行に labels（JSONの応答と同じ形、言語は{'、'.join(LANGUAGES)}）を加えます。指定したときだけ加えます。"
    "対応していない言語では英語になり、各行に示します。",
)
_EXPORTED: Mapping[str, Parameter] = {AS_OF.name: AS_OF, _MOST.name: _MOST}

WHOLE: Mapping[str, Mapping[str, Parameter]] = {
    CSV: {**_EXPORTED, _BOM.name: _BOM, LANG.name: COLUMNS_LANG},
    GEOJSON: {**_EXPORTED, LANG.name: LANG},
    NDJSON: {**_EXPORTED, LANG.name: LINES_LANG},
}
"""What a list takes in a form that is not paged."""


def choose_fields(kind: str) -> Parameter:
    """The parameter that names the members to show."""
    known = [*listed_members(kind), *further_members(kind)]
    return _name_members(
        "fields", known,
        "Show only these members, and the id; of lists, members of the single record may be named too.",
        "ここに挙げた項目と識別子だけを示します。一覧でも1件表示だけにある項目を指定できます。",
        "name" if "name" in known else "place",
    )  # fmt: skip


def choose_further(kind: str, further: bool = True) -> Parameter | None:
    """The parameter that adds members: of a list those of the single record, of both the organization's own record."""
    known = included_words(kind, further)
    if not known:
        return None
    return _name_members(
        "include", known,
        "Show also these members, which otherwise only the single record has; organization adds the organization as its "
        "own list shows it, in organization_record. What is there anyhow keeps its type.",
        "通常は1件表示だけにある項目も示します。organization は団体の記録を organization_record に加えます。"
        "もとの項目の型は変わりません。",
        known[0],
    )  # fmt: skip


def record_parameters(kind: str) -> dict[str, Parameter]:
    """Every parameter of a single record."""
    chosen = (AS_OF, choose_fields(kind), choose_further(kind, further=False), LANG)
    return {one.name: one for one in chosen if one is not None}


def choose_facets(kind: str) -> Parameter:
    """The parameter that asks for counts by value."""
    return name_dimensions(
        "facet", tuple(FACETS[kind]), len(FACETS[kind]),
        "Count all records that meet the filters by these dimensions; see facets in the answer.",
        "条件に合う全件を、ここに挙げた軸ごとに数えます。結果は facets にあります。",
        None,
    )  # fmt: skip


def _name_members(name: str, known: list[str], en: str, ja: str, example: str) -> Parameter:
    schema = values.list_schema({"type": "string", "enum": known})
    return Parameter(name, values.several(values.one_of(known)), schema, en, ja, example, listed=True)


_PLACE = ("prefecture", "municipality", "bbox", "near", "radius_m")
_LIFE = ("status", "source", "updated_since")
_DONE = ("ground", "violation", "authority")
_ISSUED = ("issued_from", "issued_to")
_BY_DAY = ("-issued_on", "issued_on", "id", "updated_at", "-updated_at")
_BY_ID = ("id", "updated_at", "-updated_at")

_COLLECTIONS = (
    Collection(
        "organization", "organizations", "org_", "Organization", "Organizations", "団体",
        ("q", *_PLACE, "role", "regime", *_DONE, "has_dispositions", "corporate_number", "number", "country",
         "occupation", *_LIFE),
        _BY_ID,
        by_disposition=("kind", *_ISSUED),
    ),
    Collection(
        "disposition", "dispositions", "dsp_", "Disposition", "Dispositions", "行政処分",
        ("q", "kind", *_PLACE, *_ISSUED, *_DONE, "role", "regime", "organization", "number", *_LIFE),
        _BY_DAY,
        by_organization=("country", "occupation", "has_dispositions"),
        owner="organization_id",
    ),
    Collection(
        "permit", "permits", "prm_", "Permit", "Permits", "許可・登録",
        ("q", *_PLACE, "role", "regime", "permit_status", "organization", "number", "country", "occupation",
         *_LIFE),
        _BY_ID,
        by_disposition=("kind", *_ISSUED, *_DONE),
        by_organization=("has_dispositions",),
        owner="organization_id",
    ),
    Collection(
        "labour_case", "labour-cases", "lab_", "LabourCase", "Labour-law cases",
        "労働基準関係法令違反に係る公表事案",
        ("q", *_PLACE, *_ISSUED, "violation", "authority", "role", "organization", *_LIFE),
        _BY_DAY,
        by_disposition=("kind", "ground"),
        by_organization=("regime", "country", "occupation", "has_dispositions"),
        owner="organization_id",
    ),
)  # fmt: skip

COLLECTIONS: Mapping[str, Collection] = {collection.kind: collection for collection in _COLLECTIONS}
