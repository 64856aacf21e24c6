"""Addresses as publishers and people write them; a small gazetteer of real names and made-up points."""

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import vocabulary
from japanese.addresses import Gazetteer, GazetteerError, Precision, coarsen, geocode, geocode_file
from japanese.addresses.fold import fold_key
from japanese.addresses.former import CHANGES
from japanese.addresses.place import Place
from japanese.addresses.prefectures import PREFECTURE_NAMES
from scrapers.gazetteer import load_gazetteer
from tests.small_gazetteer import write_plain


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("gazetteer")
    return Gazetteer.open(load_gazetteer(folder / "home", write_plain(folder / "files")).path)


KEYS = [
    ("架空町三番町", "架空町3番町"),
    ("架空町5番地", "架空町5~"),
    ("架空1丁目2番3号", "架空1-2~3~"),
    ("大字架空12", "架空12"),
    ("第三架空", "3架空"),
    ("架空十二3", "架空12|3"),
    ("架空5番館", "架空5番館"),
]


@pytest.mark.parametrize(("words", "key"), KEYS)
def test_a_number_stands_in_a_key_with_what_it_counts(words: str, key: str) -> None:
    assert fold_key(words) == key


# address, municipality code, town, rest
FOUND = [
    ("東京都千代田区丸の内1-9-1", "13101", "丸の内一丁目", "9-1"),
    ("東京都千代田区丸の内１丁目９番１号", "13101", "丸の内一丁目", "9番1号"),
    ("東京都千代田区丸ノ内一丁目九番一号", "13101", "丸の内一丁目", "九番一号"),
    ("東京都千代田区丸の内一の九の一", "13101", "丸の内一丁目", "九の一"),
    ("東京都千代田区丸の内１－９－１　例のビル３階", "13101", "丸の内一丁目", "9-1 例のビル3階"),
    ("東京都千代田区丸の内\n一丁目9番1号", "13101", "丸の内一丁目", "9番1号"),
    ("東京都千代田区霞が\n関二丁目1番", "13101", "霞が関二丁目", "1番"),
    ("東京都千代田区霞ヶ関2-1-2", "13101", "霞が関二丁目", "1-2"),
    ("東京都千代田区一番町25", "13101", "一番町", "25"),
    ("東京都千代田区1番町25番地", "13101", "一番町", "25番地"),
    ("東京都港区六本木6丁目", "13103", "六本木六丁目", ""),
    ("東京都港区三田二ー九九ー一", "13103", "三田二丁目", "九九ー一"),
    ("〒105-0014 東京都港区芝2-99-1", "13103", "芝二丁目", "99-1"),
    ("東京都瑞穂町大字箱根ケ崎2335番地", "13303", "大字箱根ケ崎", "2335番地"),
    ("東京都西多摩郡瑞穂町箱根ヶ崎2335", "13303", "大字箱根ケ崎", "2335"),
    ("北海道札幌市中央区北1条西2丁目", "01101", "北一条西二丁目", ""),
    ("北海道札幌市中央区北一条西2-1", "01101", "北一条西二丁目", "1"),
    ("北海道札幌市中央区南24条西14丁目99番9号", "01101", "南二十四条西十四丁目", "99番9号"),
    ("北海道札幌市北24条西5丁目99", "01102", "北二十四条西五丁目", "99"),
    ("北海道帯広市岩内町西2線99番地", "01207", "岩内町西二線", "99番地"),
    ("大阪府堺市堺区熊野町東3丁9番9号", "27141", "熊野町東三丁", "9番9号"),
    ("大阪府堺市堺区熊野町東３丁目９－９", "27141", "熊野町東三丁", "9-9"),
    ("大阪府堺市熊野町東4丁9", "27141", "熊野町東四丁", "9"),
    ("石川県七尾市袖ヶ江町イ部99番地", "17202", "袖ケ江町イ", "部99番地"),
    ("石川県七尾市大田町壱壱壱部99番地", "17202", "大田町百十一", "部99番地"),
    ("石川県七尾市古府町ヘ99", "17202", "古府町へ", "99"),
    ("石川県金沢市末町十二の99番地", "17201", "末町", "十二の99番地"),
    ("石川県金沢市末町十二字99番地", "17201", "末町十二", "99番地"),
    ("石川県金沢市浅野本町二99番地", "17201", "浅野本町ニ", "99番地"),
    ("愛媛県今治市五十嵐甲999番地1", "38202", "五十嵐甲", "999番地1"),
    ("愛媛県今治市阿方乙999番地", "38202", "阿方乙", "999番地"),
    ("愛媛県松前町筒井999", "38401", "大字筒井", "999"),
    ("茨城県龍ヶ崎市馴馬町999", "08208", "馴馬町", "999"),
    ("沖縄県与那国町999番地", "47382", "字与那国", "999番地"),
    ("京都府京都市中京区寺町通御池上る上本能寺前町488番地", "26104", "上本能寺前町", "488番地"),
    ("京都府京都市中京区河原町通二条下ル一之舟入町999-9", "26104", "一之船入町", "999-9"),
    ("京都市中京区河原町二条東入ル一之船入町999", "26104", "一之船入町", "999"),
    ("京都府京都市下京区烏丸通塩小路下る東塩小路町", "26106", "東塩小路町", ""),
    ("京都府京都市下京区西中筋通北小路通上る丸屋町99", "26106", "丸屋町", "99"),
    ("京都府京都市上京区役人町中立売通堀川西入99番", "26102", "役人町", "中立売通堀川西入99番"),
    ("京都府京都市上京区主計町1番3号", "26102", "主計町", "1番3号"),
    ("京都市東洞院通仏光寺上る扇酒屋町99 例ビル", "26106", "扇酒屋町", "99 例ビル"),
    ("京都府京都市中京区蛸薬師通西洞院西入元本能寺南町99例商店内", "26104", "元本能寺南町", "99例商店内"),
    ("京都府京都市中京区柳馬場通二条下る堅大恩寺町99", "26104", "竪大恩寺町", "99"),
]


