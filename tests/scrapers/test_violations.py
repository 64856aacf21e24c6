"""What a reason says was done, and by which clause."""

from collections import Counter

import pytest

from db.vocabulary import Violation
from scrapers.grounds import ViolationFound, classify_violations, read_citations
from scrapers.grounds.clauses import is_conclusion, split_clauses
from scrapers.grounds.rules import BY_CITATION, RULES
from tests.scrapers.recorded import read_recorded_parties

_PLAN = "技能実習法第16条第1項第1号に規定する認定の取消事由に該当するため。"


def _classify(clause: str) -> list[str]:
    reason = f"{clause}ことから、{_PLAN}"
    return [found.code.value for found in classify_violations(reason, read_citations(reason, "16-1"))]


# The words of the recorded notices, and others that say the same, which are to meet the same stems.
_CLAUSES = {
    "傘下の実習実施者に対する監査を適切に行っていなかった": "audit_not_conducted",
    "傘下の実習実施者に対し３月に１回以上の頻度で監査を実施しなかった": "audit_not_conducted",
    "監査を怠っていた": "audit_not_conducted",
    "直ちに、臨時の監査を行わなかった": "audit_not_conducted",
    "監査及び訪問指導を適切に行っていなかった": "audit_not_conducted visit_guidance",
    "虚偽の監査報告書を外国人技能実習機構に提出した": "false_audit_report false_documents",
    "監査報告書に事実と異なる記載をした": "false_audit_report false_documents",
    "実施していない監査を実施したものとして監査報告書を提出した": "false_audit_report false_documents",
    "監査報告書において、当該事実を申告しなかった": "false_audit_report false_documents",
    "機構の職員に対し、虚偽の帳簿書類を提示した": "false_documents",
    "虚偽の答弁を行うよう指示した": "false_documents",
    "虚偽の技能実習計画認定申請書を提出した": "false_documents",
    "偽造された文書を地方出入国在留管理局に提出した": "forged_documents",
    "認定計画に従って入国後講習を実施していなかった": "post_entry_lectures",
    "入国後講習期間中に技能実習生に対して業務に従事させた": "post_entry_lectures",
    "適切な技能実習計画の作成指導を行っていない": "plan_guidance",
    "1月に1回以上の頻度で実地による確認を行わなかった": "visit_guidance",
    "自己の名義をもって、他人に監理事業を行わせていた": "name_lending",
    "契約の不履行について違約金を定める覚書を締結していた": "penalty_or_side_agreement",
    "送出機関から手数料を受ける内容の覚書を締結していた": "penalty_or_side_agreement commission_collection",
    "監理事業に関し手数料を受け取った": "commission_collection",
    "保証金の徴収その他名目のいかんを問わず、金銭その他の財産を管理していた": "commission_collection",
    "認定計画に従って技能実習を行わせていなかった": "not_according_to_plan",
    "技能実習計画どおりに必須業務である架空作業を行わせていなかった": "not_according_to_plan",
    "認定計画に従って機械加工の作業を行わせていなかった": "not_according_to_plan",
    "技能実習計画に記載された居住費よりも高い金額を徴収していた": "not_according_to_plan",
    "従事させた業務が技能実習の内容の基準に適合していない": "not_according_to_plan",
    "技能実習計画に記載された実習予定時間を超過して実習を行わせていた": "not_according_to_plan working_hours",
    "技能実習生との間で、技能実習計画と反する内容の取決めをした": "different_arrangement",
    "認定計画に従って賃金を支払っていなかった": "wages_unpaid",
    "認定計画に従って報酬を支払っていなかった": "wages_unpaid",
    "時間外労働に対する割増賃金を支払わなかった": "wages_unpaid",
    "割増賃金の不払があった": "wages_unpaid",
    "長時間労働及び割増賃金の不払があった": "wages_unpaid working_hours",
    "最低賃金法及び労働基準法違反により罰金の刑に処せられた": "minimum_wage labour_standards_other",
    "労使協定で定めた上限を超えて時間外労働をさせ、労働時間の上限を超過した": "working_hours",
    "労働安全衛生法違反により罰金の刑に処せられ、刑が確定した": "occupational_safety",
    "労働安全衛生法違反等により(罰金の刑に処せられ、これが確定）した": "occupational_safety",
    "労働基準法違反により罰金30万円に処せられた": "labour_standards_other",
    "技能実習生の人権を著しく侵害する行為を行った": "human_rights",
    "技能実習生に対し、暴行を加えた": "violence_or_threat",
    "技能実習生の意に反して帰国させた": "forced_return",
    "技能実習生の旅券及び在留カードを保管していた": "passport_retention",
    "技能実習生の外出その他の私生活の自由を不当に制限した": "restriction_of_private_life",
    "技能実習生の貯蓄金を管理する契約をした": "savings_contract",
    "妊娠を理由として不利益な取扱いをした": "pregnancy_discrimination",
    "事業活動に関し、外国人に不法就労活動をさせた": "illegal_work",
    "出入国管理及び難民認定法違反により罰金の刑に処せられ、その執行を終えた": "immigration_fine",
    "役員のうちに、労働安全衛生法違反で罰金の者がある": "occupational_safety officer_disqualified",
    "主務大臣の職員による検査を拒んだ": "inspection_obstruction",
    "必要な機械、器具その他の設備を備えていない": "equipment_or_premises",
    "適切な宿泊施設を確保していなかった": "equipment_or_premises",
    "相続税法違反により懲役１年に処せられた": "other_criminal",
    "道路交通法違反により拘禁刑に処せられた": "other_criminal",
    # no label fits, and none is forced on them
    "地方出入国在留管理局より不正行為に対する通知を受けた": "unclassified",
    "監査の終了後遅滞なく、監査報告書を機構に提出していなかった": "unclassified",
    "外部監査人による役員の監理事業に係る職務の執行の監査を行っていない": "unclassified",
    "技能実習指導員を選任していなかった": "unclassified",
    "違約金を定める契約をしていないかについて、確認をしていなかった": "unclassified",
    # what others did, the party being told of it
    "実習実施者が労働基準法に違反している事実を把握したのに、指示を行わなかった": "unclassified",
    "同者において、労働安全衛生法に違反している事実を認め、指示を行わなかった": "unclassified",
}


