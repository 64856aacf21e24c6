"""How an organization that was found is told: who it is, how it is read, and why it matched."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.editions import EditionState
from api.resolver import Found
from api.v1.help import EMPTY_ANSWER
from japanese.names import Candidate, Hit, QueryKeys
from japanese.names.keys import read_number
from japanese.names.probes import list_query_keys
from japanese.romaji import Style, romanize

MATCHED_FIELDS = ("number", "name", "other_name", "reading", "name_en", "place", "filters")
MATCHED_HOW = ("exact", "without_legal_form", "lookalike", "begins", "contains", "similar", "filter")

_MACRONS = Style(long="macron")
_SPOKEN = {"reading": "reading", "guessed reading": "reading", "english": "name_en", "loanword": "name"}


def write_hit(found: Found, query: QueryKeys | None, public_url: str) -> dict[str, Any]:
    """An organization as a search tells it; without a query only filters were asked for."""
    summary, place = found.summary, found.summary["place"]
    return {
        "id": summary["id"],
        "name": summary["name"],
        "reading": write_reading(found.hit.candidate, summary),
        "name_en": summary["name_en"],
        "legal_form": summary["legal_form"],
        "roles": summary["roles"],
        "corporate_number": summary["corporate_number"],
        "place": {name: place[name] for name in ("prefecture", "prefecture_code", "municipality", "municipality_code")},
        "disposition_count": summary["disposition_count"],
        "status": summary["status"],
        "url": f"{public_url}/v1/organizations/{summary['id']}",
        "score": None if query is None else round(found.hit.score, 4),
        "matched": explain_match(found, query),
    }


def write_reading(candidate: Candidate, summary: Mapping[str, Any]) -> dict[str, Any] | None:
    """How the name is read: as the register says, as it is itself written in kana, or as guessed."""
    keys = Candidate(candidate.id, summary["name"], summary["name_kana"] or "").keys
    if not keys.readings:
        return None
    first = keys.readings[0]
    return {"kana": first.kana, "romaji": romanize(first.kana, _MACRONS), "guessed": first.source == "guessed"}


def explain_match(found: Found, query: QueryKeys | None) -> dict[str, str]:
    """Which field of the record answered, the text in it, and how the two agree."""
    if query is None:
        return {"field": "filters", "text": found.summary["name"], "how": "filter"}
    hit, features = found.hit, found.hit.features
    name = "name" if hit.candidate.name == found.summary["name"] else "other_name"
    contained = _find_contained(hit, query)
    match features["matched"]:
        case "number":
            return {"field": "number", "text": _find_number(hit, query), "how": "exact"}
        case "place":
            return {"field": "place", "text": features["place"], "how": "exact"}
        case "name":
            return {"field": name, "text": hit.candidate.name, "how": _compare_exactly(features)}
        case "english":
            return {"field": "name_en", "text": hit.candidate.english, "how": _compare_exactly(features)}
        case "reading":
            how = "exact" if features["similarity"] == 1.0 else "similar"
            return {"field": "reading", "text": features["reading"]["kana"], "how": how}
    if contained is not None:
        return {"field": name, "text": hit.candidate.name, "how": contained}
    return _explain_similar(hit, query, name)


def _compare_exactly(features: Mapping[str, Any]) -> str:
    if features.get("exact"):
        return "exact"
    return "without_legal_form" if features["similarity"] == 1.0 else "lookalike"


def _find_contained(hit: Hit, query: QueryKeys) -> str | None:
    listed = hit.candidate.keys
    return _tell_part(query.match_key, listed.match_key) or _tell_part(query.core_key, listed.core_key)


def _explain_similar(hit: Hit, query: QueryKeys, name: str) -> dict[str, str]:
    field = _SPOKEN.get(hit.features.get("by", ""), name)
    plane = {"reading": "reading", "name_en": "english"}.get(field)
    listed = {"reading": hit.candidate.keys.reading_keys, "english": hit.candidate.keys.english_keys}.get(plane or "", ())
    asked = [key for one, key in list_query_keys(query) if one == plane]
    parts = {_tell_part(one, other) for one in asked for other in listed}
    how = next((word for word in ("begins", "contains") if word in parts), "similar")
    kana = hit.features.get("reading", {}).get("kana", "")
    text = {"reading": kana, "name_en": hit.candidate.english}.get(field) or hit.candidate.name
    return {"field": field, "text": text, "how": how}


def _tell_part(asked: str, listed: str) -> str | None:
    if asked == "" or asked not in listed:
        return None
    return "begins" if listed.startswith(asked) else "contains"


def _find_number(hit: Hit, query: QueryKeys) -> str:
    digits = None if query.number is None else query.number[1]
    numbers = ((number, read_number(number)) for number in hit.candidate.numbers)
    return next(number for number, read in numbers if read is not None and read[1] == digits)


def count_legal_forms(found: Iterable[Found]) -> list[dict[str, Any]]:
    """The legal forms of what was found, most first: a facet, which decides nothing."""
    counts = Counter(one.summary["legal_form"] for one in found)
    return [{"value": form, "count": count} for form, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] or ""))]


def write_closing(items: Sequence[Any], state: EditionState, public_url: str) -> dict[str, Any]:
    """What stands below what was found: the edition, the sources searched and, where nothing was found, help."""
    return {
        "edition": state.current.describe(),
        "searched": state.searched,
        "help": None if items else write_help(public_url),
    }


def write_help(public_url: str) -> dict[str, Any]:
    """What is said where nothing was found: never that anybody is clean."""
    links = [
        {"title": "Verified help lines (確認済みの相談電話)", "url": f"{public_url}/v1/help-lines"},
        {"title": "Guide: what is searched, and how (使い方)", "url": f"{public_url}/docs/guide"},
    ]
    return {**EMPTY_ANSWER, "links": [*EMPTY_ANSWER["links"], *links]}
