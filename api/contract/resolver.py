"""Schemas of the answers that tell whom a name, a number or a place may mean."""

from api.contract import parts
from api.contract.parts import RECORD_ID, RECORD_ID_JA
from api.contract.words import Schema, explain, record, refer, several, text, texts, truth, whole, word, words
from api.filters import MUNICIPALITY_SHAPE, PREFECTURE_SHAPE
from api.v1.hits import MATCHED_FIELDS, MATCHED_HOW
from db.vocabulary import Role

_READING = record(
    "How the name is read, without its legal form; null where it cannot be read.",
    "名称（法人格を除く）の読み。読めないものは null。",
    {
        "kana": text("In katakana.", "カタカナ。"),
        "romaji": text("In Hepburn with macrons.", "ヘボン式ローマ字（長音記号つき）。"),
        "guessed": truth(
            "true where a program guessed it; false where a register or the name itself says so.",
            "プログラムによる推定なら true。登録簿または名称自体によるものは false。",
        ),
    },
    empty=True,
)  # fmt: skip

_WHERE = record(
    "Where it is, as far as the municipality.",
    "所在地（市区町村まで）。",
    {
        name: parts.PLACE["properties"][name]
        for name in ("prefecture", "prefecture_code", "municipality", "municipality_code")
    },
)

_MATCHED = record(
    "Why it was found, to be compared with paper.",
    "見つかった理由。書面と見比べるためのもの。",
    {
        "field": word(MATCHED_FIELDS, "Which of its fields answered.", "一致した項目。"),
        "text": text("What stands in that field.", "その項目の記載。"),
        "how": word(MATCHED_HOW, "How it agrees with what was asked.", "一致のしかた。"),
    },
)

_SCORE: Schema = {
    "type": ["number", "null"],
    "minimum": 0,
    "maximum": 1,
    "description": explain(
        "How well it answers, from 0 to 1: an order, not a probability. null where only filters were asked.",
        "一致の度合い（0～1）。順序を示すもので確率ではありません。条件だけの検索では null。",
    ),
}

HIT: dict[str, Schema] = {
    "id": text(RECORD_ID, RECORD_ID_JA),
    "name": text("Its name as the sources write it.", "出典に記載された名称。"),
    "reading": _READING,
    "name_en": text("English name, where one is registered.", "英語名（登録がある場合）。", empty=True),
    "legal_form": text("Legal form; it never decides a match.", "法人の種類。一致の決め手にはしません。", empty=True),
    "roles": words(Role, "Capacities in which it appears.", "立場。"),
    "corporate_number": text("Corporate number of thirteen digits.", "法人番号（13桁）。", empty=True),
    "place": _WHERE,
    "disposition_count": whole("How many dispositions are on record; 0 does not mean that it never had one.",
                               "記録にある行政処分の数。0 は処分が一度もないことを意味しません。"),
    "status": word(("published", "withdrawn"), "withdrawn where no source shows it any more.",
                   "どの出典にも掲載されなくなったものは withdrawn。"),
    "url": text("Its record.", "記録のアドレス。", format="uri"),
    "score": _SCORE,
    "matched": _MATCHED,
}  # fmt: skip

_CLOSING: dict[str, Schema] = {"edition": refer("Edition"), "searched": parts.SEARCHED, "help": parts.HELP}

_FACETS = record(
    "What was found, counted.",
    "見つかったものの内訳。",
    {
        "legal_form": several(
            record(
                "One legal form.",
                "法人の種類。",
                {
                    "value": text("Legal form; null where the name has none.", "法人の種類。ない場合は null。", empty=True),
                    "count": whole("How many of those found have it.", "件数。"),
                },
            ),
            "By legal form, most first.",
            "法人の種類ごと（多い順）。",
        )
    },
)

SCHEMAS: dict[str, Schema] = {
    "Hit": record("An organization that may be meant.", "該当する可能性のある団体。", HIT),
    "SearchAnswer": record(
        "What was found, best first. An empty list never means that all is well.",
        "見つかったもの（よく一致する順）。空の一覧は問題がないことを意味しません。",
        {
            "items": several(refer("Hit"), "The organizations.", "団体。"),
            "facets": _FACETS,
            "suggestions": texts(
                "Places that may have been meant where nothing was found. Only suggestions: nothing was searched for them.",
                "何も見つからないときに、意図された可能性のある地名。提案にすぎず、それでは検索していません。",
            ),
            "labels": refer("Labels"),
            **_CLOSING,
        },
    ),
}

