"""How well one listed name answers one query, and why."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA, Indel

from japanese.legal_form_table import FORMS
from japanese.legal_forms import LegalForm
from japanese.names.keys import NameKeys, QueryKeys, Sound, name_keys, read_number
from japanese.names.readings import Reading
from japanese.romaji import spellings
from japanese.text import match_key
from japanese.variants import fold_lookalikes

Features = dict[str, Any]

# What each kind of agreement is worth, in bands: number, then name, then reading, then similar.
NUMBER = 1.0
SAME_NAME, SAME_CORE = 0.99, 0.96
SAME_ENGLISH, SAME_ENGLISH_CORE = 0.98, 0.95
SAME_READING, GUESSED_READING = 0.88, 0.87
SIMILAR = 0.84
# The legal form: "same" costs nothing. It shifts a name within its band and never out of it.
FORM_COST = {
    "same": 0.0,
    "absent": 0.005,
    "related": 0.01,
    "unnamed": 0.01,
    "different": 0.03,
    "elsewhere": 0.015,
}
# One typing error counts 1; an unusual mixture of two ways to spell is none.
MIXED_SPELLING = 0.3
SITE_COST = 0.05
CUT_COST = 0.002  # a reading that meets the query only without the legal form it ends in
# Likeness of a name and the least, and the largest, part of it.
PART_OF, WHOLE_OF = 0.6, 0.75
# Likeness of two names that differ only in characters which are mistaken for one another.
LOOKALIKE = 0.98
LOANWORD = 0.9


@dataclass(frozen=True)
class Candidate:
    """A listed organization. Callers list legal persons only: no sole proprietor's name ever comes here."""

    id: str
    name: str
    kana: str = ""
    english: str = ""
    prefecture: str = ""
    municipality: str = ""
    numbers: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> NameKeys:
        """The keys of its name."""
        return name_keys(self.name, self.kana, self.english)

    @cached_property
    def number_keys(self) -> frozenset[tuple[str, str]]:
        """Its permit, plan, registration and corporate numbers as (kind, digits)."""
        return frozenset(key for number in self.numbers if (key := read_number(number)) is not None)


class Place(NamedTuple):
    """Where the organization asked for is said to be; "" is unknown."""

    prefecture: str = ""
    municipality: str = ""


ANYWHERE = Place()


class Verdict(NamedTuple):
    """One way in which a name answers a query."""

    score: float
    features: Features


def score(query: QueryKeys, candidate: Candidate, place: Place = ANYWHERE) -> tuple[float, Features]:
    """The best of all ways in which a candidate answers a query: a score from 0 to 1 and what it rests on."""
    keys = candidate.keys
    verdicts = [_compare_names(query, keys), *_compare_english(query, keys), *_compare_sounds(query, keys)]
    verdicts += _compare_loanwords(query, keys)
    if query.number is not None and _has_number(query.number, candidate):
        verdicts.append(Verdict(NUMBER, {"matched": "number", "similarity": 1.0}))
    best = max(verdicts, key=lambda verdict: verdict.score)
    features = best.features | _describe_reading(keys, best.features)
    return _weigh_place(best.score, features, candidate, place)


def _has_number(number: tuple[str, str], candidate: Candidate) -> bool:
    kind, digits = number
    return any(digits == own and kind in ("", own_kind) for own_kind, own in candidate.number_keys)


def _compare_names(query: QueryKeys, keys: NameKeys) -> Verdict:
    form = _compare_forms(query.form, keys.form)
    features = {"matched": "name", "similarity": 1.0, "legal_form": form}
    if query.match_key == keys.match_key:
        return Verdict(SAME_NAME, features | {"exact": True})
    if query.core_key == keys.core_key:
        site = _liken_sites(query.form, keys.form)
        exact = form == "same" and site == 1.0
        score = SAME_NAME if exact else SAME_CORE - FORM_COST[form] - SITE_COST * (1 - site)
        return Verdict(score, features | {"exact": exact})
    similarity = _liken_names(query, keys)
    similar = {"matched": "similar", "similarity": round(similarity, 4), "legal_form": form}
    return Verdict(SIMILAR * similarity - FORM_COST[form], similar)


