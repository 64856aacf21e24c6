import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.legal_form_table import ABBREVIATIONS, FORMS
from japanese.legal_forms import has_corporate_form, split_legal_form, tidy_name
from tests.shared import shared_path

CASES = [
    ("株式会社みどり広島工場", "kabushiki_kaisha", "みどり広島工場", "", "front"),
    ("みどり株式会社広島本社", "kabushiki_kaisha", "みどり", "広島本社", "inside"),
    ("㈱みどり", "kabushiki_kaisha", "みどり", "", "front"),
    ("㍿みどり", "kabushiki_kaisha", "みどり", "", "front"),
    ("みどり（株）", "kabushiki_kaisha", "みどり", "", "behind"),
    ("株式\n会社　みどり", "kabushiki_kaisha", "みどり", "", "front"),
    ("株式會社みどり", "kabushiki_kaisha", "みどり", "", "front"),
    ("みどり㈲", "yugen_kaisha", "みどり", "", "behind"),
    ("(同)みどり", "godo_kaisha", "みどり", "", "front"),
    ("合資会社みどり", "goshi_kaisha", "みどり", "", "front"),
    ("合名会社みどり", "gomei_kaisha", "みどり", "", "front"),
    ("協同組合みどり", "kyodo_kumiai", "みどり", "", "front"),
    ("みどり事業協同組合", "jigyo_kyodo_kumiai", "みどり", "", "behind"),
    ("（協）みどり", "kyodo_kumiai", "みどり", "", "front"),
    ("みどり農業協同組合北支所", "nogyo_kyodo_kumiai", "みどり", "北支所", "inside"),
    ("みどり漁業協同組合連合会", "gyogyo_kyodo_kumiai_rengokai", "みどり", "", "behind"),
    ("農事組合法人みどり", "noji_kumiai_hojin", "みどり", "", "front"),
    ("医療法人社団みどり会", "iryo_hojin_shadan", "みどり会", "", "front"),
    ("医療法人 財団みどり会", "iryo_hojin_zaidan", "みどり会", "", "front"),
    ("(福)みどり会", "shakai_fukushi_hojin", "みどり会", "", "front"),
    ("みどり株式会社労働組合", "rodo_kumiai", "みどり株式会社", "", "behind"),
    ("株式会社協同組合みどり", "kabushiki_kaisha", "協同組合みどり", "", "front"),
    ("一般社団法人みどり協同組合連合会", "ippan_shadan_hojin", "みどり協同組合連合会", "", "front"),
    ("みどり商工会議所", "shoko_kaigisho", "みどり", "", "behind"),
    ("みどり商工会", "shokokai", "みどり", "", "behind"),
    ("特定非営利活動法人みどり", "npo_hojin", "みどり", "", "front"),
    ("ＮＰＯ法人みどり", "npo_hojin", "みどり", "", "front"),
    ("ミドリキョウドウクミアイ", "kyodo_kumiai", "ミドリ", "", "behind"),
    ("みどりじぎょうきょうどうくみあい", "jigyo_kyodo_kumiai", "みどり", "", "behind"),
    ("Midori Co., Ltd.", "kabushiki_kaisha", "Midori", "", "behind"),
    ("MIDORI CO.,LTD", "kabushiki_kaisha", "MIDORI", "", "behind"),
    ("Midori Inc.", "kabushiki_kaisha", "Midori", "", "behind"),
    ("Midori LLC", "godo_kaisha", "Midori", "", "behind"),
    ("Kyōdō Kumiai Midori", "kyodo_kumiai", "Midori", "", "front"),
    ("Jigyou Kyoudou Kumiai Midori", "jigyo_kyodo_kumiai", "Midori", "", "front"),
    ("Midori Cooperative", "kyodo_kumiai", "Midori", "", "behind"),
    ("Koperasi Midori", "koperasi", "Midori", "", "front"),
    ("Nghiệp đoàn Midori", "koperasi", "Midori", "", "front"),
    ("Midori Medical Corporation", "iryo_hojin", "Midori", "", "behind"),
]  # fmt: skip

