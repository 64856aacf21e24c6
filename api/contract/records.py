"""Schemas of the records: what lists show, and what the single record adds."""

from api.contract.parts import EVIDENCE_LIST, GROUND_CODES, LIFE, RECORD_ID, RECORD_ID_JA
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
    words,
)
from db.vocabulary import (
    Authority,
    DispositionKind,
    Grade,
    PermitClass,
    PermitStatus,
    Regime,
    Role,
    Violation,
)

Members = dict[str, Schema]

_NAME = text(
    "Name as the sources write it; 個人事業主 for a natural person, whose name is never published.",
    "出典に記載された名称。個人の場合は「個人事業主」とし、氏名は公表しません。",
)
_EDITION: Members = {"edition": refer("Edition"), "labels": refer("Labels")}

_LINK = record(
    "A possible or confirmed link between a labour-law case and an organization, with the reasons for it.",
    "公表事案と団体との結び付き（可能性または確認済み）とその理由。",
    {
        "id": text("Identifier of the other record.", "相手の記録の識別子。"),
        "status": text(
            "`possible`: name, prefecture and municipality agree. `confirmed`: the register of corporate numbers also"
            " knows only one corporation of the name there, and it is the organization's.",
            "possible は名称と市区町村が一致するもの。confirmed は、さらに法人番号によって同一の法人と確認できるもの。",
        ),
        "reasons": texts("What agrees.", "一致する点。"),
    },
)

_BRIEF_PERMIT = record(
    "A permit or registration in short; see /v1/permits.",
    "許可・登録の要約。/v1/permits を参照。",
    {
        "id": text(RECORD_ID, RECORD_ID_JA),
        "regime": word(Regime, "Program.", "制度。"),
        "role": word(Role, "Capacity.", "立場。"),
        "number": text("Number.", "番号。", empty=True),
        "class": word(PermitClass, "Class.", "区分。", empty=True),
        "permit_status": word(PermitStatus, "What the sources prove.", "出典から確かめられる状態。"),
        "expires_on": day("Last day.", "有効期限。", empty=True),
    },
)

_BRIEF_DISPOSITION = record(
    "A disposition in short; see /v1/dispositions.",
    "行政処分の要約。/v1/dispositions を参照。",
    {
        "id": text(RECORD_ID, RECORD_ID_JA),
        "kind": word(DispositionKind, "Kind.", "種類。"),
        "role": word(Role, "Capacity.", "立場。"),
        "issued_on": day("Day of the disposition.", "処分年月日。"),
        "grounds": GROUND_CODES,
        "plan_count": whole("How many plans were revoked.", "取り消された計画の数。"),
    },
)

_NUMBER_MATCH = record(
    "What the tax agency's corporate-number register says: matched only where name and place can mean one alone.",
    "法人番号公表サイトとの照合。名称と所在地が一つの法人だけを指すときに限り一致とする。",
    {
        "status": text("matched, candidates or none.", "matched（一致）、candidates（候補あり）、none（なし）。"),
        "reasons": texts("Codes of what agrees, or of why nothing was decided.", "一致した項目、または決められない理由。"),
        "candidates": several(
            record(
                "A corporation that may be meant; nothing is decided by it.",
                "該当する可能性がある法人。断定するものではない。",
                {
                    "corporate_number": text("Corporate number.", "法人番号。"),
                    "name": text("Name as registered.", "登記上の名称。"),
                    "municipality_code": text("Municipality, by JIS X 0402.", "市区町村コード。", empty=True),
                    "closed_on": day("Day of its closure.", "閉鎖等年月日。", empty=True),
                    "reasons": texts("What agrees and what does not.", "一致する点としない点。"),
                },
            ),
            "Corporations of this name, undecided.",
            "同じ名称の法人（未確定）。",
        ),
    },
)

ORGANIZATION: Members = {
    "id": text(RECORD_ID, RECORD_ID_JA),
    "name": _NAME,
    "name_kana": text("Reading in kana, from the corporate-number register.", "フリガナ（法人番号公表サイト）。", empty=True),
    "name_en": text("English name, where one is registered.", "英語名（登録がある場合）。", empty=True),
    "other_names": texts("Other spellings and former names.", "他の表記や旧名称。"),
    "legal_form": text("Legal form.", "法人の種類。", empty=True),
    "grade": word(Grade, "Legal person or natural person.", "法人か個人か。"),
    "corporate_number": text("Corporate number of thirteen digits.", "法人番号（13桁）。", empty=True),
    "roles": words(Role, "Capacities in which it appears.", "立場。"),
    "regimes": words(Regime, "Programs in which it appears.", "制度。"),
    "address": text("Address as published.", "公表された所在地。", empty=True),
    "telephone": text("Telephone number as published.", "公表された電話番号。", empty=True),
    "place": refer("Place"),
    "permits": several(_BRIEF_PERMIT, "Its permits and registrations.", "許可・登録。"),
    "disposition_count": whole("How many dispositions are on record.", "記録にある行政処分の数。"),
    "last_disposition_on": day("Day of the latest of them.", "そのうち最も新しい処分の日。", empty=True),
    **LIFE,
}  # fmt: skip

