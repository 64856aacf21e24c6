"""What the cells of a labour-law case mean: outcomes, articles, names, parties, keys."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Grade
from japanese.text import fold_width, squeeze
from scrapers.labour_cases import OutcomeKind, case_key, grade_labour_party, read_outcomes
from scrapers.labour_cases.laws import read_laws
from scrapers.labour_cases.names import find_site, join_lines
from scrapers.labour_cases.row import LabourRow, read_day, read_row
from scrapers.labour_cases.table import COLUMNS, RawRow

REFERRED, GUIDED, CONVICTED = (
    OutcomeKind.REFERRED_TO_PROSECUTORS,
    OutcomeKind.GUIDANCE_BY_BUREAU_DIRECTOR,
    OutcomeKind.CONVICTED,
)
SPARED, ACQUITTED, OTHER = OutcomeKind.NOT_PROSECUTED, OutcomeKind.ACQUITTED, OutcomeKind.OTHER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R6.5.21送検", [(date(2024, 5, 21), REFERRED)]),
        ("Ｒ6.5．21送検", [(date(2024, 5, 21), REFERRED)]),
        ("Ｈ29.5.12 送検", [(date(2017, 5, 12), REFERRED)]),
        ("R.6.3.5送致", [(date(2024, 3, 5), REFERRED)]),
        ("44578送検", [(date(2022, 1, 17), REFERRED)]),
        ("R3.1.8送検\nR4.9.9有罪確定", [(date(2021, 1, 8), REFERRED), (date(2022, 9, 9), CONVICTED)]),
        ("R3.1.8送検\nR3.4.2不起訴(起訴\n猶予)", [(date(2021, 4, 2), SPARED), (date(2021, 1, 8), REFERRED)]),
        ("R3.1.8送検\n不起訴", [(None, SPARED), (date(2021, 1, 8), REFERRED)]),
        ("R3.1.8送検、R3.9.1無罪確定", [(date(2021, 9, 1), ACQUITTED), (date(2021, 1, 8), REFERRED)]),
        ("R2.3.24\n架空労働局長が指導", [(date(2020, 3, 24), GUIDED)]),
        ("R71.8送検", [(None, REFERRED)]),
        ("R6.3.8送検\nR61.8有罪確定", [(date(2024, 3, 8), REFERRED), (None, CONVICTED)]),
        ("R6.3.8送検\nR6.9.1起訴", [(date(2024, 3, 8), REFERRED), (date(2024, 9, 1), OTHER)]),
        ("R6.3.8送検\nR6.9.1有罪判決", [(date(2024, 3, 8), REFERRED), (date(2024, 9, 1), OTHER)]),
        ("架空の注記", [(None, OTHER)]),
        ("", []),
    ],
)
def test_reads_outcomes(text: str, expected: list[tuple[date | None, OutcomeKind]]) -> None:
    assert [(outcome.on, outcome.kind) for outcome in read_outcomes(text)] == expected


@pytest.mark.parametrize("reason", ["起訴猶予", "嫌疑不十分", "嫌疑なし"])
@pytest.mark.parametrize("brackets", ["（）", "()", "（)"])
def test_keeps_the_reason_of_no_prosecution(reason: str, brackets: str) -> None:
    text = f"R3.4.21不起訴{brackets[0]}{reason[:2]}\n{reason[2:]}{brackets[1]}"
    outcomes = read_outcomes(text)
    assert [(outcome.reason, outcome.text) for outcome in outcomes] == [(reason, text.replace("\n", ""))]


DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
MARKS = {
    "送検": REFERRED, "送致": REFERRED, "書類送検": REFERRED, "有罪確定": CONVICTED, "不起訴": SPARED,
    "不起訴（起訴猶予）": SPARED, "無罪": ACQUITTED, "架空労働局長が指導": GUIDED, "起訴": OTHER,
}  # fmt: skip


def write_day(day: date, wide: bool = False) -> str:
    """A dotted era date: R6.5.21, or in full width."""
    reiwa = day >= date(2019, 5, 1)
    text = f"{'R' if reiwa else 'H'}{day.year - (2018 if reiwa else 1988)}.{day.month}.{day.day}"
    return widen(text) if wide else text


def widen(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def break_lines(text: str, at: list[int]) -> str:
    """The text with line breaks at the given places, as a narrower or wider column would show it."""
    for place in sorted({place % (len(text) + 1) for place in at}, reverse=True):
        text = text[:place] + "\n" + text[place:]
    return text


BREAKS = st.lists(st.integers(0, 1000), max_size=4)


@given(st.lists(st.tuples(DAYS, st.sampled_from(sorted(MARKS)), st.booleans()), max_size=5), BREAKS)
def test_reads_any_outcomes_however_wrapped(entries: list[tuple[date, str, bool]], breaks: list[int]) -> None:
    text = "\n".join(write_day(day, wide) + mark for day, mark, wide in entries)
    expected = [(day, MARKS[mark]) for day, mark, _ in entries]
    expected.sort(key=lambda outcome: outcome[1] not in (SPARED, ACQUITTED))
    assert [(outcome.on, outcome.kind) for outcome in read_outcomes(break_lines(text, breaks))] == expected


@given(st.text("HR元0123456789.．（）() \n送検致不起訴有無罪確定労働局長が指導令和年月日、") | st.text())
def test_loses_no_text_of_an_outcome(text: str) -> None:
    outcomes = read_outcomes(text)
    assert sorted("".join(outcome.text for outcome in outcomes)) == sorted(squeeze(text))


@given(DAYS, st.booleans(), BREAKS)
def test_reads_any_day(day: date, wide: bool, breaks: list[int]) -> None:
    assert read_day(break_lines(write_day(day, wide), breaks)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("H29.9. 9", date(2017, 9, 9)),
        ("44578", date(2022, 1, 17)),
        ("Ｒ６.３.21", date(2024, 3, 21)),
        ("令和元年８月30日", date(2019, 8, 30)),
        ("R7.2", None),
        ("R7.2.30", None),
        ("R6.5.21R6.6.3", None),
        ("", None),
    ],
)
def test_reads_the_notations_of_a_day(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "laws"),
    [
        ("労働基準法第32条\n最低賃金法第４条", ["労働基準法第32条", "最低賃金法第4条"]),
        ("特定化学物質障害予防規則第20\n条", ["特定化学物質障害予防規則第20条"]),
        ("労働安全衛生規則第151条の103第1\n項", ["労働安全衛生規則第151条の103第1項"]),
        ("粉じん障害防\n止規則第４条", ["粉じん障害防止規則第4条"]),
        ("労働基準法第24条、労働基\n準法第37条", ["労働基準法第24条、労働基準法第37条"]),
        ("労働安全衛生法第 20 条\n\n酸欠則第 5 条の２", ["労働安全衛生法第20条", "酸欠則第5条の2"]),
        ("労働基準法第24条ほか\n労働基準法第15条", ["労働基準法第24条ほか", "労働基準法第15条"]),
        ("労働安全衛生第20条\n安衛則101条", ["労働安全衛生第20条", "安衛則101条"]),
        ("", []),
    ],
)
def test_rejoins_law_articles(text: str, laws: list[str]) -> None:
    assert read_laws(text) == laws


@given(st.text("労働基準法第0123４条の項号則、\n 　") | st.text())
def test_loses_no_text_of_a_law(text: str) -> None:
    assert "".join(read_laws(text)) == squeeze(fold_width(text))


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("架空運輸（株）\n本社・架空営業所", "本社・架空営業所"),
        ("架空工業㈱ 架空宿", "架空宿"),
        ("架空協同組\n合 架空セ\nンター", "架空センター"),
        ("（株）架空製作 架空工\n場", "架空工場"),
        ("（株）架空\n架空第一工場", "架空第一工場"),
        ("（株）架空デザインミュー\nジアム", None),
        ("（株）架空建材リサイク\nルセンター", None),
        ("（株）架空 センター", None),
        ("架空組及び（株）架空建材工業", None),
        ("架空ラーメン 架空店", None),
        ("（株）架空", None),
    ],
)
def test_parts_a_site_from_a_name(text: str, site: str | None) -> None:
    assert find_site(text, widest=13) == site
    assert site is None or join_lines(text).endswith(site)


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("（株）架空", Grade.LEGAL_PERSON),
        ("架空(有)", Grade.LEGAL_PERSON),
        ("架空農業協同組\n合", Grade.LEGAL_PERSON),
        ("（株）架空一及び（有）架空二", Grade.LEGAL_PERSON),
        ("個人事業主", Grade.SOLE_PROPRIETOR),
        ("個人事業主（架空工業）", Grade.SOLE_PROPRIETOR),
        ("個人事業主（株）", Grade.SOLE_PROPRIETOR),
        ("架空建設", Grade.SOLE_PROPRIETOR),
        ("架空組及び（株）架空", Grade.SOLE_PROPRIETOR),
        ("（株）架空 代表取締役 架空太郎", Grade.SOLE_PROPRIETOR),
        ("", Grade.SOLE_PROPRIETOR),
    ],
)
def test_grades_in_doubt_as_natural_person(name: str, grade: Grade) -> None:
    assert grade_labour_party(name) is grade


def read_case(bureau: str = "架空労働局", **cells: str) -> LabourRow:
    printed = {
        "name": "（株）架空ＡＢ製作", "address": "北海道架空市", "announced_on": "R6.5.21",
        "law": "労働基準法第24条", "summary": "架空の概要", "other": "R6.5.21送検",
    }  # fmt: skip
    return read_row(RawRow(bureau, 2, 1, dict.fromkeys(COLUMNS, "") | printed | cells), 13)


NAMES = st.sampled_from(["（株）架空ＡＢ製作", "架空(有)", "架空建設", "個人事業主"])


@given(NAMES, DAYS, st.booleans(), BREAKS)
def test_a_case_keeps_its_key_in_later_editions(name: str, day: date, wide: bool, breaks: list[int]) -> None:
    before = read_case(name=name, announced_on=write_day(day), law="労働基準法第24条")
    spelling = unicodedata.normalize("NFKC", name) if wide else widen(name)
    after = read_case(
        name=break_lines(spelling, breaks),
        address=break_lines("架空市", breaks),
        announced_on=break_lines(write_day(day, wide), breaks),
        law=break_lines(widen("労働基準法第24条"), breaks),
        summary="改めた概要",
        other="R6.5.21送検\nR6.9.1不起訴",
    )
    assert case_key(after) == case_key(before)


@pytest.mark.parametrize(
    "other",
    [{"bureau": "別労働局"}, {"name": "（株）架空二"}, {"announced_on": "R6.5.22"}, {"announced_on": ""}],
)
def test_another_case_has_another_key(other: dict[str, str]) -> None:
    assert case_key(read_case(**other)) != case_key(read_case())


def test_a_natural_persons_key_holds_no_name() -> None:
    key = case_key(read_case(name="架空太郎工務店"))
    assert not any("架空太郎" in part for part in key)
    assert key == case_key(read_case(name="別の屋号"))
    assert key != case_key(read_case(name="別の屋号", address="北海道別架空市"))