# The list that decides who is a legal person, and the rest of the kinds which the sources name.
CORPORATE = """
株式会社 有限会社 合同会社 合資会社 合名会社 協同組合 事業協同組合 農事組合法人 医療法人 社会福祉法人
一般社団法人 一般財団法人
公益社団法人 公益財団法人 学校法人 漁業協同組合 商工会 商工会議所 農業協同組合 組合 協業組合 企業組合
医療法人社団 医療法人財団
宗教法人 特定非営利活動法人 NPO法人 森林組合 商工組合 連合会 独立行政法人 国立大学法人 税理士法人
生活協同組合 社会福祉協議会
信用金庫 監査法人 土地改良区 法人 （株） (株) ㈱ （有） ㈲ （同） （医） （福） （社） （財） （協）
（農） （学） （一社） （特非）
"""

# Fictional people and shops, with the characters of an abbreviation or letters like a form in their names.
PEOPLE = [
    "協一郎", "山社太郎", "社本協太", "有田株子", "財前福郎", "医王同介", "学名資", "公社花", "法子人見",
    "会田社", "協 一郎", "LE THI CO", "NGUYEN VAN CO.", "SHRESTHA K.K.", "Inca Maria", "Cooper Alan",
    "Koper Jan", "MOUSSA SA",
    "PT RAHMAN", "Limitada Ana", "Ncorp", "Unio Maria", "山田商店", "みどり農園", "鈴木組", "高橋鉄工所",
    "佐藤水産",
]  # fmt: skip  # fmt: skip


@pytest.mark.parametrize(("name", "code", "core", "site", "position"), CASES)
def test_forms_are_found_anywhere(name: str, code: str, core: str, site: str, position: str) -> None:
    form = split_legal_form(name)
    assert form is not None
    assert (form.code, form.core, form.site, form.position) == (code, core, site, position)


@pytest.mark.parametrize("form", CORPORATE.split())
@pytest.mark.parametrize("pattern", ["{}みどり", "みどり{}", "みどり{}北支店", " {}\nみどり"])
def test_every_form_proves_a_legal_person(form: str, pattern: str) -> None:
    assert has_corporate_form(pattern.format(form))


@pytest.mark.parametrize("name", PEOPLE)
def test_people_and_shops_prove_none(name: str) -> None:
    assert not has_corporate_form(name)


@pytest.mark.parametrize("short", sorted(ABBREVIATIONS))
def test_an_abbreviation_counts_only_in_brackets(short: str) -> None:
    assert has_corporate_form(f"({short})みどり")
    if len(short) == 1:
        assert not has_corporate_form(f"{short}みどり")
        assert not has_corporate_form(f"みどり{short}")


def test_every_code_is_known_and_described() -> None:
    assert set(ABBREVIATIONS.values()) <= set(FORMS)
    assert all(kind.english and kind.family and kind.spellings for kind in FORMS.values())


@given(st.text(max_size=30))
def test_splitting_never_fails_and_loses_nothing(name: str) -> None:
    form = split_legal_form(name)
    if form is not None:
        tidy = tidy_name(name)
        assert form.core in tidy and form.site in tidy and form.text in tidy


@given(st.text("山川田中高橋社協有同医福財学太郎一子", min_size=1, max_size=8))
def test_no_heap_of_name_characters_is_a_corporation(name: str) -> None:
    assert not has_corporate_form(name)


def test_nearly_every_registered_cooperative_shows_its_form() -> None:
    with shared_path("names", "nta_cooperatives.csv").open(encoding="utf-8-sig") as file:
        names = [row["name"] for row in csv.DictReader(file) if row["kind"] in {"399", "301", "305", "302"}]
    found = sum(has_corporate_form(name) for name in names)
    assert found / len(names) > 0.95, f"{found} of {len(names)}"
