import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.names import (
    ANYWHERE,
    Candidate,
    NameIndex,
    Place,
    is_certain,
    name_keys,
    query_keys,
    rank,
    score,
)
from japanese.names.batch import UnreadableNames, run_match
from japanese.names.loanwords import sound_english, sound_kana
from japanese.names.mistyping import mend, weigh_errors
from japanese.names.near import NearIndex

# All organizations here are made up.
LISTED = [
    Candidate("1", "青嶺事業協同組合", "アオミネ", "", "広島県", "福山市", ("許1708999901",)),
    Candidate("2", "協同組合青嶺", "アオミネ", "", "岡山県", "倉敷市"),
    Candidate(
        "3", "株式会社青嶺", "アオミネ", "Aomine Co., Ltd.", "広島県", "広島市中区", ("4000012090001",)
    ),
    Candidate("4", "高洋水産株式会社", "コウヨウスイサン", "Koyo Fisheries Co., Ltd."),
    Candidate("5", "協同組合グローバルリンク北浜", "グローバルリンクキタハマ"),
    Candidate("6", "オーノ建設株式会社", "オーノケンセツ"),
    Candidate("7", "小野建設株式会社", "オノケンセツ"),
    Candidate("8", "大野建設株式会社", "オオノケンセツ"),
    Candidate("9", "渡邊山農事組合法人", ""),
    Candidate("10", "みなもファーム合同会社", ""),
    Candidate("11", "星見野漁業協同組合連合会", "ホシミノギョギョウキョウドウクミアイレンゴウカイ"),
    Candidate("12", "白波株式会社広島工場", "シラナミ"),
    Candidate("13", "白波株式会社", "シラナミ"),
    Candidate("14", "ＡＢＸ協同組合", "エービーエックス", "ABX Cooperative"),
    Candidate("15", "真清水商工会", "マシミズ"),
]
INDEX = NameIndex(LISTED)


def find(query: str, place: Place = ANYWHERE) -> list[str]:
    return [hit.candidate.id for hit in INDEX.search(query, place)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("高洋水産株式会社", "4"),
        ("髙洋水産㈱", "4"),
        ("こうようすいさん", "4"),
        ("ｺｳﾖｳｽｲｻﾝ", "4"),
        ("Kōyō Suisan", "4"),
        ("koyo suisan", "4"),
        ("kouyou suisan co.,ltd", "4"),
        ("KOHYOH SUISAN", "4"),
        ("koyo-suisan", "4"),
        ("koyosuisann", "4"),
        ("koyo suiasn", "4"),
        ("koyo fisheries", "4"),
        ("Koyo Fisheries Company Limited", "4"),
        ("koyo fisheris", "4"),
        ("Watanabeyama", "9"),
        ("渡辺山", "9"),
        ("わたなべやま", "9"),
        ("minamo faamu", "10"),
        ("Minamo Farm", "10"),
        ("ミナモファーム", "10"),
        ("Global Link Kitahama", "5"),
        ("guroobaru rinku kitahama kyodo kumiai", "5"),
        ("hoshimino gyogyou kyoudou kumiai rengoukai", "11"),
        ("Hoshimino", "11"),
        ("hosimino koperasi", "11"),
        ("ABX", "14"),
        ("エービーエックス協同組合", "14"),
        ("Nghiệp đoàn ABX", "14"),
        ("1708999901", "1"),
        ("許１７０８－９９９９０１", "1"),
        ("4000012090001", "3"),
        ("masimizu syokokai", "15"),
        ("真清水", "15"),
        ("蒼嶺協同組合", "2"),
        ("許可番号 許1708999901", "1"),
    ],
)
def test_names_are_found_however_they_are_written(query: str, expected: str) -> None:
    assert find(query)[:1] == [expected]


def test_numbers_come_before_names_before_readings_before_likenesses() -> None:
    listed = [
        Candidate("number", "別の水産株式会社", numbers=("許1708999901",)),
        Candidate("name", "1708999901", ""),
        Candidate("other", "1708999902", ""),
    ]
    assert [hit.candidate.id for hit in NameIndex(listed).search("1708999901")] == ["number", "name", "other"]
    listed = [
        Candidate("similar", "白波江株式会社", "シラナミエ"),
        Candidate("reading", "素良名美株式会社", "シラナミ"),
        Candidate("name", "シラナミ株式会社", "シラナミ"),
    ]
    hits = NameIndex(listed).search("シラナミ")
    assert [hit.candidate.id for hit in hits] == ["name", "reading", "similar"]
    assert [hit.features["matched"] for hit in hits] == ["name", "reading", "similar"]


def test_a_prefix_of_another_kind_is_another_number() -> None:
    assert INDEX.search("許1708999901")[0].features["matched"] == "number"
    assert "number" not in [hit.features["matched"] for hit in INDEX.search("認1708999901")]


