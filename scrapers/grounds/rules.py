"""Which words of a clause, and which cited items, say what was done: stems, so that new wordings fit."""

import re
from dataclasses import dataclass

from db.vocabulary import Violation as V


@dataclass(frozen=True, slots=True)
class Rule:
    """A label, the words that earn it, the words that forbid it, and why."""

    label: V
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    because: str


# Not done, however it is put: 行っていない, 行わず, 実施しなかった, 受けておらず, 怠った …
_NOT = r"(?:ておらず|ていな|わず|わな|せず|しな|けな|じな|きな|らな|かった|ない|怠)"
# A criminal sanction, or the breach itself.
_PENALTY = r"(?:罰金|懲役|禁錮|拘禁刑|刑に処|有罪|送検|送致|起訴)"
_BREACH = rf"(?:{_PENALTY}|違反)"
# What an implementer did is not what the supervising organization that let it pass did.
_OTHERS = r"(?:実習実施者|同者)(?:が|において|における)[^。]*違反|違反(?:している|した|していた|する)事実"
_LABOUR_LAWS = r"労働安全衛生|安全衛生法|労働基準法|最低賃金法|出入国管理及び難民認定法|入管法|入国管理法"

_TABLE: tuple[tuple[V, str, str | None, str], ...] = (
    # --- supervising organizations: articles 26-42 and regulation 52
    (
        V.AUDIT_NOT_CONDUCTED,
        rf"監査(?!報告|責任|人|業務)[^。]*{_NOT}",
        r"監査の終了後|外部監査|監査を実施したものとして",
        "regulation 52(1), (2): audits every three months, and at once on suspicion",
    ),
    (
        V.FALSE_AUDIT_REPORT,
        r"(?:虚偽|事実と異なる|事実に反する|実施していない監査)[^。]*監査報告"
        r"|監査報告[^。]*(?:虚偽|異なる|申告しな|記載せず|記載しな)",
        None,
        "a report of an audit that says what was not so",
    ),
    (
        V.FALSE_DOCUMENTS,
        r"(?:虚偽|事実と異なる|事実に反する)[^。]*(?:書|記録|報告|答弁|陳述|記載|申請|届出|申告|説明)"
        r"|実施していない監査[^。]*監査報告|監査報告[^。]*申告しな|届出書[^。]*記載(?:せず|しな)",
        None,
        "papers or answers that say what was not so, a false audit report among them",
    ),
    (V.FORGED_DOCUMENTS, r"偽造|変造|偽変造", None, "papers made up or altered"),
    (
        V.POST_ENTRY_LECTURES,
        rf"入国後講習(?!実施記録)[^。]*(?:{_NOT}|従事させ)",
        None,
        "regulation 52(7), 10(2)(vii): lectures after entry, and no work while they last",
    ),
    (
        V.PLAN_GUIDANCE,
        rf"(?:計画|計画の)作成(?:の)?指導[^。]*{_NOT}",
        r"作成(?:の)?指導を受けた",
        "regulation 52(8): guidance on making the plan",
    ),
    (
        V.VISIT_GUIDANCE,
        rf"(?:訪問指導|(?:実地による確認|巡回))[^。]*{_NOT}",
        None,
        "regulation 52(3): a visit every month in the first stage",
    ),
    (
        V.NAME_LENDING,
        r"自己の名義をもって|名義(?:を)?貸|名義を(?:利用|使用)させ",
        None,
        "article 38: another ran the business under its name",
    ),
    (
        V.PENALTY_OR_SIDE_AGREEMENT,
        r"違約金|損害賠償[^。]*予定|覚え?書|送出管理費[^。]*減額|(?:取決め|約束|条項)[^。]*(?:締結|交わし)|裏契約",
        r"確認をしていな|確認していな|計画と反する",
        "articles 28, 47(1): a penalty, or a memorandum beside the contract",
    ),
    (
        V.COMMISSION_COLLECTION,
        r"手数料|保証金|報酬を(?:受|得|収受)|財産(?:を|の)?管理",
        r"支払って",
        "article 28(1): no fee or reward; regulation 10(2)(vi): no deposit under whatever name",
    ),
    # --- implementers: the plan
    (
        V.NOT_ACCORDING_TO_PLAN,
        r"計画(?:に従|どおり|のとおり|に基づ)[^。]*(?:技能実習|業務|作業)を[^。]*"
        r"(?:行わせて(?:おらず|いな)|行わせな|行わせず|従事させて(?:いな|おらず))"
        rf"|(?:必須|関連)(?:業務|作業)[^。]*{_NOT}|計画に記載[^。]*(?:超過|超え|より|異な|以外)"
        r"|業務の構成[^。]*適切なものではな|従事させた業務[^。]*適合していな|計画(?:と異なる|に記載のない|にない)(?!内容の取決)",
        r"入国後講習|実地による確認|隠蔽",
        "article 16(1)(i): training other than the accredited plan says",
    ),
    (
        V.DIFFERENT_ARRANGEMENT,
        r"計画(?:と|に)(?:反する|異なる)(?:内容の)?(?:取決|取り決|契約|約束|合意)",
        None,
        "regulation 12(1)(xi): an arrangement with the trainee contrary to the plan",
    ),
    # --- labour
    (
        V.WAGES_UNPAID,
        r"(?:賃金|給与|手当|報酬)[^、。]{0,30}"
        r"(?:支払って(?:いな|おら)|支払わ|支払いをし|未払|不払|不足|控除)",
        None,
        "wages, or the premium for overtime, not paid, or not as the plan says",
    ),
    (
        V.MINIMUM_WAGE,
        rf"最低賃金(?:法[^。]*{_BREACH}|[^。]*(?:下回|未満|達し|満たさ|以上の))",
        _OTHERS,
        "Minimum Wage Act",
    ),
    (
        V.WORKING_HOURS,
        r"長時間労働|実習予定時間(?:数)?を[^。]*超|三六協定|36協定"
        r"|(?:労働時間|時間外労働|時間外・休日労働|休日労働)[^。]*(?:超え|超過|上限|違法|協定)",
        r"割増賃金[^。]*支払って",
        "more hours than the plan or the law allows",
    ),
    (
        V.OCCUPATIONAL_SAFETY,
        rf"(?:労働安全衛生|安全衛生)法[^。]*{_BREACH}|安全衛生[^。]*措置[^。]*{_NOT}",
        _OTHERS,
        "Industrial Safety and Health Act",
    ),
    (
        V.LABOUR_STANDARDS_OTHER,
        rf"労働基準法[^。]*{_BREACH}",
        _OTHERS,
        "Labour Standards Act, the article not told",
    ),
    # --- persons
    (V.HUMAN_RIGHTS, r"人権を[^。]*侵害|ハラスメント|性的な?(?:言動|行為)", None, "regulation 12(1)(viii)"),
    (V.VIOLENCE_OR_THREAT, r"暴行|暴力|脅迫|監禁|殴|傷害", None, "article 46"),
    (
        V.FORCED_RETURN,
        r"(?:意に反|強制|無理)[^。]*(?:帰国|出国)|帰国を(?:強|迫)|帰国させる旨",
        None,
        "return against the trainee's will",
    ),
    (
        V.PASSPORT_RETENTION,
        r"(?:旅券|パスポート|在留カード)[^。]*(?:保管|取り上げ|取上げ|預か|管理|返還)",
        None,
        "article 48(1)",
    ),
    (
        V.RESTRICTION_OF_PRIVATE_LIFE,
        r"私生活の自由[^。]*制限|(?:外出|通信|携帯電話|面会|交際)[^。]*(?:制限|禁止|禁じ|取り上げ)",
        None,
        "article 48(2)",
    ),
    (V.SAVINGS_CONTRACT, r"貯蓄|貯金|通帳[^。]*(?:保管|管理|預か)|社内預金", None, "article 47(2)"),
    (
        V.PREGNANCY_DISCRIMINATION,
        r"妊娠|出産|中絶|避妊|産前産後",
        None,
        "treated worse for pregnancy or childbirth",
    ),
    # --- immigration, officers, inspection, premises, other crimes
    (
        V.ILLEGAL_WORK,
        r"不法就労|資格外活動",
        None,
        "Immigration Act 73-2: made or helped foreigners work illegally",
    ),
    (
        V.IMMIGRATION_FINE,
        rf"(?:出入国管理及び難民認定法|入管法|入国管理法)[^。]*{_PENALTY}",
        None,
        "punished under the Immigration Act",
    ),
    (
        V.OFFICER_DISQUALIFIED,
        r"役員(?:のうち|の中|が|に)[^。]*(?:処せ|取り?消|該当|欠格|者がいる|者がある|役員がある)",
        r"役員又は職員",
        "article 10(xii), 26(v): an officer is one who may hold no accreditation or permit",
    ),
    (
        V.INSPECTION_OBSTRUCTION,
        r"(?:検査|立入|調査)[^。]*(?:拒|妨|忌避|応じな|応じず)|(?:報告|提出|提示)[^。]*(?:拒ん|拒否|応じな)",
        None,
        "article 13(1), 14(1): the inspection itself refused or hindered",
    ),
    (
        V.EQUIPMENT_OR_PREMISES,
        r"(?:機械|器具|設備|宿泊施設|宿舎|居室|寝室)[^。]{0,25}"
        rf"(?:(?:備え|保有し|有し|設置|設け|確保|整備|適合|満た)[^。]{{0,6}}{_NOT}|不適)",
        None,
        "regulation 12(2)(i), 14: equipment of the training, the trainees' lodging",
    ),
    (V.OTHER_CRIMINAL, _PENALTY, _LABOUR_LAWS, "punished under a law that has no label of its own"),
)
RULES = tuple(
    Rule(label, re.compile(words), None if unless is None else re.compile(unless), because)
    for label, words, unless, because in _TABLE
)

