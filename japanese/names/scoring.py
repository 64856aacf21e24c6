"""How well one listed name answers one query, and why."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import OSA

from japanese.legal_forms import LegalForm
from japanese.names.keys import NameKeys, QueryKeys, name_keys, read_number
from japanese.names.sounds import compare_loanwords, compare_sounds
from japanese.names.verdicts import (
    FORM_COST,
    LOOKALIKE,
    LOOKALIKE_NAME,
    NUMBER,
    SAME_CORE,
    SAME_ENGLISH,
    SAME_ENGLISH_CORE,
    SAME_NAME,
    SIMILAR,
    SITE_COST,
    Features,
    Verdict,
    compare_codes,
    liken,
)
from japanese.text import match_key
from japanese.variants import fold_lookalikes


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


def score(query: QueryKeys, candidate: Candidate, place: Place = ANYWHERE) -> tuple[float, Features]:
    """The best of all ways in which a candidate answers a query: a score from 0 to 1 and what it rests on."""
    keys = candidate.keys
    verdicts = [_compare_names(query, keys), *_compare_english(query, keys), *compare_sounds(query, keys)]
    verdicts += compare_loanwords(query, keys)
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
    if query.loose_key == keys.loose_key:
        return Verdict(LOOKALIKE_NAME, features | {"similarity": LOOKALIKE, "exact": False})
    similarity = _liken_names(query, keys)
    similar = {"matched": "similar", "similarity": round(similarity, 4), "legal_form": form}
    return Verdict(SIMILAR * similarity - FORM_COST[form], similar)


def _liken_names(query: QueryKeys, keys: NameKeys) -> float:
    """Likeness of two names in their characters; an error in the legal form itself counts as any other."""
    likeness = liken(query.core_key, keys.core_key)
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
    form = compare_codes(asked.form, listed.form)
    if asked.core == listed.core:
        score = SAME_ENGLISH_CORE - FORM_COST[form]
        return [Verdict(score, {"matched": "english", "similarity": 1.0, "legal_form": form, "exact": False})]
    likeness = max(liken(asked.core, listed.core), liken(asked.whole, listed.whole) - 0.01)
    features = {"matched": "similar", "similarity": round(likeness, 4), "legal_form": form, "by": "english"}
    return [Verdict(SIMILAR * likeness - FORM_COST[form], features)]


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