def _liken_names(query: QueryKeys, keys: NameKeys) -> float:
    """Likeness of two names in their characters; an error in the legal form itself counts as any other."""
    if query.loose_key == keys.loose_key:
        return LOOKALIKE
    likeness = _liken(query.core_key, keys.core_key)
    shortest = max(1, min(len(query.core_key), len(keys.core_key)))
    errors = OSA.distance(query.loose_key, keys.loose_key, score_cutoff=3)
    return likeness if errors > 3 else max(likeness, 1 - errors / shortest)


def _liken_sites(asked: LegalForm | None, listed: LegalForm | None) -> float:
    """Likeness of what follows the legal form (広島支部)."""
    sites = [match_key(form.site) if form is not None else "" for form in (asked, listed)]
    if sites[0] == sites[1]:
        return 1.0
    return min(LOOKALIKE, OSA.normalized_similarity(fold_lookalikes(sites[0]), fold_lookalikes(sites[1])))


def _compare_forms(asked: LegalForm | None, listed: LegalForm | None) -> str:
    """How the legal forms of two names go together; one form in another place is "elsewhere"."""
    if asked is None:
        return "same" if listed is None else "absent"
    if listed is None:
        return "unnamed"
    if asked.code != listed.code:
        return "related" if asked.family == listed.family else "different"
    sides = {asked.position, listed.position}
    return "elsewhere" if sides == {"front", "behind"} or sides == {"front", "inside"} else "same"


def _liken(asked: str, listed: str) -> float:
    """Likeness of two keys from 0 to 1: few edits, one a part of the other, or much in the same order."""
    likeness = OSA.normalized_similarity(asked, listed)
    if likeness > WHOLE_OF:
        return likeness
    return max(likeness, _weigh_part(asked, listed), 0.8 * Indel.normalized_similarity(asked, listed))


def _weigh_part(asked: str, listed: str) -> float:
    """Likeness of a name and a part of it; less than that of two names which differ by one letter of five."""
    shorter, longer = sorted((asked, listed), key=len)
    if len(shorter) < 2 or shorter not in longer:
        return 0.0
    weight = PART_OF + (WHOLE_OF - PART_OF) * len(shorter) / len(longer)
    return weight if longer.startswith(shorter) else weight - 0.02


def _compare_english(query: QueryKeys, keys: NameKeys) -> list[Verdict]:
    asked, listed = query.english, keys.english
    if asked is None or listed is None:
        return []
    if asked.whole == listed.whole:
        return [
            Verdict(
                SAME_ENGLISH, {"matched": "english", "similarity": 1.0, "legal_form": "same", "exact": True}
            )
        ]
    form = _compare_codes(asked.form, listed.form)
    if asked.core == listed.core:
        score = SAME_ENGLISH_CORE - FORM_COST[form]
        return [Verdict(score, {"matched": "english", "similarity": 1.0, "legal_form": form, "exact": False})]
    likeness = max(_liken(asked.core, listed.core), _liken(asked.whole, listed.whole) - 0.01)
    features = {"matched": "similar", "similarity": round(likeness, 4), "legal_form": form, "by": "english"}
    return [Verdict(SIMILAR * likeness - FORM_COST[form], features)]


def _compare_codes(asked: str | None, listed: str | None) -> str:
    """How two forms go together where their place in the name is not known: in English and in sounds."""
    if asked is None:
        return "absent"
    if listed is None:
        return "unnamed"
    related = FORMS[asked].family == FORMS[listed].family
    return "same" if asked == listed else "related" if related else "different"


def _compare_sounds(query: QueryKeys, keys: NameKeys) -> list[Verdict]:
    listed = None if keys.form is None else keys.form.code
    return [
        _compare_sound(sound, reading, _compare_codes(sound.form, listed))
        for sound in query.sounds
        for reading in keys.readings
    ]


