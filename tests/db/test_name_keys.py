"""Names and places in words meet as their owners mean them."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.corporations.keys import corporation_keys, lookup_keys
from db.name_keys import address_key, name_block, read_municipality, read_name, read_prefecture
from japanese.text import match_key
from tests.shared import shared_path


@pytest.mark.parametrize(
    ("name", "address", "same_as"),
    [
        ("株式会社架空板橋工場", "東京都板橋区架空町1-1", "株式会社架空"),
        ("架空株式会社広島本社", "広島県福山市幻町1", "架空株式会社"),
        ("株式会社架空　今治第二工場", "愛媛県今治市架空町1", "株式会社架空"),
        ("株式会社架空（函館）", "北海道函館市架空町1", "株式会社架空"),
        ("株式会社架空岬営業所", "北海道函館市字架空岬5", "株式会社架空岬営業所"),
        ("株式会社架空岬営業所", "北海道函館市架空町字岬5", "株式会社架空岬営業所"),
        ("株式会社架空幻町支店", "北海道函館市幻町5", "株式会社架空"),
    ],
)
def test_a_site_is_left_out_where_the_address_proves_it(name: str, address: str, same_as: str) -> None:
    assert read_name(name, address) == read_name(same_as)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("株式会社架空板橋工場", "埼玉県川口市幻町1"),
        ("株式会社板橋工場", "東京都板橋区架空町1"),
        ("株式会社架空板橋", "東京都板橋区架空町1"),
        ("株式会社架空大山工場", "京都府乙訓郡大山崎町1"),
        ("架空株式会社（板橋グループ）", "東京都板橋区架空町1"),
    ],
)
def test_any_other_end_of_a_name_is_its_own(name: str, address: str) -> None:
    assert name_block(name, address) == name_block(name)


def test_a_form_counts_wherever_it_stands() -> None:
    spellings = ["株式会社架空", "㈱架空", "（株）架空", "架空株式会社", "架空㈱", "株式会社　架空"]
    assert {name_block(name) for name in spellings} == {"o:架空:kabushiki_kaisha"}
    assert [read_name(name).position for name in spellings] == [*["front"] * 3, "behind", "behind", "front"]


@pytest.mark.parametrize(
    ("address", "municipality"),
    [
        ("東京都新宿区市谷架空町1", "13新宿区"),
        ("福岡県小郡市幻町1", "40小郡市"),
        ("愛知県蒲郡市幻町1", "23蒲郡市"),
        ("奈良県大和郡山市幻町1", "29大和郡山市"),
        ("岐阜県郡上市幻町1", "21郡上市"),
        ("香川県丸亀市郡家町1", "37丸亀市"),
        ("群馬県佐波郡玉村町幻1", "10佐波郡玉村町"),
        ("北海道余市郡余市町幻1", "01余市郡余市町"),
        ("奈良県高市郡明日香村幻1", "29高市郡明日香村"),
        ("大阪府堺市堺区幻町1", "27堺市堺区"),
        ("愛媛県今治市幻地区1", "38今治市"),
        ("新潟市南区幻1", "新潟市南区"),
        ("架空", None),
    ],
)
def test_a_municipality_is_read_from_the_words(address: str, municipality: str | None) -> None:
    assert read_municipality(address) == municipality


def test_every_municipality_of_the_register_of_corporations_is_read() -> None:
    places = {}
    with shared_path("names", "nta_cooperatives.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["prefectureCode"]:
                places[row["prefectureName"], row["cityName"]] = row["streetNumber"]
    wrong = [
        place
        for place, street in places.items()
        if read_municipality("".join(place) + street) != f"{read_prefecture(place[0])}{match_key(place[1])}"
    ]
    assert len(places) > 1700
    assert not wrong


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("愛媛県今治市幻町１丁目２番３号", "愛媛県今治市幻町1-2-3"),
        ("愛媛県今治市幻町一丁目2番地3", "愛媛県今治市幻町1-2の3"),
        ("愛媛県今治市大字幻字町123番地の4", "愛媛県今治市幻町123-4"),
    ],
)
def test_one_address_is_told_in_many_ways(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


NAMES = st.builds(
    lambda front, core, behind: front + core + behind,
    st.sampled_from(["", "株式会社", "有限会社", "協同組合", "一般社団法人"]),
    st.text(st.sampled_from("架空ＡＢｃ青音髙﨑ー・（）町－ヶ"), min_size=1, max_size=8),
    st.sampled_from(["", "株式会社", "合同会社", "協同組合", "農業協同組合"]),
)


@given(NAMES)
def test_a_registered_name_is_found_by_its_block(name: str) -> None:
    assert corporation_keys([name])[0] in set(lookup_keys(name_block(name)))
