"""Which law a reason means by a name: the Act under either regime, its regulation or order, or another."""

import re
from dataclasses import dataclass
from enum import StrEnum

from db.vocabulary import Regime


class Law(StrEnum):
    """Which text an article number belongs to."""

    ACT = "act"  # 技能実習法 or, under the same law number, 育成就労法
    ENFORCEMENT_REGULATION = "enforcement_regulation"  # 施行規則
    ENFORCEMENT_ORDER = "enforcement_order"  # 施行令
    OTHER = "other"  # any other law


@dataclass(frozen=True, slots=True)
class LawName:
    """A law as a reason names it; `regime` is None where the words do not tell, `name` is for other laws."""

    law: Law
    regime: Regime | None = None
    name: str | None = None


THE_ACT = LawName(Law.ACT)

# For a pattern: a name, to be used with a look-ahead for the article behind it.
NAME = (
    r"(?:[一-鿿々]*(?:技能実習法|育成就労法)|技能実習の適正な実施及び技能実習生の保護に関する法律"
    r"|育成就労の適正な実施及び育成就労外国人の保護に関する法律|出入国管理及び難民認定法)(?:施行規則|施行令)?"
    r"|[一-鿿々ァ-ヶー]*(?:法律?|規則|令|告示|規程)"
)
# 同法施行規則, 法, 規則 …: the law named before, or the Act.
_RELATIVE = re.compile(r"(?P<same>同?)(?P<act>法?)(?:施行規則|施行令|規則|省令|政令|令)?")
_REGIMES = (
    (re.compile(r"技能実習法|技能実習生の保護に関する法律"), Regime.TITP),
    (re.compile(r"育成就労法|育成就労外国人の保護に関する法律"), Regime.ESD),
)
# The ending of a name -> which text it is; the first that fits.
_ENDINGS = (
    ("規則", Law.ENFORCEMENT_REGULATION),
    ("省令", Law.ENFORCEMENT_REGULATION),
    ("令", Law.ENFORCEMENT_ORDER),
    ("", Law.ACT),
)


def identify_law(words: str, same_law: LawName) -> LawName:
    """The law behind the words of a reason; `same_law` is what 同法 stands for where they are read."""
    text = next(law for ending, law in _ENDINGS if words.endswith(ending))
    for pattern, regime in _REGIMES:
        if pattern.search(words):
            return LawName(text, regime)
    relative = _RELATIVE.fullmatch(words)
    if relative is None or (relative["same"] and same_law.law is Law.OTHER):
        return LawName(Law.OTHER, name=words)
    return LawName(text, same_law.regime)


def base_law(name: LawName) -> LawName:
    """The Act of a name of its regulation or order; another law stays itself."""
    return name if name.law is Law.OTHER else LawName(Law.ACT, name.regime)