ORGANIZATION_RECORD: Members = {
    **ORGANIZATION,
    "dispositions": several(_BRIEF_DISPOSITION, "Its dispositions, newest first.", "行政処分（新しい順）。"),
    "corporate_number_match": _NUMBER_MATCH,
    "closed_on": day("Day on which the corporate-number register closed it.", "登記記録の閉鎖等年月日（法人番号公表サイト）。", empty=True),
    "successor": text("Corporate number of the corporation that succeeded it.", "承継先法人番号。", empty=True),
    "labour_cases": several(_LINK, "Labour-law cases that may be its own.", "結び付きの可能性がある公表事案。"),
    "same_as": several(
        record(
            "Why two statements are taken to speak of one organization.",
            "二つの記載を同じ団体とみなす理由。",
            {
                "statements": texts("The two statements.", "二つの記載。"),
                "evidence": text("What agrees.", "一致する点。"),
            },
        ),
        "What joins its statements.",
        "記載を結び付ける根拠。",
    ),
    "evidence": EVIDENCE_LIST,
    **_EDITION,
}

ORGANIZATION_INCLUDED: Members = {"organization_record": refer("Organization")}
"""What include=organization adds to a record of one organization."""

DISPOSITION: Members = {
    "id": text(RECORD_ID, RECORD_ID_JA),
    "kind": word(DispositionKind, "Kind of disposition.", "行政処分の種類。"),
    "regime": word(Regime, "Program.", "制度。"),
    "role": word(Role, "Capacity in which the organization was addressed.", "処分を受けた立場。"),
    "provision": text("Provision that empowers the authority, as a code.", "処分の根拠規定のコード。"),
    "organization": refer("Party"),
    "issued_on": day("Day of the disposition.", "処分年月日。"),
    "issued_on_text": text("That day as published.", "公表された表記の処分年月日。"),
    "announced_on": day("Day of the announcement, where one is known.", "公表日（分かる場合）。", empty=True),
    "effective_from": day("First day of its effect.", "効力の始まり。", empty=True),
    "effective_to": day("Last day of its effect; null where none is stated.", "効力の終わり。示されていなければ null。", empty=True),
    "grounds": GROUND_CODES,
    "citations": several(refer("Citation"), "The provisions that the reason cites.", "理由が引用する条項。"),
    "possible_grounds": texts(
        "Provisions that the reason would also cite if its unbalanced brackets were mended: never certain.",
        "括弧の対応が崩れた理由を補って読めば引用されることになる条項。確実ではありません。",
    ),
    "violations": words(Violation, "What was done, by the register's closed list.", "違反の内容（本データベースの分類）。"),
    "reason": text("Reason as published, without names of persons; null for natural persons.",
                   "公表された理由（人名を除く）。個人の場合は null。", empty=True),
    "authorities": words(Authority, "Authorities that decided.", "処分した行政機関。"),
    "permit_number": text("Number of the permit revoked.", "取り消された許可の番号。", empty=True),
    "plan_count": whole("How many plans were revoked: one plan is one trainee and stage.",
                        "取り消された計画の数（1計画は実習生1人の1段階）。"),
    "place": refer("Place"),
    "evidence": EVIDENCE_LIST,
    **LIFE,
}  # fmt: skip

DISPOSITION_RECORD: Members = {
    **DISPOSITION,
    "plan_numbers": texts("Numbers of the plans revoked.", "取り消された計画の認定番号。"),
    "violation_clauses": several(
        record(
            "Which clause of the reason led to which label.",
            "理由のどの文言からどの分類が付いたか。",
            {
                "code": word(Violation, "The label.", "分類。"),
                "clause": text("The clause.", "文言。", empty=True),
            },
        ),
        "The clauses behind violations.",
        "violations の根拠となった文言。",
    ),
    **_EDITION,
}

PERMIT: Members = {
    "id": text(RECORD_ID, RECORD_ID_JA),
    "regime": word(Regime, "Program.", "制度。"),
    "role": word(Role, "Capacity that the permit gives.", "許可による立場。"),
    "number": text("Number of the permit or registration.", "許可番号または登録番号。", empty=True),
    "class": word(PermitClass, "Class of a supervising organization's permit.", "監理事業の区分。", empty=True),
    "organization": refer("Party"),
    "first_permitted_on": day("Day of the first permit.", "最初の許可年月日。", empty=True),
    "expires_on": day("Last day.", "有効期限。", empty=True),
    "permit_status": word(PermitStatus, "What the sources prove.", "出典から確かめられる状態。"),
    "revoked_on": day("Day of the revocation.", "許可取消しの日。", empty=True),
    "countries": texts("Countries from which trainees are received.", "受入国。"),
    "occupations": texts("Occupations, by official code.", "取扱職種のコード。"),
    "care": truth("Whether care work is handled.", "介護職種の取扱い。", empty=True),
    "languages": texts("Languages of the support, as printed.", "対応言語（公表された表記）。"),
    "listed_as_of": day("Date that the list bears.", "一覧に記された日付。", empty=True),
    "place": refer("Place"),
    "evidence": EVIDENCE_LIST,
    **LIFE,
}