@pytest.mark.parametrize(
    ("address", "code", "town", "rest"), FOUND, ids=[case[0].replace("\n", "") for case in FOUND]
)
def test_an_address_is_split_and_placed_at_its_town(
    gazetteer: Gazetteer, address: str, code: str, town: str, rest: str
) -> None:
    place = geocode(address, gazetteer)
    assert (place.municipality_code, place.town, place.rest) == (code, town, rest)
    assert place.precision is Precision.TOWN
    assert place.point is not None
    assert place.prefecture_code == code[:2]
    assert 0 < place.confidence <= 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("千葉市川市八幡1丁目1番1号", "12203"),
        ("千葉市中央区市場町9", "12101"),
        ("府中市府川町315", "34208"),
        ("府中市宮西町2-24", "13206"),
        ("瑞穂町石畑99", "13303"),
        ("神奈川区鶴屋町2-99", "14102"),
        ("東京都千代田区九段南99", "13101"),
        ("東京港区芝公園2-99", "13103"),
    ],
)
def test_a_missing_prefecture_is_found_by_what_follows(gazetteer: Gazetteer, address: str, code: str) -> None:
    place = geocode(address, gazetteer)
    assert place.municipality_code == code
    assert address.startswith("東京都") or place.has_note("no_prefecture")


def test_equal_names_stay_undecided_without_a_hint(gazetteer: Gazetteer) -> None:
    both = geocode("府中市府中町1", gazetteer)
    assert both.precision is Precision.TOWN and both.municipality_code == "13206"
    undecided = geocode("府中市", gazetteer)
    assert undecided.municipality_code is None and undecided.precision is Precision.NONE
    assert undecided.suggestion == "東京都府中市 / 広島県府中市"
    assert geocode("府中市", gazetteer, prefecture_hint="34").municipality_code == "34208"


def test_a_city_without_its_ward_is_not_given_one_by_guess(gazetteer: Gazetteer) -> None:
    place = geocode("神奈川県横浜市栄町9", gazetteer)
    assert place.municipality == "横浜市" and place.municipality_code == "14100"
    assert place.precision is Precision.MUNICIPALITY and place.town is None
    assert place.suggestion == "神奈川県横浜市神奈川区 / 神奈川県横浜市西区"


@pytest.mark.parametrize(
    ("address", "code", "town"),
    [
        ("静岡県浜松市西区雄踏町宇布見9999", "22138", "雄踏町宇布見"),
        ("静岡県浜松市北区三方原町99", "22138", "三方原町"),
        ("静岡県浜松市北区細江町気賀99", "22139", "細江町気賀"),
        ("浜松市浜北区西美薗99", "22139", "西美薗"),
    ],
)
def test_a_former_municipality_leads_to_that_of_today_with_the_date(
    gazetteer: Gazetteer, address: str, code: str, town: str
) -> None:
    place = geocode(address, gazetteer)
    assert (place.municipality_code, place.town) == (code, town)
    assert [note.date for note in place.notes if note.code == "former_municipality"] == ["2024-01-01"]


def test_a_town_that_kept_its_former_municipality_s_name_is_found(gazetteer: Gazetteer) -> None:
    place = geocode("鹿児島県曽於郡志布志町安楽999番地", gazetteer)
    assert place.municipality == "志布志市" and place.town == "志布志町安楽"
    assert place.confidence < 0.9 and place.notes


