"""Schemas of the vocabularies, and of the labels beside records."""

from api.contract.words import Schema, explain, record, refer, several, text, texts, truth, whole, word
from db.words import LANGUAGES, MACHINE, REVIEWED, VOCABULARIES

_LANGUAGE = word(LANGUAGES, "Language of the labels.", "表示名の言語。")
_FALLBACK = truth(
    "Whether none of the languages asked for is here, so that the labels are in English.",
    "求められた言語に対応していないため英語で示しているかどうか。",
)
_MARK = word(
    (REVIEWED, MACHINE),
    "reviewed: a person who speaks the language read it. machine: nobody has yet.",
    "reviewed はその言語を話す人が確認した文、machine は未確認の文。",
)
_NOTE = record(
    "What the sentences are and are not.", "文についての注意。", {"en": text("In English.", "英語。"), "ja": text("In Japanese.", "日本語。")}
)

LABELS: Schema = record(
    "Labels of the codes that stand in this answer, in the language of lang or Accept-Language; null where neither is given.",
    "この応答にあるコードの表示名（lang または Accept-Language の言語）。どちらもなければ null。",
    {
        "language": _LANGUAGE,
        "fallback": _FALLBACK,
        "note": text("Said where fallback is true.", "fallback が true のときの説明。", empty=True),
        "words": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
            "description": explain(
                "By vocabulary (see /v1/vocabularies), code and label.", "語彙（/v1/vocabularies を参照）ごとの、コードと表示名。"
            ),
        },
    },
    empty=True,
)

_VOCABULARY = {
    "name": word(VOCABULARIES, "Name of the vocabulary.", "語彙の名前。"),
    "title": text("What it is about.", "題名。"),
    "title_ja": text("The same in Japanese.", "題名（日本語）。"),
    "members": texts("Members of answers that hold its codes.", "このコードが入る項目。"),
    "codes": whole("How many codes it has.", "コードの数。"),
    "url": text("Its address.", "アドレス。", format="uri"),
}

_TEXT = record(
    "A code in one language.",
    "ある言語での説明。",
    {
        "language": word(LANGUAGES, "The language.", "言語。"),
        "label": text("Short label.", "短い表示名。"),
        "text": text("Plain sentence.", "やさしい文。"),
        "mark": _MARK,
    },
)

_WORD = record(
    "A code, explained.",
    "コードの説明。",
    {
        "code": text("The code.", "コード。"),
        "term": text("Legal term in Japanese, or the name.", "日本語の法律用語または名称。"),
        "citation": text("Provision where it stands; null where there is none.", "根拠規定。ないときは null。", empty=True),
        "label": text("Label in the chosen language.", "選ばれた言語での表示名。"),
        "text": text("Sentence in the chosen language.", "選ばれた言語での文。"),
        "mark": _MARK,
        "texts": several(_TEXT, "The same in every language.", "すべての言語での説明。"),
    },
)

_TOLD_LANGUAGE = record(
    "A language.",
    "言語。",
    {
        "code": word(LANGUAGES, "BCP 47 code.", "言語コード。"),
        "name": text("Its name in itself.", "その言語での名前。"),
        "name_en": text("Its name in English.", "英語での名前。"),
        "reviewed": whole("How many of its texts a person has reviewed.", "確認済みの文の数。"),
        "machine": whole("How many nobody has reviewed.", "未確認の文の数。"),
    },
)

_LIST_END = {
    "total": whole("How many there are.", "件数。"),
    "next": text("Always null: there is one page.", "常に null（1ページ）。", empty=True),
    "language": _LANGUAGE,
    "fallback": _FALLBACK,
    "note": _NOTE,
    "edition": refer("Edition"),
}

SCHEMAS: dict[str, Schema] = {
    "VocabularySummary": record("A vocabulary.", "語彙。", _VOCABULARY),
    "VocabularyList": record(
        "Every vocabulary.",
        "すべての語彙。",
        {
            "items": several(refer("VocabularySummary"), "The vocabularies.", "語彙。"),
            **_LIST_END,
            "languages": several(_TOLD_LANGUAGE, "The languages.", "言語。"),
        },
    ),
    "Vocabulary": record(
        "A vocabulary with its codes.",
        "語彙とそのコード。",
        {**_VOCABULARY, "items": several(_WORD, "The codes.", "コード。"), **_LIST_END},
    ),
    "Labels": LABELS,
}
"""By name, for the contract."""
