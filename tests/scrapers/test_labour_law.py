"""The law articles of a labour-law case."""

import pytest

from scrapers.grounds import read_law_articles, violations_of_labour_law

_CELLS = {
    "労働安全衛生法第20条\n労働安全衛生規則第154条": (
        "労働安全衛生法 第20条|労働安全衛生規則 第154条",
        "occupational_safety",
    ),
    "クレーン等安全規則第75条の２": ("クレーン等安全規則 第75条の2", "occupational_safety"),
    "最低賃金法第４条": ("最低賃金法 第4条", "minimum_wage"),
    "労働基準法第24条": ("労働基準法 第24条", "wages_unpaid"),
    "労働基準法第37条第１項": ("労働基準法 第37条第1項", "wages_unpaid"),
    "労働基準法第32条\n労働基準法第37条": (
        "労働基準法 第32条|労働基準法 第37条",
        "working_hours wages_unpaid",
    ),
    "労働基準法第104条の２": ("労働基準法 第104条の2", "labour_standards_other"),
    "労働基準法第101条、120条": ("労働基準法 第101条、120条", "labour_standards_other"),
    "労働基準法第15条ほか": ("労働基準法 第15条ほか", "labour_standards_other"),
    "労働安全衛生法第31条\n派遣法第45条": (
        "労働安全衛生法 第31条|労働者派遣法 第45条",
        "occupational_safety",
    ),
    "労働安全衛生法違反第21条": ("労働安全衛生法 第21条", "occupational_safety"),
    "労働安全安衛法第21条\n労働安全衛生則第519条": (
        "労働安全衛生法 第21条|労働安全衛生規則 第519条",
        "occupational_safety",
    ),
    # lines that the column broke
    "労働安全衛生法第22条\n特定化学物質障害予防規則第20\n条": (
        "労働安全衛生法 第22条|特定化学物質障害予防規則 第20条",
        "occupational_safety",
    ),
    "労働安全衛生規則第151条の103第1\n項": ("労働安全衛生規則 第151条の103第1項", "occupational_safety"),
    "労働安全衛生法第 21 条第２項": ("労働安全衛生法 第21条第2項", "occupational_safety"),
    "労働安全衛生規則9条": ("労働安全衛生規則 9条", "occupational_safety"),
    # what no table knows is kept
    "架空労働法第3条": ("架空労働法 第3条", "unclassified"),
    "労働基準法": ("労働基準法 ", "labour_standards_other"),
    "": ("", ""),
}


@pytest.mark.parametrize(("cell", "expected"), _CELLS.items())
def test_reads_the_laws_of_a_case(cell: str, expected: tuple[str, str]) -> None:
    articles = read_law_articles(cell)
    assert "|".join(f"{cited.law} {cited.articles}" for cited in articles) == expected[0]
    assert " ".join(label.value for label in violations_of_labour_law(articles)) == expected[1]


def test_numbers_an_inserted_article_as_the_law_database_does() -> None:
    articles = read_law_articles("クレーン等安全規則第75条の２\n労働基準法第32条第１項")
    assert [cited.article for cited in articles] == ["75_2", "32"]