def test_a_typing_error_is_suggested_and_not_accepted(gazetteer: Gazetteer) -> None:
    place = geocode("茨城県結城郡八代町菅谷999番地", gazetteer)
    assert place.municipality == "結城郡八千代町" and place.precision is Precision.MUNICIPALITY
    assert place.town is None and place.confidence <= 0.5
    assert place.suggestion == "茨城県結城郡八千代町大字菅谷"
    town = geocode("茨城県つくば市研空学園1丁目99", gazetteer)
    assert town.municipality_code == "08220" and town.town is None
    assert town.suggestion == "茨城県つくば市研究学園一丁目"
    prefecture = geocode("茨木県つくば市谷田部999", gazetteer)
    assert prefecture.precision is Precision.MUNICIPALITY and prefecture.has_note("unknown_prefecture")


def test_a_town_that_was_renamed_is_suggested(gazetteer: Gazetteer) -> None:
    place = geocode("東京都新宿区三栄町99", gazetteer)
    assert place.precision is Precision.MUNICIPALITY and place.suggestion == "東京都新宿区四谷三栄町"


def test_a_municipality_of_another_prefecture_is_not_taken(gazetteer: Gazetteer) -> None:
    place = geocode("東京都横浜市西区みなとみらい3-99", gazetteer)
    assert place.prefecture == "東京都" and place.municipality is None
    assert place.precision is Precision.PREFECTURE and place.has_note("other_prefecture")
    assert place.suggestion == "神奈川県横浜市西区"


def test_a_second_address_is_not_mixed_into_the_first(gazetteer: Gazetteer) -> None:
    place = geocode("愛媛県今治市阿方乙\n99番地\n\n東京都港区芝\n2丁目99番", gazetteer)
    assert (place.town, place.rest) == ("阿方乙", "99番地") and place.has_note("second_address")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("cp932", "utf-8"),
        ("latin-1", "utf-8"),
        ("cp1252", "utf-8"),
        ("latin-1", "cp932"),
        ("latin-1", "euc_jp"),
        ("gbk", "utf-8"),
        ("mac_roman", "cp932"),
    ],
)
def test_text_read_in_a_wrong_encoding_is_read_again(gazetteer: Gazetteer, wrong: str, right: str) -> None:
    broken = "東京都千代田区霞が関2丁目99番9号".encode(right).decode(wrong, errors="replace")
    place = geocode(broken, gazetteer)
    assert (place.municipality_code, place.town) == ("13101", "霞が関二丁目")
    assert place.has_note("mojibake") and place.confidence <= 0.9


@pytest.mark.parametrize(
    "address",
    [
        "東京都港区六?木6-99",
        "東京都港区六\ufffd木六丁目",
        "東京都〓区六本木6-99",
        "東京?港区六本木6-99",
        "東■都港区三田2丁目",
    ],
)
def test_a_lost_character_is_filled_where_only_one_place_fits(gazetteer: Gazetteer, address: str) -> None:
    place = geocode(address, gazetteer)
    assert place.municipality_code == "13103" and place.precision is Precision.TOWN
    assert place.has_note("lost_characters") and place.confidence < 0.9


def test_two_losses_do_not_decide_each_other(gazetteer: Gazetteer) -> None:
    assert geocode("京都府京都市?京区?本能寺前町99", gazetteer).precision is not Precision.TOWN


@pytest.mark.parametrize(
    "nonsense", ["", " ", "\n", "不明", "N/A", "123-4567", "東", "x" * 10_000, "\ufffd" * 50, "字", "－"]
)
def test_what_is_no_address_has_no_place(gazetteer: Gazetteer, nonsense: str) -> None:
    place = geocode(nonsense, gazetteer)
    assert place.precision is Precision.NONE and place.point is None and place.municipality is None


def test_without_municipalities_only_the_prefecture_is_claimed() -> None:
    place = geocode("東京都千代田区丸の内1-9-1", Gazetteer.prefectures_only({"13": (139.6917, 35.6895)}))
    assert (place.prefecture_code, place.precision, place.point) == (
        "13",
        Precision.PREFECTURE,
        (139.6917, 35.6895),
    )
    assert place.rest == "千代田区丸の内1-9-1" and place.municipality is None


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(GazetteerError):
        Gazetteer.open(path)


def test_coarsening_leaves_nothing_finer_than_the_municipality(gazetteer: Gazetteer) -> None:
    place = geocode("東京都港区芝2丁目99番9号例荘101", gazetteer)
    coarse = coarsen(place, Precision.MUNICIPALITY, gazetteer.municipality_point("13103"))
    assert coarse.municipality_code == "13103" and coarse.precision is Precision.MUNICIPALITY
    assert coarse.point == gazetteer.municipality_point("13103") != place.point
    assert (coarse.town, coarse.rest, coarse.matched, coarse.notes, coarse.suggestion) == (
        None,
        "",
        "",
        (),
        None,
    )
    assert coarsen(coarse, Precision.MUNICIPALITY) == coarse
    assert "芝" not in json.dumps(coarse.as_item(), ensure_ascii=False)
    nothing = coarsen(place, Precision.NONE)
    assert nothing == Place(precision=Precision.NONE, confidence=nothing.confidence)
    assert coarsen(place, Precision.MUNICIPALITY).point is None


