"""Putting candidates in order, and saying when the first is certain."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from japanese.names.keys import QueryKeys
from japanese.names.scoring import ANYWHERE, Candidate, Place, score
from japanese.names.verdicts import Features

FIT = 0.015  # what the likeliest of several readings that one spelling can mean gains over the others
_CLOSE = 0.02
NAMED_ALIKE = 0.8  # below it a name is another name, and a number that finds it was perhaps mistyped


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate with its score and the features that explain it."""

    candidate: Candidate
    score: float
    features: Features


def rank(
    query: QueryKeys, candidates: Iterable[Candidate], place: Place = ANYWHERE, floor: float = 0.3
) -> list[Hit]:
    """Candidates above the floor, best first, each organization once; equal evidence keeps equal scores."""
    best: dict[str, Hit] = {}
    for candidate in candidates:
        hit = Hit(candidate, *score(query, candidate, place))
        if hit.score >= floor and (candidate.id not in best or hit.score > best[candidate.id].score):
            best[candidate.id] = hit
    hits = _weigh_readings(list(best.values()))
    return sorted(hits, key=lambda hit: _order(query, hit))


def weigh_number(query: QueryKeys, hit: Hit) -> Hit:
    """A hit of a query that has both a name and a number: whether each of them agrees, as further features.

    `number` is "different" only where the organization has another corporate number, else "same" or "unknown";
    `name` is "different" where the number alone would have found it.
    """
    by_name, _ = score(replace(query, number=None), hit.candidate)
    features = {
        "number": _compare_numbers(query, hit.candidate),
        "name": "same" if by_name >= NAMED_ALIKE else "different",
    }
    return replace(hit, features=hit.features | features)


def _compare_numbers(query: QueryKeys, candidate: Candidate) -> str:
    assert query.number is not None
    kind, digits = query.number
    if any(digits == own and kind in ("", own_kind) for own_kind, own in candidate.number_keys):
        return "same"
    # A corporation has one corporate number; of permits and plans not all may be known.
    return "different" if kind == "corporate" and any(own == kind for own, _ in candidate.number_keys) else "unknown"


def is_certain(hits: Sequence[Hit]) -> bool:
    """Whether the first of the ranked hits is the organization meant, beyond doubt, and no other could be.

    Certain are a number, the whole name with its legal form in its place, and the whole registered English
    name, if no place contradicts and no other organization answers nearly as well. A reading never is.
    """
    if not hits or not _is_exact(hits[0]):
        return False
    return all(hits[0].score - other.score > _CLOSE for other in hits[1:])


def _is_exact(hit: Hit) -> bool:
    features = hit.features
    if "different" in (features.get("prefecture"), features.get("municipality")):
        return False
    return features["matched"] == "number" or bool(features.get("exact"))


def _weigh_readings(hits: list[Hit]) -> list[Hit]:
    """Of readings that one spelling can stand for, the likelier first: usual spelling, frequent reading."""
    readings = Counter(hit.features["reading"]["kana"] for hit in hits if "spelling" in hit.features)
    if not readings:
        return hits
    masses = [_mass(hit, readings) for hit in hits]
    top = max(masses) or 1.0
    return [
        Hit(hit.candidate, hit.score + FIT * mass / top, hit.features)
        for hit, mass in zip(hits, masses, strict=True)
    ]


def _mass(hit: Hit, readings: Counter[str]) -> float:
    return (
        float(hit.features.get("spelling", 0.0)) * readings[hit.features.get("reading", {}).get("kana", "")]
    )


def _order(query: QueryKeys, hit: Hit) -> tuple[float, bool, bool, bool, int, str]:
    """Equals: the same characters first; for Latin letters a registered English name; then the shorter."""
    candidate = hit.candidate
    unregistered = query.english is not None and not candidate.english
    unproven = not candidate.kana
    return -hit.score, candidate.name != query.text, unregistered, unproven, len(candidate.name), candidate.id