def test_the_legal_form_is_told_and_never_decides() -> None:
    hits = INDEX.search("青嶺事業協同組合")
    assert [(hit.candidate.id, hit.features["legal_form"]) for hit in hits[:3]] == [
        ("1", "same"),
        ("2", "related"),
        ("3", "different"),
    ]
    assert find("株式会社青嶺")[0] == "3"
    assert find("株式会社") == []
    assert find("協同組合") == []


def test_long_vowels_settle_between_like_readings() -> None:
    assert find("Ōno Kensetsu")[0] in {"6", "8"}
    assert find("オオノケンセツ")[0] == "8"
    assert find("oono kensetsu")[0] == "8"
    assert find("o-no kensetsu")[0] == "6"
    assert find("Ono Kensetsu")[0] == "7"


def test_equal_evidence_keeps_equal_scores() -> None:
    scores = {hit.candidate.id: hit.score for hit in INDEX.search("aomine")}
    assert scores["1"] == scores["2"]


def test_every_hit_shows_the_reading_and_where_it_comes_from() -> None:
    sources = {hit.candidate.id: hit.features["reading"]["source"] for hit in INDEX.search("Watanabeyama")}
    assert sources["9"] == "guessed"
    assert INDEX.search("こうようすいさん")[0].features["reading"] == {
        "kana": "コウヨウスイサン",
        "source": "register",
    }
    assert INDEX.search("みなもファーム")[0].features["reading"]["source"] == "name"
    assert INDEX.search("高洋水産")[0].features["reading"]["kana"] == "コウヨウスイサン"


def test_a_place_settles_equals_and_a_contradiction_takes_away_certainty() -> None:
    listed = [
        Candidate("a", "白波協同組合", "", "", "広島県", "福山市"),
        Candidate("b", "白波協同組合", "", "", "香川県"),
    ]
    index = NameIndex(listed)
    assert not is_certain(index.search("白波協同組合"))
    here = index.search("白波協同組合", Place("香川県"))
    assert [hit.candidate.id for hit in here] == ["b", "a"]
    assert is_certain(here)
    assert not is_certain(index.search("白波協同組合", Place("愛媛県")))
    assert is_certain(index.search("白波協同組合", Place("広島県", "福山市")))


def test_only_numbers_whole_names_and_registered_english_are_certain() -> None:
    assert is_certain(INDEX.search("高洋水産(株)"))
    assert is_certain(INDEX.search("KOYO FISHERIES CO.,LTD."))
    assert is_certain(INDEX.search("許1708999901"))
    for query in (
        "高洋水産",
        "koyo suisan",
        "コウヨウスイサン株式会社",
        "有限会社高洋水産",
        "白波株式会社福山工場",
        "",
        "koyo",
    ):
        assert not is_certain(INDEX.search(query)), query
    assert not is_certain([])


def test_an_organization_with_several_names_is_one_hit() -> None:
    index = NameIndex(
        [Candidate("x", "旧白波協同組合"), Candidate("x", "白波協同組合"), Candidate("y", "白浪組合")]
    )
    hits = index.search("白波協同組合")
    assert [hit.candidate.id for hit in hits] == ["x", "y"]
    assert is_certain(hits)


def test_the_database_compares_with_the_same_keys() -> None:
    keys = name_keys("髙洋水産株式会社", "コウヨウスイサン", "Koyo Fisheries Co., Ltd.")
    assert keys.match_key == "高洋水産株式会社"
    assert {"高", "高洋", "洋水", "会社"} <= keys.grams
    assert set(keys.english_keys) == {"koyofisheriescoltd", "koyofisheries"}
    for typed in (
        "Kōyō Suisan",
        "kouyou suisan",
        "KOHYOH-SUISAN",
        "こうようすいさん",
        "koyo suisan kabushiki kaisha",
    ):
        assert {sound.key for sound in query_keys(typed).sounds} & set(keys.reading_keys), typed
    query = query_keys("kouyou suisan")
    hit = rank(query, LISTED)[0]
    assert hit.candidate.id == "4"
    assert score(query, hit.candidate)[1]["matched"] == "reading"


def test_english_behind_katakana_sounds_alike() -> None:
    for english, kana in (
        ("Global Network", "グローバルネットワーク"),
        ("Human Bridge", "ヒューマンブリッジ"),
        ("Support Center", "サポートセンター"),
        ("Techno Create", "テクノクリエイト"),
    ):
        assert sound_english(english) == sound_kana(kana)
    assert sound_english("Global Network") != sound_kana("グローバルネット")


def test_frequent_typing_errors_weigh_less() -> None:
    assert weigh_errors("koyo", "koyo") == 0
    assert weigh_errors("kyoo", "koyo") == weigh_errors("koo", "koyo") == weigh_errors("koyyo", "koyo") < 1
    assert weigh_errors("kopo", "koyo") == weigh_errors("koqyo", "koyo") == 1
    assert weigh_errors("kouo", "koyo") < 1
    assert "sizuoka" in mend("shfizuoka") | mend("shizuokka") and "niho" in mend("nho") | mend("niho n")


