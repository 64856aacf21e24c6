"""The words of the register in ten languages: every code with its legal term and a plain sentence."""

from db.words.languages import FALLBACK, LANGUAGES, Language
from db.words.read import MACHINE, REVIEWED, Text, Word, read_words
from db.words.tables import VOCABULARIES, Vocabulary

__all__ = [
    "FALLBACK",
    "LANGUAGES",
    "MACHINE",
    "REVIEWED",
    "VOCABULARIES",
    "Language",
    "Text",
    "Vocabulary",
    "Word",
    "read_words",
]
