"""Who is a person: the grade, the cut, the digest. Every name here is made up."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Grade
from japanese.text import match_key
from scrapers.parties import (
    REPRESENTATIVE_MARK,
    clean_address,
    clean_name,
    cut_representative,
    grade_party,
    list_representative_keys,
    list_representatives,
    representative_key,
)
from tests.scrapers.recorded import read_recorded_parties

_SECRET = b"a secret of this test"

_LEGAL = [
    ("株式会社架空製作所", "甲野　太郎"),
    ("架空水産有限会社", "甲野　太郎\n乙山　花子"),
    ("架空協同\n組合", "甲野　太郎"),
    ("\n\n架空事業協同組合", "甲野太郎"),
    ("協同組合Ｋ．Ｋ．架空", "NGUYEN VAN KUU"),
    ("医療法人社団　架空会", "甲野　太郎"),
    ("農事組合法人架空ファーム", "甲野　太郎"),
    ("（株）架空組", "甲野　太郎"),
    ("架空工業（株式会社）", "甲野　太郎"),
    ("㈱架空", None),
    ("架空市漁業協同組合(事業休止中)", None),
    ("株式会社甲野太郎商店", "甲野　太郎"),
]
_SOLE = [
    ("甲野　太郎", "甲野　太郎"),
    ("甲野太郎", "甲野　　太郎"),
    ("甲野\n太郎", "甲野 太郎"),
    ("髙野　一郎", "高野一郎"),
    ("NGUYEN VAN KUU", "Nguyen\u3000Van Ｋｕｕ"),
    ("KUU NGUYEN VAN", "NGUYEN VAN KUU"),
    ("グエン・ヴァン・クウ", "グエン　ヴァン　クウ"),
    ("個人事業主", None),
    ("個人事業主", "甲野　太郎"),
    ("株式会社甲野（個人事業主）", "甲野　太郎"),
    ("甲野農園", "甲野　太郎"),
    ("甲野組", None),
    ("甲野農園（株式会社架空内）", "甲野　太郎"),
    ("代表取締役　甲野太郎", "甲野　太郎"),
    ("株式会社架空", "株式会社架空"),
    ("", None),
]


@pytest.mark.parametrize(("name", "representative"), _LEGAL)
def test_a_corporate_form_makes_a_legal_person(name: str, representative: str | None) -> None:
    assert grade_party(name, representative) is Grade.LEGAL_PERSON


@pytest.mark.parametrize(("name", "representative"), _SOLE)
def test_everything_else_is_a_person(name: str, representative: str | None) -> None:
    assert grade_party(name, representative) is Grade.SOLE_PROPRIETOR


def test_what_a_source_proves_counts_but_never_against_a_person() -> None:
    assert grade_party("架空町", None, Grade.LEGAL_PERSON) is Grade.LEGAL_PERSON
    assert grade_party("甲野太郎", "甲野　太郎", Grade.LEGAL_PERSON) is Grade.SOLE_PROPRIETOR
    assert grade_party("株式会社架空", "甲野　太郎", Grade.SOLE_PROPRIETOR) is Grade.SOLE_PROPRIETOR


def test_every_recorded_party_is_graded() -> None:
    parties = read_recorded_parties()
    grades = [grade_party(party.name, party.representative) for party in parties]
    alike = [match_key(party.name) == match_key(party.representative) for party in parties]
    assert Counter(grades) == {Grade.LEGAL_PERSON: 462, Grade.SOLE_PROPRIETOR: 54}
    assert sum(grade is Grade.SOLE_PROPRIETOR for grade in grades) == sum(alike)
    wrong = sum((grade is Grade.SOLE_PROPRIETOR) != same for grade, same in zip(grades, alike, strict=True))
    assert wrong == 0
    # A person is known without the column of the representative, and no corporation needs it either.
    assert (
        sum(grade_party(party.name, None) is not grade for party, grade in zip(parties, grades, strict=True))
        == 0
    )


def test_lists_the_persons_of_a_cell() -> None:
    assert list_representatives("　甲野　太郎\n　乙山　花子\n") == ["甲野　太郎", "乙山　花子"]
    assert list_representatives("代表取締役　甲野　太郎") == ["甲野　太郎"]
    assert list_representatives("代表理事：甲野太郎、乙山花子") == ["甲野太郎", "乙山花子"]
    for nobody in (None, "", "－", "ー", "なし", " \n"):
        assert list_representatives(nobody) == []


_TEXT = "同組合の代表理事{}が、虚偽の文書を提出したこと"


@pytest.mark.parametrize(
    "written",
    [
        "甲野　太郎",
        "甲野太郎",
        "甲野 太郎",
        "甲 野 太 郎",
        "甲野\n太郎",
        "甲野・太郎",
        "太郎　甲野",
        "甲野󠄀太郎",
    ],
)
def test_cuts_a_name_however_it_is_written(written: str) -> None:
    assert cut_representative(_TEXT.format(written), "甲野　太郎") == _TEXT.format(REPRESENTATIVE_MARK)


@pytest.mark.parametrize(
    ("text", "representatives", "left"),
    [
        ("甲野氏が指示した", "甲野　太郎", "〔代表者〕氏が指示した"),
        ("代表理事甲野氏が", "甲野太郎", "代表理事〔代表者〕氏が"),
        ("甲野町の工場で", "甲野　太郎", "甲野町の工場で"),
        ("小林氏と、林氏", "林　一郎", "小林氏と、〔代表者〕氏"),
        ("甲野太郎及び乙山 花子は", "甲野　太郎\n乙山　花子", "〔代表者〕及び〔代表者〕は"),
        ("代表者Nguyen Van-Kuuが", "NGUYEN　VAN　KUU", "代表者〔代表者〕が"),
        ("ＫＵＵ　ＮＧＵＹＥＮ　ＶＡＮが", "NGUYEN VAN KUU", "〔代表者〕が"),
        ("ｸﾞｴﾝ ｳﾞｧﾝが", "グエン　ヴァン", "〔代表者〕が"),
        ("濵﨑花子と濱崎 花子", "浜崎　花子", "〔代表者〕と〔代表者〕"),
        ("𠮷野󠄀一郎が", "吉野　一郎", "〔代表者〕が"),
        ("監査を行っていなかった", "甲野　太郎", "監査を行っていなかった"),
        ("監査－実施", "－", "監査－実施"),
        ("監査を実施", None, "監査を実施"),
    ],
)
def test_cuts_people_and_nothing_else(text: str, representatives: str | None, left: str) -> None:
    assert cut_representative(text, representatives) == left


_PERSONS = st.lists(
    st.sampled_from(["甲野　太郎", "乙山 花子", "NGUYEN VAN KUU", "グエン　ヴァン", "髙﨑　一郎"])
)
_SPACES = st.sampled_from(["", " ", "\u3000", "\n", "・", "\u200b"])


@given(_PERSONS, st.data())
def test_no_person_is_left_in_a_text(persons: list[str], data: st.DataObject) -> None:
    spaced = ["".join(char + data.draw(_SPACES) for char in person) for person in persons]
    text = "、".join(f"代表者である{person}が" for person in spaced)
    left = match_key(cut_representative(text, "\n".join(persons)))
    assert [match_key(person) in left for person in persons] == [False] * len(persons)
    assert left.count(match_key(REPRESENTATIVE_MARK)) == len(persons)


@given(st.text(), st.text(max_size=8))
def test_what_is_not_cut_stays_as_it_was(text: str, representatives: str) -> None:
    left = cut_representative(text, representatives)
    if REPRESENTATIVE_MARK not in left:
        assert left == text


def test_the_digest_is_the_same_for_one_person_in_any_spelling_and_order() -> None:
    key = representative_key("甲野　太郎\n乙山　花子", _SECRET)
    assert (
        key
        == representative_key("乙山花子\n甲野 太郎", _SECRET)
        == representative_key("甲野太郎、乙山花子", _SECRET)
    )
    assert representative_key("NGUYEN VAN KUU", _SECRET) == representative_key("kuu nguyen van", _SECRET)
    assert representative_key("髙野　一郎", _SECRET) == representative_key("高野一郎", _SECRET)


def test_the_digest_tells_people_and_secrets_apart_and_shows_nothing() -> None:
    key = representative_key("甲野　太郎", _SECRET)
    assert key is not None
    assert (
        len({key, representative_key("甲野　次郎", _SECRET), representative_key("甲野　太郎", b"another")})
        == 3
    )
    assert set(key) <= set("0123456789abcdef")
    assert list_representative_keys("乙山　花子\n甲野　太郎\n－", _SECRET) == sorted(
        [key, str(representative_key("乙山花子", _SECRET))]
    )
    assert list_representative_keys(None, _SECRET) == []
    assert representative_key("－", _SECRET) is None
    assert representative_key(None, _SECRET) is None
    with pytest.raises(ValueError, match="secret"):
        representative_key("甲野　太郎", b"")


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("架空協同\n組合", "架空協同組合"),
        ("\n\n架空協同組合\r\n", "架空協同組合"),
        ("架空_x000D_組合\u200b", "架空組合"),
        ("株式会社　架空", "株式会社　架空"),
        ("株式会社　　架空", "株式会社　架空"),
        ("KUU  HOLDINGS 株式会社", "KUU HOLDINGS 株式会社"),
        ("辻󠄀﨑隆𠮷𣘺株式会社ｆ－プランＷ．Ａ．", "辻󠄀﨑隆𠮷𣘺株式会社ｆ－プランＷ．Ａ．"),
    ],
)
def test_a_name_is_shown_as_published_on_one_line(published: str, shown: str) -> None:
    assert clean_name(published) == shown


def test_a_wrapped_address_is_one_word() -> None:
    assert clean_address("愛媛県今治市架空町\n1930番地４") == "愛媛県今治市架空町1930番地４"
    assert clean_address("東京都架空区1－2\n架空ビル　3階 ") == "東京都架空区1－2架空ビル　3階"