def test_an_item_has_the_shape_of_the_api(gazetteer: Gazetteer) -> None:
    item = geocode("東京都港区芝2丁目99番9号", gazetteer).as_item()
    assert item["point"]["type"] == "Point" and len(item["point"]["coordinates"]) == 2
    assert item["matched"] == "東京都港区芝2丁目" and item["precision"] == "town"
    assert geocode("不明", gazetteer).as_item()["point"] is None


def test_a_file_of_addresses_becomes_one_json_line_each(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "addresses.txt"
    path.write_bytes(
        "\ufeff東京都港区芝2-99\r\n\r\n".encode()
        + "京都府京都市上京区主計町9\n".encode("cp932")
        + "不明".encode()
    )
    out = io.StringIO()
    assert geocode_file(path, out, gazetteer) == 4
    items = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [item["municipality_code"] for item in items] == ["13103", None, "26102", None]
    assert [item["address"] for item in items][1:] == ["", "京都府京都市上京区主計町9", "不明"]


def test_the_precisions_are_those_of_the_vocabulary() -> None:
    assert [precision.value for precision in Precision] == [
        precision.value for precision in vocabulary.Precision
    ]


@pytest.mark.parametrize(
    ("address", "code", "town", "date"),
    [
        ("静岡県引佐郡引佐町金指9", "22139", "引佐町金指", "2005-07-01"),
        ("鹿児島県曽於郡有明町野井倉9", "46221", "有明町野井倉", "2006-01-01"),
    ],
)
def test_changes_of_municipalities_are_told_with_their_day(
    gazetteer: Gazetteer, address: str, code: str, town: str, date: str
) -> None:
    place = geocode(address, gazetteer)
    assert (place.municipality_code, place.town) == (code, town)
    assert [note.date for note in place.notes if note.code == "former_municipality"] == [date]


def test_every_change_of_municipalities_is_whole() -> None:
    days = [change.date for change in CHANGES.values()]
    assert len(days) > 700
    assert all(re.fullmatch(r"20[0-2][0-9]-[01][0-9]-[0-3][0-9]", day) for day in days)
    assert all(change.prefecture in PREFECTURE_NAMES.values() for change in CHANGES.values())
    assert all(
        change.former not in change.today and change.own_name[-1] in "市町村区" for change in CHANGES.values()
    )
    assert CHANGES["岐阜県", "郡上郡八幡町"].own_name == "八幡町"


@given(
    town=st.sampled_from(
        ["東京都港区芝二丁目", "東京都新宿区西新宿二丁目", "京都府京都市上京区主計町", "東京都千代田区一番町"]
    ),
    number=st.integers(1, 9999),
    branch=st.integers(1, 99),
    form=st.sampled_from(["{}番地{}", "{}番地の{}", "{}-{}", "{}－{}", "{}番{}号", "{}の{}"]),
    wide=st.booleans(),
    arabic=st.booleans(),
    cut=st.integers(1, 40),
    white=st.sampled_from(["", "\n", " ", "\u3000", "\r\n", "\u200b"]),
)
def test_the_town_does_not_depend_on_how_numbers_and_breaks_are_written(
    gazetteer: Gazetteer,
    town: str,
    number: int,
    branch: int,
    form: str,
    wide: bool,
    arabic: bool,
    cut: int,
    white: str,
) -> None:
    name = town.replace("二丁目", "2丁目").replace("一番町", "1番町") if arabic else town
    text = name + form.format(number, branch)
    text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}) if wide else text
    text = text[:cut] + white + text[cut:]
    place = geocode(text, gazetteer)
    assert (
        place.town is not None and (place.prefecture or "") + (place.municipality or "") + place.town == town
    )
    assert place.precision is Precision.TOWN


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error_and_keeps_its_promises(gazetteer: Gazetteer, text: str) -> None:
    place = geocode(text, gazetteer)
    assert (place.point is None) == (
        place.precision is Precision.NONE
    ) or place.precision is not Precision.TOWN
    assert place.municipality_code is None or place.municipality_code[:2] == place.prefecture_code
    assert place.precision is not Precision.TOWN or place.municipality_code is not None
    assert not place.precision.is_finer_than(Precision.TOWN)


def test_every_coarser_place_has_a_reason(gazetteer: Gazetteer) -> None:
    for address in ("東京都港区", "東京都港区99番地", "東京都港区例町9", "京都市", "神奈川県横浜市例町9"):
        place = geocode(address, gazetteer)
        assert place.precision is Precision.MUNICIPALITY and place.notes
