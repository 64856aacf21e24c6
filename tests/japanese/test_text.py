import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from japanese.text import fold_width, grams, match_key, squeeze
from japanese.variants import VARIANTS, fold_variants

SCRIPTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ｱｶﾞﾊﾟ゛゜ﾞ\u3099ー－‐ｰ・･．. 　\n\u200b\ufe0f\U000e0101"),
        st.sampled_from("髙﨑邊齋𠮷濵㈱㍿①Ａａßİﬁ\uf9dc\ufa10"),
    )
)


@given(SCRIPTS)
def test_keys_are_stable(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)
    assert fold_width(fold_width(text)) == fold_width(text)
    assert fold_variants(fold_variants(text)) == fold_variants(text)


@given(SCRIPTS)
def test_width_folding_never_touches_compatibility_ideographs(text: str) -> None:
    def kept(string: str) -> list[str]:
        return [c for c in string if "\uf900" <= c <= "\ufaff" or "\U0002f800" <= c <= "\U0002fa1f"]

    assert kept(fold_width(text)) == kept(text)


def test_width_folding_keeps_what_nfkc_would_replace() -> None:
    assert unicodedata.normalize("NFKC", "\uf9dc") != "\uf9dc"
    assert fold_width("\uf9dcｶﾞ１２㈱") == "\uf9dcガ12(株)"


def test_width_folding_strips_nothing() -> None:
    assert fold_width("ａ　ｂ\n辻\U000e0100") == "a b\n辻\U000e0100"


def test_squeeze_removes_every_white_space() -> None:
    assert squeeze(" 株式\n会社　み ど\tり\u200b\ufeff") == "株式会社みどり"


def test_keys_meet_across_writings() -> None:
    pairs = [
        ("髙橋", "高橋"), ("山﨑", "山崎"), ("渡邊", "渡辺"), ("渡邉", "渡辺"), ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("𠮷田", "吉田"), ("濵田", "浜田"), ("濱田", "浜田"), ("辻\U000e0100", "辻"), ("\uf9dc", "隆"),
        ("ﾐﾄﾞﾘ", "ミドリ"),
        ("ＭＩＤＯＲＩ", "midori"), ("ミドリ・ファーム", "ミドリ ファーム"), ("ﾐﾄﾞﾘ･ﾌｧｰﾑ",
        "ミドリファーム"), ("センタ－", "センター"),
        ("龍ヶ崎", "竜ケ崎"), ("株式會社", "株式会社"), ("协同组合", "協同組合"), ("ヱビス", "エビス"),
        ("舩橋", "船橋"),
    ]  # fmt: skip
    assert [pair for pair in pairs if match_key(pair[0]) != match_key(pair[1])] == []


def test_keys_keep_different_names_apart() -> None:
    pairs = [
        ("未来", "末来"), ("船橋", "舟橋"), ("坂本", "阪本"), ("ミドリ", "みどり"), ("太田", "大田"),
        ("千田", "干田"),
        ("芦屋", "葦屋"), ("ハハ", "パパ"), ("苅谷", "刈谷"), ("清水", "情水"), ("東陽", "東洋"),
    ]  # fmt: skip
    assert [pair for pair in pairs if match_key(pair[0]) == match_key(pair[1])] == []


def test_a_key_is_no_variant_of_another() -> None:
    assert not {ord(key) for key in VARIANTS.values()} & VARIANTS.keys()
    assert len(VARIANTS) > 300


def test_grams_are_characters_and_pairs() -> None:
    assert grams("髙 橋組") == {"高", "橋", "組", "高橋", "橋組"}
    assert grams("") == set()


@given(SCRIPTS, SCRIPTS)
def test_a_part_of_a_name_shares_its_grams(left: str, right: str) -> None:
    key = match_key(left + "緑" + right)
    assert grams("緑") <= grams(key)
