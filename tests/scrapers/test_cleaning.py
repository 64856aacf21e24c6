"""What becomes of a row's cells."""

from scrapers.cleaning import read_reason


def test_item_behind_an_open_bracket_is_possible_and_not_certain() -> None:
    reason = (
        "監査を適切に行っていなかったことから、技能実習法第37条第1項第1号（同法第25条第1項第2号（同法第39条第3項"
        "（同法施行規則第52条第1号））及び第4号（同法第39条第1項及び第3項（同法施行規則第52条第1号））に規定する"
        "監理団体の許可の取消事由に該当するため。"
    )
    cells = {"reason": reason, "provision": "titp:37-1", "regime": "titp"}
    _, certain, possible, _ = read_reason(cells, "2024-07-01")
    assert [citation.code for citation in certain] == ["titp:37-1-1"]
    assert possible == ["titp:37-1-4"]


def test_closed_brackets_leave_nothing_merely_possible() -> None:
    reason = "賃金を支払っていなかったことから、技能実習法第16条第1項第1号及び第7号（同法第48条第1項）に規定する認定の取消事由に該当するため。"
    _, certain, possible, _ = read_reason({"reason": reason, "provision": "titp:16-1", "regime": "titp"}, "2024-07-01")
    assert [citation.code for citation in certain] == ["titp:16-1-1", "titp:16-1-7"]
    assert possible == []
