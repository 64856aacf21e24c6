"""Numbers of registers."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.numbers import (
    OFFICES,
    PERMIT_OR_PLAN,
    SUPPORT_REGISTRATION,
    UnreadableNumber,
    compute_check_digit,
    find_act_numbers,
    normalize_telephone,
    parse_act_number,
    parse_corporate_number,
    parse_support_registration,
)
from tests.shared import shared_path

_TEN = st.from_regex(r"[0-9]{10}", fullmatch=True)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    ("written", "expected", "number"),
    [
        ("許9908000404", None, "許9908000404"),
        ("認９９１１００１２０６", None, "認9911001206"),
        (" 認 9911-001206\n", "認", "認9911001206"),
        ("変認9911001206", "認", "変認9911001206"),
        ("9911001206", "認", "認9911001206"),
        (9908000404, "許", "許9908000404"),
        (9908000404.0, "許", "許9908000404"),
        ("許可番号：許9908000404", "許", "許9908000404"),
    ],
)
def test_reads_permit_and_plan_numbers(written: object, expected: str | None, number: str) -> None:
    read = parse_act_number(written, expected)  # type: ignore[arg-type]
    assert str(read) == number
    assert PERMIT_OR_PLAN.fullmatch(str(read))


def test_tells_year_and_office() -> None:
    number = parse_act_number("許1708999404")
    assert (number.year, number.office_code, number.office) == (2017, "08", "大阪")
    assert parse_act_number("許1799999404").office is None
    assert len(OFFICES) == 13


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("許990840015", None),
        ("許99084001511", None),
        ("9908000404", None),
        ("認9911001206", "許"),
        ("許9911001206", "認"),
        ("認9911001206認9911001207", "認"),
        ("別シート参照", "認"),
        ("許٩٩٠٨٠٠٠٤٠٤", None),
        (None, "認"),
    ],
)
def test_refuses_what_is_no_such_number(written: object, expected: str | None) -> None:
    with pytest.raises(UnreadableNumber):
        parse_act_number(written, expected)  # type: ignore[arg-type]


@given(st.sampled_from(["許", "認", "変認"]), _TEN, st.booleans(), st.integers(0, 10))
def test_width_and_stray_characters_do_not_matter(prefix: str, digits: str, wide: bool, at: int) -> None:
    written = prefix + digits[:at] + " －\u3000"[at % 3] + digits[at:]
    assert str(parse_act_number(written.translate(_WIDE) if wide else written)) == prefix + digits


def test_finds_the_numbers_of_a_text() -> None:
    text = "認9911001206、変認９９１１００１２０７\n許 99-08000404 と 認991100120"
    assert list(map(str, find_act_numbers(text))) == ["認9911001206", "変認9911001207", "許9908000404"]


def test_reads_support_registrations() -> None:
    for written in ("19登-000001", "１９登－０００００１", "19登ー000001", "19登000001", " 19登-000001\n"):
        assert parse_support_registration(written) == "19登-000001"
        assert SUPPORT_REGISTRATION.fullmatch(parse_support_registration(written))
    for written in ("登-000001", "19登-00001", "19登-0000012", ""):
        with pytest.raises(UnreadableNumber):
            parse_support_registration(written)


def test_the_check_digit_follows_the_ministry_s_example() -> None:
    # The example in the tax agency's explanation: 700110005901 has the check digit 8.
    assert compute_check_digit("700110005901") == "8"
    assert parse_corporate_number("8700110005901") == "8700110005901"
    assert parse_corporate_number(8700110005901.0) == "8700110005901"
    assert parse_corporate_number("８ 7001 1000 5901") == "8700110005901"


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 12), st.integers(1, 8))
def test_one_wrong_digit_never_passes(base: str, place: int, step: int) -> None:
    number = compute_check_digit(base) + base
    assert parse_corporate_number(number) == number
    other = (int(number[place]) + step) % 9
    wrong = number[:place] + str(other) + number[place + 1 :]
    if int(number[place]) % 9 == other:
        return  # nine and nought are the same to the rule, as the rule has it
    with pytest.raises(UnreadableNumber):
        parse_corporate_number(wrong)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0999-12-3456", "0999123456"),
        ("０９９（９１２）３４５６", "0999123456"),
        (999123456, "0999123456"),
        (8000000518.0, "08000000518"),
        ("+81-999-12-3456", "0999123456"),
        ("+81 (0)999 12 3456", "0999123456"),
        ("03ー1234ー5678（代表）", "0312345678"),
        ("TEL：03-1234-5678 内線 12", "0312345678"),
        ("0120-000-168", "0120000168"),
        ("なし", None),
        ("110", None),
        ("", None),
        (None, None),
    ],
)
def test_normalizes_telephones(written: object, digits: str | None) -> None:
    assert normalize_telephone(written) == digits


def test_every_corporate_number_of_the_register_proves_itself() -> None:
    with shared_path("names", "nta_cooperatives.csv").open(encoding="utf-8", newline="") as file:
        numbers = [row["corporateNumber"] for row in csv.DictReader(file)]
    assert len(numbers) > 40_000
    assert sum(parse_corporate_number(number) != number for number in numbers) == 0
