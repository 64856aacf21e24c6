"""Which registered corporation a statement speaks of: by name and place, if only one can be meant. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.name_keys import address_key, read_municipality, read_name
from db.vocabulary import PREFECTURES

FIRST_NUMBERS = date(2015, 10, 5)
"""When the first numbers were given, to all corporations that there were: it says nothing of their age."""

MOST_CANDIDATES = 10
_PREFECTURE = re.compile("^(?:" + "|".join(name for name, *_ in PREFECTURES.values()) + ")")


@dataclass(frozen=True, slots=True)
class Corporation:
    """A corporation of the register; `number` is its corporate number of thirteen digits."""

    number: str
    name: str
    kana: str | None
    name_en: str | None
    municipality: str | None
    closed_on: date | None
    successor: str | None
    assigned_on: date | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a corporation stands or stood in the register, in the keys by which statements are compared."""

    number: str
    block: str
    position: str | None
    municipality: str | None
    address: str | None
    is_former: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What the register says of one statement: the number that is meant, or those that may be, each with why.

    `crowded`: several corporations of this name stand in its municipality, which then proves nothing.
    """

    number: str | None = None
    reasons: tuple[str, ...] = ()
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """The part of the register that may concern some statements: corporations and their appearances by block."""

    corporations: Mapping[str, Corporation] = field(default_factory=dict)
    appearances: Mapping[str, Sequence[Appearance]] = field(default_factory=dict)
    is_loaded: bool = True


def write_appearance(number: str, name: str, prefecture: str | None, place: str, is_former: bool) -> Appearance:
    """The keys of a registered name and place; `place` is city and street, `prefecture` its JIS code."""
    address = (PREFECTURES[prefecture][0] if prefecture in PREFECTURES else "") + place
    key = read_name(name)
    return Appearance(number, key.block, key.position, read_municipality(address), address_key(address), is_former)


def match_statement(row: Mapping[str, Any], registered: Registered) -> Match:
    """Match one statement (a row of `register.statement`); a natural person's is never looked up."""
    content = row["content"]
    if content["organization"]["grade"] == "sole_proprietor":
        return Match()
    stated = content["identity"].get("corporate_number")
    found = registered.appearances.get(row["block"], ())
    if stated is None and not registered.is_loaded:
        return Match(None, ("register_not_loaded",))
    if stated is not None:
        return Match(stated, ("stated_by_source", *(("name",) if stated in {one.number for one in found} else ())))
    weighed = [_weigh(one, content["identity"], registered.corporations[one.number], _day(row)) for one in found]
    for proof in ("address", "municipality"):
        agreeing = {one.number for one in weighed if proof in one.proofs and not one.bars}
        if len(agreeing) == 1:
            (number,) = agreeing
            return Match(number, _list_reasons(weighed, number, proof))
        if agreeing:
            return Match(None, (f"several_of_this_name_and_{proof}",), _explain(weighed, agreeing), crowded=True)
    return _leave_open(weighed, content["identity"].get("municipality"))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One appearance against one statement: what agrees, and what keeps it from being meant."""

    number: str
    municipality: str | None
    proofs: tuple[str, ...]
    bars: tuple[str, ...]


def _weigh(one: Appearance, keys: Mapping[str, Any], corporation: Corporation, day: date) -> _Weighed:
    address = _is_one_address(one, keys)
    place = _is_one_municipality(one.municipality, keys.get("municipality"))
    told = {
        "address": address,
        # 株式会社架空 and 架空株式会社 of one town may well be two companies.
        "municipality": place and (address or one.position == keys.get("form_position")),
        "former_entry": one.is_former,
    }
    bars = {
        "closed_before": corporation.closed_on is not None and corporation.closed_on < day,
        "registered_later": corporation.assigned_on is not None and corporation.assigned_on > day > FIRST_NUMBERS,
    }
    proofs = ("name", *(name for name, holds in told.items() if holds))
    return _Weighed(one.number, one.municipality, proofs, tuple(name for name, holds in bars.items() if holds))


def _is_one_municipality(one: str | None, other: str | None) -> bool:
    """Whether two municipalities are one; the prefecture may be left out, as addresses in large cities do."""
    if one is None or other is None:
        return False
    return one == other or (not other[:2].isdigit() and one[2:] == other)


def _is_one_address(one: Appearance, keys: Mapping[str, Any]) -> bool:
    """Whether two addresses are one, though only one names the building after its number, or the prefecture."""
    left, right = one.address, keys.get("address")
    if left is None or right is None or not _is_one_municipality(one.municipality, keys.get("municipality")):
        return False
    bare = (re.sub(_PREFECTURE, "", left), re.sub(_PREFECTURE, "", right))
    shorter, longer = sorted(bare, key=len)
    rest = longer.removeprefix(shorter).lstrip("-")
    return longer.startswith(shorter) and (rest == "" or (shorter[-1].isdigit() and not rest[0].isdigit()))


def _day(row: Mapping[str, Any]) -> date:
    """A day on which the party lived: of the notice, else when the register was first seen to list it."""
    facts = row["content"]["facts"]
    issued = facts.get("issued_on") or facts.get("announced_on")
    found: date = row["first_seen_at"].date() if issued is None else date.fromisoformat(issued)
    return found


def _leave_open(weighed: Sequence[_Weighed], municipality: str | None) -> Match:
    """Nothing agrees in place: those of the name in the prefecture may be meant, or all if they are few."""
    prefecture = None if municipality is None else municipality[:2]
    near = {one.number for one in weighed if one.municipality and one.municipality[:2] == prefecture}
    every = {one.number for one in weighed}
    numbers = near or (every if len(every) <= MOST_CANDIDATES else set())
    reason = "place_does_not_agree" if weighed else "no_corporation_of_this_name"
    return Match(None, (reason,), _explain(weighed, numbers))


def _list_reasons(weighed: Sequence[_Weighed], number: str, proof: str) -> tuple[str, ...]:
    """What agrees, told of the present entry rather than a former one."""
    ours = [one for one in weighed if one.number == number and proof in one.proofs and not one.bars]
    return min(ours, key=lambda one: ("former_entry" in one.proofs, -len(one.proofs))).proofs


def _explain(weighed: Sequence[_Weighed], numbers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    wanted = set(numbers)
    explained: dict[str, tuple[str, ...]] = {}
    for one in sorted(weighed, key=lambda one: (-len(one.proofs), one.number)):
        if one.number in wanted:
            explained.setdefault(one.number, (*one.proofs, *one.bars))
    return dict(list(explained.items())[:MOST_CANDIDATES])


def summarize_matches(matches: Sequence[Match], corporations: Mapping[str, Corporation]) -> dict[str, Any]:
    """What the register says of an organization: `number` and facts of the corporation it is, and `match` with why."""
    number = next((match.number for match in matches if match.number is not None), None)
    corporation = corporations.get(number or "")
    status = "matched" if number is not None else "candidates" if any(match.candidates for match in matches) else "none"
    told = [match for match in matches if match.number == number]
    candidates = {} if number else {name: why for match in reversed(matches) for name, why in match.candidates.items()}
    return {
        "number": number,
        "kana": corporation and corporation.kana,
        "name_en": corporation and corporation.name_en,
        "closed_on": corporation and _write_day(corporation.closed_on),
        "successor": corporation and corporation.successor,
        "match": {
            "status": status,
            "reasons": sorted({reason for match in told for reason in match.reasons}),
            "candidates": [
                _write_candidate(corporations[name], why) for name, why in sorted(candidates.items())
            ],
        },
    }


def _write_candidate(corporation: Corporation, reasons: Iterable[str]) -> dict[str, Any]:
    return {
        "corporate_number": corporation.number,
        "name": corporation.name,
        "municipality_code": corporation.municipality,
        "closed_on": _write_day(corporation.closed_on),
        "reasons": list(reasons),
    }


def _write_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
