"""Single cells of the registers: names with a status, wrapped addresses, countries, occupations, telephones."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import COUNTRIES, PermitStatus
from scrapers.registries.corporate_numbers import list_false_corporate_numbers, read_corporate_number
from scrapers.registries.countries import list_unknown_countries, read_countries
from scrapers.registries.lists import split_cell
from scrapers.registries.names import mend_address, name_key, read_remarked_status, split_status
from scrapers.registries.occupations import list_doubtful_occupations, read_occupations
from scrapers.registries.rows import RegisterRow
from scrapers.registries.telephones import list_unread_telephones, read_telephones

SUSPENDED, IN_FORCE = PermitStatus.SUSPENDED, PermitStatus.IN_FORCE


@pytest.mark.parametrize(
    ("printed", "name", "status"),
    [
        ("架空海洋漁業協同組合(事業休止中)", "架空海洋漁業協同組合", SUSPENDED),
        ("架空海洋漁業協同組合（事業休止中）", "架空海洋漁業協同組合", SUSPENDED),
        ("架空海洋漁業協同組合 【事業休止】", "架空海洋漁業協同組合", SUSPENDED),
        ("(事業休止中)架空海洋漁業協同組合", "架空海洋漁業協同組合", SUSPENDED),
        ("架空海洋漁業協同組合(事業休\n止中)", "架空海洋漁業協同組合", SUSPENDED),
        ("架空海洋漁業協同組合※事業休止中", "架空海洋漁業協同組合", SUSPENDED),
        ("架空海洋漁業協同組合\n監理事業の全部を休止中", "架空海洋漁業協同組合", SUSPENDED),
        ("架空協同組合(事業停止命令中)", "架空協同組合", SUSPENDED),
        ("架空協同組合(事業休止予定)", "架空協同組合", IN_FORCE),
        ("架空協同組合(許可取消)", "架空協同組合", PermitStatus.REVOKED),
        ("架空協同組合(見本)", "架空協同組合(見本)", None),
        ("協同組合架空（北）支部", "協同組合架空（北）支部", None),
    ],
)
def test_status_is_split_off_the_name(printed: str, name: str, status: PermitStatus | None) -> None:
    found, told = split_status(printed)
    assert found == name
    assert (None if told is None else told.code) == status


def test_unknown_status_is_told_from_none() -> None:
    _, told = split_status("架空協同組合(事業廃止)")
    assert told is not None and told.code is None and told.text == "事業廃止"


def test_key_of_a_name_outlives_status_width_and_wrapping() -> None:
    spellings = ("架空Ａ＆Ｂ協同組合", "架空A&B\n協同組合", "架空A&B 協同組合(事業休止中)")
    assert len({name_key(spelling) for spelling in spellings}) == 1
    assert name_key("架空協同組合") != name_key("架空協同組合(見本)")


@pytest.mark.parametrize(
    ("remarks", "status"), [("休止中", SUSPENDED), ("支援業務\n休止中", SUSPENDED), ("", IN_FORCE), ("一部委託", IN_FORCE)]
)
def test_remarks_tell_a_suspension(remarks: str, status: PermitStatus) -> None:
    assert read_remarked_status(remarks) is status


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("長野県長野市架空 町137-10", "長野県長野市架空町137-10"),
        ("岐阜県岐阜市架空町二丁目 15番地", "岐阜県岐阜市架空町二丁目15番地"),
        ("東京都千代田区架空町2-17-17 アイ オス架空町505", "東京都千代田区架空町2-17-17 アイオス架空町505"),
        ("沖縄県那覇市例示2丁目3番4号　見本ビル203", "沖縄県那覇市例示2丁目3番4号　見本ビル203"),
        ("埼玉県川口市見\n本台3丁目\n2-1", "埼玉県川口市見本台3丁目2-1"),
        ("東京都港区架空1-2 MIHON Tower 5F", "東京都港区架空1-2 MIHON Tower 5F"),
        ("愛媛県今治市架空町1 -2", "愛媛県今治市架空町1-2"),
    ],
)
def test_address_is_mended_where_a_column_wrapped_it(printed: str, mended: str) -> None:
    assert mend_address(printed) == mended
    assert mend_address(mended) == mended


@given(st.text(alphabet="架空町丁目番地号アビル12 \u3000\nA-", max_size=30))
def test_mending_an_address_changes_nothing_but_blanks(text: str) -> None:
    assert "".join(mend_address(text).split()) == "".join(text.split())
    assert mend_address(mend_address(text)) == mend_address(text)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("インドネシア、スリランカ、フィリピン、ベトナム", ["ID", "LK", "PH", "VN"]),
        ("中国,ベトナム", ["CN", "VN"]),
        ("中国\nベトナム", ["CN", "VN"]),
        ("中国、ベト\nナム", ["CN", "VN"]),
        ("インドネ\nシア", ["ID"]),
        ("中国・ベトナム", ["CN", "VN"]),
        ("ﾍﾞﾄﾅﾑ、中華人民共和国、ベトナム", ["VN", "CN"]),
        ("ベトナム、架空国", ["VN", "架空国"]),
        ("", []),
    ],
)
def test_countries_of_a_cell(cell: str, codes: list[str]) -> None:
    assert read_countries(cell) == codes


def row(**values: object) -> RegisterRow:
    return RegisterRow(values, {})  # type: ignore[arg-type]


def test_unknown_countries_are_kept_and_reported_once_each() -> None:
    rows = [row(countries="ベトナム、架空国"), row(countries="架空国"), row(countries="中国")]
    assert list_unknown_countries(rows) == ["unknown country 「架空国」 in 2 rows: kept as printed"]


@given(st.lists(st.sampled_from(sorted(COUNTRIES)), unique=True), st.sampled_from(["、", ",", "，", "\n", "、\n", "・"]))
def test_any_list_of_countries_comes_back(codes: list[str], between: str) -> None:
    assert read_countries(between.join(COUNTRIES[code][0] for code in codes)) == codes


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("3-4,3-5,3-6,7-21", ["3-4", "3-5", "3-6", "7-21"]),
        ("３－４、７－２１", ["3-4", "7-21"]),
        ("3-4\n7-21", ["3-4", "7-21"]),
        ("3-4,7-\n21", ["3-4", "7-21"]),
        ("3-4,7-2\n1,7-3", ["3-4", "7-21", "7-3"]),
        ("7\n-21", ["7-21"]),
        ("3-4 7-21", ["3-4", "7-21"]),
        ("3-4,7", ["3-4", "7"]),
        (7, ["7"]),
        (date(2026, 7, 21), ["7-21"]),
        (date(1932, 7, 1), ["7-32"]),
        (None, []),
    ],
)
def test_occupations_of_a_cell(cell: object, codes: list[str]) -> None:
    assert read_occupations(cell) == codes  # type: ignore[arg-type]


def test_tokens_that_are_no_codes_are_reported_and_kept() -> None:
    rows = [row(occupations="3-4,7"), row(occupations="7-21"), row(occupations=date(2026, 3, 4)), row()]
    told = list_doubtful_occupations(rows)
    assert told == [
        "「7」 is no occupation code, in 1 rows: kept as printed",
        "1 occupation codes were stored as days and read back",
    ]


_CODES = st.lists(st.builds("{}-{}".format, st.integers(1, 9), st.integers(1, 99)), unique=True, max_size=30)


@given(_CODES, st.sampled_from([",", "、", ", ", ",\n"]), st.data())
def test_any_list_of_codes_comes_back_however_a_column_wraps_it(codes: list[str], between: str, data: st.DataObject) -> None:
    text = between.join(codes)
    if len(codes) > 1:
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + "\n" + text[at:]
    assert read_occupations(text) == codes


def test_nothing_is_parted_inside_brackets() -> None:
    assert split_cell("英語、中国語（北京語、広東語）、タイ語") == ["英語", "中国語（北京語、広東語）", "タイ語"]
    assert split_cell("英語/中国語(北京語・広東語)") == ["英語", "中国語(北京語・広東語)"]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0299-00-0001", ["0299000001"]),
        (300000001, ["0300000001"]),
        ("0300000035\n0120000035", ["0300000035", "0120000035"]),
        ("06-0000-0042\n080-0000-0042", ["0600000042", "08000000042"]),
        ("TEL:03-0000-0001 FAX:03-0000-0002", ["0300000001"]),
        ("０３（０００１）０００２", ["0300010002"]),
        ("なし", []),
        (None, []),
    ],
)
def test_telephones_are_digits(cell: object, numbers: list[str]) -> None:
    assert read_telephones(cell) == numbers  # type: ignore[arg-type]


def test_cells_without_a_telephone_number_are_reported() -> None:
    rows = [row(telephone="なし"), row(telephone="0300000001"), row()]
    assert list_unread_telephones(rows) == ["1 telephone cells hold no telephone number: left out"]


def test_corporate_number_is_used_with_its_check_digit_only() -> None:
    # 9 - (the sum 1 * 2 of the second digit from the right) mod 9 is 7.
    assert read_corporate_number(row(corporate_number="7000000000010")) == "7000000000010"
    assert read_corporate_number(row(corporate_number=7000000000010)) == "7000000000010"
    assert read_corporate_number(row(corporate_number="8000000000010")) is None
    assert read_corporate_number(row()) is None
    assert len(list_false_corporate_numbers([row(corporate_number="8000000000010"), row()])) == 1
