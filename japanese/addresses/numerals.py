"""Numbers as addresses write them: 12, 十二, 一二, 壱弐, 二十四, 百十一."""

from functools import lru_cache

_DIGITS = {
    c: i
    for i, group in enumerate(("〇零", "一壱", "二弐", "三参", "四", "五", "六", "七", "八", "九"))
    for c in group
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000, "万": 10000}
_TWENTY = {"廿": "二十", "卅": "三十"}

KANJI_NUMERALS = "".join((*_DIGITS, *_UNITS, *_TWENTY))


@lru_cache(maxsize=8192)
def read_number(text: str) -> str:
    """Decimal digits of a run of Arabic digits or kanji numerals, no leading zeros (`二十四` -> `24`)."""
    if text.isascii():
        return text.lstrip("0") or "0"
    for sign, spelled in _TWENTY.items():
        text = text.replace(sign, spelled)
    if not any(sign in _UNITS for sign in text):
        return "".join(str(_DIGITS[sign]) for sign in text)
    return str(_sum_units(text))


def _sum_units(text: str) -> int:
    """Value of a numeral with units; digits beside each other count by place, so that any run has a value."""
    total, section, current = 0, 0, 0
    for sign in text:
        unit = _UNITS.get(sign)
        if unit is None:
            current = current * 10 + _DIGITS[sign]
        elif unit == 10000:
            total, section, current = total + max(section + current, 1) * unit, 0, 0
        else:
            section, current = section + max(current, 1) * unit, 0
    return total + section + current
