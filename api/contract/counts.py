"""Schemas of counts: the facets of a list, and statistics."""

from api.contract import parts
from api.contract.records import Members
from api.contract.words import Schema, explain, record, refer, several, text, texts, whole, word

_DIMENSIONS: dict[str, tuple[str, str]] = {
    "kind": ("Kind of disposition.", "行政処分の種類。"),
    "permit_status": ("Status of the permit.", "許可の状態。"),
    "year": ("Year of issue; of labour cases, of announcement.", "処分の年（公表事案では公表の年）。"),
    "prefecture": ("Prefecture, by JIS code.", "都道府県（JISコード）。"),
    "municipality": ("Municipality, by JIS code.", "市区町村（JISコード）。"),
    "ground": ("Provision cited, also through another.", "引用された条項（経由を含む）。"),
    "violation": ("What was done.", "違反の内容。"),
    "authority": ("Authority.", "行政機関。"),
    "role": ("Capacity.", "立場。"),
    "regime": ("Program.", "制度。"),
    "status": ("Whether a source still shows it.", "掲載中かどうか。"),
}

_COUNT = record(
    "A value with its count.",
    "値と件数。",
    {
        "value": text("The value; null where it is unknown.", "値。不明なものは null。", empty=True),
        "count": whole("How many records have it.", "該当する件数。"),
    },
)

_OF_DISPOSITIONS = ("kind", "year", "ground", "violation", "authority")


def _tell_facet(name: str, en: str, ja: str) -> Schema:
    if name not in _OF_DISPOSITIONS:
        return several(_COUNT, en, ja)
    more = "What only a disposition has is, of other records, that of the organization's dispositions."
    return several(_COUNT, f"{en} {more}", f"{ja}処分だけにある値は、ほかの記録では団体が受けた処分のもの。")


FACETS: Schema = record(
    "Exact counts of all records that meet the filters, by the dimensions that facet names; null without it. A "
    "record with several values counts under each.",
    "条件に合う全件の、facet で指定した軸ごとの正確な件数。指定がなければ null。値が複数ある記録はそれぞれに数えます。",
    {name: _tell_facet(name, en, ja) for name, (en, ja) in _DIMENSIONS.items()},
    empty=True,
)
del FACETS["required"]  # only those that were asked for are there

_GROUPED: Members = {
    name: text(f"{en} null where it is unknown.", f"{ja}不明なものは null。", empty=True)
    for name, (en, ja) in _DIMENSIONS.items()
    if name != "permit_status"
}

_COUNTS: Members = {
    "count": whole("How many dispositions it has.", "行政処分の件数。"),
    "organizations": whole(
        "How many organizations they concern; every notice about a natural person counts as one.",
        "対象となった団体の数。個人は処分ごとに1と数えます。",
    ),
}
STATISTICS_GROUP: Members = {**_GROUPED, **_COUNTS}
"""What a group may have."""

_GROUP = record(
    "A group. It has the members that by names.",
    "集計の1行。by で指定した項目を持ちます。",
    STATISTICS_GROUP,
)

STATISTICS: Schema = record(
    "Counts of dispositions. Counts of what was published: not a measure of how much goes wrong.",
    "行政処分の件数。公表されたものの数であり、違反の多さを示すものではありません。",
    {
        "items": several({**_GROUP, "required": ["count", "organizations"]}, "The groups.", "集計の各行。"),
        "by": texts("The dimensions.", "集計の軸。"),
        "total": whole("How many dispositions were counted, each once.", "数えた行政処分の数（重複なし）。"),
        "labels": refer("Labels"),
        "edition": refer("Edition"),
        "searched": parts.SEARCHED,
        "help": parts.HELP,
    },
)

_ANY_GEOMETRY: Schema = {
    "type": ["object", "null"],
    "description": explain(
        "The municipality's outline (Polygon or MultiPolygon) where outlines are loaded, else a point; null where "
        "nothing is known.",
        "境界を読み込んである場合は市区町村の範囲（Polygon または MultiPolygon）、なければ点。不明なときは null。",
    ),
    "required": ["type", "coordinates"],
    "properties": {
        "type": text("Kind of geometry.", "図形の種類。", enum=["Point", "Polygon", "MultiPolygon"]),
        "coordinates": {
            "type": "array", "items": {},
            "description": explain("Longitudes and latitudes, WGS 84.", "経度と緯度（WGS 84）。"),
        },
    },
}  # fmt: skip

_MUNICIPALITY = record(
    "What was counted there.",
    "その市区町村の集計。",
    {
        "municipality": text("JIS X 0402 code of five digits.", "JIS X 0402 の5桁コード。"),
        "name": text("Its name.", "市区町村名。", empty=True),
        "prefecture": text("Prefecture, by JIS code.", "都道府県（JISコード）。"),
        **_COUNTS,
        "permits_in_force": {
            **whole("", "", empty=True),
            "description": explain(
                "Permits of supervising organizations in force there: set role=supervising_organization to compare like "
                "with like. Null where no list of permits has been read. A ratio is not a rate of wrongdoing.",
                "その地域で有効な監理団体の許可の数。比べるときは role=supervising_organization を指定してください。"
                "許可の一覧を読んでいないときは null。比は違反の割合ではありません。",
            ),
        },
        "drawn": word(
            ("boundary", "points"),
            "Whether the geometry is the outline, or the middle of the places that were counted; null without geometry.",
            "図形が境界か、数えた所在地の中心か。図形がなければ null。",
            empty=True,
        ),
    },
)

MUNICIPALITIES: Schema = record(
    "Dispositions by municipality, as a map. Only municipalities with any are there: one that is missing was not found "
    "to be without faults.",
    "市区町村ごとの行政処分の件数（地図）。処分のある市区町村だけを含みます。載っていないことは問題がないことを意味しません。",
    {
        "type": word(("FeatureCollection",), "Always FeatureCollection.", "常に FeatureCollection。"),
        "features": several(
            record(
                "A municipality.",
                "市区町村。",
                {
                    "type": word(("Feature",), "Always Feature.", "常に Feature。"),
                    "id": text("Code of the municipality.", "市区町村コード。"),
                    "geometry": _ANY_GEOMETRY,
                    "properties": _MUNICIPALITY,
                },
            ),
            "The municipalities, by code.",
            "市区町村（コード順）。",
        ),
        "total": whole(
            "How many dispositions were counted, those without a municipality too.",
            "数えた行政処分の総数（市区町村の不明なものを含む）。",
        ),
        "unplaced": whole("How many of them have no known municipality.", "市区町村の不明なものの数。"),
        "credits": texts(
            "Whom the outlines credit; empty where none are loaded.",
            "境界データの出典表示。読み込んでいなければ空。",
        ),
        "labels": refer("Labels"),
        "edition": refer("Edition"),
        "searched": parts.SEARCHED,
        "help": parts.HELP,
    },
)
