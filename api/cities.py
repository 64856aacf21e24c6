"""Designated cities (政令指定都市), whose wards have codes of their own beneath the city's."""

from bisect import bisect_right

DESIGNATED_CITIES = (
    "01100", "04100", "11100", "12100", "13100", "14100", "14130", "14150", "15100", "22100", "22130", "23100",
    "26100", "27100", "27140", "28100", "33100", "34100", "40100", "40130", "43100",
)  # fmt: skip
"""JIS X 0402 codes of the twenty cities, and 13100, which stands for the special wards of Tokyo (特別区部)."""

_FIRST_CITY_PROPER = "200"


def span_wards(code: str) -> tuple[str, str] | None:
    """The codes between which (exclusive) the wards of a designated city lie; None for any other municipality."""
    if code not in DESIGNATED_CITIES:
        return None
    at = bisect_right(DESIGNATED_CITIES, code)
    following = DESIGNATED_CITIES[at] if at < len(DESIGNATED_CITIES) else ""
    end = following if following[:2] == code[:2] else code[:2] + _FIRST_CITY_PROPER
    return code, end