_FEATURES = record(
    "What the score rests on; null where it played no part.",
    "スコアの根拠。関係しなかったものは null。",
    {
        "kind": word(("number", "name", "english", "reading", "similar"), "What agrees.", "一致したもの。"),
        "similarity": {
            "type": ["number", "null"],
            "description": explain("How alike the two are, from 0 to 1.", "類似度（0～1）。"),
        },
        "exact": truth("Whether the whole agrees: the only ground for certainty.", "全体が一致するか。確実とする唯一の根拠。"),
        "legal_form": word(
            ("same", "absent", "related", "unnamed", "different", "elsewhere"),
            "How the legal forms go together: absent, where none was asked for; unnamed, where the name has none; elsewhere, "
            "where it stands in another place.",
            "法人格の関係。absent は問い合わせになし、unnamed は名称になし、elsewhere は位置が違うもの。",
            empty=True,
        ),
        "by": text("By what a likeness was found.", "類似を見つけた方法。", empty=True),
        "prefecture": word(("same", "different"), "The prefecture asked for.", "指定された都道府県。", empty=True),
        "municipality": word(("same", "different"), "The municipality asked for.", "指定された市区町村。", empty=True),
        "number": word(("same", "different", "unknown"), "The number given beside the name.", "名称に添えられた番号。", empty=True),
        "name": word(("same", "different"), "The name given beside the number.", "番号に添えられた名称。", empty=True),
    },
)

_CANDIDATE = {
    **HIT,
    "features": _FEATURES,
    "match": truth(
        "true only where it is meant beyond doubt and no other can be: a number, or the whole name.",
        "疑いなくこの団体だけを指すときに限り true（番号または名称全体の一致）。",
    ),
}


def _ask(kind: str, en: str, ja: str, **more: object) -> Schema:
    return {"type": kind, "description": explain(en, ja), **more}


_QUERY: Schema = {
    "type": "object",
    "description": explain("One query: a name, a number, or both.", "問い合わせ1件。名称、番号またはその両方。"),
    "additionalProperties": False,
    "properties": {
        "name": _ask("string", "As it is written or spoken; see q of /v1/search.", "書かれたまま、または聞いたままの名称。",
                     minLength=1, maxLength=200, pattern=r"\S"),
        "prefecture": _ask("string", "JIS code or name in Japanese or English.", "JISコード、日本語名または英語名。",
                           minLength=1, maxLength=40, pattern=f"^{PREFECTURE_SHAPE}$"),
        "municipality": _ask("string", "Name of the municipality in Japanese, or its code.", "市区町村名またはコード。", minLength=1, maxLength=40,
                             pattern=f"^{MUNICIPALITY_SHAPE}$|[^0-9\\s]"),
        "number": _ask("string", "Permit, plan, registration or corporate number.", "許可番号、認定番号、登録番号または法人番号。",
                       minLength=1, maxLength=40, pattern=r"\S"),
        "limit": _ask("integer", "At most so many candidates.", "候補の最大数。", minimum=1, maximum=20, default=5),
    },
}  # fmt: skip

SCHEMAS |= {
    "MatchCandidate": record("An organization that may be meant, with what speaks for it.", "候補の団体とその根拠。", _CANDIDATE),
    "MatchQuery": _QUERY,
    "MatchRequest": {
        "type": "object",
        "description": explain("The queries, up to 500.", "問い合わせ（500件まで）。"),
        "additionalProperties": False,
        "required": ["queries"],
        "properties": {
            "queries": {**several(refer("MatchQuery"), "The queries.", "問い合わせ。"), "minItems": 1, "maxItems": 500}
        },
    },
    "MatchAnswer": record(
        "The answers, in the order of the queries.",
        "回答（問い合わせの順）。",
        {
            "items": several(
                record(
                    "What one query may mean.",
                    "問い合わせ1件への回答。",
                    {
                        "match": text("Id of the one that is certainly meant; null where none is.",
                                      "確実に該当する団体の識別子。なければ null。", empty=True),
                        "candidates": several(refer("MatchCandidate"), "The candidates, best first.", "候補（よく一致する順）。"),
                    },
                ),
                "One answer for each query.",
                "問い合わせごとの回答。",
            ),
            "labels": refer("Labels"),
            "edition": refer("Edition"),
            "searched": parts.SEARCHED,
            "help": parts.HELP,
        },
    ),
}  # fmt: skip
