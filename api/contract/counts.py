"""Schemas of counts: the facets of a list, and statistics."""

from api.contract import parts
from api.contract.records import Members
from api.contract.words import Schema, record, refer, several, text, texts, whole

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

FACETS: Schema = record(
    "Exact counts of all records that meet the filters, by the dimensions that facet names; null without it. A "
    "record with several values counts under each.",
    "条件に合う全件の、facet で指定した軸ごとの正確な件数。指定がなければ null。値が複数ある記録はそれぞれに数えます。",
    {name: several(_COUNT, en, ja) for name, (en, ja) in _DIMENSIONS.items()},
    empty=True,
)
del FACETS["required"]  # only those that were asked for are there

_GROUPED: Members = {
    name: text(f"{en} null where it is unknown.", f"{ja}不明なものは null。", empty=True)
    for name, (en, ja) in _DIMENSIONS.items()
    if name != "permit_status"
}

_GROUP = record(
    "A group. It has the members that by names.",
    "集計の1行。by で指定した項目を持ちます。",
    {
        **_GROUPED,
        "count": whole("How many dispositions it has.", "行政処分の件数。"),
        "organizations": whole(
            "How many organizations they concern; every notice about a natural person counts as one.",
            "対象となった団体の数。個人は処分ごとに1と数えます。",
        ),
    },
)

STATISTICS: Schema = record(
    "Counts of dispositions. Counts of what was published: not a measure of how much goes wrong.",
    "行政処分の件数。公表されたものの数であり、違反の多さを示すものではありません。",
    {
        "items": several({**_GROUP, "required": ["count", "organizations"]}, "The groups.", "集計の各行。"),
        "by": texts("The dimensions.", "集計の軸。"),
        "total": whole("How many dispositions were counted, each once.", "数えた行政処分の数（重複なし）。"),
        "edition": refer("Edition"),
        "searched": parts.SEARCHED,
        "help": parts.HELP,
    },
)