@given(st.text("abcd", min_size=2, max_size=14), st.data())
def test_a_key_is_found_with_as_many_errors_as_it_allows(key: str, data: st.DataObject) -> None:
    near = NearIndex()
    near.add(key, 7)
    at = data.draw(st.integers(0, len(key) - 1))
    assert (0, [7]) in list(near.find_near(key))
    for wrong in (key[:at] + "z" + key[at + 1 :], key[:at] + key[at + 1 :], key[:at] + "z" + key[at:]):
        assert [entries for _, entries in near.find_near(wrong)] == [[7]], wrong


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_search(query: str) -> None:
    hits = INDEX.search(query)
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@given(st.sampled_from(LISTED), st.sampled_from(["", " ", "　"]))
def test_a_name_finds_itself_first(listed: Candidate, space: str) -> None:
    assert find(space.join(listed.name))[0] == listed.id


def test_look_alikes_are_never_taken_for_certain() -> None:
    with Path(__file__).with_name("golden_names.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    certain = [row for row in rows if _match_alone(row)]
    wrong = [row for row in certain if row["same"] == "0"]
    right = len(certain) - len(wrong)
    assert sum(row["same"] == "0" for row in rows) >= 500
    assert wrong == []
    assert right / sum(row["same"] == "1" for row in rows) > 0.75


def test_look_alikes_stay_uncertain_among_all_others() -> None:
    with Path(__file__).with_name("golden_names.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    index = NameIndex(_list_row(row, row["name"] + row["prefecture"]) for row in rows)
    hits = {row["query"]: index.search(row["query"], Place(row["asked_prefecture"])) for row in rows}
    mistaken = [
        row
        for row in rows
        if is_certain(hits[row["query"]])
        and (hits[row["query"]][0].candidate.name == row["name"]) != (row["same"] == "1")
        and row["same"] == "0"
        and hits[row["query"]][0].candidate.prefecture == row["prefecture"]
    ]
    assert mistaken == []


def _match_alone(row: dict[str, str]) -> bool:
    return is_certain(NameIndex([_list_row(row, "1")]).search(row["query"], Place(row["asked_prefecture"])))


def _list_row(row: dict[str, str], key: str) -> Candidate:
    return Candidate(key, row["name"], row["kana"], row["english"], row["prefecture"])


def test_matching_files_answers_one_line_for_each_query(tmp_path: Path) -> None:
    names, queries, out = tmp_path / "names.csv", tmp_path / "queries.txt", io.StringIO()
    names.write_text(
        "\ufeffid,name,kana,english,prefecture,municipality\n"
        '7,高洋水産株式会社,コウヨウスイサン,"Koyo Fisheries Co., Ltd.",広島県,福山市\n8,白波組合,,,,\n',
        encoding="utf-8",
    )
    queries.write_text("koyo suisan\n\n白波組合\r\n", encoding="utf-8")
    run_match(names, queries, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["query"] for line in lines] == ["koyo suisan", "", "白波組合"]
    assert lines[1] == {"query": "", "candidates": []}
    first = lines[0]["candidates"][0]
    assert set(first) == {"id", "name", "score", "features"}
    assert (first["id"], first["name"], first["features"]["matched"]) == ("7", "高洋水産株式会社", "reading")
    assert lines[2]["candidates"][0]["id"] == "8"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("number,title\n1,x\n", "missing column id, name"),
        ("", "missing column"),
        ("id,name\n1,\n", "line 2: id and name"),
        ("id,name\n,x\n", "line 2: id and name"),
    ],
)
def test_files_that_cannot_be_used_are_refused_clearly(tmp_path: Path, content: str, complaint: str) -> None:
    names, queries = tmp_path / "names.csv", tmp_path / "queries.txt"
    names.write_text(content, encoding="utf-8")
    queries.write_text("x\n", encoding="utf-8")
    with pytest.raises(UnreadableNames, match=complaint):
        run_match(names, queries, io.StringIO())


def test_files_that_are_missing_or_not_utf8_are_refused_clearly(tmp_path: Path) -> None:
    names, queries = tmp_path / "names.csv", tmp_path / "queries.txt"
    with pytest.raises(UnreadableNames, match="No such file"):
        run_match(names, queries, io.StringIO())
    queries.write_bytes("白波\n".encode("cp932"))
    names.write_bytes("id,name\n1,白波\n".encode("cp932"))
    with pytest.raises(UnreadableNames, match="UTF-8"):
        run_match(names, queries, io.StringIO())
    queries.write_text("x\n", encoding="utf-8")
    with pytest.raises(UnreadableNames, match="UTF-8"):
        run_match(names, queries, io.StringIO())
