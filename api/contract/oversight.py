"""Schemas of the indicators, the help lines and the change feed."""

from api.contract.parts import HELP, RECORD_ID, RECORD_ID_JA
from api.contract.words import (
    Schema,
    day,
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
from db.indicators.reviewed import PERIODS, READ_FROM, UNITS, read_series
from db.models import RECORD_KINDS
from db.vocabulary import PREFECTURES, ChangeCause, ChangeKind, Role

_NEXT = text("Address of the next page; null on the last.", "次のページのアドレス。最後のページでは null。",
             empty=True, format="uri")  # fmt: skip
_NOTE = {"en": text("In English.", "英語。"), "ja": text("In Japanese.", "日本語。")}

_SOURCE = record(
    "Where the number comes from.",
    "数値の出典。",
    {
        "publisher": text("Who gave it.", "公表元。"),
        "title": text("In which paper.", "資料名。"),
        "url": text("The publisher's page, or the list that was counted; null where it is not known.",
                    "公表元のページ、または数えた一覧。不明なときは null。", empty=True, format="uri"),
        "read_from": word(
            [*READ_FROM.values(), "own_count"],
            "How we know it: from the publisher, from a full quotation, from a third party's description, worked out "
            "from other figures, or by our own count.",
            "どこから知ったか。公表元、全文の引用、第三者の記述、他の数値からの計算、または本データベースの集計。",
        ),
        "read_at": text("Where we read it.", "読み取った場所。"),
    },
)

INDICATOR = record(
    "One number for one series, year and place.",
    "系列、年、地域ごとの一つの数値。",
    {
        "series": word(read_series(), "What is counted.", "何の数か。"),
        "basis": word(("published", "counted"), "Given by a publisher, or counted by us.", "公表値か本データベースの集計か。"),
        "year": whole("Year; null for records without a date.", "年。日付のない記録では null。", empty=True),
        "period": word(PERIODS, "What the year is: the year itself, the fiscal year from April, or its end.",
                       "年の意味。その年、4月からの年度、またはその年の終わり。"),
        "place": record(
            "Where; null for the whole country, which includes records of unknown prefecture.",
            "地域。全国は null（都道府県が不明なものを含む）。",
            {
                "prefecture": text("Prefecture.", "都道府県。"),
                "prefecture_code": word(PREFECTURES, "JIS X 0401 code.", "JIS X 0401 コード。"),
            },
            empty=True,
        ),
        "role": word(Role, "Capacity of the organizations concerned.", "対象の団体の立場。", empty=True),
        "value": whole("The number.", "数値。"),
        "unit": word(UNITS, "What is counted.", "単位。"),
        "denominator": record(
            "A number of the same year, place and role to set it against; null where none is known. Their ratio is not a prevalence.",
            "同じ年、地域、立場で比べられる数。分からないときは null。比は違反の広がりを示しません。",
            {
                "series": word(read_series(), "Its series.", "その系列。"),
                "value": whole("The number.", "数値。"),
            },
            empty=True,
        ),
        "definition_en": text("What exactly is counted, in English.", "定義（英語）。"),
        "definition_ja": text("What exactly is counted, in Japanese.", "定義（日本語）。"),
        "source": _SOURCE,
        "seen_at_publisher": truth(
            "Whether the number, or all that was counted, was read in the publisher's own file.",
            "公表元の資料そのもので確かめた数値か。",
        ),
        "caveat_en": text("What it does not say, in English.", "注意点（英語）。"),
        "caveat_ja": text("What it does not say, in Japanese.", "注意点（日本語）。"),
    },
)  # fmt: skip

HELP_LINE = record(
    "A help line as its source's page gave it on a day.",
    "掲載元のページで確認した相談電話。",
    {
        "title": text("Its name.", "名称。"),
        "title_ja": text("Its name in Japanese.", "名称（日本語）。"),
        "languages": texts("Languages spoken, ISO 639.", "対応言語（ISO 639）。"),
        "number": text("Telephone number.", "電話番号。"),
        "hours": text("Hours, as the page gives them.", "受付時間（掲載のとおり）。"),
        "source_url": text("The page.", "掲載元のページ。", format="uri"),
        "verified_on": day("Day on which the page said so.", "確認した日。"),
        "stale": truth("Whether that is too long ago: check the page first.", "確認から日が経ちすぎているか。掲載元で確かめてください。"),
        "stale_from": day("First day on which it is.", "そうなる最初の日。"),
    },
)

CHANGE = record(
    "What became of one record in one edition.",
    "ある版での一つの記録の変化。",
    {
        "seq": whole("Position in the feed: 1, 2, 3 … without a gap.", "通し番号（欠番なし）。"),
        "change": word(
            ChangeKind,
            "What happened. A withdrawn record still answers as a tombstone, unless it was about a natural person.",
            "変化の種類。取り下げられた記録も応答します（個人に関するものを除く）。",
        ),
        "cause": word(
            ChangeCause,
            "source: the publisher's file says something else. reading: only our reading or our rules do.",
            "source は公表元の変更、reading は本データベースの読み取りや規則の変更。",
        ),
        "kind": word(RECORD_KINDS, "Kind of record.", "記録の種類。"),
        "id": text(RECORD_ID, RECORD_ID_JA),
        "url": text("Address of the record.", "記録のアドレス。", format="uri"),
        "fields_changed": texts("Members that differ from the version before.", "前の版から変わった項目。"),
        "merged_into": text("Id of the survivor of a merger.", "統合先の識別子。", empty=True),
        "edition": whole("Edition in which it happened.", "変化のあった版。"),
        "published_at": moment("When that edition was published.", "その版を公開した時刻。"),
        "observed_on": day("Day on which the sources were observed.", "出典を確認した日。"),
    },
)

SCHEMAS: dict[str, Schema] = {
    "Indicator": INDICATOR,
    "IndicatorList": record(
        "A page of indicators.",
        "指標の一覧（1ページ）。",
        {
            "items": several(refer("Indicator"), "The numbers of this page.", "このページの数値。"),
            "total": whole("How many there are.", "件数。"),
            "next": _NEXT,
            "note": record("What a rate of these numbers is not.", "割合についての注意。", _NOTE),
            "edition": refer("Edition"),
        },
    ),
    "HelpLine": HELP_LINE,
    "HelpLineList": record(
        "The verified help lines.",
        "確認済みの相談電話の一覧。",
        {
            "items": several(refer("HelpLine"), "The lines, fresh ones first.", "相談電話（確認の新しいものから）。"),
            "total": whole("How many there are.", "件数。"),
            "next": _NEXT,
            "as_of": day("Day in Japan on which it was decided what is stale.", "stale を判断した日（日本）。"),
            "note": record("How to read the list, and where else to ask.", "一覧の読み方と他の相談先。",
                           {**_NOTE, "links": HELP["properties"]["links"]}),
            "edition": refer("Edition"),
        },
    ),
    "Change": CHANGE,
    "ChangeList": record(
        "A page of the change feed.",
        "変更履歴（1ページ）。",
        {
            "items": several(refer("Change"), "The changes, oldest first.", "変更（古い順）。"),
            "total": whole("How many lie after the position asked for.", "指定した位置より後の件数。"),
            "next": _NEXT,
            "position": whole("Position of the last change of this page: ask for what comes after it.",
                              "このページの最後の位置。次回はこの後から。"),
            "feed": text("Name of this count of positions; it changes when the register is rebuilt.",
                         "位置の数え方の名前。再構築で変わります。"),
            "labels": refer("Labels"),
            "edition": refer("Edition"),
        },
    ),
}  # fmt: skip
"""By name, for the contract."""
