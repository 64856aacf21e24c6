"""The languages in which the words are told."""

from collections.abc import Mapping
from typing import NamedTuple


class Language(NamedTuple):
    """A language: its BCP 47 code, its name in itself and in English, and other codes that mean it."""

    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...] = ()


_LANGUAGES = (
    Language("ja", "やさしい日本語", "Japanese, in easy words"),
    Language("en", "English", "English"),
    Language("vi", "Tiếng Việt", "Vietnamese"),
    Language("id", "Bahasa Indonesia", "Indonesian", ("in",)),
    Language("fil", "Filipino", "Filipino", ("tl",)),
    Language("zh", "简体中文", "Chinese, in simplified characters", ("cmn",)),
    Language("my", "မြန်မာဘာသာ", "Burmese"),
    Language("ne", "नेपाली", "Nepali"),
    Language("km", "ភាសាខ្មែរ", "Khmer"),
    Language("th", "ภาษาไทย", "Thai"),
)

LANGUAGES: Mapping[str, Language] = {language.code: language for language in _LANGUAGES}
"""By code, in the order in which they are told."""

FALLBACK = "en"
"""What is told to who asks for a language that is not here; the answer says so."""
