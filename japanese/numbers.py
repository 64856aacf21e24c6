"""Numbers as Japanese registers write them: permits, plans, registrations, corporations, telephones."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Prefix = Literal["許", "認", "変認"]

PERMIT_OR_PLAN = re.compile(r"(?:許|変?認)[0-9]{10}")  # the strict form, as stored and served
SUPPORT_REGISTRATION = re.compile(r"[0-9]{2}登-[0-9]{6}")

# Third and fourth digit of a number: the office of OTIT that gave it, read off the published addresses.
OFFICES: dict[str, str] = {
    "01": "札幌",
    "02": "仙台",
    "03": "水戸",
    "04": "東京",
    "05": "長野",
    "06": "名古屋",
    "07": "富山",
    "08": "大阪",
    "09": "広島",
    "10": "高松",
    "11": "松山",
    "12": "福岡",
    "13": "熊本",
}

# Every dash and bar that stands for a hyphen in Japanese tables, the long vowel mark included.
_DASHES = re.compile(r"[‐‑‒–—―−﹣－ー─ｰ]")
_SPACES = re.compile(r"\s+")
_EXTENSION = re.compile("内線|ext")
_NOT_DIGIT = re.compile(r"\D")
_TELEPHONE = re.compile("0[1-9][0-9]{8,9}")
_PREFIXED = re.compile(r"(許|変認|変更認|認)?([0-9]{10})")
_PREFIXES: dict[str, Prefix] = {"許": "許", "認": "認", "変認": "変認", "変更認": "変認"}
_NUMBER_IN_TEXT = re.compile(r"(?:許|変認|変更認|認)[\s:]*(?:[0-9][\s-]*){9}[0-9](?![0-9])")


class UnreadableNumber(ValueError):
    """A value that is no number of the kind asked for; the message tells its length, not its content."""


@dataclass(frozen=True, slots=True)
class ActNumber:
    """The number of a permit (許), a plan (認) or an amended plan (変認)."""

    prefix: Prefix
    digits: str

    def __str__(self) -> str:
        return self.prefix + self.digits

    @property
    def year(self) -> int:
        """The western year in the number; whether a fiscal or a calendar year, the publisher does not say."""
        return 2000 + int(self.digits[:2])

    @property
    def office_code(self) -> str:
        """The two digits of the office."""
        return self.digits[2:4]

    @property
    def office(self) -> str | None:
        """The office's city, or None for a code not seen so far."""
        return OFFICES.get(self.office_code)


def parse_act_number(value: object, expected: Literal["許", "認"] | None = None) -> ActNumber:
    """A permit or plan number, forgiving widths, spaces, hyphens and, given `expected`, a missing prefix.

    With `expected` the other kind is refused (`認` takes `変認`). Raises UnreadableNumber.
    """
    text = re.sub(r"^(?:許可|認定)番号:?|[-第号]", "", _compact(value))
    match = _PREFIXED.fullmatch(text)
    prefix = None if match is None else _PREFIXES.get(match[1] or "", expected)
    if match is None or prefix is None or (expected is not None and not prefix.endswith(expected)):
        raise UnreadableNumber(f"no {expected or '許/認'} number with ten digits in {len(text)} characters")
    return ActNumber(prefix, match[2])


def find_act_numbers(text: str) -> list[ActNumber]:
    """Every prefixed permit or plan number written in a text, in order."""
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return [parse_act_number(match[0]) for match in _NUMBER_IN_TEXT.finditer(folded)]


def parse_support_registration(value: object) -> str:
    """A registered support organization's number (登録番号) as `19登-000001`. Raises UnreadableNumber."""
    text = _compact(value)
    match = re.fullmatch(r"([0-9]{2})登-?(?:第)?([0-9]{6})号?", text)
    if match is None:
        raise UnreadableNumber(f"no registration number in {len(text)} characters")
    return f"{match[1]}登-{match[2]}"


def parse_corporate_number(value: object) -> str:
    """A corporate number (法人番号): 13 digits, the first proves the others. Raises UnreadableNumber."""
    text = _compact(value).replace("-", "")
    if not re.fullmatch(r"[1-9][0-9]{12}", text) or text[0] != compute_check_digit(text[1:]):
        raise UnreadableNumber(f"no corporate number in {len(text)} characters")
    return text


def compute_check_digit(base: str) -> str:
    """The check digit before twelve digits: 9 - (their sum, every second from the right doubled) mod 9.

    Source: 法人番号の指定等に関する省令, article 2.
    """
    if not re.fullmatch(r"[0-9]{12}", base):
        raise UnreadableNumber(f"not twelve digits: {len(base)} characters")
    total = sum(int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(base)))
    return str(9 - total % 9)


def normalize_telephone(value: object) -> str | None:
    """A Japanese telephone number as digits with its leading 0 (`0999123456`); None where there is none.

    A spreadsheet that took it for an amount has lost the leading 0, +81 stands in its place: both are mended.
    """
    text = _EXTENSION.split(_compact(value))[0]
    digits = "0" + _NOT_DIGIT.sub("", text.removeprefix("+81")).lstrip("0")
    return digits if _TELEPHONE.fullmatch(digits) else None


def _compact(value: object) -> str:
    """Text without spaces, full-width forms or fancy dashes; a whole float as the integer it shows."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _SPACES.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", str(value))))