_OFFICE = record(
    "An office.",
    "事務所。",
    {
        "name": text("Its name.", "名称。"),
        "postal_code": text("Its postal code.", "郵便番号。", empty=True),
        "address": text("Its address.", "所在地。", empty=True),
        "telephones": texts("Its telephone numbers.", "電話番号。"),
    },
)

PERMIT_RECORD: Members = {
    **PERMIT,
    "status_text": text("What the register says of the status.", "一覧に記された状態。", empty=True),
    "postal_code": text("Postal code as published.", "公表された郵便番号。", empty=True),
    "telephones": texts("Telephone numbers as published.", "公表された電話番号。"),
    "offices": several(_OFFICE, "Offices that give support.", "支援を行う事務所。"),
    "support": text("Kind of support, as printed.", "支援業務の内容（公表された表記）。", empty=True),
    "support_starts_on": day("First day of support.", "支援業務の開始予定日。", empty=True),
    "remarks": text("Remarks as published, without names of persons.", "公表された備考（人名を除く）。", empty=True),
    **_EDITION,
}

_OUTCOME = {
    "type": "object",
    "additionalProperties": True,
    "description": "What became of the case: kind, day and text.\n\n事案のその後。種類、日付、文言。",
}

LABOUR_CASE: Members = {
    "id": text(RECORD_ID, RECORD_ID_JA),
    "outcomes": several(_OUTCOME, "What became of the case, acquittals and non-prosecution first.",
                        "事案のその後。無罪と不起訴を先に示します。"),
    "employer": record("The employer.", "事業場。", {"name": _NAME, "grade": word(Grade, "Legal person or natural person.", "法人か個人か。")}),
    "organizations": several(_LINK, "Organizations that it may concern.", "関係する可能性がある団体。"),
    "bureau": text("Labour bureau that published it.", "公表した労働局。", empty=True),
    "announced_on": day("Day of the announcement.", "公表日。", empty=True),
    "announced_on_text": text("That day as published.", "公表された表記の公表日。", empty=True),
    "laws": texts("Laws and articles as published.", "公表された違反法条。"),
    "violations": words(Violation, "What was done, by the register's closed list.", "違反の内容（本データベースの分類）。"),
    "summary": text("Summary as published; null once withdrawn, and for natural persons.",
                    "公表された事案の概要。掲載終了後と個人の場合は null。", empty=True),
    "place": refer("Place"),
    "evidence": EVIDENCE_LIST,
    **LIFE,
}  # fmt: skip

LABOUR_CASE_RECORD: Members = {**LABOUR_CASE, **_EDITION}

_RUN = record(
    "The last run: when it observed the source, what it counted, and whether it was believed.",
    "直近の取得。いつ確認し、何件で、採用したかどうか。",
    {
        "at": moment("When the source was observed.", "確認した時刻。"),
        "observed_on": day("That day in Japan.", "その日（日本）。"),
        "verdict": word(
            ("good", "broken"),
            "broken where a promise was not kept: then the data of the last good run stands.",
            "約束が守られなかったとき broken。そのときは前回の正しいデータのままです。",
        ),
        "counts": {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "Documents, records and changes counted.\n\n文書、記録、変更の数。",
        },
        "problems": texts("What was wrong.", "問題。"),
        "warnings": texts("What was unusual.", "注意。"),
    },
)

SOURCE: Members = {
    "name": text("Its name everywhere in the API.", "APIでの名前。"),
    "role": text(
        "`source`: records come from it. `reference`: it identifies or places them.",
        "source は記録の出典、reference は照合や位置づけに使う資料。",
        enum=["source", "reference"],
    ),
    "title": text("Title.", "題名。"),
    "last_run": _RUN,
    "last_good_at": moment("When it was last read well.", "最後に正しく読めた時刻。", empty=True),
}
"""Members that every source has; its card adds publisher, licence and attribution where they are known."""

SOURCE_CARD: Members = {
    "title_ja": text("Title in Japanese.", "題名（日本語）。"),
    "publisher": text("Who publishes it.", "公表元。"),
    "publisher_ja": text("The same in Japanese.", "公表元（日本語）。"),
    "url": text("Its index page.", "掲載ページ。", format="uri"),
    "licence": text("Terms of use.", "利用条件。"),
    "attribution": text("Credit as its terms ask.", "利用条件が求める出典表示。"),
    "dated": day("Day for which reference data stand, where their publisher says so.", "参照データの基準日（分かる場合）。", empty=True),
    "version": text("Of reference data: changes with their content.", "参照データの内容とともに変わる版。"),
    "max_age_days": whole("How old it may be before it counts as stale.", "古いとみなすまでの日数。", empty=True),
}