@pytest.mark.parametrize(("clause", "labels"), _CLAUSES.items())
def test_labels_a_clause(clause: str, labels: str) -> None:
    assert sorted(_classify(clause)) == sorted(labels.split())


def test_every_label_has_a_clause_here_and_every_named_deed_a_rule() -> None:
    labels = {word for labels in _CLAUSES.values() for word in labels.split()}
    assert labels == {violation.value for violation in Violation}
    assert {rule.label for rule in RULES} == set(Violation) - {Violation.UNCLASSIFIED}
    assert all(rule.because for rule in RULES)


def test_each_clause_of_a_reason_gets_its_own_labels() -> None:
    reason = (
        "認定計画に従って賃金を支払っていなかったこと、外国人技能実習機構の職員に対し、虚偽の\n答弁をしたこと、"
        "並びに架空の行為をしたこと、及び、労働基準法違反により罰金の刑に処せられ、"
        "出入国又は労働に関する法令に関し不正又は著しく不当な行為をしたと認められることから、" + _PLAN
    )
    assert classify_violations(reason, read_citations(reason, "16-1")) == [
        ViolationFound(Violation.WAGES_UNPAID, "認定計画に従って賃金を支払っていなかった"),
        ViolationFound(Violation.FALSE_DOCUMENTS, "外国人技能実習機構の職員に対し、虚偽の答弁をした"),
        ViolationFound(Violation.UNCLASSIFIED, "架空の行為をした"),
        ViolationFound(Violation.LABOUR_STANDARDS_OTHER, "労働基準法違反により罰金の刑に処せられ"),
    ]


def test_a_cited_item_labels_what_no_clause_has_said() -> None:
    chain = "（同法第9条第6号（同法施行規則第12条第1項第8号））"
    cited = f"技能実習法第16条第1項第2号{chain}及び第7号（同法第48条第1項）"
    deeds = "技能実習生の旅券を保管していたこと、及び架空の行為をしたことから"
    reason = f"{deeds}、{cited}に規定する取消事由に該当するため。"
    found = classify_violations(reason, read_citations(reason, "16-1"))
    assert [label.code.value for label in found] == ["passport_retention", "unclassified", "human_rights"]
    assert found[-1].clause in cited
    assert "第12条第1項第8号" in found[-1].clause


def test_the_plans_that_an_organization_guided_are_not_its_own() -> None:
    chain = "同法施行規則第52条第8号イ（同法第9条第6号（同法施行規則第12条第2項第1号））"
    cited = f"技能実習法第37条第1項第1号（同法第39条第3項（{chain}））"
    reason = f"架空の行為をしたことから、{cited}に規定する許可の取消事由に該当する。"
    found = classify_violations(reason, read_citations(reason, "37-1"))
    assert "equipment_or_premises" not in {label.code.value for label in found}


def test_citations_that_label_are_numbers_of_the_first_regime() -> None:
    cited = "育成就労法第16条第1項第7号（同法第48条第1項）"
    reason = f"架空の行為をしたことから、{cited}に規定する取消事由に該当する。"
    found = classify_violations(reason, read_citations(reason, "16-1"))
    assert [label.code for label in found] == [Violation.UNCLASSIFIED]
    assert all(code[0].isdigit() or code.startswith("enforcement_regulation:") for code in BY_CITATION)


def test_conclusions_are_told_from_deeds() -> None:
    reason = (
        "監査を適切に行っておらず、監理事業を適正に遂行することができる能力を有するものとは認められず、"
        "技能実習法第25条第1項第8号の基準を満たさないため、同法第37条第1項第1号に規定する許可の取消事由に該当するため。"
    )
    clauses = split_clauses(reason)
    assert [clause for clause in clauses if not is_conclusion(clause)] == ["監査を適切に行っておらず"]
    assert not is_conclusion("技能実習法施行規則第25条に定める要件を満たさない機関から取次ぎを受けた")


def test_every_recorded_reason_is_classified() -> None:
    labels: dict[str, Counter[str]] = {}
    for party in read_recorded_parties():
        found = classify_violations(party.reason, read_citations(party.reason, party.provision))
        assert found, repr(party)
        labels.setdefault(party.provision, Counter()).update({label.code.value for label in found})
    assert labels["15-1"] == {"not_according_to_plan": 15}
    permits, plans = labels["37-1"], labels["16-1"]
    assert (permits["name_lending"], permits["plan_guidance"], permits["post_entry_lectures"]) == (7, 8, 7)
    assert (permits["false_documents"], permits["false_audit_report"]) == (20, 12)
    assert (plans["occupational_safety"], plans["not_according_to_plan"], plans["wages_unpaid"]) == (
        123,
        96,
        78,
    )
    assert (plans["human_rights"], plans["different_arrangement"], plans["passport_retention"]) == (24, 21, 4)
    # Half of these are notices of misconduct by immigration offices, which have no label.
    assert sum(counter["unclassified"] for counter in labels.values()) == 63
