"""What a reason cites. The sentences follow the publishers' patterns; the parties in them are made up."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Regime
from scrapers.grounds import Citation, Law, UnreadableReason, read_citations
from tests.scrapers.reasons import OF_PERMIT, OF_PLAN, SOUND, UNSOUND
from tests.scrapers.recorded import read_recorded_parties


def _spell(citations: list[Citation]) -> str:
    """`16-1-2[9-6[r12-1-8]]`: short enough to read in a table of expectations."""
    return " ".join(map(_spell_one, citations))


def _spell_one(citation: Citation) -> str:
    code = citation.code.removeprefix("titp:").replace("enforcement_regulation:", "r")
    code = code.replace("enforcement_order:", "o")
    return code + (f"[{_spell(list(citation.via))}]" if citation.via else "")


@pytest.mark.parametrize(("provision", "reason", "expected"), SOUND)
def test_reads_what_a_reason_cites(provision: str, reason: str, expected: str) -> None:
    assert _spell(read_citations(reason, provision)) == expected


@pytest.mark.parametrize(("provision", "reason", "expected"), UNSOUND)
def test_reads_unsound_brackets_as_a_person_would(provision: str, reason: str, expected: str) -> None:
    assert _spell(read_citations(reason, provision)) == expected


@pytest.mark.parametrize(
    ("provision", "reason"),
    [
        ("16-1", "認定計画に従って技能実習を行わせていなかったため。"),
        ("16-1", "技能実習法第16条第1項各号のいずれかに該当する疑いがあるため。"),
        ("16-1", f"技能実習法第37条第1項第1号{OF_PERMIT}"),
        ("16-1", f"技能実習法第16条第1項第8号{OF_PLAN}"),
        ("16-1", f"技能実習法施行規則第16条第1項第1号{OF_PLAN}"),
        ("16-1", "労働基準法第16条第1項第1号に違反したため。"),
        ("37-1", "技能実習法第37条第1項に規定する許可の取消事由に該当するため。"),
        ("36-1", "技能実習法第36条第2項の規定により第1項の命令をした旨を公示する。"),
        ("16-1", ""),
    ],
)
def test_a_reason_without_its_provision_is_unreadable(provision: str, reason: str) -> None:
    with pytest.raises(UnreadableReason) as error:
        read_citations(reason, provision)
    assert not any(word in str(error.value) for word in ("技能実習", "労働基準"))


def test_a_citation_tells_its_regime_and_its_key() -> None:
    reason = "育成就労法第16条第1項第1号に規定する認定の取消事由に該当するため。"
    (citation,) = read_citations(reason, "16-1", issued_on=date(2028, 5, 1))
    assert citation.regime is Regime.ESD
    assert citation.code == "esd:16-1-1"
    assert citation.key == ("esd", "act", "16", "1", "1")
    number = "（平成28年法律第89号。以下「法」という。）"
    full_name = f"外国人の育成就労の適正な実施及び育成就労外国人の保護に関する法律{number}"
    (named,) = read_citations(reason.replace("育成就労法", full_name), "16-1")
    assert named.code == "esd:16-1-1"
    (bare,) = read_citations("法第16条第1項第9号に規定する取消事由に該当するため。", "16-1", Regime.ESD)
    assert bare.code == "esd:16-1-9"
    with pytest.raises(UnreadableReason):
        read_citations(reason, "16-1", issued_on=date(2026, 5, 1))


def test_a_citation_in_json_has_the_agreed_keys() -> None:
    (first, _) = read_citations(f"技能実習法第16条第1項第2号（同法第9条第6号）及び第7号{OF_PLAN}", "16-1")
    below = {
        "regime": "titp",
        "law": "act",
        "article": "9",
        "paragraph": None,
        "item": "6",
        "code": "titp:9-6",
        "via": [],
    }
    assert first.as_json() == {
        "regime": "titp",
        "law": "act",
        "article": "16",
        "paragraph": "1",
        "item": "2",
        "code": "titp:16-1-2",
        "via": [below],
    }
    assert first.text == "技能実習法第16条第1項第2号（同法第9条第6号）"
    assert first.via[0].law is Law.ACT


_ITEMS = st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(sorted)
_CHAINS = (
    "",
    "（同法第9条第6号（同法施行規則第12条第1項第8号））",
    "（同法第10条第2号（同法施行令第1条第5号）及び第9号）",
)
_WIDE = str.maketrans("0123456789()", "０１２３４５６７８９（）")


@given(_ITEMS, st.data())
def test_reads_any_list_of_items_in_any_dress(items: list[int], data: st.DataObject) -> None:
    written = ""
    for at, item in enumerate(items):
        join = (
            ""
            if at == 0
            else data.draw(st.sampled_from(["、", "及び", "並びに", "、及び", "・", "及び同項"]))
        )
        number = data.draw(
            st.sampled_from([f"第{item}号", f"第{str(item).translate(_WIDE)}号", f"第 {item} 号"])
        )
        written += join + number + data.draw(st.sampled_from(_CHAINS))
    reason = f"甲であることから、技能実習法第16条第1項{written}{OF_PLAN}"
    cut = data.draw(st.integers(0, len(reason)))
    for text in (reason, reason[:cut] + "\n" + reason[cut:]):
        assert [citation.item for citation in read_citations(text, "16-1")] == [str(item) for item in items]


@given(st.text(alphabet="第条項号のイ（）()、及び同法技能実施行規則令0123456789１６から まで\n"))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        citations = read_citations(text, "16-1")
    except UnreadableReason:
        return
    assert all(citation.code.startswith("titp:16-1-") for citation in citations)


def test_every_recorded_reason_gives_its_citations() -> None:
    counts: dict[str, Counter[str]] = {}
    for party in read_recorded_parties():
        codes = {citation.code for citation in read_citations(party.reason, party.provision)}
        counts.setdefault(party.workbook, Counter()).update(codes)
    plans = sum((counts[book] for book in counts if book.startswith("0013")), Counter[str]())
    assert dict(plans) == {
        "titp:16-1-1": 158,
        "titp:16-1-2": 66,
        "titp:16-1-3": 159,
        "titp:16-1-4": 1,
        "titp:16-1-5": 54,
        "titp:16-1-7": 160,
    }
    # One bracket of these is never closed; read as printed, its second item would be lost (29).
    assert counts["930005832"] == {"titp:37-1-1": 45, "titp:37-1-2": 5, "titp:37-1-4": 30, "titp:37-1-5": 7}
    assert counts["930005831"] == {"titp:36-1": 39}
    assert counts["930004391"] == {"titp:15-1": 15}
