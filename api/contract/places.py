"""Schemas of the geocoder's answer."""

from api.contract import parts
from api.contract.words import Schema, explain, record, refer, several, text, texts, word
from db.vocabulary import Precision

_PLACE = parts.PLACE["properties"]

_NOTE = record(
    "A remark on how the address was read.",
    "住所の読み方についての注記。",
    {
        "code": text("For programs.", "プログラム用のコード。"),
        "text": text("For people.", "説明。"),
        "date": text("Day of the change that it speaks of.", "言及している変更の日。", empty=True),
    },
)

_GEOCODED = record(
    "A place that the address may mean.",
    "住所が指す可能性のある場所。",
    {
        "prefecture": _PLACE["prefecture"],
        "prefecture_code": _PLACE["prefecture_code"],
        "municipality": _PLACE["municipality"],
        "municipality_code": _PLACE["municipality_code"],
        "town": _PLACE["town"],
        "rest": text("What follows, as written: numbers, building.", "残りの部分（番地、建物名など）。"),
        "point": _PLACE["point"],
        "precision": word(Precision, "Area for which the point is true.", "点が代表する範囲の細かさ。"),
        "confidence": {
            "type": "number", "minimum": 0, "maximum": 1,
            "description": explain("How sure the reading is, from 0 to 1.", "読み取りの確からしさ（0～1）。"),
        },
        "matched": text("The part of the text that was recognized.", "読み取れた部分。"),
        "notes": several(_NOTE, "Remarks.", "注記。"),
        "suggestion": text("What may have been meant where something else is written; never taken by itself.",
                           "書き誤りと思われる場合の候補。自動では採用しません。", empty=True),
    },
)  # fmt: skip

_SOURCE = record(
    "A file of the gazetteer, with the credit that its licence asks for.",
    "地名データの出典と、利用条件が求める表示。",
    {
        "name": text("Its name.", "名前。"),
        "publisher": text("Who publishes it.", "公表者。"),
        "licence": text("Its licence.", "利用条件。"),
        "attribution": text("The credit to be shown.", "出典表示。"),
        "url": text("Its address.", "アドレス。"),
        "dated": text("Its date, where it tells one.", "日付（ある場合）。", empty=True),
    },
)

SCHEMAS: dict[str, Schema] = {
    "GeocodedPlace": _GEOCODED,
    "GeocodeAnswer": record(
        "Where the address is.",
        "住所の位置。",
        {
            "items": several({"$ref": "#/components/schemas/GeocodedPlace"},
                             "The places: several where the address fits several, none where it fits none.",
                             "場所。複数に当てはまるときは複数、どこにも当てはまらないときは空。"),
            "suggestions": texts("What may have been meant; only suggestions.", "意図された可能性のある地名（提案のみ）。"),
            "note": record("Said where there is no place; null otherwise.", "場所がないときの説明。それ以外は null。",
                           {"en": text("In English.", "英語。"), "ja": text("In Japanese.", "日本語。")}, empty=True),
            "labels": refer("Labels"),
            "gazetteer": record(
                "The gazetteer that answers.",
                "回答のもとになった地名データ。",
                {
                    "edition": text("Names its content: the same towns and points have the same.", "内容を表す名前。", empty=True),
                    "sources": several(_SOURCE, "What it was made from.", "もとになったデータ。"),
                },
            ),
        },
    ),
}  # fmt: skip
