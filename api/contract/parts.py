"""Schemas of the parts that several records share."""

from api.contract.words import (
    Schema,
    day,
    explain,
    moment,
    record,
    refer,
    several,
    text,
    texts,
    truth,
    whole,
    word,
)
from db.vocabulary import PREFECTURES, Grade, Precision, Regime

RECORD_ID = "Permanent, opaque identifier."
RECORD_ID_JA = "永続的な識別子。"

PLACE = record(
    "Where the source places the record. Never finer than precision says.",
    "出典が示す所在地。precision より細かいことはありません。",
    {
        "prefecture": text("Prefecture.", "都道府県。", empty=True),
        "prefecture_code": word(PREFECTURES, "JIS X 0401 code.", "JIS X 0401 コード。", empty=True),
        "municipality": text("Municipality.", "市区町村。", empty=True),
        "municipality_code": text("JIS X 0402 code of five digits.", "JIS X 0402 の5桁コード。", empty=True),
        "town": text("Town (町丁目・大字).", "町丁目または大字。", empty=True),
        "point": {
            "type": ["object", "null"],
            "description": explain(
                "GeoJSON point that stands for the area; null where nothing is known.",
                "その範囲を代表するGeoJSONの点。不明なときは null。",
            ),
            "required": ["type", "coordinates"],
            "properties": {
                "type": text("Always Point.", "常に Point。", enum=["Point"]),
                "coordinates": {
                    "type": "array",
                    "items": {"type": "number"},
                    "minItems": 2,
                    "maxItems": 2,
                    "description": explain("Longitude and latitude, WGS 84.", "経度と緯度（WGS 84）。"),
                },
            },
        },
        "precision": word(
            Precision, "Area for which the point is true.", "点が代表する範囲の細かさ。"
        ),
    },
)

EVIDENCE = record(
    "Where a statement can be checked: the publisher's file, by address and content, and the place in it.",
    "記載を確かめられる場所。公表元のファイル（アドレスと内容）とその中の位置。",
    {
        "source": text("Source, by its name in /v1/sources.", "出典（/v1/sources の name）。"),
        "statement": text("Identifier of the statement.", "記載の識別子。"),
        "url": text("Address of the file.", "ファイルのアドレス。", format="uri"),
        "retrieved_at": moment("When the file was fetched.", "取得した時刻。"),
        "sha256": text("SHA-256 of its bytes.", "内容のSHA-256。"),
        "media_type": text("Media type of the file.", "ファイルの形式。"),
        "locator": {
            "type": "object",
            "additionalProperties": True,
            "description": explain(
                "Sheet and cells of a workbook, or page and row of a document.",
                "表計算ファイルのシートとセル、または文書のページと行。",
            ),
        },
        "withdrawn_at": moment(
            "When the source stopped showing it; null while it does.",
            "出典が掲載をやめた時刻。掲載中は null。",
            empty=True,
        ),
    },
)

CITATION = record(
    "A provision that a reason cites.",
    "処分理由が引用する条項。",
    {
        "regime": word(Regime, "Program whose numbering it is.", "条番号の属する制度。"),
        "law": text("act, enforcement_regulation or enforcement_order; other names another law.",
                    "act（法）、enforcement_regulation（施行規則）、enforcement_order（施行令）。other "
                    "は他の法律。"),
        "article": text("Article.", "条。", empty=True),
        "paragraph": text("Paragraph.", "項。", empty=True),
        "item": text("Item.", "号。", empty=True),
        "code": text("The whole as one code, such as titp:37-1-4.", "全体を表すコード（例 titp:37-1-4）。"),
        "via": several(
            refer("Citation"),
            "Provisions through which it is reached.",
            "経由する条項。",
        ),
    },
)  # fmt: skip

PARTY = record(
    "The organization concerned.",
    "対象の団体。",
    {
        "id": text("Its identifier.", "その識別子。"),
        "name": text(
            "Its name; 個人事業主 for a natural person, whose name is never published.",
            "名称。個人の場合は「個人事業主」とし、氏名は公表しません。",
        ),
        "grade": word(Grade, "Legal person or natural person.", "法人か個人か。"),
    },
)

EDITION = record(
    "The edition of this database that answers.",
    "回答のもとになった本データベースの版。",
    {
        "number": whole("Counts the editions; 0 before the first.", "版の番号。最初の版より前は 0。"),
        "published_at": moment("When it was published.", "公開した時刻。", empty=True),
        "observed_on": day("Day on which the sources were observed.", "出典を確認した日。", empty=True),
        "sample": truth(
            "true where the data is a fictional sample: nothing in it is real.",
            "架空の見本データなら true。実在のものではありません。",
        ),
    },
)

PROBLEM = record(
    "A failure (RFC 9457). Some kinds have further members.",
    "失敗の内容（RFC 9457）。種類により他の項目が加わります。",
    {
        "type": text("Address that explains this kind of failure.", "この種類の説明があるアドレス。", format="uri"),
        "title": text("The kind of failure.", "失敗の種類。"),
        "status": whole("Status of the answer.", "HTTPステータス。"),
        "detail": text("What is wrong, without repeating any value.", "何が問題か。値は繰り返しません。"),
    },
)
PROBLEM["properties"]["parameter"] = text(
    "The parameter concerned, where there is one.", "該当するパラメータ（ある場合）。", empty=True
)
PROBLEM["properties"]["nearest"] = text(
    "The nearest known parameter, where one is unknown.", "最も近い既知のパラメータ。", empty=True
)

HELP = record(
    "Said where no record was found; null otherwise. No record never means that all is well.",
    "該当がないときの説明。それ以外は null。記録がないことは問題がないことを意味しません。",
    {
        "en": text("In English.", "英語。"),
        "ja": text("In Japanese.", "日本語。"),
        "links": several(
            record(
                "A place to ask.",
                "相談先。",
                {"title": text("Its name.", "名称。"), "url": text("Its address.", "アドレス。", format="uri")},
            ),
            "Where to get help.",
            "相談先。",
        ),
    },
    empty=True,
)

SEARCHED = several(
    record(
        "A source that was searched.",
        "検索した出典。",
        {
            "source": text("Its name in /v1/sources.", "名前（/v1/sources）。"),
            "last_good_at": moment("When it was last read well.", "最後に正しく読めた時刻。", empty=True),
        },
    ),
    "Every source that was searched, and as of when.",
    "検索したすべての出典とその時点。",
)

LIFE: dict[str, Schema] = {
    "status": word(
        ("published", "withdrawn"),
        "withdrawn where no source shows the record any more.",
        "どの出典にも掲載されなくなったものは withdrawn。",
    ),
    "first_seen_at": moment("When a source was first seen to show it.", "掲載を最初に確認した時刻。"),
    "withdrawn_at": moment(
        "When its absence was first seen; null while a source shows it.",
        "掲載がなくなったことを最初に確認した時刻。掲載中は null。",
        empty=True,
    ),
    "last_seen_at": moment("When a source was last seen to show it.", "掲載を最後に確認した時刻。", empty=True),
}

EVIDENCE_LIST = several(refer("Evidence"), "Every statement behind the record.", "記録のもとになったすべての記載。")
GROUND_CODES = texts("Provisions cited directly, as codes.", "直接引用された条項のコード。")
