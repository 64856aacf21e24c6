"""The keys under which names and queries meet; the same for a list in memory and for a database."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from japanese.kana import has_kana, has_kanji, read_kana
from japanese.legal_forms import LegalForm, split_legal_form, tidy_name
from japanese.names.loanwords import has_loanword, sound_english, sound_kana
from japanese.names.readings import Reading, guess_readings, read_name, strip_form_key
from japanese.numbers import (
    UnreadableNumber,
    find_act_numbers,
    parse_corporate_number,
    parse_support_registration,
)
from japanese.romaji import romanize, skeleton, skeletons, strip_marks
from japanese.text import fold_dashes, fold_width, grams, match_key, squeeze
from japanese.variants import fold_lookalikes

_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ỿ]")
_MACRONS = str.maketrans("âîûêô", "āīūēō")
_NOT_TYPED = re.compile("[^a-z0-9āīūēō-]+")
_NUMBER_DRESS = re.compile("[-第号]")
_BARE_NUMBER = re.compile("[0-9]{8}|[0-9]{10}")
_SOME_DIGITS = re.compile(r"\d.*\d.*\d.*\d")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EnglishKey:
    """A registered English name: all its letters, and its letters without the legal form."""

    whole: str
    core: str
    form: str | None


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Everything of a name that is compared. The legal form is apart, so that it never decides alone."""

    match_key: str
    core_key: str
    loose_key: str  # the whole name with characters that are mistaken for one another folded
    form: LegalForm | None
    readings: tuple[Reading, ...]
    english: EnglishKey | None
    loan_key: str  # consonants of a name with words in katakana, else ""

    @property
    def grams(self) -> set[str]:
        """Single characters and pairs of the whole name, for searches of one or two characters."""
        return grams(self.match_key)

    @property
    def reading_keys(self) -> tuple[str, ...]:
        """Romanization keys, under which all spellings in Latin letters and both kana meet."""
        return tuple(dict.fromkeys(reading.key for reading in self.readings))

    @property
    def english_keys(self) -> tuple[str, ...]:
        """Letters of the registered English name with and without its legal form."""
        return () if self.english is None else tuple(dict.fromkeys((self.english.whole, self.english.core)))


@dataclass(frozen=True, slots=True)
class Sound:
    """A query as a sound: its key, what was typed or its kana, and the form that was cut off."""

    key: str
    letters: str  # as typed, long marks and inner hyphens kept
    kana: str | None
    form: str | None


@dataclass(frozen=True)
class QueryKeys:
    """Everything of a query that is compared."""

    text: str
    match_key: str
    core_key: str
    loose_key: str
    form: LegalForm | None
    sounds: tuple[Sound, ...]
    english: EnglishKey | None
    loan_key: str
    number: tuple[str, str] | None

    @cached_property
    def guessed_sounds(self) -> tuple[Sound, ...]:
        """What a query in kanji may sound like, for names that were heard and written with other kanji."""
        core = tidy_name(self.text) if self.form is None else self.form.core
        form = None if self.form is None else self.form.code
        return tuple(_hear_kana(kana, form) for kana in guess_readings(core)) if has_kanji(core) else ()


@lru_cache(maxsize=65536)
def name_keys(name: str, kana: str = "", english: str = "") -> NameKeys:
    """The keys of a listed name, its kana (of either kind) and its registered English name, or ""."""
    form = split_legal_form(name)
    whole, core = match_key(name), match_key("" if form is None else form.core)
    loose = fold_lookalikes(whole)
    readings = read_name(name, kana)
    loan = sound_kana(readings[-1].kana) if readings and has_loanword(name) else ""
    return NameKeys(whole, core or whole, loose, form, readings, read_english(english), loan)


def query_keys(query: str) -> QueryKeys:
    """The keys of what a person typed: kanji, kana, any romanization, English, or a number."""
    form = split_legal_form(query)
    whole, core = match_key(query), match_key("" if form is None else form.core)
    latin = _LATIN_LETTER.search(query) is not None and not has_kanji(query) and not has_kana(query)
    sounds = _hear_latin(query, form) if latin else _hear_query_kana(query, form)
    english = read_english(query) if latin else None
    loose, number = fold_lookalikes(whole), read_number(query)
    loan = sound_english(query if form is None else f"{form.core} {form.site}") if latin else ""
    return QueryKeys(query, whole, core or whole, loose, form, sounds, english, loan, number)


def read_english(english: str) -> EnglishKey | None:
    """The key of an English name; None where it has no Latin letters."""
    spelled = _ARTICLE.sub("", tidy_name(english).replace("&", " and "))
    whole = strip_marks(spelled)
    form = split_legal_form(spelled)
    core = strip_marks(spelled if form is None else f"{form.core} {form.site}")
    return EnglishKey(whole, core or whole, None if form is None else form.code) if whole else None


def read_number(text: str) -> tuple[str, str] | None:
    """The number that a text is, or the one it names with its prefix, as (kind, digits); None without a number.

    The kind is "" where the prefix is missing: ten digits of a permit or a plan, eight of a registration.
    """
    if _SOME_DIGITS.search(text) is None:
        return None
    for read in (_read_corporate, _read_registration):
        try:
            return read(text)
        except UnreadableNumber:
            continue
    named = find_act_numbers(text)
    if len(named) == 1:
        return named[0].prefix.removeprefix("変"), named[0].digits
    digits = _NUMBER_DRESS.sub("", fold_dashes(squeeze(fold_width(text))))
    return ("", digits) if _BARE_NUMBER.fullmatch(digits) else None


def _read_corporate(text: str) -> tuple[str, str]:
    return "corporate", parse_corporate_number(text)


def _read_registration(text: str) -> tuple[str, str]:
    return "registration", re.sub(r"\D", "", parse_support_registration(text))


def type_letters(text: str) -> str:
    """What was typed, in lower case without spaces or apostrophes; long marks are kept (ō for ô, and a-)."""
    return _NOT_TYPED.sub("", fold_dashes(tidy_name(text)).casefold().translate(_MACRONS))


def _hear_latin(query: str, form: LegalForm | None) -> tuple[Sound, ...]:
    sounds: list[Sound] = []
    if form is not None and form.core:
        spoken = f"{form.core} {form.site}"
        sounds += [Sound(key, type_letters(spoken), None, form.code) for key in skeletons(spoken)]
    for key in skeletons(query):
        sounds.append(Sound(key, type_letters(query), None, None))
        if form is None and (cut := strip_form_key(key)) is not None:
            sounds.append(Sound(cut[0], cut[0], None, cut[1]))
    return tuple(sound for sound in dict.fromkeys(sounds) if sound.key)


def _hear_query_kana(query: str, form: LegalForm | None) -> tuple[Sound, ...]:
    whole = read_kana(query)
    core = None if form is None else read_kana(form.core)
    sounds = [] if core is None or form is None else [_hear_kana(core, form.code)]
    return tuple(sounds) if whole is None else (*sounds, _hear_kana(whole, None))


def _hear_kana(kana: str, form: str | None) -> Sound:
    letters = romanize(kana)
    return Sound(skeleton(letters), letters, kana, form)
