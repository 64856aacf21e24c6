"""Schemas of listed records in each form: JSON, GeoJSON, CSV and NDJSON."""

from api.contract import parts
from api.contract.records import Members
from api.contract.words import Schema, explain, record, refer, several, text, word
from api.contract.words import whole as whole_number
from db.vocabulary import Precision

_CHOSEN = explain(
    "With fields, only the named members and the id appear. In lists, members that only the single record has appear "
    "where include or fields asks for them.",
    "fields を使うと挙げた項目と識別子だけが現れます。一覧では、1件表示だけにある項目は include か fields で求めたときに現れます。",
)

ENVELOPE = ("edition", "labels")
"""What a single record's answer says beside the record."""


def listed(members: Members, whole_record: Members, more: Members, en: str, ja: str) -> Schema:
    """A record as lists show it: `members`, unless others are chosen."""
    every = {**members, **{name: one for name, one in whole_record.items() if name not in ENVELOPE}, **more}
    schema = record(en, ja, every)
    return {**schema, "required": ["id"], "description": f"{schema['description']}\n\n{_CHOSEN}"}


def whole(members: Members, more: Members, en: str, ja: str) -> Schema:
    """A single record: `members`, and `more` where include asks for it; fields may leave all but a few out."""
    schema = record(en, ja, {**members, **more})
    return {**schema, "required": ["id", *ENVELOPE], "description": f"{schema['description']}\n\n{_CHOSEN}"}


def features_of(name: str, listed_record: Schema) -> Schema:
    """A GeoJSON feature collection of the records of that name."""
    feature = record(
        "A record on the map.",
        "地図上の記録。",
        {
            "type": word(("Feature",), "Always Feature.", "常に Feature。"),
            "id": text("Identifier of the record.", "記録の識別子。"),
            "geometry": {
                **parts.PLACE["properties"]["point"],
                "description": explain(
                    "The place, where it is known to the town or finer; null otherwise: see area_code.",
                    "町丁目以上に細かく分かる場合の位置。それ以外は null（area_code を参照）。",
                ),
            },
            "properties": _properties_of(name, listed_record),
        },
    )
    return record(
        "Records as GeoJSON (RFC 7946).",
        "GeoJSON（RFC 7946）の記録。",
        {
            "type": word(("FeatureCollection",), "Always FeatureCollection.", "常に FeatureCollection。"),
            "features": several(feature, "The records.", "記録。"),
            "numberReturned": whole_number("How many there are.", "件数。"),
            "edition": refer("Edition"),
            "searched": parts.SEARCHED,
            "help": parts.HELP,
        },
    )


def _properties_of(name: str, listed_record: Schema) -> Schema:
    area: Members = {
        "precision": word(Precision, "Area for which the place is true.", "位置の細かさ。"),
        "area_code": text(
            "JIS code of the municipality, or of the prefecture, where the place is no finer; null otherwise.",
            "市区町村（分からなければ都道府県）より細かく分からない場合のJISコード。それ以外は null。",
            empty=True,
        ),
    }
    return {
        "type": "object",
        "description": explain(f"The members of {name}, and the area.", f"{name} の項目と範囲。"),
        "required": ["id", *area],
        "properties": {**listed_record["properties"], **area},
    }


TABLE: Schema = {
    "type": "string",
    "description": explain(
        "CSV (RFC 4180) in UTF-8 with one header line. Members of members have columns of their own, named with "
        "dots; a point has longitude and latitude. Lists of texts are joined by |, within them \\| stands for | "
        "and \\\\ for \\; other lists are JSON. null is an empty cell, an empty text is \"\". A text that begins, "
        "perhaps after spaces, with = + - @ (also in full width), an apostrophe, a tab or a line break is preceded "
        "by one apostrophe, so that no spreadsheet takes it for a formula: remove it to get the text. Codes are "
        "digits: import the columns as text where leading zeros matter.",
        "UTF-8のCSV（RFC 4180）、見出し1行。入れ子の項目はピリオドでつないだ名前の列、点は longitude と latitude の列です。"
        "文字列の一覧は | でつなぎ、その中の | は \\|、\\ は \\\\ と書きます。ほかの一覧はJSONです。null は空のセル、"
        "空文字列は \"\" です。（空白に続く場合も含め）= + - @（全角も）、アポストロフィ、タブ、改行で始まる文字列には、"
        "表計算ソフトで数式とみなされないようアポストロフィを1つ前に付けます。元の文字列にするには取り除いてください。"
        "コードは数字なので、先頭の0が必要な列は文字列として読み込んでください。",
    ),
}

FEED: Schema = {
    "type": "string",
    "description": explain(
        "Atom (RFC 4287): the newest changes first, a page at a time (RFC 5005). Titles hold identifiers, never names.",
        "Atom（RFC 4287）。新しい変更から1ページずつ（RFC 5005）。題名は識別子だけで、名称を含みません。",
    ),
}

LINES: Schema = {
    "type": "string",
    "description": explain(
        "NDJSON: one record per line, as the JSON list shows it.",
        "NDJSON。1行に1件、JSONの一覧と同じ内容です。",
    ),
}
