"""The law articles of a labour-law case (違反法条), and the labels that they prove."""

import re
from dataclasses import dataclass

from db.vocabulary import Violation
from japanese.text import fold_width, squeeze


@dataclass(frozen=True, slots=True)
class LawArticle:
    """One law of a case: its full name, the articles as written (`第75条の2`), the first one's number."""

    law: str
    articles: str
    article: str | None  # "75_2", the way the e-Gov law database numbers it


_ARTICLES = r"第?[0-9]+(?:(?:条|項|号|の|第|、|,|・|及び|から|まで)+[0-9]*)*(?:ほか|等|違反)?"
_LINE = re.compile(rf"(?P<law>[^0-9]+?)(?P<articles>{_ARTICLES}|$)")
# Short forms and slips of the bureaus -> the law. A name not here is kept as written.
_NAMES: dict[str, str] = {
    "安衛法": "労働安全衛生法",
    "安全衛生法": "労働安全衛生法",
    "労働安全衛生": "労働安全衛生法",
    "労働安全安衛法": "労働安全衛生法",
    "安全衛生法施行令": "労働安全衛生法施行令",
    "労働安全衛生施行令": "労働安全衛生法施行令",
    "労働衛生法施行令": "労働安全衛生法施行令",
    "安衛則": "労働安全衛生規則",
    "安全衛生規則": "労働安全衛生規則",
    "労働安全衛規則": "労働安全衛生規則",
    "労働安全衛生則": "労働安全衛生規則",
    "労働安全衛生法施行規則": "労働安全衛生規則",
    "クレーン則": "クレーン等安全規則",
    "労基法": "労働基準法",
    "最賃法": "最低賃金法",
    "派遣法": "労働者派遣法",
}
_SAFETY = re.compile(
    r"労働安全衛生|安全規則|衛生規則|衛生基準規則|(?:障害|中毒)(?:防止|予防)|欠乏症等防止|構造規格|じん肺法|作業環境測定法"
)
# (law, article) -> label; the article None stands for every other one. Only what the article itself proves.
_LABELS: dict[tuple[str, str | None], Violation] = {
    ("労働基準法", "5"): Violation.VIOLENCE_OR_THREAT,  # forced labour by violence, threat or confinement
    ("労働基準法", "16"): Violation.PENALTY_OR_SIDE_AGREEMENT,  # damages fixed in advance
    ("労働基準法", "18"): Violation.SAVINGS_CONTRACT,  # forced savings
    ("労働基準法", "24"): Violation.WAGES_UNPAID,  # payment of wages
    ("労働基準法", "26"): Violation.WAGES_UNPAID,  # allowance for absence from work
    ("労働基準法", "37"): Violation.WAGES_UNPAID,  # premiums
    ("労働基準法", "32"): Violation.WORKING_HOURS,
    ("労働基準法", "34"): Violation.WORKING_HOURS,  # rest periods
    ("労働基準法", "35"): Violation.WORKING_HOURS,  # days off
    ("労働基準法", "36"): Violation.WORKING_HOURS,  # limits of overtime
    ("労働基準法", "40"): Violation.WORKING_HOURS,
    ("労働基準法", None): Violation.LABOUR_STANDARDS_OTHER,
    ("年少者労働基準規則", None): Violation.LABOUR_STANDARDS_OTHER,
    ("女性労働基準規則", None): Violation.LABOUR_STANDARDS_OTHER,
    ("労働基準法施行規則", None): Violation.LABOUR_STANDARDS_OTHER,
    ("最低賃金法", None): Violation.MINIMUM_WAGE,
    ("賃金の支払の確保等に関する法律", None): Violation.WAGES_UNPAID,
    (
        "労働者派遣法",
        "44",
    ): Violation.LABOUR_STANDARDS_OTHER,  # applies the Labour Standards Act to the client
    (
        "労働者派遣法",
        "45",
    ): Violation.OCCUPATIONAL_SAFETY,  # applies the Industrial Safety and Health Act to it
}


def read_law_articles(cell: str) -> list[LawArticle]:
    """The laws of a 違反法条 cell in order, wrapped lines joined; nothing that is written is left out."""
    found = []
    for match in _LINE.finditer(squeeze(fold_width(cell))):
        law = match["law"].removesuffix("第").removesuffix("違反").strip("、,・")
        numbers = re.match(r"第?([0-9]+)条?((?:の[0-9]+)*)", match["articles"])
        article = None if numbers is None else "_".join(re.findall("[0-9]+", numbers[0]))
        found.append(LawArticle(_NAMES.get(law, law), match["articles"].strip("、,・"), article))
    return found


def violations_of_labour_law(articles: list[LawArticle]) -> list[Violation]:
    """The labels that the cited articles prove, each once; a law that proves none is `unclassified`."""
    return list(dict.fromkeys(_label_article(article) for article in articles))


def _label_article(cited: LawArticle) -> Violation:
    if _SAFETY.search(cited.law):
        return Violation.OCCUPATIONAL_SAFETY
    whole = _LABELS.get((cited.law, None), Violation.UNCLASSIFIED)
    return _LABELS.get((cited.law, cited.article), whole)