# A cited item that says by itself what was done -> its label. Keys as in Citation.code, without the regime.
# Only the Act and regulation of `titp`: the numbers move with the other regime.
BY_CITATION: dict[str, V] = {
    "10-12": V.OFFICER_DISQUALIFIED,
    "26-5": V.OFFICER_DISQUALIFIED,
    "38": V.NAME_LENDING,
    "38-1": V.NAME_LENDING,
    "46": V.VIOLENCE_OR_THREAT,
    "47-1": V.PENALTY_OR_SIDE_AGREEMENT,
    "47-2": V.SAVINGS_CONTRACT,
    "48-1": V.PASSPORT_RETENTION,
    "48-2": V.RESTRICTION_OF_PRIVATE_LIFE,
    "enforcement_regulation:12-1-8": V.HUMAN_RIGHTS,
    "enforcement_regulation:12-1-11": V.DIFFERENT_ARRANGEMENT,
    "enforcement_regulation:12-2-1": V.EQUIPMENT_OR_PREMISES,
    "enforcement_regulation:52-1": V.AUDIT_NOT_CONDUCTED,
    "enforcement_regulation:52-2": V.AUDIT_NOT_CONDUCTED,
    "enforcement_regulation:52-3": V.VISIT_GUIDANCE,
    "enforcement_regulation:52-7": V.POST_ENTRY_LECTURES,
    "enforcement_regulation:52-8": V.PLAN_GUIDANCE,
}