def _compare_sound(sound: Sound, reading: Reading, form: str) -> Verdict:
    features: Features = {"legal_form": form, "reading": {"kana": reading.kana, "source": reading.source}}
    errors = OSA.distance(sound.key, reading.key)
    longest = max(len(sound.letters), len(reading.key))
    if errors * 2 > longest:
        likeness = _liken(sound.key, reading.key)
        return _similar_sound(likeness, features, form)
    cost, fit = _count_errors(sound, reading, errors)
    if cost > MIXED_SPELLING:
        return _similar_sound(max(1 - cost / longest, _liken(sound.key, reading.key) - 0.02), features, form)
    best = GUESSED_READING if reading.source == "guessed" else SAME_READING
    exact: Features = {
        "matched": "reading",
        "similarity": round(1 - cost / longest, 4),
        "spelling": round(fit, 4),
    }
    cut = CUT_COST * (reading.cut and sound.form is None)
    return Verdict(best - FORM_COST[form] - cut - 0.01 * (cost > 0), exact | features)


def _compare_loanwords(query: QueryKeys, keys: NameKeys) -> list[Verdict]:
    """Katakana that the English typed may stand behind: by consonants, then by letters."""
    if len(query.loan_key) < 3 or len(keys.loan_key) < 3:
        return []
    consonants = OSA.normalized_similarity(query.loan_key, keys.loan_key, score_cutoff=0.7)
    if not consonants:
        return []
    letters = max(OSA.normalized_similarity(sound.key, keys.readings[-1].key) for sound in query.sounds)
    likeness = 0.7 * consonants + 0.3 * letters
    form = _compare_codes(
        None if query.form is None else query.form.code, None if keys.form is None else keys.form.code
    )
    features = {"matched": "similar", "similarity": round(likeness, 4), "legal_form": form, "by": "loanword"}
    return [Verdict(SIMILAR * LOANWORD * likeness - FORM_COST[form], features)]


def _similar_sound(likeness: float, features: Features, form: str) -> Verdict:
    similar = {"matched": "similar", "similarity": round(likeness, 4), "by": "reading"}
    return Verdict(SIMILAR * likeness - FORM_COST[form], similar | features)


def _count_errors(sound: Sound, reading: Reading, key_errors: int) -> tuple[float, float]:
    """Typing errors from the nearest common spelling; the share of styles that spell just so."""
    if sound.kana is not None:
        same = sound.kana == reading.kana
        return (0.0, 1.0) if same else (key_errors + MIXED_SPELLING, 0.0)
    styles = spellings(reading.kana)
    if fits := styles.count(sound.letters):
        return 0.0, 1.0 if "-" in sound.letters else fits / len(styles)
    letters, plain = sound.letters.replace("-", ""), [spelling.replace("-", "") for spelling in styles]
    if fits := plain.count(letters):
        return 0.0, fits / len(styles)
    nearest = min(OSA.distance(letters, spelling) for spelling in set(plain))
    return min(float(nearest), key_errors + MIXED_SPELLING), 0.0


def _describe_reading(keys: NameKeys, features: Features) -> Features:
    if "reading" in features or not keys.readings:
        return {}
    first = keys.readings[0]
    return {"reading": {"kana": first.kana, "source": first.source}}


def _weigh_place(
    score: float, features: Features, candidate: Candidate, place: Place
) -> tuple[float, Features]:
    """A place that agrees settles equals; one that contradicts takes away more than a legal form can."""
    for field in ("municipality", "prefecture") if any(place) else ():
        asked, listed = match_key(getattr(place, field)), match_key(getattr(candidate, field))
        if asked and listed:
            agrees = listed.startswith(asked) or asked.startswith(listed)
            features[field] = "same" if agrees else "different"
            score = (
                min(1.0, score + 0.002) if agrees else score - 0.05 * (features.get("matched") != "number")
            )
    return max(score, 0.0), features
